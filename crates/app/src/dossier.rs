//! Everything that is known of one student, for the family: one readable document.
//!
//! Complete means: every column of every table that holds something of a student stands in it, or its reason not to does. A test walks the
//! schema (`cli/tests/it/api/rights.rs`); a new table of students fails there until it has its part here and in
//! [`rentree_store::TenantTx::student_erase`].

use std::collections::BTreeMap;

use rentree_core::{BatchId, UserId};
use rentree_store::TenantTx;
use serde_json::{Value, json};

use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

const EVERY: usize = 100_000;

impl App {
    /// That it left is written into the trail before it does.
    pub async fn dossier(&self, ctx: &Ctx, student: UserId) -> Result<Value, Error> {
        ctx.may(Action::TakeOutStudent)?;
        let mut tx = self.store.begin(ctx.tenant.id).await?;
        let missing = || Error::NotFound { what: "student", name: student.to_string() };
        let found = tx.students_by_id(&[student]).await?.pop().ok_or_else(missing)?;
        let subject = format!("student:{student}");
        ctx.record(&mut tx, self.clock.now(), ("student.taken_out", subject.clone()), json!({})).await?;
        tx.commit().await?;
        let seen_by = self.who_saw(ctx, student).await?;

        let mut tx = self.store.read(ctx.tenant.id).await?;
        let known = &found.known;
        let edits: Vec<Value> = tx
            .hand_changes(student, uuid::Uuid::max(), EVERY)
            .await?
            .into_iter()
            .map(|edit| {
                json!({"id": edit.id, "at": edit.at.to_string(), "by": edit.actor, "request_id": edit.request_id,
                   "fields": edit.fields, "active": edit.active})
            })
            .collect();
        let sessions: Vec<Value> = tx
            .sessions_of(student)
            .await?
            .into_iter()
            .map(|[begun, seen, ends]| json!({"begun_at": begun.to_string(), "seen_at": seen.to_string(), "ends_at": ends.to_string()}))
            .collect();
        let link = tx.password_link_of(student).await?;
        let invitation = tx.invitation(student).await?.map(|one| {
            json!({"by": one.channel.name(), "status": one.status.name(), "list": one.batch, "attempts": one.attempts, "reason": one.reason,
               "reference": one.reference, "made_at": one.created_at.to_string(), "sent_at": told(one.sent_at),
               "accepted_at": told(one.accepted_at), "ends_at": told(one.expires_at)})
        });
        let document = json!({
            "about": "Tout ce que cette école garde de cet élève. · All that this school keeps of this student.",
            "made_at": self.clock.now().to_string(),
            "school": {"id": ctx.tenant.id, "slug": ctx.tenant.school.slug, "name": ctx.tenant.school.name},
            "student": {
                "id": student,
                "values": known.values,
                "other_columns": found.extra.iter().map(|(title, text)| json!({"title": title, "text": text})).collect::<Vec<_>>(),
                "phone_is_own": known.phone_is_own,
                "active": known.active,
                "edited_by_hand": known.edited.iter().map(rentree_core::Target::name).collect::<Vec<_>>(),
                "words_to_be_found_by": tx.words_of(student).await?,
                "created_by_list": found.created_by_batch,
                "created_at": found.created_at.to_string(),
                "updated_at": found.updated_at.to_string(),
            },
            "account": {
                "role": "student",
                "sessions": sessions,
                "password_link": link.map(|[made, ends]| json!({"made_at": made.to_string(), "ends_at": ends.to_string()})),
                "invitation": invitation,
            },
            "edits": edits,
            "lists": lists(&mut tx, student).await?,
            "absent_from": tx.absent_in(student).await?,
            "seen_by": seen_by,
            "trail": self.trail_whole(ctx, &subject).await?,
        });
        Ok(document)
    }
}

fn told(time: Option<jiff::Timestamp>) -> Option<String> {
    time.map(|time| time.to_string())
}

/// What every list that is kept holds of the student: as it was read, as it was cleaned, what was wrong, what was written.
async fn lists(tx: &mut TenantTx, student: UserId) -> Result<Vec<Value>, Error> {
    let mut rows: BTreeMap<BatchId, Vec<i64>> = BTreeMap::new();
    for (batch, seq) in tx.staged_of_student(student).await?.into_iter().chain(tx.changes_of_student(student).await?) {
        rows.entry(batch).or_default().push(seq);
    }
    let mut lists = Vec::new();
    for (id, mut seqs) in rows {
        seqs.sort_unstable();
        seqs.dedup();
        let Some(batch) = tx.batch(id).await? else { continue };
        let mut headers: Vec<Value> = Vec::new();
        for file in tx.files(id).await? {
            headers.extend(file.found.headers.as_ref().and_then(|json| json.read().ok()));
        }
        lists.push(json!({
            "list": id,
            "file": batch.original_filename,
            "sent_at": batch.created_at.to_string(),
            "sent_by": batch.created_by,
            "status": batch.status.name(),
            "columns": headers,
            "rows": rows_of(tx, id, &seqs).await?,
            "written": changes_of(tx, id, &seqs).await?,
            "undone": tx.reverted_of(id, seqs.clone()).await?.into_iter().map(|(_, result, reason, fields)| {
                json!({"result": result, "reason": reason,
                       "fields": fields.and_then(|fields| fields.read::<Value>().ok())})
            }).collect::<Vec<_>>(),
            "files_made": tx.exports(id).await?.into_iter().map(|export| {
                json!({"id": export.id, "kind": export.kind, "format": export.format, "asked_by": export.asked_by})
            }).collect::<Vec<_>>(),
        }));
    }
    Ok(lists)
}

async fn rows_of(tx: &mut TenantTx, id: BatchId, seqs: &[i64]) -> Result<Vec<Value>, Error> {
    let corrections = tx.corrections_of(id, seqs.to_vec()).await?;
    let rows = tx.staging_rows_by_seq(id, seqs.to_vec()).await?;
    rows.into_iter()
        .map(|row| {
            let staged = row.staged;
            let own: Vec<Value> = corrections
                .iter()
                .filter(|one| one.seq == staged.seq)
                .map(|one| json!({"what": one.what, "before": one.before, "value": one.value}))
                .collect();
            let raw: Value = staged.raw.read()?;
            Ok(json!({
                "row": staged.row, "as_read": raw, "as_cleaned": staged.checked.values, "other_columns": staged.checked.extra,
                "issues": staged.checked.issues, "planned": staged.planned.action, "changes": staged.planned.changes,
                "outcome": row.outcome.map(rentree_store::Outcome::name), "corrections": own,
            }))
        })
        .collect()
}

async fn changes_of(tx: &mut TenantTx, id: BatchId, seqs: &[i64]) -> Result<Vec<Value>, Error> {
    let changes = tx.changes_of_rows(id, seqs.to_vec()).await?;
    let shown = changes
        .into_iter()
        .map(|change| json!({"outcome": change.outcome.name(), "fields": change.fields, "beside": change.beside}));
    Ok(shown.collect())
}
