//! `rentree admin`, `user` and `key`: who may come in. Whoever can run these owns the machine's files, and so may make anybody anything.

use rentree_app::accounts::{Key, NewKey, NewUser, Person, UserChange};
use rentree_app::{App, Clock, Ctx, Error};
use rentree_core::KeyId;
use serde_json::{Value, json};

use super::{Code, Desk};
use crate::args::{AdminCommand, KeyCommand, NewPassword, UserCommand};
use crate::say::{self, Style, pick, styled};
use crate::{config, exit};

const PAGE: usize = 500;

pub(super) async fn admin(desk: &Desk, command: AdminCommand) -> Code {
    let (email, password) = match command {
        AdminCommand::Create { email, password } => (email, password),
        AdminCommand::FactorOff { email } => {
            let app = config::open(&desk.common, Clock::System).await?;
            let gone = app.admin_second_factor_end(&email).await?;
            factor_off(desk, &email, gone);
            app.close().await;
            return Ok(exit::DONE);
        }
    };
    let given = given(&password)?;
    let app = config::open(&desk.common, Clock::System).await?;
    let (id, made) = app.admin_create(&email, given.as_deref()).await?;
    if desk.common.json {
        say::json(&json!({"id": id, "email": email, "password": made}));
    } else {
        done(&format!("{email} {}", pick(desk.language, "administre le service", "runs the service")));
        shown_once(desk, pick(desk.language, "Mot de passe", "Password"), made.as_deref());
    }
    app.close().await;
    Ok(exit::DONE)
}

pub(super) async fn user(desk: &Desk, command: UserCommand) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        UserCommand::Create { email, of, role, name, password } => {
            let given = given(&password)?;
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let new = NewUser { email: &email, full_name: name.as_deref(), role };
            let (person, made) = app.user_create_with_password(&ctx, &new, given.as_deref()).await?;
            told(desk, &person, made.as_deref());
        }
        UserCommand::List(of) => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            list(desk, &everybody(&app, &ctx).await?);
        }
        UserCommand::Role { email, role, of } => {
            let change = UserChange { role: Some(role), ..UserChange::default() };
            changed(desk, &app, (&email, &of.establishment), &change).await?;
        }
        UserCommand::Disable { email, of } => {
            let change = UserChange { active: Some(false), ..UserChange::default() };
            changed(desk, &app, (&email, &of.establishment), &change).await?;
        }
        UserCommand::Enable { email, of } => {
            let change = UserChange { active: Some(true), ..UserChange::default() };
            changed(desk, &app, (&email, &of.establishment), &change).await?;
        }
        UserCommand::Password { email, of, password } => {
            let given = given(&password)?;
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let person = app.user_by_email(&ctx, &email).await?;
            let made = app.user_password(&ctx, person.id, given.as_deref()).await?;
            told(desk, &person, made.as_deref());
        }
        UserCommand::FactorOff { email, of } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let person = app.user_by_email(&ctx, &email).await?;
            let gone = app.user_second_factor_end(&ctx, person.id).await?;
            factor_off(desk, &person.email, gone);
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

fn factor_off(desk: &Desk, email: &str, gone: bool) {
    if desk.common.json {
        return say::json(&json!({"email": email, "was_on": gone}));
    }
    let said = if gone {
        pick(desk.language, "aucun code n'est plus demandé", "no code is asked for any more")
    } else {
        pick(desk.language, "aucun code n'était demandé", "no code was asked for")
    };
    done(&format!("{} {said}", say::inert(email)));
}

async fn changed(desk: &Desk, app: &App, (email, slug): (&str, &str), change: &UserChange) -> Result<(), Error> {
    let ctx = desk.ctx(app, slug).await?;
    let person = app.user_by_email(&ctx, email).await?;
    told(desk, &app.user_change(&ctx, person.id, change).await?, None);
    Ok(())
}

