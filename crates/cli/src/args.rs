//! The words of the command line. What they do is in `commands`; what they print for machines is a contract (`docs/reference/output.md`).

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use rentree_app::access::Scope;
use rentree_app::exports::Kind;
use rentree_app::{DeliveryStatus, InvitationStatus};
use rentree_core::batch::{Absent, Strategy};
use rentree_core::invitation::Channel;
use rentree_core::mapping::{Band, Wish};
use rentree_core::{Language, Role, Target};

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
pub struct Migrate {
    /// PostgreSQL: the role of the service, which may then use the tables and nothing more
    #[arg(long, value_name = "ROLE")]
    pub grant_to: Option<String>,
    /// PostgreSQL: a role that only reads, which may then read students through views (docs/guides/django.md)
    #[arg(long, value_name = "ROLE")]
    pub views_for: Option<String>,
    /// PostgreSQL with the extension citus: spread the tables over its nodes by school (docs/scale.md); may be run again
    #[arg(long)]
    pub distribute: bool,
    /// Into how many shards each table is cut
    #[arg(long, value_name = "N", requires = "distribute", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub shards: u16,
    /// Print the statements that would spread the tables, and run none
    #[arg(long, requires = "distribute", conflicts_with = "grant_to")]
    pub dry_run: bool,
}

#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Where to listen
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "RENTREE_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:8080"
    )]
    pub listen: std::net::SocketAddr,
    /// HTTPS ends in a proxy in front: cookies are sent over HTTPS only, and X-Forwarded-For says where a request comes from
    #[arg(long)]
    pub behind_proxy: bool,
    /// Administrators can do nothing before they have switched on a code by telephone
    #[arg(long, env = "RENTREE_SECOND_FACTOR_FOR_ADMINS")]
    pub second_factor_for_admins: bool,
    /// How many jobs this process does at once; 0 leaves them to `rentree worker`
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub slots: usize,
    /// How many connections at once; more wait
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub connections: usize,
    /// How many of them from one address, unless a proxy stands in front
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub connections_of_one: usize,
    /// Only send invitations, for whoever holds the other end of standard input
    #[arg(long, hide = true)]
    pub post_office: bool,
}

/// How the file is to be read, when our own judgement is wrong.
#[derive(Debug, Clone, Default, Args)]
pub struct Layout {
    /// Encoding of a text file (utf-8, windows-1252, macintosh, ibm850…; utf-8-as-windows-1252 repairs names such as `FranÃ§ois`)
    #[arg(long, help_heading = READING, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<String>,
    /// Delimiter of a text file (`,` `;` `|` or `tab`)
    #[arg(long, help_heading = READING, value_name = "CHAR", value_parser = delimiter)]
    pub delimiter: Option<char>,
    /// Read this sheet only (may be repeated)
    #[arg(long = "sheet", help_heading = READING, value_name = "NAME")]
    pub sheets: Vec<String>,
    /// The row of the column titles, as the spreadsheet shows it: ROW, ROW-ROW, or SHEET=ROW
    #[arg(long = "header-row", help_heading = READING, value_name = "ROW", value_parser = header_row)]
    pub header_rows: Vec<(String, u32, u32)>,
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// The list: Excel, CSV or any other kind that can be read
    pub file: PathBuf,
    /// Write one line of JSON per data row
    #[arg(long, value_name = "OUT.ndjson")]
    pub rows: Option<PathBuf>,
    /// Keep every non-blank row: title, header and total rows too
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub layout: Layout,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The lists: Excel, CSV or any other kind that can be read
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The school, by its slug
    #[arg(long, short, value_name = "SLUG")]
    pub establishment: String,
    /// Write the students; without it, nothing but the plan is made
    #[arg(long)]
    pub commit: bool,
    /// What to do with students that are already known (merge, skip or fail); the school's own rule when it is left out
    #[arg(long, value_name = "STRATEGY", value_parser = strategy)]
    pub strategy: Option<Strategy>,
    /// A mapping that the school keeps, a ready-made one (oneroster-users, onde, siecle), or a JSON file with one
    #[arg(long, value_name = "NAME|FILE")]
    pub mapping: Option<String>,
    /// What a column means: 'HEADER=target', 'HEADER=ignore', 'HEADER=extra', 'A+B=full_name', '=target:text' (may be repeated)
    #[arg(long = "set", value_name = "HEADER=target")]
    pub set: Vec<Wish>,
    /// What a value means: 'level:Term=TLE', 'department:Maths=C', 'gender:G=M' (may be repeated)
    #[arg(long = "value", value_name = "FIELD:TEXT=CODE")]
    pub values: Vec<String>,
    /// How sure a proposal must be to be taken without being named (exact, likely or guess)
    #[arg(long, value_name = "BAND", default_value = "exact", value_parser = band)]
    pub accept: Band,
    /// Keep the mapping under this name
    #[arg(long, value_name = "NAME")]
    pub save_mapping: Option<String>,
    /// The school year of the list, where it gives none (default: the school's)
    #[arg(long, value_name = "YYYY-YYYY")]
    pub school_year: Option<String>,
    /// The day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<jiff::civil::Date>,
    /// One row in error, and nothing is committed
    #[arg(long)]
    pub all_or_nothing: bool,
    /// Also overwrite fields that a person edited by hand
    #[arg(long)]
    pub override_edits: bool,
    /// Match keys, strongest first
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub keys: Vec<String>,
    /// Switch the identity guard off: the first key that finds a student decides
    #[arg(long)]
    pub no_guard: bool,
    /// What becomes of students of this year and these levels whom the list does not name (list or deactivate)
    #[arg(long, value_name = "POLICY", default_value = "list", value_parser = absent)]
    pub absent: Absent,
    /// Approve a batch that its size of change holds back
    #[arg(long)]
    pub approve: bool,
    /// Leave the work to `rentree worker`; `batch show` tells how far it is
    #[arg(long, conflicts_with = "rows")]
    pub queue: bool,
    /// Write one line of JSON per data row
    #[arg(long, value_name = "OUT.ndjson")]
    pub rows: Option<PathBuf>,
    #[command(flatten)]
    pub layout: Layout,
}

