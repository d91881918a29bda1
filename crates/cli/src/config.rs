//! From flags and environment to an open application. The only place of the product that reads the environment.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rentree_app::blobs::{Blobs, Patience};
use rentree_app::invitations::Messages;
use rentree_app::invitations::gateway::Gateway;
use rentree_app::outward::Settings;
use rentree_app::reader::{CageLimits, Reader};
use rentree_app::seal::{MasterFault, MasterKeys};
use rentree_app::{App, Clock, Error, Store};
use rentree_core::Language;
use rentree_sheets::Limits;

use crate::args::{Common, Lang};

/// The language of what is said: asked for, else the environment's, else French, the language of most schools we serve.
pub fn language(asked: Option<Lang>) -> Language {
    let from_environment = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()))
    };
    match asked {
        Some(Lang::Fr) => Language::Fr,
        Some(Lang::En) => Language::En,
        None => match from_environment().unwrap_or_default().get(..2) {
            Some("en") => Language::En,
            _ => Language::Fr,
        },
    }
}

/// One limit of reading that the operator moved.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    set: Set,
    value: u64,
}

type Set = fn(&mut Limits, &mut CageLimits, u64);

/// Those that a big school may need. The others guard the reader itself.
const MOVABLE: [(&str, Set); 8] = [
    ("file_bytes", |limits, _, value| limits.file_bytes = value),
    ("unpacked_bytes", |limits, cage, value| {
        limits.unpacked_bytes = value;
        cage.written_bytes = cage.written_bytes.max(value);
    }),
    ("rows", |limits, _, value| limits.rows = u32::try_from(value).unwrap_or(u32::MAX)),
    ("columns", |limits, _, value| limits.columns = u32::try_from(value).unwrap_or(u32::MAX).min(16_384)),
    ("cell_chars", |limits, _, value| limits.cell_chars = u32::try_from(value).unwrap_or(u32::MAX)),
    ("header_within", |limits, _, value| limits.header_within = u32::try_from(value).unwrap_or(u32::MAX)),
    ("memory_bytes", |_, cage, value| cage.memory_bytes = value),
    ("cpu_seconds", |_, cage, value| cage.cpu_seconds = value),
];

impl Limit {
    /// `rows=2000000`, `file_bytes=500M`: K, M and G are 1,024 times each other.
    pub fn parse(text: &str) -> Result<Self, String> {
        let names = || MOVABLE.map(|(name, _)| name).join(", ");
        let (name, number) =
            text.split_once('=').ok_or_else(|| format!("expected NAME=NUMBER, NAME one of {}", names()))?;
        let known = MOVABLE.iter().find(|(known, _)| *known == name.trim());
        let (_, set) = known.ok_or_else(|| format!("no limit `{name}`; there are {}", names()))?;
        let number = number.trim();
        let (digits, unit) = match number.char_indices().last() {
            Some((at, 'K' | 'k')) => (&number[..at], 10),
            Some((at, 'M' | 'm')) => (&number[..at], 20),
            Some((at, 'G' | 'g')) => (&number[..at], 30),
            _ => (number, 0),
        };
        let value =
            digits.parse::<u64>().ok().and_then(|value| value.checked_mul(1 << unit)).filter(|value| *value > 0);
        let value = value.ok_or_else(|| format!("`{number}` is no number of 1 or more, like 2000000 or 500M"))?;
        Ok(Self { set: *set, value })
    }
}

/// One thing about how webhooks are sent.
#[derive(Debug, Clone, Copy)]
pub enum Speaking {
    Private(bool),
    Timeout(Duration),
    FirstPause(Duration),
}

impl Speaking {
    /// `private=yes`, `timeout_ms=5000`, `pause_ms=1000`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, value) =
            text.split_once('=').ok_or("expected NAME=VALUE, NAME one of private, timeout_ms, pause_ms")?;
        let (name, value) = (name.trim(), value.trim());
        let milliseconds = || {
            let number = value.parse().ok().filter(|number| (1..=600_000).contains(number));
            number.map(Duration::from_millis).ok_or_else(|| format!("`{value}` is no number from 1 to 600000"))
        };
        match (name, value) {
            ("private", "yes") => Ok(Self::Private(true)),
            ("private", "no") => Ok(Self::Private(false)),
            ("private", _) => Err(format!("private is yes or no, not `{value}`")),
            ("timeout_ms", _) => milliseconds().map(Self::Timeout),
            ("pause_ms", _) => milliseconds().map(Self::FirstPause),
            _ => Err(format!("no setting `{name}`; there are private, timeout_ms, pause_ms")),
        }
    }
}

fn speaking(said: &[Speaking]) -> Settings {
    let mut settings = Settings::default();
    for one in said {
        match *one {
            Speaking::Private(private) => settings.private = private,
            Speaking::Timeout(timeout) => settings.timeout = timeout,
            Speaking::FirstPause(pause) => settings.first_pause = pause,
        }
    }
    settings
}

