//! What leaves: invitations and webhooks.

use clap::Subcommand;
use rentree_app::{DeliveryStatus, InvitationStatus};
use rentree_core::Language;
use rentree_core::invitation::Channel;

use super::Of;

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

#[expect(clippy::unnecessary_wraps, reason = "the shape that clap asks for")]
fn events(text: &str) -> Result<EventNames, String> {
    Ok(EventNames(text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()))
}

fn delivery_status(text: &str) -> Result<DeliveryStatus, String> {
    let names = || DeliveryStatus::ALL.map(DeliveryStatus::name).join(", ");
    DeliveryStatus::named(text).ok_or_else(|| format!("one of {}", names()))
}
