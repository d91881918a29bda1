//! `rentree webhook`: where a school's events are told.

use std::time::Duration;

use rentree_app::webhooks::{NewWebhook, WebhookChange};
use rentree_app::{App, Clock, Ctx, Delivery, DeliveryStatus, Endpoint, Error};
use rentree_core::WebhookId;
use serde_json::{Value, json};

use super::{Code, Desk, id};
use crate::args::WebhookCommand;
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

const PAGE: usize = 500;

pub(super) async fn run(desk: &Desk, command: WebhookCommand) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        WebhookCommand::Create { url, of, events, name } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let made = WebhookId(app.ids.next());
            let new = NewWebhook { url: &url, name: &name, kinds: &events };
            let (endpoint, secret) = app.webhook_create(&ctx, (made, &new)).await?;
            with_secret(desk, &endpoint, &secret);
        }
        WebhookCommand::List(of) => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            list(desk, &app.webhooks(&ctx, None, PAGE).await?);
        }
        WebhookCommand::Change { webhook, of, url, events, name } => {
            let change = WebhookChange { url, name, kinds: events.map(|names| names.0), active: None };
            changed(desk, &app, (&webhook, &of.establishment), &change).await?;
        }
        WebhookCommand::Enable { webhook, of } => {
            let change = WebhookChange { active: Some(true), ..WebhookChange::default() };
            changed(desk, &app, (&webhook, &of.establishment), &change).await?;
        }
        WebhookCommand::Disable { webhook, of } => {
            let change = WebhookChange { active: Some(false), ..WebhookChange::default() };
            changed(desk, &app, (&webhook, &of.establishment), &change).await?;
        }
        WebhookCommand::Secret { webhook, of, overlap_hours } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let overlap = Duration::from_hours(overlap_hours);
            let (endpoint, secret) = app.webhook_rotate(&ctx, id("webhook", &webhook)?, overlap).await?;
            with_secret(desk, &endpoint, &secret);
        }
        WebhookCommand::Test { webhook, of } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let sequence = app.webhook_test(&ctx, id("webhook", &webhook)?).await?;
            told(
                desk,
                &json!({"sequence": sequence}),
                pick(desk.language, "en route, numéro", "on its way, number"),
                sequence,
            );
        }
        WebhookCommand::Deliveries { webhook, of, status } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let all = deliveries(&app, &ctx, (id("webhook", &webhook)?, status)).await?;
            list_deliveries(desk, &all);
        }
        WebhookCommand::Resend { webhook, sequence, of } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            app.webhook_resend(&ctx, id("webhook", &webhook)?, sequence).await?;
            told(
                desk,
                &json!({"sequence": sequence}),
                pick(desk.language, "en route, numéro", "on its way, number"),
                sequence,
            );
        }
        WebhookCommand::Delete { webhook, of } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            app.webhook_delete(&ctx, id("webhook", &webhook)?).await?;
            told(
                desk,
                &json!({"id": webhook, "deleted": true}),
                pick(desk.language, "supprimé :", "deleted:"),
                &webhook,
            );
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

async fn changed(
    desk: &Desk,
    app: &App,
    (webhook, establishment): (&str, &str),
    change: &WebhookChange,
) -> Result<(), Error> {
    let ctx = desk.ctx(app, establishment).await?;
    let endpoint = app.webhook_change(&ctx, id("webhook", webhook)?, change).await?;
    if desk.common.json {
        say::json(&endpoint_json(&endpoint));
    } else {
        say::line(line(desk, &endpoint));
    }
    Ok(())
}

