//! The one suite that says what the store does. Each behaviour is a function over an empty database; [`behaviours!`] makes a test of it
//! for every database there is, so that a new database is one line here and no behaviour can be forgotten.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

/// Functions from a fresh database to a verdict, each of them a test per database.
macro_rules! behaviours {
    ($(async fn $name:ident($db:ident: Db) $body:block)+) => {
        $(async fn $name($db: crate::db::Db) $body)+

        mod sqlite {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name(crate::db::Db::sqlite().await).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name(crate::db::Db::postgres().await).await;
                }
            )+
        }

        mod pgbouncer {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name(crate::db::Db::pgbouncer().await).await;
                }
            )+
        }
    };
}

mod absent;
mod access;
mod audit;
mod batches;
mod commit;
mod corrections;
mod data_keys;
mod db;
mod distribute;
mod embeds;
mod feed;
mod files;
mod gate;
mod hangups;
mod invitations;
mod isolation;
mod jobs;
mod leases;
mod mappings;
mod migrations;
mod open;
mod pooled;
mod purge;
mod requests;
mod revert;
mod rights;
mod schools;
mod search;
mod second_factor;
mod staging;
mod students;
mod survey;
mod webhooks;
