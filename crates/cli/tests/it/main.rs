//! The program as its users run it: a process, a folder, an exit code, and what it prints.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot run the program has failed, and says what it saw"
)]

/// Functions over a kind of database, each of them a test for every one there is.
macro_rules! on_every_database {
    ($($(#[$about:meta])* fn $name:ident($base:ident: Base) $body:block)+) => {
        $($(#[$about])* fn $name($base: crate::house::Base) $body)+

        mod sqlite {
            $(
                #[test]
                fn $name() {
                    super::$name(crate::house::Base::Sqlite);
                }
            )+
        }

        mod postgres {
            $(
                #[test]
                fn $name() {
                    super::$name(crate::house::Base::Postgres);
                }
            )+
        }
    };
}

mod access;
mod accounts;
mod api;
mod backup;
mod corrections;
mod django;
mod doctor;
mod guides;
mod hostile;
mod house;
mod invitations;
mod kills;
mod mappings;
mod migrate;
mod packaging;
mod reference;
mod review;
mod rosters;
mod samples;
mod sealed;
mod security;
mod sensitive;
mod storage;
mod undo;
mod webhooks;
mod words;
mod workers;
