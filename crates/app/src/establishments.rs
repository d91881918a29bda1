//! Declaring and showing schools.

use rentree_core::establishment::Settings;
use rentree_core::sensitive::Sensitive;
use rentree_core::{EstablishmentId, School};
use rentree_store::{AuditEvent, Json};

use crate::app::{App, Tenant};
use crate::error::Error;

impl App {
    /// Declares a school; the same declaration again changes nothing.
    pub async fn establishment_apply(&self, school: &School) -> Result<EstablishmentId, Error> {
        check(school)?;
        let now = self.clock.now();
        let before = match self.tenant(&school.slug).await {
            Ok(tenant) => tenant.school.settings,
            Err(Error::NoEstablishment { .. }) => Settings::default(),
            Err(error) => return Err(error),
        };
        let id = EstablishmentId(self.ids.next());
        let mut tx = self.store.system().await?.establishment_apply(id, school, now).await?;
        let id = tx.establishment();
        if let Some(details) = sensitive_changed(&before, &school.settings) {
            tx.audit_append(&AuditEvent {
                at: now,
                actor: Some("machine".to_owned()),
                action: "school.sensitive".to_owned(),
                subject: "school".to_owned(),
                details: Json::of(&details)?,
                origin: Some("cli".to_owned()),
                request_id: None,
            })
            .await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    pub async fn establishments(&self) -> Result<Vec<Tenant>, Error> {
        let mut all = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.store.system_read().await?.establishments(&after, 500).await?;
            let Some(last) = page.last() else { return Ok(all) };
            after.clone_from(&last.slug);
            for one in &page {
                all.push(self.tenant(&one.slug).await?);
            }
        }
    }
}

/// Which sensitive columns the school keeps from now on, and which no more; the reasons stand in its settings.
pub(crate) fn sensitive_changed(before: &Settings, after: &Settings) -> Option<serde_json::Value> {
    if before.sensitive == after.sensitive {
        return None;
    }
    let allowed: Vec<Sensitive> = after.sensitive.keys().copied().collect();
    let no_more: Vec<Sensitive> = before.sensitive.keys().copied().filter(|kind| !after.allows(*kind)).collect();
    Some(serde_json::json!({"kept": allowed, "kept_no_more": no_more}))
}

pub(crate) fn is_slug(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Every text that a school may choose.
fn texts(school: &School) -> impl Iterator<Item = &str> {
    let levels = school
        .levels
        .iter()
        .flat_map(|level| [&level.code, &level.name].into_iter().chain(&level.aliases).chain(&level.departments));
    let departments = school.departments.iter().flat_map(|one| [&one.code, &one.name].into_iter().chain(&one.aliases));
    let own = [&school.name, &school.time_zone].into_iter().chain(&school.settings.matricule_form);
    own.chain(levels).chain(departments).map(String::as_str)
}

/// What a declaration must fulfil so that every later step can rely on it.
pub(crate) fn check(school: &School) -> Result<(), Error> {
    let wrong = |text: String| Err(Error::Usage(text));
    if let Some(text) = texts(school).find(|text| !(1..=200).contains(&text.chars().count()) || text.contains('\0')) {
        return wrong(format!("`{}`: a text of 1 to 200 characters", text.escape_debug()));
    }
    if !is_slug(&school.slug) {
        return wrong(format!("slug `{}`: lower-case letters, digits and hyphens, at most 100", school.slug));
    }
    if let Some((kind, _)) = school.settings.sensitive.iter().find(|(_, reason)| {
        let length = reason.trim().chars().count();
        !(1..=500).contains(&length) || reason.contains('\0')
    }) {
        return wrong(format!("settings.sensitive.{}: a reason of 1 to 500 characters", kind.name()));
    }
    if rentree_core::clean::year::read(&school.school_year).value.as_ref() != Some(&school.school_year) {
        return wrong(format!("school_year `{}`: write it as 2025-2026", school.school_year));
    }
    for level in &school.levels {
        for code in &level.departments {
            if !school.departments.iter().any(|department| department.code == *code) {
                return wrong(format!("level `{}` names the department `{code}`, which is not declared", level.code));
            }
        }
    }
    if let Some(error) = school.settings.invitations.texts.iter().find_map(|text| text.check().err()) {
        return wrong(format!("settings.invitations: {error}"));
    }
    if !(1..=90).contains(&school.settings.invitations.days) {
        return wrong("settings.invitations.days: from 1 to 90".to_owned());
    }
    let twice = |codes: Vec<&str>| {
        let mut seen = std::collections::HashSet::new();
        codes.into_iter().find(|code| !seen.insert(*code)).map(str::to_owned)
    };
    let levels = school.levels.iter().map(|level| level.code.as_str()).collect();
    let departments = school.departments.iter().map(|department| department.code.as_str()).collect();
    match (twice(levels), twice(departments)) {
        (Some(code), _) => wrong(format!("the level `{code}` is declared twice")),
        (None, Some(code)) => wrong(format!("the department `{code}` is declared twice")),
        (None, None) => Ok(()),
    }
}