#[derive(Debug, Subcommand)]
pub enum Establishment {
    /// Declare a school, again and again with the same result
    Apply {
        /// The school in JSON, as docs/guides/first-import.md shows it
        file: PathBuf,
    },
    /// Every school with its slug
    List,
    /// What a school declared, as JSON that `apply` takes
    Show {
        /// The school, by its slug
        slug: String,
    },
    /// Write the school's own empty list: its titles, levels and departments to choose from
    Template {
        /// The school, by its slug
        slug: String,
        /// The workbook to write
        #[arg(long, short, value_name = "FILE.xlsx")]
        output: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Student {
    /// Print the students of a school in a stable order, every field
    Export {
        #[arg(long, short, value_name = "SLUG")]
        establishment: String,
        /// Only the first N
        #[arg(long, value_name = "N")]
        first: Option<u64>,
    },
    /// Write the students as a OneRoster 1.2 bulk set
    Oneroster {
        #[command(flatten)]
        of: Of,
        /// The archive to write (.zip)
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
    },
    /// Print everything that is known of one student, as JSON
    Dossier {
        /// The student, by id
        student: String,
        #[command(flatten)]
        of: Of,
    },
    /// Erase a student for good; no old list brings them back
    Erase {
        /// The student, by id
        student: String,
        #[command(flatten)]
        of: Of,
        /// Why; it is kept, and should name nobody
        #[arg(long)]
        reason: String,
    },
    /// Students who were erased: ids and reasons
    Erased(Of),
    /// Let lists bring an erased student again
    Lift {
        /// The erasure, by its id
        erasure: String,
        #[command(flatten)]
        of: Of,
        /// Why; it is kept
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum MappingCommand {
    /// The names of a school's mappings with their latest versions
    List(Of),
    /// Which column gives which field
    Show {
        /// The mapping, by its name
        name: String,
        #[command(flatten)]
        of: Of,
        /// An earlier version (default: the latest)
        #[arg(long, value_name = "N")]
        version: Option<u32>,
    },
    /// Print a mapping as JSON
    Export {
        /// The mapping, by its name
        name: String,
        #[command(flatten)]
        of: Of,
        /// An earlier version (default: the latest)
        #[arg(long, value_name = "N")]
        version: Option<u32>,
    },
    /// Keep a mapping from a JSON file as the next version of its name
    Import {
        /// The mapping in JSON, as `mapping schema` describes it
        file: PathBuf,
        #[command(flatten)]
        of: Of,
    },
    /// Print the JSON Schema of mappings and their transforms
    Schema,
}

#[derive(Debug, Clone, Args)]
pub struct Of {
    /// The school, by its slug
    #[arg(long, short, value_name = "SLUG")]
    pub establishment: String,
}

#[derive(Debug, Subcommand)]
pub enum Alias {
    /// Every title and value that was taught, with what it means
    List(Of),
    /// Forget what was taught
    Revoke {
        /// The title or value, as `alias list` shows it
        text: String,
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, Subcommand)]
pub enum Batch {
    /// The imports of a school, the latest first
    List(Of),
    /// One import: its status, counts and what was found
    Show {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
    /// The staged rows: raw, cleaned, issues, outcome
    Rows {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
        /// Only rows with this status (ok, warning or error)
        #[arg(long)]
        status: Option<String>,
    },
    /// Take a committed import back: what was changed since stays, and is told
    Revert {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
    /// Make a file of an import: the list annotated, its issues, or its report
    Export {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
        /// annotated (the list with its bad cells coloured), errors (a line for each issue) or report (a line for each row)
        #[arg(long, value_name = "KIND", value_parser = export_kind)]
        kind: Kind,
        /// The file to write; its name says whether it is .xlsx or .csv
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// Of the annotated list: only rows with something to look at
        #[arg(long)]
        only_issues: bool,
    },
    /// Students of the list's year and levels whom it does not name
    Absent {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
    /// What was purged of an import: how much, when and by whom; without an id, of every import
    Certificate {
        /// The import, by its id
        id: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Issues by code, with rows and hints
    Errors {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, Subcommand)]
pub enum MasterKeyCommand {
    /// Print a new key, to be kept where RENTREE_MASTER_KEY_FILE says, above the older ones; nothing else changes
    New,
    /// Which master keys are set, and how much is sealed under each
    Status,
    /// Wrap every key anew under the first master key; no file is written, and services go on meanwhile
    Rotate,
}

#[derive(Debug, Args)]
pub struct Work {
    /// Lists that are read, checked and written at the same moment
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub slots: u8,
    /// Seconds after which another worker takes over from one that is not heard of
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(2..=3600))]
    pub lease: u64,
    /// End when nothing is left to do
    #[arg(long)]
    pub drain: bool,
    /// Only send invitations, for whoever holds the other end of standard input
    #[arg(long, hide = true)]
    pub post_office: bool,
}

#[derive(Debug, Subcommand)]
pub enum JobCommand {
    /// The jobs of a school, the latest first
    List(Of),
    /// Try again what was given up
    Retry {
        /// The job, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, Clone, Args)]
pub struct NewPassword {
    /// Take the password from the first line of standard input; without it one is made and shown once
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Let somebody run the service
    Create {
        /// The e-mail address that names the account
        email: String,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Ask somebody for no code any more who lost the telephone
    FactorOff {
        /// The e-mail address that names the account
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Let somebody sign in
    Create {
        /// The e-mail address that names the account
        email: String,
        #[command(flatten)]
        of: Of,
        /// What they are: school_admin, operator, viewer or auditor
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        /// The person's name
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Everybody who can sign in, or could
    List(Of),
    /// Make somebody something else; ends their sessions
    Role {
        /// The person, by the e-mail address
        email: String,
        /// What they become: school_admin, operator, viewer or auditor
        #[arg(value_parser = role)]
        role: Role,
        #[command(flatten)]
        of: Of,
    },
    /// Close an account; nothing of it is deleted
    Disable {
        /// The person, by the e-mail address
        email: String,
        #[command(flatten)]
        of: Of,
    },
    /// Open an account again
    Enable {
        /// The person, by the e-mail address
        email: String,
        #[command(flatten)]
        of: Of,
    },
    /// Give somebody another password; ends their sessions
    Password {
        /// The person, by the e-mail address
        email: String,
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Ask somebody for no code any more who lost the telephone
    FactorOff {
        /// The person, by the e-mail address
        email: String,
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key, and show it once
    Create {
        #[command(flatten)]
        of: Of,
        /// What the key is at most: school_admin, operator, viewer or auditor
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        /// What it is for: upload, commit, read, export (one or more, with commas between)
        #[arg(long = "scope", value_name = "SCOPES", required = true, value_delimiter = ',', value_parser = scope)]
        scopes: Vec<Scope>,
        /// How long it is good; without it, until it is revoked
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
        /// Which program has it
        #[arg(long, value_name = "NAME", default_value = "")]
        name: String,
    },
    /// Every key that was made
    List(Of),
    /// Make a key worthless from now on
    Revoke {
        /// The key, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, Subcommand)]
pub enum InvitationCommand {
    /// Who was invited, and what became of it
    List {
        #[command(flatten)]
        of: Of,
        /// Only these: waiting, claimed, handing, sent, failed, unknown, accepted or withdrawn
        #[arg(long, value_name = "STATUS", value_parser = invitation_status)]
        status: Option<InvitationStatus>,
    },
    /// Whom an import would invite; nothing is sent
    DryRun {
        /// The import, by its id
        batch: String,
        #[command(flatten)]
        of: Of,
    },
    /// Send an invitation once more, with a new link
    Again {
        /// The student, by their id
        student: String,
        #[command(flatten)]
        of: Of,
    },
    /// Note that an invitation did not arrive
    Bounced {
        /// The student, by their id
        student: String,
        #[command(flatten)]
        of: Of,
    },
    /// Send the school's text to oneself; its link opens nothing
    Test {
        /// An e-mail address, or a number like +237699112233
        to: String,
        #[command(flatten)]
        of: Of,
        /// email or sms
        #[arg(long, value_name = "CHANNEL", value_parser = channel, default_value = "email")]
        channel: Channel,
        /// fr, en or es
        #[arg(long, value_name = "LANGUAGE", value_parser = text_language, default_value = "fr")]
        language: Language,
    },
}

fn invitation_status(text: &str) -> Result<InvitationStatus, String> {
    let names = || InvitationStatus::ALL.map(InvitationStatus::name).join(", ");
    InvitationStatus::named(text).ok_or_else(|| format!("one of {}", names()))
}

fn channel(text: &str) -> Result<Channel, String> {
    Channel::named(text).ok_or_else(|| "email or sms".to_owned())
}

fn text_language(text: &str) -> Result<Language, String> {
    match text {
        "fr" => Ok(Language::Fr),
        "en" => Ok(Language::En),
        "es" => Ok(Language::Es),
        _ => Err("fr, en or es".to_owned()),
    }
}

#[derive(Debug, Subcommand)]
pub enum WebhookCommand {
    /// Tell events at an address from now on; the secret of its signatures is shown once
    Create {
        /// https://…, on the public network
        url: String,
        #[command(flatten)]
        of: Of,
        /// What is told, with commas between (default: everything)
        #[arg(long, value_name = "EVENTS", value_delimiter = ',')]
        events: Vec<String>,
        /// Which program listens there
        #[arg(long, value_name = "NAME", default_value = "")]
        name: String,
    },
    /// Every endpoint
    List(Of),
    /// Another address, other events, another name
    Change {
        /// The endpoint, by its id
        webhook: String,
        #[command(flatten)]
        of: Of,
        #[arg(long, value_name = "URL")]
        url: Option<String>,
        /// With commas between; `--events=` tells everything
        #[arg(long, value_name = "EVENTS", value_parser = events)]
        events: Option<EventNames>,
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
    /// Use an endpoint again: what waited is sent at once
    Enable {
        /// The endpoint, by its id
        webhook: String,
        #[command(flatten)]
        of: Of,
    },
    /// Send nothing there for now; what happens meanwhile waits
    Disable {
        /// The endpoint, by its id
        webhook: String,
        #[command(flatten)]
        of: Of,
    },
    /// A new secret; the one before signs beside it for a while
    Secret {
        /// The endpoint, by its id
        webhook: String,
        #[command(flatten)]
        of: Of,
        /// For how long
        #[arg(long, value_name = "HOURS", default_value_t = 24, value_parser = clap::value_parser!(u64).range(0..=336))]
        overlap_hours: u64,
    },
    /// Send `webhook.test` there
    Test {
        /// The endpoint, by its id
        webhook: String,
        #[command(flatten)]
        of: Of,
    },
    /// What was told there, the latest first
    Deliveries {
        /// The endpoint, by its id
        webhook: String,
        #[command(flatten)]
        of: Of,
        /// Only these: waiting, delivered or given_up
        #[arg(long, value_name = "STATUS", value_parser = delivery_status)]
        status: Option<DeliveryStatus>,
    },
    /// Tell an event once more
    Resend {
        /// The endpoint, by its id
        webhook: String,
        /// The event, by its number
        sequence: i64,
        #[command(flatten)]
        of: Of,
    },
    /// Forget an endpoint and what waited for it
    Delete {
        /// The endpoint, by its id
        webhook: String,
        #[command(flatten)]
        of: Of,
    },
}

/// Clap takes a `Vec` for an option that is repeated; this one is given once, and may be empty.
#[derive(Debug, Clone)]
pub struct EventNames(pub Vec<String>);

#[expect(clippy::unnecessary_wraps, reason = "the shape that clap asks for")]
fn events(text: &str) -> Result<EventNames, String> {
    Ok(EventNames(text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()))
}

fn delivery_status(text: &str) -> Result<DeliveryStatus, String> {
    let names = || DeliveryStatus::ALL.map(DeliveryStatus::name).join(", ");
    DeliveryStatus::named(text).ok_or_else(|| format!("one of {}", names()))
}

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Print the trail, one entry a line, oldest first
    Export(Of),
    /// Who saw a student: pages, the student alone, files, all students at once
    WhoSaw {
        /// The student, by id; also one who was erased
        student: String,
        #[command(flatten)]
        of: Of,
    },
    /// All that somebody did and looked at
    #[command(name = "of")]
    Touched {
        /// person:ID, key:ID, admin:ID or machine, as the trail names them; an id alone is a person's
        actor: String,
        #[command(flatten)]
        of: Of,
    },
    /// Check that nobody changed the trail; exit code 7 if somebody did
    Verify {
        /// What `audit export` or the API wrote (default: the database)
        file: Option<PathBuf>,
        /// The school, by its slug
        #[arg(long, short, value_name = "SLUG", required_unless_present = "file")]
        establishment: Option<String>,
        /// The hash of an entry that somebody kept: it must be there still
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct Purge {
    /// Only this school
    #[arg(long, short, value_name = "SLUG")]
    pub establishment: Option<String>,
    /// Say what would be deleted, and delete nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write the database's files anew afterwards, so that no deleted byte is left in them; on PostgreSQL as the owner of the tables
    #[arg(long, conflicts_with = "dry_run")]
    pub rewrite: bool,
    /// The day that counts as today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<jiff::civil::Date>,
}

fn role(text: &str) -> Result<Role, String> {
    let known = Role::named(text).filter(|role| role.is_of_a_school());
    known.ok_or_else(|| "school_admin, operator, viewer or auditor".to_owned())
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::named(text.trim()).ok_or_else(|| "upload, commit, read or export".to_owned())
}

fn strategy(text: &str) -> Result<Strategy, String> {
    Strategy::named(text).ok_or_else(|| "merge, skip or fail".to_owned())
}

fn export_kind(text: &str) -> Result<Kind, String> {
    Kind::named(text).ok_or_else(|| "annotated, errors or report".to_owned())
}

fn absent(text: &str) -> Result<Absent, String> {
    match text {
        "list" => Ok(Absent::List),
        "deactivate" => Ok(Absent::Deactivate),
        _ => Err("list or deactivate".to_owned()),
    }
}

fn band(text: &str) -> Result<Band, String> {
    Band::named(text).ok_or_else(|| "exact, likely or guess".to_owned())
}

fn encoding(text: &str) -> Result<String, String> {
    let known = rentree_sheets::text::encoding::Encoding::by_label(text);
    known
        .map(|_| text.to_owned())
        .ok_or_else(|| "no encoding has this name; utf-8, windows-1252, macintosh, ibm850…".to_owned())
}

fn delimiter(text: &str) -> Result<char, String> {
    let mut characters = text.chars();
    match (text, characters.next(), characters.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(one), None) => Ok(one),
        _ => Err("one character, or `tab`".to_owned()),
    }
}

/// `9`, `9-10`, `3e B=9` or `3e B=9-10`: the sheet (empty for all), the first row, how many rows.
fn header_row(text: &str) -> Result<(String, u32, u32), String> {
    let wrong = || "a row (9), two rows (9-10), or SHEET=ROW".to_owned();
    let (sheet, rows) = text.rsplit_once('=').unwrap_or(("", text));
    let (first, last) = rows.split_once('-').unwrap_or((rows, rows));
    let first: u32 = first.trim().parse().map_err(|_| wrong())?;
    let last: u32 = last.trim().parse().map_err(|_| wrong())?;
    if first == 0 || last < first || last - first > 4 {
        return Err(wrong());
    }
    Ok((sheet.to_owned(), first, last - first + 1))
}

impl Layout {
    pub fn wishes(&self, all_rows: bool) -> rentree_sheets::Wishes {
        rentree_sheets::Wishes {
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            sheets: self.sheets.clone(),
            header: self.header_rows.clone(),
            all_rows,
        }
    }
}

/// For the messages that name every target.
pub fn target_names() -> String {
    Target::ALL.map(Target::name).join(", ")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Rentree::command().debug_assert();
    }

    #[test]
    fn a_header_row_is_a_row_or_rows_of_a_sheet() {
        assert_eq!(header_row("9"), Ok((String::new(), 9, 1)));
        assert_eq!(header_row("9-10"), Ok((String::new(), 9, 2)));
        assert_eq!(header_row("3e B=4"), Ok(("3e B".to_owned(), 4, 1)));
        assert!(header_row("0").is_err() && header_row("a").is_err() && header_row("9-3").is_err());
    }
}
