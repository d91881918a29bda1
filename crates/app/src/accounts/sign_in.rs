//! Signing in and out, and one's own password.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{AdminId, EstablishmentId, Role, SessionId, UserId};
use rentree_store::{NewSession, Try};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::gate::{pause, too_often};
use super::token::{self, Secret};
use super::{LONGEST, Recognised, account_name, password, school_role};
use crate::access::Action;
use crate::app::{App, Tenant};
use crate::ctx::{Actor, Ctx};
use crate::error::Error;

/// Wrong passwords are forgotten after so long.
const REMEMBERED: Duration = Duration::from_hours(24);

#[derive(Clone, Copy)]
pub struct SignIn<'a> {
    /// A slug; without it, somebody who runs the service.
    pub establishment: Option<&'a str>,
    pub email: &'a str,
    pub password: &'a str,
    /// From the telephone of whoever switched that on.
    pub code: Option<&'a str>,
}

impl std::fmt::Debug for SignIn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignIn({:?})", self.establishment)
    }
}

/// A session that has just begun.
#[derive(Debug, Clone)]
pub struct Opened {
    /// For the cookie; kept nowhere else.
    pub token: String,
    pub recognised: Recognised,
}

/// What somebody is told about themselves.
#[derive(Debug, Clone)]
pub struct Who {
    pub name: Option<String>,
    pub email: Option<String>,
    pub role: Role,
    pub school: Option<Tenant>,
    pub actions: Vec<Action>,
}

/// Whose password is asked for.
pub(super) enum Door {
    Service,
    School(Box<Tenant>),
    /// No such school. Answered like a wrong password.
    Nowhere,
}

#[derive(Clone, Copy)]
pub(super) enum Account {
    Person(EstablishmentId, UserId),
    Admin(AdminId),
}

impl App {
    /// `from`: the address and the request.
    pub async fn sign_in(&self, wish: &SignIn<'_>, from: (&str, &str)) -> Result<Opened, Error> {
        let email = account_name(wish.email);
        let account = account_hash(wish.establishment, &email);
        self.gate.knock(&account, from.0)?;
        let failures = self.count_try(&account).await?;
        let door = match wish.establishment {
            None => Door::Service,
            Some(slug) => match self.tenant(slug).await {
                Ok(tenant) => Door::School(Box::new(tenant)),
                Err(Error::NoEstablishment { .. }) => Door::Nowhere,
                Err(other) => return Err(other),
            },
        };
        let (found, hash) = self.behind(&door, &email).await?;
        let right = self.gate.passwords.is_right(wish.password, hash).await?;
        let Some(found) = found.filter(|_| right) else {
            self.refused(&door, failures, from).await?;
            return Err(Error::WrongPassword);
        };
        // The try stays counted until the code is right as well: whoever knows the password cannot guess codes at will.
        match self.second_factor_holds(found, wish.code).await {
            Err(Error::WrongCode) => {
                self.refused(&door, failures, from).await?;
                return Err(Error::WrongCode);
            }
            held => held?,
        }
        self.try_was_right(&account).await?;
        self.open_session(found, &door, (failures - 1, from)).await
    }

    pub(super) async fn count_try(&self, account: &[u8; 32]) -> Result<u32, Error> {
        let now = self.clock.now();
        let mut system = self.store.system().await?;
        let counted = system.sign_in_try(account, (now, REMEMBERED), pause).await?;
        system.commit().await?;
        match counted {
            Try::Counted(failures) => Ok(failures),
            Try::Paused(until) => Err(too_often(until.duration_since(now).unsigned_abs())),
        }
    }

    pub(super) async fn try_was_right(&self, account: &[u8; 32]) -> Result<(), Error> {
        let mut system = self.store.system().await?;
        system.sign_in_was_right(account).await?;
        Ok(system.commit().await?)
    }

    async fn behind(&self, door: &Door, email: &str) -> Result<(Option<Account>, Option<String>), Error> {
        match door {
            Door::Nowhere => Ok((None, None)),
            Door::Service => {
                let admin = self.store.system_read().await?.admin_by_email(email).await?.filter(|admin| admin.active);
                Ok(admin.map_or((None, None), |admin| (Some(Account::Admin(admin.id)), admin.password_hash)))
            }
            Door::School(tenant) => {
                let mut tx = self.store.read(tenant.id).await?;
                let staff = tx.staff_by_email(email).await?.filter(|staff| staff.active);
                // Asked for also when there is nobody, so that nobody takes as long as somebody.
                let id = staff.map(|staff| staff.id);
                let hash = tx.staff_password(id.unwrap_or(UserId(uuid::Uuid::nil()))).await?;
                Ok((id.map(|id| Account::Person(tenant.id, id)), hash))
            }
        }
    }

