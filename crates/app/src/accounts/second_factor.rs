//! A second factor: a code from an app on a telephone (TOTP, RFC 6238: SHA-1, six digits, 30 seconds, one step of tolerance), asked for beside
//! the password of whoever switched it on. A code is taken once.
//!
//! ```text
//! begin(password) ► the secret, shown once ► confirm(code) ► from then on sign_in asks for a code ► end(password, code)
//! ```
//!
//! Who lost the telephone is let in by an administrator of the school ([`App::user_second_factor_end`]), and that one by whoever runs the machine.
//! Secrets are keys of the vault: wrapped by the master key where one is set.

use rentree_core::{AdminId, EstablishmentId, UserId};
use rentree_store::SecondFactor;
use serde_json::json;
use totp_rs::{Builder, Totp};

use super::sign_in::{Account, Door};
use super::{Recognised, account_name};
use crate::access::Action;
use crate::app::{App, Tenant};
use crate::ctx::{Actor, Ctx};
use crate::error::Error;
use crate::seal::DataKey;

/// What the app on the telephone calls it.
const ISSUER: &str = "Rentrée";

/// Who must have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Demand {
    /// Whoever wants.
    #[default]
    Nobody,
    /// Administrators of schools and whoever runs the service: without one they can do nothing but switch one on.
    Admins,
}

/// How it stands with somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Off,
    On,
    /// It is off and must not be.
    Wanted,
}

/// What the telephone needs, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// In base 32, to be typed.
    pub secret: String,
    /// `otpauth://…`, for a picture to be scanned.
    pub uri: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment")
    }
}

impl App {
    #[must_use]
    pub fn demanding(mut self, second_factor: Demand) -> Self {
        self.second_factor = second_factor;
        self
    }

    pub(super) async fn must_enrol(&self, account: Account, is_admin: bool) -> Result<bool, Error> {
        let demanded = is_admin && self.second_factor == Demand::Admins;
        Ok(demanded && !self.factor(account).await?.is_some_and(|factor| factor.confirmed))
    }

    /// How it stands with whoever sits there; nothing for a key, which has none.
    pub async fn second_factor_standing(&self, who: &Recognised) -> Result<Option<Standing>, Error> {
        let Ok(account) = account_of(who) else { return Ok(None) };
        Ok(Some(match self.factor(account).await? {
            Some(factor) if factor.confirmed => Standing::On,
            _ if who.must_enrol => Standing::Wanted,
            _ => Standing::Off,
        }))
    }

    async fn factor(&self, account: Account) -> Result<Option<SecondFactor>, Error> {
        Ok(match account {
            Account::Person(school, user) => self.store.read(school).await?.second_factor(user).await?,
            Account::Admin(admin) => {
                self.store.system_read().await?.admin_second_factor(admin).await?.map(|(factor, _)| factor)
            }
        })
    }

    /// After the right password: nothing where none is on, else the code must be right, and not have been taken before.
    pub(super) async fn second_factor_holds(&self, account: Account, code: Option<&str>) -> Result<(), Error> {
        if !self.factor(account).await?.is_some_and(|factor| factor.confirmed) {
            return Ok(());
        }
        let code = code.filter(|code| !code.trim().is_empty()).ok_or(Error::CodeWanted)?;
        self.take(account, code).await
    }

    async fn take(&self, account: Account, code: &str) -> Result<(), Error> {
        let now = self.clock.now();
        let (label, secret) = self.secret(account).await?;
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = totp(&secret, &label)?.check(&code, now.as_second().unsigned_abs()).ok_or(Error::WrongCode)?;
        let taken = match account {
            Account::Person(school, user) => {
                let mut tx = self.store.begin(school).await?;
                let taken = tx.second_factor_taken(user, step as i64, now).await?;
                tx.commit().await?;
                taken
            }
            Account::Admin(admin) => {
                let mut system = self.store.system().await?;
                let taken = system.admin_second_factor_taken(admin, step as i64, now).await?;
                system.commit().await?;
                taken
            }
        };
        if taken { Ok(()) } else { Err(Error::WrongCode) }
    }

