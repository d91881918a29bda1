//! The people of a school who sign in.

use jiff::Timestamp;
use rentree_core::{Role, UserId};
use rentree_store::{Staff, TenantTx};
use serde_json::json;

use super::{account_name, check_email, name_of, password, school_role};
use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub role: Role,
    pub full_name: Option<String>,
    pub email: String,
    pub active: bool,
    /// Whether a code is asked for beside the password.
    pub second_factor: bool,
    /// Where they are signed in now, and when that was last used.
    pub sessions: u64,
    pub seen_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    pub email: &'a str,
    pub full_name: Option<&'a str>,
    pub role: Role,
}

/// What is given is changed.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    pub role: Option<Role>,
    pub full_name: Option<String>,
    pub active: Option<bool>,
}

impl App {
    /// Without a password: it is set by hand of the machine, or by the person with a link.
    pub async fn user_create(&self, ctx: &Ctx, new: &NewUser<'_>) -> Result<Person, Error> {
        ctx.may(Action::ManageUsers)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let person = self.staff_begin(ctx, &mut tx, new).await?;
        tx.commit().await?;
        Ok(person)
    }

    pub(crate) async fn staff_begin(&self, ctx: &Ctx, tx: &mut TenantTx, new: &NewUser<'_>) -> Result<Person, Error> {
        check_email("/email", new.email)?;
        of_a_school(new.role)?;
        let staff = Staff {
            id: UserId(self.ids.next()),
            role: new.role.name().to_owned(),
            full_name: name_of("/full_name", new.full_name)?,
            email: Some(account_name(new.email)),
            phone: None,
            active: true,
        };
        let now = self.clock.now();
        tx.staff_insert(&staff, now).await?;
        let what = ("user.created", format!("person:{}", staff.id));
        ctx.record(tx, now, what, json!({"role": staff.role})).await?;
        person(staff)
    }

    /// By whoever runs the machine: all or nothing, so that a password that is no good leaves no account behind. Says the password when
    /// none was given: it is shown once.
    pub async fn user_create_with_password(
        &self,
        ctx: &Ctx,
        new: &NewUser<'_>,
        given: Option<&str>,
    ) -> Result<(Person, Option<String>), Error> {
        let made = if given.is_none() { Some(password::made(self.ids)?) } else { None };
        let chosen = given.or(made.as_deref()).unwrap_or_default();
        password::check("password", chosen, &account_name(new.email))?;
        let person = self.user_create(ctx, new).await?;
        let hash = self.gate.passwords.hash(chosen, self.ids).await?;
        self.write_password(ctx, person.id, (&hash, None), self.clock.now()).await?;
        Ok((person, made))
    }

    /// In the order in which they came.
    pub async fn users(&self, ctx: &Ctx, after: Option<UserId>, limit: usize) -> Result<Vec<Person>, Error> {
        ctx.may(Action::ManageUsers)?;
        let now = self.clock.now();
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let page = tx.staff_page(after, limit).await?;
        let open = tx.sessions_open([now, now - super::IDLE]).await?;
        let coded = tx.second_factors().await?;
        let with_sessions = |staff: Staff| {
            let found = open.iter().find(|(user, ..)| *user == staff.id);
            let (sessions, seen_at) = found.map_or((0, None), |(_, count, seen)| (*count, Some(*seen)));
            Ok(Person { second_factor: coded.contains(&staff.id), sessions, seen_at, ..person(staff)? })
        };
        page.into_iter().map(with_sessions).collect()
    }

    pub async fn user(&self, ctx: &Ctx, id: UserId) -> Result<Person, Error> {
        ctx.may(Action::ManageUsers)?;
        let staff = self.store.read(ctx.tenant.id).await?.staff(id).await?;
        person(staff.ok_or_else(|| nobody(&id.to_string()))?)
    }

    pub async fn user_by_email(&self, ctx: &Ctx, email: &str) -> Result<Person, Error> {
        ctx.may(Action::ManageUsers)?;
        let staff = self.store.read(ctx.tenant.id).await?.staff_by_email(&account_name(email)).await?;
        person(staff.ok_or_else(|| nobody(email))?)
    }

    /// Another role, or an account that is closed, ends the person's sessions. A school keeps an administrator.
    pub async fn user_change(&self, ctx: &Ctx, id: UserId, change: &UserChange) -> Result<Person, Error> {
        ctx.may(Action::ManageUsers)?;
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let before = tx.staff(id).await?.ok_or_else(|| nobody(&id.to_string()))?;
        let mut after = before.clone();
        if let Some(role) = change.role {
            of_a_school(role)?;
            role.name().clone_into(&mut after.role);
        }
        if let Some(name) = &change.full_name {
            after.full_name = name_of("/full_name", Some(name))?;
        }
        after.active = change.active.unwrap_or(after.active);
        if after == before {
            return person(before);
        }
        tx.staff_update(&after, now).await?;
        let moved = before.role != after.role || before.active != after.active;
        let ended = if moved { tx.sessions_end(id, None).await? } else { 0 };
        let details = json!({"role": after.role, "active": after.active, "sessions_ended": ended});
        // The trail's lock on the school comes before the count: two who leave at once cannot both see the other.
        ctx.record(&mut tx, now, ("user.changed", format!("person:{id}")), details).await?;
        let was_admin = before.active && before.role == Role::SchoolAdmin.name();
        if was_admin && moved && tx.staff_active(Role::SchoolAdmin.name()).await? == 0 {
            return Err(Error::LastAdmin);
        }
        tx.commit().await?;
        person(after)
    }

    /// Wherever somebody is signed in, they are no longer. How many sessions that were.
    pub async fn user_sign_out(&self, ctx: &Ctx, id: UserId) -> Result<u64, Error> {
        ctx.may(Action::ManageUsers)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.staff(id).await?.ok_or_else(|| nobody(&id.to_string()))?;
        let ended = tx.sessions_end(id, None).await?;
        let details = json!({"sessions_ended": ended});
        ctx.record(&mut tx, self.clock.now(), ("user.signed_out", format!("person:{id}")), details).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// By whoever runs the machine; people set their own. Ends every session of the person.
    pub async fn user_password(&self, ctx: &Ctx, id: UserId, given: Option<&str>) -> Result<Option<String>, Error> {
        ctx.may(Action::ManageUsers)?;
        let person = self.user(ctx, id).await?;
        let made = if given.is_none() { Some(password::made(self.ids)?) } else { None };
        let chosen = given.or(made.as_deref()).unwrap_or_default();
        password::check("password", chosen, &person.email)?;
        let hash = self.gate.passwords.hash(chosen, self.ids).await?;
        self.write_password(ctx, id, (&hash, None), self.clock.now()).await?;
        Ok(made)
    }
}

fn person(staff: Staff) -> Result<Person, Error> {
    let role = school_role(&staff.role).ok_or_else(|| nobody(&staff.id.to_string()))?;
    let email = staff.email.unwrap_or_default();
    Ok(Person {
        id: staff.id,
        role,
        full_name: staff.full_name,
        email,
        active: staff.active,
        second_factor: false,
        sessions: 0,
        seen_at: None,
    })
}

pub(super) fn of_a_school(role: Role) -> Result<(), Error> {
    if role.is_of_a_school() {
        return Ok(());
    }
    Err(Error::invalid("/role", "ce rôle n'est pas celui d'une école", "this role is not one of a school"))
}

fn nobody(name: &str) -> Error {
    Error::NotFound { what: "user", name: name.to_owned() }
}
