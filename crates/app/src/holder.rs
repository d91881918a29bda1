//! Who holds a lease: this host, this process, and when it began, so that a number that the system gave away again is not mistaken for us.

use std::fs;

/// `HOST/PID/START`.
pub(crate) fn mine() -> String {
    let pid = std::process::id();
    format!("{}/{pid}/{}", host(), start_of(pid).unwrap_or_default())
}

/// Whether the holder was a process of this host that has ended. Unknown hosts and unreadable names are not gone.
pub(crate) fn is_gone(holder: &str) -> bool {
    let mut parts = holder.rsplitn(3, '/');
    let (Some(start), Some(pid), Some(on)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let Ok(pid) = pid.parse() else { return false };
    on == host() && start_of(pid).as_deref() != Some(start)
}

/// The name and the boot: a host that was restarted has no process of before.
fn host() -> String {
    let read = |path| fs::read_to_string(path).unwrap_or_default().trim().to_owned();
    format!("{}+{}", read("/proc/sys/kernel/hostname"), read("/proc/sys/kernel/random/boot_id"))
}

/// Field 22 of `/proc/PID/stat`, counted after the name, which may hold anything. A process that has ended and waits for its parent is gone.
fn start_of(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let after_name = stat.rsplit_once(") ")?.1;
    let mut fields = after_name.split(' ');
    if fields.next()? == "Z" {
        return None;
    }
    fields.nth(18).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_process_is_not_gone_and_a_number_given_away_again_is() {
        assert!(!is_gone(&mine()));
        let earlier = mine().rsplit_once('/').map(|(rest, _)| format!("{rest}/1")).unwrap();
        assert!(is_gone(&earlier));
        assert!(!is_gone("elsewhere+boot/1/1"));
        assert!(!is_gone("what?"));
    }
}
