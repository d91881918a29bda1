//! What the distinct texts of a column of classes, departments or genders mean for the school: each with its count, the unknown ones first.
//! What a person says of one is remembered for every later list.

use rentree_core::catalogue::Catalogue;
use rentree_core::clean::gender;
use rentree_core::mapping::Source;
use rentree_core::{BatchId, Target};
use rentree_sheets::fold;

use super::columns::{Columns, asked_of, same, tag_of};
use super::moves::{found, subject};
use crate::access::Action;
use crate::app::{App, remembered};
use crate::ctx::Ctx;
use crate::error::Error;

/// Fields whose texts are the school's own words.
pub const WORDED: [Target; 3] = [Target::LevelCode, Target::DepartmentCode, Target::Gender];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    pub text: String,
    pub count: u64,
    /// The code that it stands for; `None` when the school has none such.
    pub means: Option<String>,
    /// The nearest that there is.
    pub suggestion: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Meanings {
    pub field: Target,
    pub values: Vec<Meaning>,
    /// Whether there are too many distinct texts to list them.
    pub too_many: bool,
    pub tag: String,
}

impl App {
    pub async fn meanings(&self, ctx: &Ctx, id: BatchId, field: Target) -> Result<Meanings, Error> {
        ctx.may(Action::ShowMappings)?;
        let columns = self.columns_at(ctx, id).await?;
        self.meanings_of(ctx, &columns, field).await
    }

    async fn meanings_of(&self, ctx: &Ctx, columns: &Columns, field: Target) -> Result<Meanings, Error> {
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let (_, catalogue, _) = remembered(&mut tx, &ctx.tenant.school).await?;
        drop(tx);
        let mut values: Vec<Meaning> = Vec::new();
        let mut too_many = false;
        for (text, count) in texts(columns, field, &mut too_many) {
            match values.iter_mut().find(|known| known.text == text) {
                Some(known) => known.count += count,
                None => values.push(meaning(text, count, (field, &catalogue))),
            }
        }
        values.sort_by(|a, b| {
            a.means.is_some().cmp(&b.means.is_some()).then(b.count.cmp(&a.count)).then(a.text.cmp(&b.text))
        });
        Ok(Meanings { field, values, too_many, tag: columns.tag.clone() })
    }

    /// The school remembers what these texts mean, and the batch is checked anew.
    pub async fn explain(
        &self,
        ctx: &Ctx,
        (id, tag): (BatchId, &str),
        (field, said): (Target, &[(String, String)]),
    ) -> Result<Meanings, Error> {
        ctx.may(Action::Map)?;
        let columns = self.columns_at(ctx, id).await?;
        let school = &ctx.tenant.school;
        for (index, (_, code)) in said.iter().enumerate() {
            let known = match field {
                Target::LevelCode => school.levels.iter().any(|level| level.code == *code),
                Target::DepartmentCode => school.departments.iter().any(|department| department.code == *code),
                Target::Gender => matches!(code.as_str(), "M" | "F"),
                _ => false,
            };
            if !known {
                let place = format!("/values/{index}/means");
                return Err(Error::invalid(place, "l'école n'a pas ce code", "the school has no such code"));
            }
        }
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        same(&tag_of(batch.asked.as_ref()), tag)?;
        let taught: Vec<_> = said.iter().map(|(text, code)| (field, fold(text), code.clone())).collect();
        tx.value_alias_learn(&taught, Some(id), self.clock.now()).await?;
        self.check_again(ctx, (&mut tx, &batch), (&asked_of(&batch)?, columns.mapped.errors.is_empty())).await?;
        let details = serde_json::json!({"field": field.name(), "values": said.len()});
        ctx.record(&mut tx, self.clock.now(), ("values.taught", subject(id)), details).await?;
        tx.commit().await?;
        let columns = self.columns_at(ctx, id).await?;
        self.meanings_of(ctx, &columns, field).await
    }
}

/// The distinct texts of the columns that give the field, with how often each stands there.
fn texts(columns: &Columns, field: Target, too_many: &mut bool) -> Vec<(String, u64)> {
    let mut all = Vec::new();
    for (surveyed, mapped) in columns.survey.tables.iter().zip(&columns.mapped.tables) {
        // A class column gives both the level and the department.
        let bound = mapped.binding.bound(field).or_else(|| match field {
            Target::LevelCode => mapped.binding.bound(Target::LevelName),
            Target::DepartmentCode => mapped.binding.bound(Target::DepartmentName),
            _ => None,
        });
        match bound.map(|bound| &bound.source) {
            Some(Source::Columns { columns: from, .. }) => {
                for column in surveyed.profile.columns.iter().filter(|column| from.contains(&column.index)) {
                    match column.counts() {
                        Some(counts) => all.extend(counts.into_iter().map(|(text, count)| (text.to_owned(), count))),
                        None => *too_many = true,
                    }
                }
            }
            Some(Source::Constant { text, .. }) => all.push((text.clone(), surveyed.profile.rows)),
            None => {}
        }
    }
    all
}

fn meaning(text: String, count: u64, (field, catalogue): (Target, &Catalogue)) -> Meaning {
    let (means, suggestion) = match field {
        Target::LevelCode => {
            let read = catalogue.class(&text);
            let suggestion =
                read.notes.into_iter().find_map(|(target, note)| (target == field).then_some(note.suggestion)?);
            (read.level.map(|level| level.code.clone()), suggestion)
        }
        Target::DepartmentCode => {
            let read = catalogue.department(None, &text);
            let in_class = || catalogue.class(&text).department;
            (read.department.or_else(in_class).map(|department| department.code.clone()), read.suggestion)
        }
        _ => {
            let own = catalogue.gender(&text).map(|gender| gender.code().to_owned());
            (own.or_else(|| gender::read(&text, &gender::GenderEvidence::default().decide()).value), None)
        }
    };
    Meaning { text, count, means, suggestion }
}