    /// The address of the account, and what only the telephone and this service know.
    async fn secret(&self, account: Account) -> Result<(String, DataKey), Error> {
        match account {
            Account::Person(school, user) => {
                let mut tx = self.store.read(school).await?;
                let label = tx.staff(user).await?.and_then(|staff| staff.email).unwrap_or_default();
                let kept = tx.data_key(user.0).await?.ok_or(Error::WrongCode)?;
                Ok((label, self.opened(school, &kept)?))
            }
            Account::Admin(admin) => {
                let mut system = self.store.system_read().await?;
                let label = system.admins().await?.into_iter().find(|one| one.id == admin).map(|one| one.email);
                let (_, kept) = system.admin_second_factor(admin).await?.ok_or(Error::WrongCode)?;
                Ok((label.unwrap_or_default(), self.opened(SERVICE, &kept)?))
            }
        }
    }

    /// Another secret each time, until one is confirmed.
    pub async fn second_factor_begin(
        &self,
        who: &Recognised,
        password: &str,
        from: (&str, &str),
    ) -> Result<Enrolment, Error> {
        let (account, _) = self.oneself(who, password, from).await?;
        let begun = match account {
            Account::Person(school, user) => {
                let secret = self.wrap((school, user.0), &DataKey::new(self.ids)?)?;
                let mut tx = self.store.begin(school).await?;
                let begun = tx.second_factor_begin(user).await?;
                if begun {
                    tx.data_key_destroy(user.0).await?;
                    tx.data_key_keep(&secret, self.clock.now()).await?;
                    tx.commit().await?;
                }
                begun
            }
            Account::Admin(admin) => {
                let secret = self.wrap((SERVICE, admin.0), &DataKey::new(self.ids)?)?;
                let mut system = self.store.system().await?;
                let begun = system.admin_second_factor_begin(admin, &secret).await?;
                system.commit().await?;
                begun
            }
        };
        if !begun {
            return Err(Error::Changed { what: "second factor" });
        }
        let (label, secret) = self.secret(account).await?;
        let totp = totp(&secret, &label)?;
        let uri = totp.to_url().map_err(|cause| Error::Task(cause.to_string()))?;
        Ok(Enrolment { secret: totp_rs::Secret::from(*secret.bytes()).to_base32(), uri })
    }

    /// From now on it is asked for. Every other session of the person ends.
    pub async fn second_factor_confirm(&self, who: &Recognised, code: &str, from: (&str, &str)) -> Result<(), Error> {
        let session = who.session.ok_or(Error::NotSignedIn)?;
        let account = account_of(who)?;
        match self.factor(account).await? {
            Some(factor) if factor.confirmed => return Err(Error::Changed { what: "second factor" }),
            Some(_) => {}
            None => return Err(Error::NotFound { what: "second factor", name: who.actor.to_string() }),
        }
        self.gate.knock(&account.hash(), from.0)?;
        self.take(account, code).await.map_err(|error| wrong_code(error, "/code"))?;
        match account {
            Account::Person(school, user) => {
                let ctx = Ctx { actor: who.actor.clone(), ..Ctx::of_nobody(self.tenant_of(school).await?, from) };
                let mut tx = self.store.begin(school).await?;
                let ended = tx.sessions_end(user, Some(session)).await?;
                let what = ("second_factor.on", format!("person:{user}"));
                ctx.record(&mut tx, self.clock.now(), what, json!({"sessions_ended": ended})).await?;
                Ok(tx.commit().await?)
            }
            Account::Admin(admin) => {
                let mut system = self.store.system().await?;
                system.admin_sessions_end(admin, Some(session)).await?;
                tracing::info!(%admin, "second factor on");
                Ok(system.commit().await?)
            }
        }
    }

    /// Switches off one's own.
    pub async fn second_factor_end(
        &self,
        who: &Recognised,
        (password, code): (&str, &str),
        from: (&str, &str),
    ) -> Result<(), Error> {
        let (account, tenant) = self.oneself(who, password, from).await?;
        // The right password clears its own count, so codes have one of their own: nobody tries a million of them.
        self.count_try(&account.hash()).await?;
        self.second_factor_holds(account, Some(code)).await.map_err(|error| wrong_code(error, "/code"))?;
        self.try_was_right(&account.hash()).await?;
        match (account, tenant) {
            (Account::Person(_, user), Some(tenant)) => {
                let ctx = Ctx { actor: who.actor.clone(), ..Ctx::of_nobody(tenant, from) };
                self.forget_factor(&ctx, user).await.map(drop)
            }
            (Account::Admin(admin), _) => self.admin_forget_factor(admin).await.map(drop),
            (Account::Person(..), None) => Err(Error::NotSignedIn),
        }
    }