async fn everybody(app: &App, ctx: &Ctx) -> Result<Vec<Person>, Error> {
    let mut all: Vec<Person> = Vec::new();
    loop {
        let page = app.users(ctx, all.last().map(|person| person.id), PAGE).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

fn told(desk: &Desk, person: &Person, made: Option<&str>) {
    if desk.common.json {
        let mut object = person_json(person);
        if let Some(made) = made {
            object["password"] = json!(made);
        }
        return say::json(&object);
    }
    done(&line(desk, person));
    shown_once(desk, pick(desk.language, "Mot de passe", "Password"), made);
}

fn list(desk: &Desk, people: &[Person]) {
    if desk.common.json {
        return say::json(&Value::Array(people.iter().map(person_json).collect()));
    }
    if people.is_empty() {
        say::line(pick(
            desk.language,
            "Personne encore. rentree user create ADRESSE --establishment ÉCOLE --role school_admin",
            "Nobody yet. rentree user create ADDRESS --establishment SCHOOL --role school_admin",
        ));
    }
    for person in people {
        say::line(line(desk, person));
    }
}

fn line(desk: &Desk, person: &Person) -> String {
    let closed = if person.active { "" } else { pick(desk.language, "  (fermé)", "  (closed)") };
    let name = person.full_name.as_deref().map(|name| format!("  {}", say::inert(name))).unwrap_or_default();
    format!("{:<40} {:<12}{name}{closed}", say::inert(&person.email), person.role.name())
}

fn person_json(person: &Person) -> Value {
    json!({
        "id": person.id, "email": person.email, "full_name": person.full_name, "role": person.role.name(), "active": person.active,
    })
}

pub(super) async fn key(desk: &Desk, command: KeyCommand) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    match command {
        KeyCommand::Create { of, role, scopes, days, name } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let (key, text) = app.key_create(&ctx, &NewKey { name: &name, role, scopes: &scopes, days }).await?;
            if desk.common.json {
                let mut object = key_json(&key);
                object["key"] = json!(text);
                say::json(&object);
            } else {
                done(&key_line(desk, &key));
                shown_once(desk, pick(desk.language, "Clé", "Key"), Some(&text));
            }
        }
        KeyCommand::List(of) => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let keys = every_key(&app, &ctx).await?;
            if desk.common.json {
                say::json(&Value::Array(keys.iter().map(key_json).collect()));
            } else if keys.is_empty() {
                say::line(pick(desk.language, "Aucune clé.", "No keys."));
            }
            for key in keys.iter().filter(|_| !desk.common.json) {
                say::line(key_line(desk, key));
            }
        }
        KeyCommand::Revoke { id, of } => {
            let ctx = desk.ctx(&app, &of.establishment).await?;
            let key: KeyId = id.parse().map_err(|_| Error::NotFound { what: "key", name: id.clone() })?;
            app.key_revoke(&ctx, key).await?;
            if desk.common.json {
                say::json(&json!({"id": key, "revoked": true}));
            } else {
                done(&format!("{id} {}", pick(desk.language, "ne vaut plus rien", "is worth nothing any more")));
            }
        }
    }
    app.close().await;
    Ok(exit::DONE)
}

async fn every_key(app: &App, ctx: &Ctx) -> Result<Vec<Key>, Error> {
    let mut all: Vec<Key> = Vec::new();
    loop {
        let page = app.keys(ctx, all.last().map(|key| key.id), PAGE).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

fn key_line(desk: &Desk, key: &Key) -> String {
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.name()).collect();
    let day = |at: jiff::Timestamp| at.strftime("%Y-%m-%d").to_string();
    let until = match (key.revoked_at, key.expires_at) {
        (Some(at), _) => format!("{} {}", pick(desk.language, "révoquée le", "revoked on"), day(at)),
        (None, Some(at)) => format!("{} {}", pick(desk.language, "jusqu'au", "until"), day(at)),
        (None, None) => pick(desk.language, "sans fin", "without end").to_owned(),
    };
    let used = key.last_used_at.map_or_else(
        || pick(desk.language, "jamais utilisée", "never used").to_owned(),
        |at| format!("{} {}", pick(desk.language, "utilisée le", "used on"), day(at)),
    );
    format!("{}  {:<12} {:<24} {until}, {used}  {}", key.id, key.role.name(), scopes.join(","), say::inert(&key.name))
}

fn key_json(key: &Key) -> Value {
    json!({
        "id": key.id, "name": key.name, "role": key.role.name(),
        "scopes": key.scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>(),
        "created_by": key.created_by, "created_at": key.created_at, "expires_at": key.expires_at,
        "last_used_at": key.last_used_at, "revoked_at": key.revoked_at,
    })
}

/// The first line, without its end.
fn given(password: &NewPassword) -> Result<Option<String>, Error> {
    if !password.password_stdin {
        return Ok(None);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|cause| Error::Usage(format!("--password-stdin: {cause}")))?;
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn done(text: &str) {
    say::line(format!("{} {text}", styled(Style::Good, "✓")));
}

fn shown_once(desk: &Desk, what: &str, secret: Option<&str>) {
    let Some(secret) = secret else { return };
    say::line(format!("  {what} : {}", styled(Style::Title, secret)));
    say::line(styled(
        Style::Faint,
        pick(desk.language, "  Notez-le : il ne sera plus montré.", "  Note it down: it will not be shown again."),
    ));
}
