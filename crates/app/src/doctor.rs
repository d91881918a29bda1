//! Whether everything that the service stands on is as it should be. Findings only; what to say about them is the faces' affair.

use jiff::Timestamp;
use rentree_store::{Health, Store};

use crate::blobs::Blobs;
use crate::clock::{Clock, Ids};
use crate::error::Error;
use crate::seal::MasterKeys;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It is reached, and says what it is.
    Database,
    /// Old enough versions lack what we use.
    Version,
    Schema,
    /// The service's role can do its work and no more.
    Role,
    /// Every table of a school is guarded by the database itself.
    Policies,
    /// A file's readers and its writer do not wait for each other.
    Journal,
    /// The database's clock and this host's agree.
    Clock,
    /// Files are kept, found and deleted.
    Storage,
    /// What was sealed can be opened with the keys that are set.
    MasterKey,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Fine,
    /// It works, and somebody should look.
    Warning,
    Problem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    pub verdict: Verdict,
    /// Versions, names, seconds.
    pub facts: String,
}

impl Check {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Version => "version",
            Self::Schema => "schema",
            Self::Role => "role",
            Self::Policies => "policies",
            Self::Journal => "journal",
            Self::Clock => "clock",
            Self::Storage => "storage",
            Self::MasterKey => "master_key",
        }
    }
}

