//! The words of the command line. What they do is in `commands`; what they print for machines is a contract (`docs/reference/output.md`).

mod batches;
mod outward;
mod people;
mod reading;
mod schools;
mod service;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use batches::Batch;
pub use outward::{InvitationCommand, WebhookCommand};
pub use people::{AdminCommand, AuditCommand, KeyCommand, NewPassword, UserCommand};
pub use reading::{Import, Inspect, target_names};
pub use schools::{Alias, Establishment, MappingCommand, Student};
pub use service::{JobCommand, MasterKeyCommand, Migrate, Purge, Serve, Work};

/// The heading of the options that every command takes.
pub const EVERYWHERE: &str = "Options of every command";
const READING: &str = "How the file is read, when the program's own judgement is wrong";

/// Imports a school's own list of students, Excel or CSV, whatever its columns.
#[derive(Debug, Parser)]
#[command(name = "rentree", version, about, max_term_width = 110, disable_help_subcommand = true)]
pub struct Rentree {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Language of what is said (default: from LC_ALL, LC_MESSAGES or LANG)
    #[arg(long, help_heading = EVERYWHERE, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// Print JSON for machines instead of text for people
    #[arg(long, help_heading = EVERYWHERE, global = true)]
    pub json: bool,
    /// The database: sqlite:FILE or postgres://USER@HOST/NAME (default: rentree.db in the data folder)
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "DATABASE_URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Where raw files are kept: a folder or s3://BUCKET/PREFIX (default: files in the data folder)
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "STORAGE_URL", hide_env_values = true)]
    pub storage: Option<String>,
    /// The data folder
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_DATA", hide_env_values = true, default_value = "rentree-data")]
    pub data: PathBuf,
    /// A limit of reading, like file_bytes=500M or rows=2000000 (docs/guides/limits.md); may be repeated
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_LIMITS", hide_env_values = true, value_name = "NAME=NUMBER",
          value_delimiter = ',', value_parser = crate::config::Limit::parse)]
    pub limit: Vec<crate::config::Limit>,
    /// How webhooks are sent, like private=yes or timeout_ms=5000 (docs/guides/webhooks.md); may be repeated
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_WEBHOOKS", hide_env_values = true, value_name = "NAME=VALUE",
          value_delimiter = ',', value_parser = crate::config::Speaking::parse)]
    pub webhooks: Vec<crate::config::Speaking>,
    /// The mail server: smtps://USER:PASSWORD@HOST, smtp://… with STARTTLS, smtp+plain://HOST (docs/guides/invitations.md)
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_SMTP", hide_env_values = true, value_name = "URL")]
    pub smtp: Option<String>,
    /// A file with the mail server's password, in place of one in its address
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_SMTP_PASSWORD_FILE", hide_env_values = true, value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// From whom letters are: Lycée <noreply@school.example>
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_MAIL_FROM", hide_env_values = true, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// A file that says how short messages are sent
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_SMS_GATEWAY", hide_env_values = true, value_name = "FILE")]
    pub sms_gateway: Option<PathBuf>,
    /// Where students find the pages: links of invitations begin with it
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_PUBLIC_URL", hide_env_values = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// How many letters and how many short messages a minute, of one process
    #[arg(long, help_heading = EVERYWHERE, global = true, env = "RENTREE_MESSAGES_PER_MINUTE", hide_env_values = true, value_name = "N",
          default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=60_000))]
    pub messages_per_minute: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    Fr,
    En,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what a file is, where its table is and what its columns could mean; needs no database
    Inspect(Inspect),
    /// Read, map, check and plan a list; with --commit, write its students
    Import(Box<Import>),
    /// Declare and show schools
    #[command(subcommand)]
    Establishment(Establishment),
    /// The students of a school
    #[command(subcommand)]
    Student(Student),
    /// The mappings that a school keeps
    #[command(subcommand)]
    Mapping(MappingCommand),
    /// What a school taught: titles of columns and names of classes
    #[command(subcommand)]
    Alias(Alias),
    /// Imports, done and under way
    #[command(subcommand)]
    Batch(Batch),
    /// Whoever runs the service: creates schools, sees no student
    #[command(subcommand)]
    Admin(AdminCommand),
    /// The people of a school who sign in
    #[command(subcommand)]
    User(UserCommand),
    /// The keys with which programs ask for a school
    #[command(subcommand)]
    Key(KeyCommand),
    /// New students who are invited to choose a password
    #[command(subcommand)]
    Invitation(InvitationCommand),
    /// Where a school's events are told, and what became of each telling
    #[command(subcommand)]
    Webhook(WebhookCommand),
    /// Who did what in a school: written out, and proven
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Delete files, staged rows and changes that are over their school's retention
    Purge(Purge),
    /// The key that seals the kept files: made, shown by name, changed for another
    #[command(subcommand)]
    MasterKey(MasterKeyCommand),
    /// Do what is queued, for all schools, until told to stop; any number of workers may run
    Worker(Work),
    /// Serve the API over HTTP, with a worker in the same process
    Serve(Serve),
    /// Queued work: what waits, what is being done, what was given up
    #[command(subcommand)]
    Job(JobCommand),
    /// Create the tables, or bring them up to date; on PostgreSQL as their owner
    Migrate(Migrate),
    /// Check the database, its roles and policies, the storage and the clock, and say what to do
    Doctor,
    /// Write the generated reference pages
    #[command(hide = true)]
    Reference {
        #[arg(long)]
        write: bool,
    },
}

#[derive(Debug, Clone, Args)]
pub struct Of {
    /// The school, by its slug
    #[arg(long, short, value_name = "SLUG")]
    pub establishment: String,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Rentree::command().debug_assert();
    }
}