    /// Of somebody who lost the telephone. Says whether there was one.
    pub async fn user_second_factor_end(&self, ctx: &Ctx, user: UserId) -> Result<bool, Error> {
        ctx.may(Action::ManageUsers)?;
        let staff = self.store.read(ctx.tenant.id).await?.staff(user).await?;
        staff.ok_or_else(|| Error::NotFound { what: "user", name: user.to_string() })?;
        self.forget_factor(ctx, user).await
    }

    /// By hand of the machine.
    pub async fn admin_second_factor_end(&self, email: &str) -> Result<bool, Error> {
        let found = self.store.system_read().await?.admin_by_email(&account_name(email)).await?;
        let admin = found.ok_or_else(|| Error::NotFound { what: "admin", name: email.to_owned() })?;
        self.admin_forget_factor(admin.id).await
    }

    async fn forget_factor(&self, ctx: &Ctx, user: UserId) -> Result<bool, Error> {
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let gone = tx.second_factor_end(user).await?;
        if gone {
            tx.data_key_destroy(user.0).await?;
            let what = ("second_factor.off", format!("person:{user}"));
            ctx.record(&mut tx, self.clock.now(), what, json!({})).await?;
        }
        tx.commit().await?;
        Ok(gone)
    }

    async fn admin_forget_factor(&self, admin: AdminId) -> Result<bool, Error> {
        let mut system = self.store.system().await?;
        let gone = system.admin_second_factor_end(admin).await?;
        tracing::info!(%admin, gone, "second factor off");
        system.commit().await?;
        Ok(gone)
    }

    /// Whoever sits there, by their password once more.
    async fn oneself(
        &self,
        who: &Recognised,
        password: &str,
        from: (&str, &str),
    ) -> Result<(Account, Option<Tenant>), Error> {
        who.session.ok_or(Error::NotSignedIn)?;
        let (account, door) = self.password_again(who, ("/password", password), from).await?;
        Ok((account, if let Door::School(tenant) = door { Some(*tenant) } else { None }))
    }

    /// Wraps the secrets of whoever runs the service anew under today's master key. How many.
    pub(crate) async fn rotate_admin_secrets(&self, current: &str) -> Result<u64, Error> {
        let mut system = self.store.system().await?;
        let mut moved = 0;
        for before in system.admin_secrets_not_under(current).await? {
            let anew = self.wrap((SERVICE, before.of), &self.opened(SERVICE, &before)?)?;
            moved += u64::from(system.admin_secret_rewrap(&anew, &before).await?);
        }
        system.commit().await?;
        Ok(moved)
    }
}

/// Whoever runs the service belongs to no school; a wrapped secret of theirs is bound to this.
const SERVICE: EstablishmentId = EstablishmentId(uuid::Uuid::nil());

pub(super) fn account_of(who: &Recognised) -> Result<Account, Error> {
    match (&who.actor, &who.school) {
        (Actor::Person { id, .. }, Some(tenant)) => Ok(Account::Person(tenant.id, *id)),
        (Actor::Admin { id }, None) => Ok(Account::Admin(*id)),
        _ => Err(Error::NotFound { what: "session", name: "key".to_owned() }),
    }
}

fn wrong_code(error: Error, place: &str) -> Error {
    match error {
        Error::WrongCode | Error::CodeWanted => Error::invalid(
            place,
            "ce n'est pas le code que le téléphone montre maintenant",
            "this is not the code that the telephone shows now",
        ),
        other => other,
    }
}

fn totp(secret: &DataKey, label: &str) -> Result<Totp, Error> {
    Builder::new()
        .with_secret(*secret.bytes())
        .with_account_name(label)
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(|cause| Error::Task(cause.to_string()))
}
