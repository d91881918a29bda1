//! Running the service.

use clap::{Args, Subcommand};

use super::Of;

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