impl Verdict {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

/// The oldest PostgreSQL that is tested.
const OLDEST: i64 = 15;
/// Leases are measured by the database's clock alone; a host far from it dates batches and logs wrongly.
const APART: i64 = 5;

/// All checks, as far as each can be made. Nothing is left behind.
pub async fn examine(
    store: Result<Store, Error>,
    blobs: Result<Blobs, Error>,
    masters: Result<MasterKeys, Error>,
    clock: Clock,
) -> Vec<Finding> {
    let mut in_use = Vec::new();
    let health = match store {
        Ok(store) => {
            let health = store.health().await.map_err(Error::from);
            // Before the first migration there are no keys.
            if health.as_ref().is_ok_and(|health| health.up_to_date) {
                in_use = masters_in_use(&store).await.unwrap_or_default();
            }
            store.close().await;
            health
        }
        Err(error) => Err(error),
    };
    let mut findings = match health {
        Ok(health) => of_database(&health, clock.now()),
        Err(error) => vec![finding(Check::Database, Verdict::Problem, in_full(&error))],
    };
    let kept = match blobs {
        Ok(blobs) => blobs.probe(&format!("probe/{}", Ids.next())).await,
        Err(error) => Err(error),
    };
    findings.push(match kept {
        Ok(()) => finding(Check::Storage, Verdict::Fine, String::new()),
        Err(error) => finding(Check::Storage, Verdict::Problem, in_full(&error)),
    });
    findings.push(match masters {
        Ok(masters) => of_keys(&masters, &in_use),
        Err(error) => finding(Check::MasterKey, Verdict::Problem, in_full(&error)),
    });
    findings
}

async fn masters_in_use(store: &Store) -> Result<Vec<(String, u64)>, Error> {
    Ok(store.system_read().await?.masters_in_use().await?)
}

/// Every master key that something is sealed under must be here. Without any, files are kept as they are, which the host may want.
fn of_keys(masters: &MasterKeys, in_use: &[(String, u64)]) -> Finding {
    let missing: Vec<&str> =
        in_use.iter().map(|(id, _)| &**id).filter(|id| !id.is_empty() && masters.named(id).is_none()).collect();
    if !missing.is_empty() {
        return finding(Check::MasterKey, Verdict::Problem, missing.join(", "));
    }
    finding(Check::MasterKey, Verdict::Fine, masters.ids().collect::<Vec<_>>().join(", "))
}

fn finding(check: Check, verdict: Verdict, facts: String) -> Finding {
    Finding { check, verdict, facts }
}

/// The error with its causes: whoever runs this is the one who can mend it.
fn in_full(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

fn of_database(health: &Health, now: Timestamp) -> Vec<Finding> {
    let verdict = |fine| if fine { Verdict::Fine } else { Verdict::Problem };
    let version = format!("{} {}", health.product, health.version);
    let mut findings = vec![
        finding(Check::Database, Verdict::Fine, format!("{} ms", health.answer.as_millis())),
        finding(Check::Version, verdict(health.major.is_none_or(|major| major >= OLDEST)), version),
        finding(Check::Schema, verdict(health.up_to_date), String::new()),
    ];
    if let Some(role) = &health.role {
        // An owner may run a small installation; whoever passes over the policies may not.
        let passes_over = health.powers.iter().any(|power| power == "superuser" || power == "bypassrls");
        let verdict = match (passes_over, health.powers.is_empty()) {
            (true, _) => Verdict::Problem,
            (false, true) => Verdict::Fine,
            (false, false) => Verdict::Warning,
        };
        findings.push(finding(Check::Role, verdict, [std::slice::from_ref(role), &*health.powers].concat().join(", ")));
        findings.push(finding(Check::Policies, self::verdict_of(&health.unguarded), health.unguarded.join(", ")));
    }
    if let Some(journal) = &health.journal {
        findings.push(finding(Check::Journal, verdict(journal == "wal"), journal.clone()));
    }
    let apart = (now.as_microsecond() - health.clock) / 1_000_000;
    let close = if apart.abs() <= APART { Verdict::Fine } else { Verdict::Warning };
    findings.push(finding(Check::Clock, close, format!("{apart} s")));
    findings
}

fn verdict_of(unguarded: &[String]) -> Verdict {
    if unguarded.is_empty() { Verdict::Fine } else { Verdict::Problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn health() -> Health {
        Health {
            product: "PostgreSQL",
            version: "15.4".to_owned(),
            major: Some(15),
            up_to_date: true,
            clock: 1_000_000_000,
            answer: std::time::Duration::from_millis(1),
            role: Some("rentree_app".to_owned()),
            powers: Vec::new(),
            unguarded: Vec::new(),
            journal: None,
        }
    }

    fn verdict(check: Check, health: &Health) -> Verdict {
        let now = Timestamp::from_microsecond(1_000_000_000).unwrap();
        of_database(health, now).into_iter().find(|finding| finding.check == check).unwrap().verdict
    }

    #[test]
    fn what_is_as_it_should_be_is_fine() {
        let now = Timestamp::from_microsecond(1_004_000_000).unwrap();
        assert!(of_database(&health(), now).iter().all(|finding| finding.verdict == Verdict::Fine));
    }

    #[test]
    fn a_master_key_that_something_needs_must_be_here() {
        let masters = MasterKeys::parse(&"0a".repeat(32)).unwrap();
        let own = masters.current().unwrap().id().to_owned();
        let found = |masters: &MasterKeys, ids: &[&str]| {
            let in_use: Vec<_> = ids.iter().map(|id| ((*id).to_owned(), 1)).collect();
            let finding = of_keys(masters, &in_use);
            (finding.verdict, finding.facts)
        };
        assert_eq!(found(&masters, &[&own, ""]), (Verdict::Fine, own.clone()));
        assert_eq!(found(&masters, &[&own, "gone"]), (Verdict::Problem, "gone".to_owned()));
        assert_eq!(found(&MasterKeys::default(), &[]), (Verdict::Fine, String::new()));
        assert_eq!(found(&MasterKeys::default(), &[&own]), (Verdict::Problem, own));
    }

    #[test]
    fn each_fault_is_found_by_its_own_check() {
        let power = |name: &str| Health { powers: vec![name.to_owned()], ..health() };
        for (check, found, sick) in [
            (Check::Version, Verdict::Problem, Health { major: Some(14), ..health() }),
            (Check::Schema, Verdict::Problem, Health { up_to_date: false, ..health() }),
            (Check::Role, Verdict::Problem, power("superuser")),
            (Check::Role, Verdict::Problem, power("bypassrls")),
            (Check::Role, Verdict::Warning, power("owner")),
            (Check::Policies, Verdict::Problem, Health { unguarded: vec!["users".to_owned()], ..health() }),
            (Check::Journal, Verdict::Problem, Health { journal: Some("delete".to_owned()), ..health() }),
            (Check::Clock, Verdict::Warning, Health { clock: 990_000_000, ..health() }),
        ] {
            assert_eq!(verdict(check, &sick), found, "{sick:?}");
        }
    }
}
