//! `rentree invitation`: who was invited to choose a password.

use rentree_app::{App, Clock, Ctx, Error, Invitation, InvitationStatus};
use rentree_core::UserId;
use serde_json::{Value, json};

use super::{Code, Desk, id};
use crate::args::InvitationCommand;
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

const PAGE: usize = 500;

pub(super) async fn run(desk: &Desk, command: InvitationCommand) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        InvitationCommand::List { of, status } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            list(desk, &all(&app, &ctx, status).await?);
        }
        InvitationCommand::DryRun { batch, of } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let told = app.invitations_dry_run(&ctx, id("batch", &batch)?).await?;
            let would = told.would;
            let missing: Vec<&str> = told.not_configured.iter().map(|channel| channel.name()).collect();
            if desk.common.json {
                say::json(
                    &json!({"email": would.email, "sms": would.sms, "unreachable": would.unreachable, "shared": would.shared,
                    "not_configured": missing}),
                );
            } else {
                let words = pick(
                    desk.language,
                    "par e-mail, par SMS, sans contact, avec un contact partagé seulement",
                    "by e-mail, by SMS, without a contact, with a shared contact only",
                );
                say::line(format!(
                    "{} / {} / {} / {} : {words}",
                    would.email, would.sms, would.unreachable, would.shared
                ));
                for channel in missing {
                    let words =
                        pick(desk.language, "n'est pas préparé sur ce service", "is not prepared on this service");
                    say::line(styled(Style::Bad, format!("{channel} {words}")));
                }
            }
        }
        InvitationCommand::Again { student, of } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let again = app.invitation_again(&ctx, id("student", &student)?).await?;
            list(desk, &[again]);
        }
        InvitationCommand::Bounced { student, of } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let bounced = app.invitation_bounced(&ctx, id("student", &student)?).await?;
            list(desk, &[bounced]);
        }
        InvitationCommand::Test { to, of, channel, language } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let written = app.invitation_test(&ctx, (channel, language), &to).await?;
            if desk.common.json {
                say::json(&json!({"subject": written.subject, "body": written.body}));
            } else {
                say::line(format!("{} {}", styled(Style::Good, "✓"), say::inert(&written.subject)));
                say::line(say::inert(&written.body));
            }
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

async fn all(app: &App, ctx: &Ctx, status: Option<InvitationStatus>) -> Result<Vec<Invitation>, Error> {
    let mut all: Vec<Invitation> = Vec::new();
    loop {
        let after: Option<UserId> = all.last().map(|one| one.student);
        let page = app.invitations(ctx, (after, status), PAGE).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

fn list(desk: &Desk, all: &[Invitation]) {
    let json = |one: &Invitation| {
        json!({
            "student": one.student, "batch": one.batch, "channel": one.channel.name(), "status": one.status.name(),
            "attempts": one.attempts, "reason": one.reason, "reference": one.reference, "expires_at": one.expires_at,
            "sent_at": one.sent_at, "accepted_at": one.accepted_at,
        })
    };
    if desk.common.json {
        say::json(&Value::Array(all.iter().map(json).collect()));
        return;
    }
    if all.is_empty() {
        say::line(pick(desk.language, "Aucune invitation.", "No invitations."));
    }
    for one in all {
        let words = status_words(desk, one.status);
        say::line(format!(
            "{}  {:<5}  {words}  {}",
            one.student,
            one.channel.name(),
            one.reason.as_deref().unwrap_or_default()
        ));
    }
}

fn status_words(desk: &Desk, status: InvitationStatus) -> &'static str {
    match status {
        InvitationStatus::Waiting => pick(desk.language, "à envoyer", "to be sent"),
        InvitationStatus::Claimed | InvitationStatus::Handing => pick(desk.language, "part", "leaves"),
        InvitationStatus::Sent => pick(desk.language, "envoyée", "sent"),
        InvitationStatus::Failed => pick(desk.language, "refusée", "refused"),
        InvitationStatus::Unknown => pick(desk.language, "peut-être envoyée", "perhaps sent"),
        InvitationStatus::Accepted => pick(desk.language, "acceptée", "accepted"),
        InvitationStatus::Withdrawn => pick(desk.language, "sans objet", "for nobody"),
    }
}