    /// The trail has the count, never the address that was tried.
    async fn refused(&self, door: &Door, failures: u32, from: (&str, &str)) -> Result<(), Error> {
        let Door::School(tenant) = door else {
            tracing::warn!(failures, "a sign-in was refused");
            return Ok(());
        };
        let ctx = Ctx::of_nobody((**tenant).clone(), from);
        let mut tx = self.store.begin(tenant.id).await?;
        let what = ("session.refused", "school".to_owned());
        ctx.record(&mut tx, self.clock.now(), what, json!({"failures": failures})).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn open_session(
        &self,
        account: Account,
        door: &Door,
        (failures, from): (u32, (&str, &str)),
    ) -> Result<Opened, Error> {
        let now = self.clock.now();
        let (id, expires_at) = (SessionId(self.ids.next()), now + LONGEST);
        let school = if let Account::Person(school, _) = account { Some(school) } else { None };
        let secret = Secret::session(school, self.ids)?;
        let session = NewSession { id, token_hash: &secret.hash, now, expires_at };
        let actor = match (account, door) {
            (Account::Person(school, user), Door::School(tenant)) => {
                let mut tx = self.store.begin(school).await?;
                let staff = tx.staff(user).await?.filter(|staff| staff.active).ok_or(Error::WrongPassword)?;
                let role = school_role(&staff.role).ok_or(Error::WrongPassword)?;
                let actor = Actor::Person { id: user, role };
                tx.sessions_forget(now).await?;
                tx.session_insert(user, &session).await?;
                let ctx = Ctx { actor: actor.clone(), ..Ctx::of_nobody((**tenant).clone(), from) };
                let what = ("session.opened", format!("person:{user}"));
                ctx.record(&mut tx, now, what, json!({"failures": failures})).await?;
                tx.commit().await?;
                actor
            }
            (Account::Admin(admin), _) => {
                let mut system = self.store.system().await?;
                system.admin_session_insert(admin, &session).await?;
                system.commit().await?;
                tracing::info!(%admin, failures, "signed in");
                Actor::Admin { id: admin }
            }
            (Account::Person(..), _) => return Err(Error::WrongPassword),
        };
        let tenant = match (account, door) {
            (Account::Person(..), Door::School(tenant)) => Some((**tenant).clone()),
            _ => None,
        };
        let csrf = Some(token::csrf(&secret.text));
        let is_admin = matches!(actor, Actor::Admin { .. } | Actor::Person { role: Role::SchoolAdmin, .. });
        let must_enrol = self.must_enrol(account, is_admin).await?;
        let recognised =
            Recognised { actor, must_enrol, school: tenant, csrf, session: Some(id), expires_at: Some(expires_at) };
        Ok(Opened { token: secret.text, recognised })
    }

    pub async fn sign_out(&self, who: &Recognised, from: (&str, &str)) -> Result<(), Error> {
        if let (Actor::Embedded { id, .. }, Some(tenant)) = (&who.actor, &who.school) {
            return self.embed_end(tenant.id, *id).await;
        }
        let session = who.session.ok_or_else(no_session)?;
        let Some(tenant) = &who.school else {
            let mut system = self.store.system().await?;
            system.admin_session_end(session).await?;
            return Ok(system.commit().await?);
        };
        let mut tx = self.store.begin(tenant.id).await?;
        let ctx = Ctx { actor: who.actor.clone(), ..Ctx::of_nobody(tenant.clone(), from) };
        tx.session_end(session).await?;
        let what = ("session.ended", who.actor.to_string());
        ctx.record(&mut tx, self.clock.now(), what, json!({})).await?;
        Ok(tx.commit().await?)
    }

    pub async fn who(&self, who: &Recognised) -> Result<Who, Error> {
        let (name, email, role) = match (&who.actor, &who.school) {
            (Actor::Person { id, role }, Some(tenant)) => {
                let staff = self.store.read(tenant.id).await?.staff(*id).await?.ok_or(Error::NotSignedIn)?;
                (staff.full_name, staff.email, *role)
            }
            (Actor::Key { id, role, .. }, Some(tenant)) => {
                let key = self.store.read(tenant.id).await?.key(*id).await?.ok_or(Error::NotSignedIn)?;
                (Some(key.name), None, *role)
            }
            (Actor::Embedded { role, .. }, Some(_)) => (None, None, *role),
            (Actor::Admin { id }, _) => {
                let admins = self.store.system_read().await?.admins().await?;
                let admin = admins.into_iter().find(|admin| admin.id == *id).ok_or(Error::NotSignedIn)?;
                (admin.full_name, Some(admin.email), Role::PlatformAdmin)
            }
            _ => return Err(Error::NotSignedIn),
        };
        let actions = Action::ALL.iter().copied().filter(|action| who.actor.may(*action)).collect();
        Ok(Who { name, email, role, school: who.school.clone(), actions })
    }

    /// One's own. Ends every other session of the same person.
    pub async fn change_password(
        &self,
        who: &Recognised,
        (old, new): (&str, &str),
        from: (&str, &str),
    ) -> Result<(), Error> {
        let session = who.session.ok_or_else(no_session)?;
        let (found, door) = self.password_again(who, ("/old", old), from).await?;
        let email = self.who(who).await?.email.unwrap_or_default();
        password::check("/new", new, &email)?;
        let hash = self.gate.passwords.hash(new, self.ids).await?;
        match (found, door) {
            (Account::Person(_, user), Door::School(tenant)) => {
                let ctx = Ctx { actor: who.actor.clone(), ..Ctx::of_nobody(*tenant, from) };
                self.write_password(&ctx, user, (&hash, Some(session)), self.clock.now()).await
            }
            (Account::Admin(id), _) => self.write_admin_password(id, hash, Some(session)).await,
            (Account::Person(..), _) => Err(Error::NotSignedIn),
        }
    }

    /// Whoever sits there types the present password once more. `place` is where it stands in the request.
    pub(super) async fn password_again(
        &self,
        who: &Recognised,
        (place, given): (&str, &str),
        from: (&str, &str),
    ) -> Result<(Account, Door), Error> {
        let me = self.who(who).await?;
        let email = me.email.unwrap_or_default();
        let slug = me.school.as_ref().map(|tenant| &*tenant.school.slug);
        let account = account_hash(slug, &email);
        self.gate.knock(&account, from.0)?;
        self.count_try(&account).await?;
        let door = me.school.map_or(Door::Service, |tenant| Door::School(Box::new(tenant)));
        let (found, hash) = self.behind(&door, &email).await?;
        let right = self.gate.passwords.is_right(given, hash).await?;
        let Some(found) = found.filter(|_| right) else {
            return Err(Error::invalid(
                place,
                "ce n'est pas le mot de passe actuel",
                "this is not the present password",
            ));
        };
        self.try_was_right(&account).await?;
        Ok((found, door))
    }

    /// Sets it, ends the person's sessions except the one they sit in, and says so in the trail.
    pub(super) async fn write_password(
        &self,
        ctx: &Ctx,
        user: UserId,
        (hash, except): (&str, Option<SessionId>),
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.staff_password_set(user, hash, now).await?;
        let ended = tx.sessions_end(user, except).await?;
        let what = ("user.password_set", format!("person:{user}"));
        ctx.record(&mut tx, now, what, json!({"sessions_ended": ended})).await?;
        Ok(tx.commit().await?)
    }
}

impl Account {
    /// Under which wrong codes are counted while somebody is signed in.
    pub(super) fn hash(self) -> [u8; 32] {
        let text = match self {
            Self::Person(school, user) => format!("{school}\n{user}"),
            Self::Admin(admin) => format!("\n{admin}"),
        };
        Sha256::digest(text.as_bytes()).into()
    }
}

/// A key is recognised by itself.
fn no_session() -> Error {
    Error::NotFound { what: "session", name: "key".to_owned() }
}

/// Under which wrong passwords are counted. The slug and an address cannot run into each other: a slug has no line's end.
fn account_hash(slug: Option<&str>, email: &str) -> [u8; 32] {
    Sha256::digest(format!("{}\n{email}", slug.unwrap_or_default()).as_bytes()).into()
}
