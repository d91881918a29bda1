//! `rentree master-key`: the key that wraps those of the kept files.

use rentree_app::seal::MasterKey;
use rentree_app::vault::Keyring;
use rentree_app::{Clock, Ids};
use serde_json::json;

use super::{Code, Desk};
use crate::args::MasterKeyCommand;
use crate::say::{self, count, pick};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, command: &MasterKeyCommand) -> Code {
    match command {
        MasterKeyCommand::New => {
            let key = MasterKey::new(Ids)?;
            if desk.common.json {
                say::json(&json!({"id": key.id(), "key": key.text()}));
            } else {
                say::line(key.text());
                say::complain(format!("{} {}", pick(desk.language, "Son nom :", "Its name:"), key.id()));
            }
        }
        MasterKeyCommand::Status => {
            let app = config::open(&desk.common, Clock::System).await?;
            say_keyring(desk, &app.keyring().await?);
            app.close().await;
        }
        MasterKeyCommand::Rotate => {
            let app = config::open(&desk.common, Clock::System).await?;
            say_keyring(desk, &app.rotate().await?);
            app.close().await;
        }
    }
    Ok(exit::DONE)
}

fn say_keyring(desk: &Desk, keyring: &Keyring) {
    if desk.common.json {
        let wrapped: serde_json::Map<_, _> =
            keyring.wrapped.iter().map(|(id, keys)| (id.clone(), json!(keys))).collect();
        return say::json(&json!({"current": keyring.current, "wrapped": wrapped, "moved": keyring.moved}));
    }
    let p = |french, english| pick(desk.language, french, english);
    match &keyring.current {
        Some(id) => say::line(format!("{} {id}", p("Clé maîtresse d'aujourd'hui :", "Today's master key:"))),
        None => say::line(p(
            "Aucune clé maîtresse : les fichiers sont gardés tels quels.",
            "No master key: files are kept as they are.",
        )),
    }
    for (id, keys) in &keyring.wrapped {
        let id = if id.is_empty() { p("(aucune)", "(none)") } else { id };
        say::line(format!("  {id:<16}  {}", count(desk.language, *keys, p("clé", "key"), p("clés", "keys"))));
    }
    if keyring.moved > 0 {
        let moved =
            count(desk.language, keyring.moved, p("clé changée", "key moved"), p("clés changées", "keys moved"));
        say::line(moved);
    }
}