fn messages(common: &Common) -> Result<Messages, Error> {
    let gateway = match &common.sms_gateway {
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|cause| Error::storage("read --sms-gateway", cause))?;
            Some(Gateway::read(&text)?)
        }
        None => None,
    };
    Ok(Messages {
        smtp: common.smtp.clone(),
        from: common.mail_from.clone(),
        gateway,
        public_url: common.public_url.clone(),
        per_minute: common.messages_per_minute,
    })
}

/// The reader needs no database: `inspect` uses it alone.
pub fn reader(moved: &[Limit]) -> Result<Reader, Error> {
    let program = std::env::current_exe().map_err(|cause| Error::Reader(format!("own program not found: {cause}")))?;
    let (mut limits, mut cage) = (Limits::default(), CageLimits::default());
    for limit in moved {
        (limit.set)(&mut limits, &mut cage, limit.value);
    }
    Ok(Reader { program, limits, cage, vocabulary: Arc::new(rentree_core::dictionary::vocabulary()) })
}

pub async fn open(common: &Common, clock: Clock) -> Result<App, Error> {
    let url = address(common)?;
    let masters = master_keys()?;
    let app = App::open(&url, blobs(common)?, reader(&common.limit)?, clock).await?.with_master_keys(masters);
    app.speaking(speaking(&common.webhooks)).sending(messages(common)?)
}

/// Where the keys that seal files stand. No option of the command line names one: those are seen by everybody on the machine.
const MASTER_KEY_FILE: &str = "RENTREE_MASTER_KEY_FILE";
const MASTER_KEY: &str = "RENTREE_MASTER_KEY";

/// From a file, else from the environment; none is set where neither is.
pub fn master_keys() -> Result<MasterKeys, Error> {
    let set = |name| std::env::var(name).ok().filter(|text: &String| !text.trim().is_empty());
    let text = match (set(MASTER_KEY_FILE), set(MASTER_KEY)) {
        (Some(path), _) => std::fs::read_to_string(path)
            .map_err(|cause| Error::MasterKey(MasterFault::Unreadable { cause: cause.to_string() }))?,
        (None, Some(text)) => text,
        (None, None) => return Ok(MasterKeys::default()),
    };
    MasterKeys::parse(&text).map_err(Error::MasterKey)
}

/// A folder, or a bucket with the settings that its kind has in the environment everywhere.
pub fn blobs(common: &Common) -> Result<Blobs, Error> {
    let Some(url) = common.storage.as_deref() else { return Blobs::folder(&common.data.join("files")) };
    match url.split_once("://") {
        Some(("s3", _)) => {
            let variables = std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
            Blobs::bucket(url, variables, &Patience::default())
        }
        None | Some(("file", _)) => Blobs::folder(&folder_of(url)),
        Some((scheme, _)) => {
            Err(Error::Usage(format!("STORAGE_URL: `{scheme}://` is no storage; a folder, or s3://BUCKET/PREFIX")))
        }
    }
}

/// The database alone, as it is.
pub async fn store(common: &Common) -> Result<Store, Error> {
    Ok(Store::open(&address(common)?).await?)
}

fn address(common: &Common) -> Result<String, Error> {
    if common.database.is_none() || common.storage.is_none() {
        rentree_app::blobs::make_private_folder(&common.data)
            .map_err(|cause| Error::storage("make the data folder", cause))?;
    }
    let file = || format!("sqlite:{}", common.data.join("rentree.db").display());
    Ok(common.database.clone().unwrap_or_else(file))
}

/// `file:///path`, `file:path` or a plain path.
fn folder_of(url: &str) -> PathBuf {
    let path = url.strip_prefix("file://").or_else(|| url.strip_prefix("file:")).unwrap_or(url);
    Path::new(path).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(text: &str) -> (Limits, CageLimits) {
        let reader = reader(&[Limit::parse(text).unwrap()]).unwrap();
        (reader.limits, reader.cage)
    }

    #[test]
    fn a_limit_is_moved_and_the_others_stay() {
        let standard = Limits::default();
        assert_eq!(moved("file_bytes=500M").0, Limits { file_bytes: 500 << 20, ..standard });
        assert_eq!(moved("rows=2000000").0, Limits { rows: 2_000_000, ..standard });
        assert_eq!(moved("memory_bytes=1G").1.memory_bytes, 1 << 30);
    }

    #[test]
    fn a_folder_is_written_in_three_ways() {
        for url in ["file:///srv/files", "file:/srv/files", "/srv/files"] {
            assert_eq!(folder_of(url), Path::new("/srv/files"), "{url}");
        }
    }

    #[test]
    fn what_is_no_limit_is_said_with_what_there_is() {
        for (text, said) in [
            ("rows", "expected NAME=NUMBER"),
            ("lines=5", "no limit `lines`; there are file_bytes"),
            ("rows=many", "`many` is no number"),
            ("rows=0", "`0` is no number"),
            ("file_bytes=99999999999G", "is no number"),
        ] {
            let refused = Limit::parse(text).unwrap_err();
            assert!(refused.contains(said), "{refused}");
        }
    }
}
