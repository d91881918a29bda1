//! Schools as the API manages them: whoever runs the service creates one with its first administrator, who declares the rest.

use std::time::Duration;

use jiff::Timestamp;
use rentree_core::{EstablishmentId, School};
use rentree_store::{Error as StoreError, Fact};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::access::Action;
use crate::accounts::{Link, NewUser, Person, Recognised};
use crate::app::{App, Tenant};
use crate::ctx::{Actor, Ctx};
use crate::error::Error;
use crate::establishments::{check, sensitive_changed};

/// A reason that says nothing is none.
const SHORTEST_REASON: usize = 10;
const LONGEST_REASON: usize = 300;

/// A school in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub slug: String,
    pub name: String,
    pub students: u64,
    pub batches: u64,
    pub last_batch_at: Option<Timestamp>,
}

impl App {
    pub async fn schools(&self, actor: &Actor, after: &str, limit: usize) -> Result<Vec<Named>, Error> {
        allowed(actor, Action::ManageSchools)?;
        let page = self.store.system_read().await?.establishments(after, limit).await?;
        let mut all = Vec::with_capacity(page.len());
        for one in page {
            let tenant = self.tenant(&one.slug).await?;
            let mut tx = self.store.read(tenant.id).await?;
            let students = tx.students_count().await?;
            let (batches, last_batch_at) = tx.batches_told().await?;
            let (slug, name) = (tenant.school.slug, tenant.school.name);
            all.push(Named { slug, name, students, batches, last_batch_at });
        }
        Ok(all)
    }

    /// The school with its first administrator, who gets a link to set a password: both or neither.
    pub async fn school_create(
        &self,
        actor: &Actor,
        (school, admin): (&School, &NewUser<'_>),
        from: (&str, &str),
    ) -> Result<(Person, Link), Error> {
        allowed(actor, Action::ManageSchools)?;
        check(school)?;
        let now = self.clock.now();
        let id = EstablishmentId(self.ids.next());
        let mut tx = self.store.system().await?.establishment_apply(id, school, now).await?;
        if tx.establishment() != id {
            return Err(StoreError::Taken(Fact::Slug).into());
        }
        let tenant = Tenant { id, school: school.clone() };
        let ctx = Ctx { actor: actor.clone(), ..Ctx::of_nobody(tenant, from) };
        ctx.record(&mut tx, now, ("school.created", "school".to_owned()), json!({})).await?;
        let person = self.staff_begin(&ctx, &mut tx, admin).await?;
        let link = self.link_begin(&ctx, &mut tx, person.id).await?;
        tx.commit().await?;
        Ok((person, link))
    }

    /// What a declaration is compared by.
    pub fn school_tag(school: &School) -> String {
        let text = serde_json::to_string(school).unwrap_or_default();
        Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// `seen`: the tag of the declaration that the change was made from.
    pub async fn school_edit(&self, ctx: &Ctx, school: School, seen: &str) -> Result<Tenant, Error> {
        ctx.may(Action::EditSchool)?;
        check(&school)?;
        if school.slug != ctx.tenant.school.slug {
            return Err(Error::invalid("/slug", "le nom court d'une école ne change pas", "a school's slug stays"));
        }
        let now = self.clock.now();
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        // The trail's lock on the school comes first: two who save at once cannot both have seen the same.
        let details = json!({"levels": school.levels.len(), "departments": school.departments.len()});
        ctx.record(&mut tx, now, ("school.changed", "school".to_owned()), details).await?;
        let before = tx.school().await?.ok_or_else(|| Error::NoEstablishment { slug: school.slug.clone() })?;
        if Self::school_tag(&before) != seen {
            return Err(Error::Stale { what: "establishment" });
        }
        if let Some(details) = sensitive_changed(&before.settings, &school.settings) {
            ctx.record(&mut tx, now, ("school.sensitive", "school".to_owned()), details).await?;
        }
        tx.school_replace(&school, now).await?;
        tx.commit().await?;
        Ok(Tenant { id: ctx.tenant.id, school })
    }

    /// Lets whoever runs the service into one school, as a viewer, for the rest of the minutes given. The school reads the reason.
    pub async fn break_glass(
        &self,
        who: &Recognised,
        tenant: Tenant,
        (reason, minutes): (&str, u8),
        from: (&str, &str),
    ) -> Result<Timestamp, Error> {
        allowed(&who.actor, Action::BreakGlass)?;
        let (Actor::Admin { id }, Some(session)) = (&who.actor, who.session) else {
            return Err(Error::Forbidden { action: Action::BreakGlass });
        };
        let reason = reason.trim();
        let fits = (SHORTEST_REASON..=LONGEST_REASON).contains(&reason.chars().count());
        if !fits || reason.chars().any(char::is_control) {
            return Err(Error::invalid(
                "/reason",
                "une phrase, de 10 à 300 caractères",
                "a sentence, of 10 to 300 characters",
            ));
        }
        if !(1..=60).contains(&minutes) {
            return Err(Error::invalid("/minutes", "de 1 à 60 minutes", "from 1 to 60 minutes"));
        }
        let now = self.clock.now();
        let until = now + Duration::from_mins(u64::from(minutes));
        let ctx = Ctx { actor: who.actor.clone(), ..Ctx::of_nobody(tenant, from) };
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        tx.glass_break((session, *id), [now, until]).await?;
        let details = json!({"minutes": minutes, "reason": reason});
        ctx.record(&mut tx, now, ("glass.broken", "school".to_owned()), details).await?;
        tx.commit().await?;
        Ok(until)
    }

    /// Who asks, inside a school: its own people and keys, and whoever runs the service after breaking the glass. A school that is not
    /// theirs does not exist.
    pub async fn enter(&self, who: &Recognised, slug: &str) -> Result<(Actor, Tenant), Error> {
        let missing = || Error::NotFound { what: "establishment", name: slug.to_owned() };
        match (&who.actor, &who.school, who.session) {
            (actor, Some(own), _) if own.school.slug == slug => Ok((actor.clone(), own.clone())),
            (Actor::Admin { id }, None, Some(session)) => {
                let tenant = self.tenant(slug).await.map_err(|error| match error {
                    Error::NoEstablishment { .. } => missing(),
                    other => other,
                })?;
                let broken = self.store.read(tenant.id).await?.glass_broken(session, self.clock.now()).await?;
                broken.map(|_| (Actor::Guest { id: *id }, tenant)).ok_or_else(missing)
            }
            _ => Err(missing()),
        }
    }
}

fn allowed(actor: &Actor, action: Action) -> Result<(), Error> {
    if actor.may(action) { Ok(()) } else { Err(Error::Forbidden { action }) }
}
