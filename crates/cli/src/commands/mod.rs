//! One file per command: what it asks of the application, and how the answer is shown. No decision about a student is made here.

mod accounts;
mod aliases;
mod audit;
mod batches;
mod doctor;
mod establishments;
mod import;
mod import_text;
mod inspect;
mod invitations;
mod jobs;
mod json;
mod mappings;
mod master_key;
mod office;
mod purge;
mod reference;
mod serve;
mod signals;
mod students;
mod webhooks;
mod worker;

use rentree_app::{App, Clock, Ctx, Error, Store};
use rentree_core::Language;

use crate::args::{Command, Common, Migrate, Rentree};
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

/// What every command is given.
pub(crate) struct Desk {
    pub common: Common,
    pub language: Language,
}

impl Desk {
    /// For what is done here in a school's name, and written into its trail.
    pub(crate) async fn ctx(&self, app: &App, slug: &str) -> Result<Ctx, Error> {
        let tenant = app.tenant(slug).await?;
        Ok(Ctx::on_the_machine(tenant, app.ids.next().to_string(), self.language))
    }
}

type Code = Result<u8, Error>;

pub(crate) async fn run(rentree: Rentree) -> u8 {
    let desk = Desk { language: config::language(rentree.common.lang), common: rentree.common };
    let code = match rentree.command {
        Command::Inspect(inspect) => inspect::run(&desk, &inspect),
        Command::Import(import) => import::run(&desk, &import).await,
        Command::Establishment(command) => establishments::run(&desk, command).await,
        Command::Student(command) => students::run(&desk, command).await,
        Command::Mapping(command) => mappings::run(&desk, command).await,
        Command::Alias(command) => aliases::run(&desk, command).await,
        Command::Batch(command) => batches::run(&desk, command).await,
        Command::Admin(command) => accounts::admin(&desk, command).await,
        Command::User(command) => accounts::user(&desk, command).await,
        Command::Key(command) => accounts::key(&desk, command).await,
        Command::Invitation(command) => invitations::run(&desk, command).await,
        Command::Webhook(command) => webhooks::run(&desk, command).await,
        Command::Audit(command) => audit::run(&desk, command).await,
        Command::Purge(command) => purge::run(&desk, &command).await,
        Command::MasterKey(command) => master_key::run(&desk, &command).await,
        Command::Worker(work) => worker::run(&desk, &work).await,
        Command::Serve(command) => serve::run(&desk, &command).await,
        Command::Job(command) => jobs::run(&desk, command).await,
        Command::Doctor => doctor::run(&desk).await,
        Command::Migrate(command) => migrate(&desk, &command).await,
        Command::Reference { write } => reference::run(write),
    };
    code.unwrap_or_else(|error| {
        say_error(&desk, &error);
        exit::of(&error)
    })
}

/// What is no id names nothing.
fn id<T: std::str::FromStr>(what: &'static str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::NotFound { what, name: text.to_owned() })
}

/// As the owner of the tables, who is the only one that changes them.
async fn migrate(desk: &Desk, command: &Migrate) -> Code {
    let store = config::store(&desk.common).await?;
    if command.distribute && store.migrates_itself() {
        let text = "une base SQLite est un fichier : elle ne se répartit pas";
        return Err(Error::Usage(
            pick(desk.language, text, "a SQLite database is one file: it cannot be spread").to_owned(),
        ));
    }
    if command.dry_run {
        return distribution(&store, command.shards).await;
    }
    let run = store.migrate(Clock::System.now()).await?;
    let moved = if command.distribute { store.distribute(command.shards).await? } else { Vec::new() };
    if let Some(role) = &command.grant_to {
        store.grant_to(role).await?;
    }
    if let Some(role) = &command.views_for {
        store.views_for(role).await?;
    }
    store.close().await;
    for name in run.into_iter().map(str::to_owned).chain(moved) {
        say::complain(format!("  {name}"));
    }
    say::complain(pick(desk.language, "La base est à jour.", "The database is up to date."));
    if command.distribute {
        say::complain(pick(
            desk.language,
            "Les tables sont réparties par établissement.",
            "The tables are spread by establishment.",
        ));
    }
    Ok(exit::DONE)
}

/// What is left to be done, for whoever wants to read them first.
async fn distribution(store: &Store, shards: u16) -> Code {
    if !store.is_up_to_date().await? {
        return Err(Error::NotMigrated);
    }
    let left = store.distribution(shards).await?;
    if !left.tables.is_empty() {
        say::line(format!("-- {}\nbegin;", left.tables.join(", ")));
        for statement in left.statements {
            say::line(format!("{statement};"));
        }
        say::line("commit;");
    }
    store.close().await;
    Ok(exit::DONE)
}

/// What happened, and what to do next, on a line of its own. In JSON for those who asked for it.
pub(crate) fn say_error(desk: &Desk, error: &Error) {
    let (sentence, hint) = rentree_app::words::of_error(error, desk.language);
    if desk.common.json {
        let code = error.code();
        say::json(&serde_json::json!({"error": {"code": code, "message": sentence, "hint": hint}}));
    }
    say::complain(format!("{} {sentence}", styled(Style::Bad, pick(desk.language, "✗ Erreur :", "✗ Error:"))));
    if !hint.is_empty() {
        say::complain(format!("  → {hint}"));
    }
    if matches!(error, Error::Database(_) | Error::Storage { .. } | Error::Bucket { .. }) {
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            say::complain(styled(Style::Faint, format!("    {inner}")));
            cause = inner.source();
        }
    }
}
