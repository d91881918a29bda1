//! The same correction for all similar rows: what one click offers, find and replace, rows left out together.

use std::collections::{BTreeMap, BTreeSet};

use rentree_core::{BatchId, Target};
use rentree_store::{ChangeKind, ChangeStatus, Lease};

use super::correct::{AT_ONCE, CHUNK, Changed, Place, Write};
use super::desk::{Desk, Paper};
use super::fixes::Fix;
use super::overlay::{OUT, What};
use super::pages::{self, RowsAsked};
use crate::access::Action as Access;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

/// What is done to all similar rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Similar {
    Fix(Fix),
    /// Cells that say exactly the one text get the other; with `part`, wherever it stands in a cell.
    Replace {
        place: Place,
        from: String,
        to: String,
        part: bool,
    },
    Exclude,
    Include,
}

/// What would be changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Would {
    pub rows: u64,
    pub cells: u64,
}

impl App {
    /// How many rows and cells would be changed.
    pub async fn similar_count(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        (asked, similar): (&RowsAsked, &Similar),
    ) -> Result<Would, Error> {
        ctx.may(Access::FixRows)?;
        let desk = self.desk(ctx, batch).await?;
        let (mut would, mut after) = (Would::default(), 0);
        loop {
            let (_, writes, next) = self.similar_chunk(ctx, &desk, (asked, similar), after).await?;
            would.cells += writes.len() as u64;
            would.rows += writes.iter().map(|(seq, ..)| seq).collect::<BTreeSet<_>>().len() as u64;
            match next {
                Some(next) => after = next,
                None => return Ok(would),
            }
        }
    }

    /// The same to all similar rows, as one change set. A long list is done by parts: what is not done yet goes on when the same is asked
    /// with the number of the change set.
    pub async fn similar(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        (asked, similar): (&RowsAsked, &Similar),
        go_on: Option<i64>,
    ) -> Result<Changed, Error> {
        ctx.may(Access::FixRows)?;
        let lease = self.hold(ctx).await?;
        let done = self.similar_held(ctx, batch, (asked, similar), (go_on, &lease)).await;
        self.let_go(ctx, &lease).await?;
        done
    }

    async fn similar_held(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        (asked, similar): (&RowsAsked, &Similar),
        (go_on, lease): (Option<i64>, &Lease),
    ) -> Result<Changed, Error> {
        let mut desk = self.desk(ctx, batch).await?;
        let details = details_of(asked, similar);
        let mut set = match go_on {
            None => self.new_set(ctx, &desk, kind_of(similar), details).await?,
            Some(number) => self.open_set(ctx, batch, (number, &details)).await?,
        };
        let (mut written, mut after) = (None, set.cursor);
        let mut rows = 0;
        loop {
            let (papers, writes, next) = self.similar_chunk(ctx, &desk, (asked, similar), after).await?;
            set.cursor = next.unwrap_or(i64::MAX);
            set.status = if next.is_some() { ChangeStatus::Open } else { ChangeStatus::Done };
            rows += papers.len() as u64;
            let touched = !writes.is_empty();
            if touched || go_on.is_some() || written.is_some() {
                let (stored, again) = self.write(ctx, desk, (lease, set.clone()), (&papers, writes)).await?;
                desk = again;
                if let Some(stored) = stored {
                    set = stored.clone();
                    written = Some(stored);
                }
            }
            match next {
                Some(next) if rows < AT_ONCE => after = next,
                next => return Ok(desk.changed(written, Vec::new(), next.is_none())),
            }
        }
    }

    /// What is to be written to the next rows.
    async fn similar_chunk(
        &self,
        ctx: &Ctx,
        desk: &Desk<'_>,
        (asked, similar): (&RowsAsked, &Similar),
        after: i64,
    ) -> Result<(BTreeMap<i64, Paper>, Vec<Write>, Option<i64>), Error> {
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let tables = &desk.yardstick.tables;
        let (seqs, next) = pages::similar(&mut tx, &desk.batch, (asked, tables), (after, CHUNK)).await?;
        let papers = desk.papers_of(&mut tx, seqs).await?;
        let mut writes = Vec::new();
        for (seq, paper) in &papers {
            for (what, value) in desk.similar(paper, (asked, similar))? {
                writes.push((*seq, what, value));
            }
        }
        Ok((papers, writes, next))
    }
}

impl Desk<'_> {
    /// What all similar rows get, for one of them.
    fn similar(
        &self,
        paper: &Paper,
        (asked, similar): (&RowsAsked, &Similar),
    ) -> Result<Vec<(What, Option<String>)>, Error> {
        let mut writes = Vec::new();
        match similar {
            Similar::Exclude | Similar::Fix(Fix::Exclude) => writes.push((What::Row, Some(OUT.to_owned()))),
            Similar::Include => writes.push((What::Row, None)),
            Similar::Fix(fix) => {
                for issue in &paper.row.staged.checked.issues {
                    let meant = asked.wanted.code.is_none_or(|code| code == issue.code)
                        && asked.wanted.field.is_none_or(|field| issue.target == Some(field));
                    let offered = Fix::offered(issue.code, issue.target.is_some() || issue.column.is_some());
                    if !meant || !offered.into_iter().any(|one| one == *fix) {
                        continue;
                    }
                    let text = match fix {
                        Fix::Suggestion => match &issue.suggestion {
                            Some(text) => text.clone(),
                            None => continue,
                        },
                        _ => String::new(),
                    };
                    let place = match (issue.target, issue.column) {
                        (Some(target), _) => Place::Field(target),
                        (None, Some(column)) => Place::Column(column),
                        (None, None) => continue,
                    };
                    writes.push((self.what(paper, place)?, Some(text)));
                }
            }
            Similar::Replace { place, from, to, part } => {
                let what = self.what(paper, *place)?;
                let stands = paper.stands(what, *place)?;
                let found =
                    stands.iter().find(|text| if *part { text.contains(from) } else { text.trim() == from.trim() });
                if let Some(text) = found {
                    writes.push((what, Some(if *part { text.replace(from.as_str(), to) } else { to.clone() })));
                }
            }
        }
        writes.retain(|(what, value)| paper.overlay.get(*what) != value.as_deref());
        Ok(writes)
    }
}

const fn kind_of(similar: &Similar) -> ChangeKind {
    match similar {
        Similar::Fix(_) => ChangeKind::Fix,
        Similar::Replace { .. } => ChangeKind::Replace,
        Similar::Exclude => ChangeKind::Exclude,
        Similar::Include => ChangeKind::Include,
    }
}

/// What was asked, without a value of a student: texts are said by their hash.
fn details_of(asked: &RowsAsked, similar: &Similar) -> serde_json::Value {
    use sha2::{Digest as _, Sha256};
    let hash = |text: &str| Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>();
    let how = match similar {
        Similar::Fix(fix) => serde_json::json!({"fix": fix.name()}),
        Similar::Replace { place, from, to, part } => serde_json::json!({
            "replace": match place {
                Place::Column(column) => format!("column:{column}"),
                Place::Field(target) => format!("field:{target}"),
            },
            "texts": hash(&format!("{from}\0{to}")), "part": part,
        }),
        Similar::Exclude | Similar::Include => serde_json::json!({}),
    };
    serde_json::json!({
        "how": how,
        "code": asked.wanted.code.map(rentree_core::Code::name),
        "field": asked.wanted.field.map(Target::name),
        "rows": hash(&format!("{asked:?}")),
    })
}