async fn deliveries(
    app: &App,
    ctx: &Ctx,
    (webhook, status): (WebhookId, Option<DeliveryStatus>),
) -> Result<Vec<Delivery>, Error> {
    let mut all: Vec<Delivery> = Vec::new();
    loop {
        let before = all.last().map_or(0, |delivery| delivery.seq);
        let page = app.webhook_deliveries(ctx, webhook, (before, status, PAGE)).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

fn with_secret(desk: &Desk, endpoint: &Endpoint, secret: &str) {
    if desk.common.json {
        let mut object = endpoint_json(endpoint);
        object["secret"] = json!(secret);
        say::json(&object);
        return;
    }
    say::line(line(desk, endpoint));
    say::line(format!("  {} : {}", pick(desk.language, "Secret", "Secret"), styled(Style::Title, secret)));
    let once =
        pick(desk.language, "  Notez-le : il ne sera plus montré.", "  Note it down: it will not be shown again.");
    say::line(styled(Style::Faint, once));
}

fn list(desk: &Desk, endpoints: &[Endpoint]) {
    if desk.common.json {
        say::json(&Value::Array(endpoints.iter().map(endpoint_json).collect()));
    } else if endpoints.is_empty() {
        say::line(pick(desk.language, "Aucun webhook.", "No webhooks."));
    } else {
        for endpoint in endpoints {
            say::line(line(desk, endpoint));
        }
    }
}

fn line(desk: &Desk, endpoint: &Endpoint) -> String {
    let state = match (&endpoint.reason, endpoint.active, endpoint.failing_since) {
        (Some(reason), false, _) => format!("{} ({reason})", pick(desk.language, "arrêté", "stopped")),
        (_, true, Some(since)) => format!(
            "{} {}",
            pick(desk.language, "rien n'arrive depuis le", "nothing has arrived since"),
            since.strftime("%Y-%m-%d %H:%M")
        ),
        _ => pick(desk.language, "actif", "active").to_owned(),
    };
    let kinds = if endpoint.kinds.is_empty() {
        pick(desk.language, "tous les événements", "all events").to_owned()
    } else {
        endpoint.kinds.join(",")
    };
    format!("{}  {}  {kinds}  {state}  {}", endpoint.id, say::inert(&endpoint.url), say::inert(&endpoint.name))
}

fn endpoint_json(endpoint: &Endpoint) -> Value {
    json!({
        "id": endpoint.id, "url": endpoint.url, "name": endpoint.name, "events": endpoint.kinds, "active": endpoint.active,
        "reason": endpoint.reason, "failing_since": endpoint.failing_since,
        "old_secret_until": endpoint.old_secret.as_ref().map(|(_, until)| until),
        "created_by": endpoint.created_by, "created_at": endpoint.created_at,
    })
}

fn list_deliveries(desk: &Desk, all: &[Delivery]) {
    let json = |one: &Delivery| {
        json!({
            "sequence": one.seq, "event": one.kind, "batch": one.batch, "status": one.status.name(), "attempts": one.attempts,
            "http_status": one.http_status, "error": one.error, "happened_at": one.happened_at, "tried_at": one.tried_at,
            "delivered_at": one.delivered_at,
        })
    };
    if desk.common.json {
        say::json(&Value::Array(all.iter().map(json).collect()));
        return;
    }
    if all.is_empty() {
        say::line(pick(desk.language, "Rien n'a été envoyé.", "Nothing was sent."));
    }
    for one in all {
        let words = match one.status {
            DeliveryStatus::Waiting => pick(desk.language, "attend", "waits"),
            DeliveryStatus::Delivered => pick(desk.language, "arrivé", "arrived"),
            DeliveryStatus::GivenUp => pick(desk.language, "abandonné", "given up"),
        };
        let said = one.http_status.map(|status| status.to_string()).or_else(|| one.error.clone()).unwrap_or_default();
        say::line(format!("{:>6}  {:<20} {words:<10} {} × {said}", one.seq, one.kind, one.attempts));
    }
}

fn told(desk: &Desk, object: &Value, words: &str, what: impl std::fmt::Display) {
    if desk.common.json {
        say::json(object);
    } else {
        say::line(format!("{} {words} {what}", styled(Style::Good, "✓")));
    }
}
