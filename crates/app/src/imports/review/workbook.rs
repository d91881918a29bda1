//! The annotated workbook comes back from Excel: its rows are known by the hidden key, and only cells that say something else than they do
//! here become corrections, as one change set. It is read like any list, by the caged reader.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rentree_core::BatchId;
use rentree_sheets::{Event, Row, Wishes, fold};
use rentree_store::ChangeKind;
use tokio::sync::mpsc;

use super::correct::{Changed, EDITS, Edit, Place};
use super::desk::{Desk, Paper};
use super::overlay::What;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Error, WorkbookFault};

/// Title of the hidden column of keys, each `BATCH:ROW`.
pub const ROW_KEY: &str = "rentree_row_key";
/// Title of the column of messages, which nobody reads back.
pub const MESSAGES: &str = "rentree_messages";
/// Rows and differences that an answer names; all are counted.
pub const NAMED: usize = 1_000;
const CHUNK: usize = 1_000;

/// One cell that says something else in the workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookDifference {
    pub key: i64,
    pub sheet: Option<String>,
    /// The number that the list showed.
    pub row: u32,
    pub column: u16,
    pub header: String,
    pub before: String,
    pub after: String,
}

#[derive(Debug, Clone)]
pub struct WorkbookRead {
    /// Rows of the workbook that are rows of the batch.
    pub rows: u64,
    /// The first of them.
    pub differences: Vec<WorkbookDifference>,
    pub cells: u64,
    /// Rows of the batch that the workbook does not hold. They stay as they are.
    pub missing: u64,
    pub missing_keys: Vec<i64>,
    /// `None` when it was only looked at.
    pub changed: Option<Changed>,
}

/// A row of the workbook that has a key.
struct Found {
    key: i64,
    cells: Vec<String>,
}

/// The titles of a sheet, and the rows below them.
struct Part {
    titles: Vec<String>,
    rows: Vec<Found>,
}

impl App {
    pub async fn workbook_corrections(
        &self,
        ctx: &Ctx,
        batch: BatchId,
        (path, name): (PathBuf, String),
        dry_run: bool,
    ) -> Result<WorkbookRead, Error> {
        self.may_correct(ctx, batch).await?;
        let desk = self.desk(ctx, batch).await?;
        let (sender, mut parts) = mpsc::channel(1);
        let reader = self.reader.clone();
        let turn = self.turn_to_read().await?;
        let reading = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            read(&reader, (path, name), batch, &sender)
        });
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let last = tx.staging_last(batch).await?;
        let mut seen = vec![false; usize::try_from(last).unwrap_or_default() + 1];
        let (mut all, mut edits, mut rows) = (Vec::new(), Vec::new(), 0);
        while let Some(part) = parts.recv().await {
            let Part { titles, rows: found } = part;
            for one in &found {
                match usize::try_from(one.key).ok().and_then(|at| seen.get_mut(at)).filter(|_| one.key > 0) {
                    None => return Err(Error::Workbook(WorkbookFault::Foreign)),
                    Some(true) => return Err(Error::Workbook(WorkbookFault::Twice)),
                    Some(place) => *place = true,
                }
            }
            rows += found.len() as u64;
            let papers = desk.papers_of(&mut tx, found.iter().map(|one| one.key).collect()).await?;
            for one in &found {
                desk.differences(&papers, (&titles, one), &mut all, &mut edits)?;
            }
            if edits.len() > EDITS {
                return Err(Error::invalid(
                    "file",
                    "plus de 50 000 cellules diffèrent : est-ce le bon classeur ?",
                    "more than 50,000 cells differ: is it the right workbook?",
                ));
            }
        }
        drop(tx);
        reading.await.map_err(|cause| Error::Task(cause.to_string()))??;
        if rows == 0 {
            return Err(Error::Workbook(WorkbookFault::NoKeys));
        }
        let missing = seen.iter().zip(0_i64..).skip(1).filter(|(seen, _)| !**seen).map(|(_, key)| key);
        let (missing, missing_keys) = (missing.clone().count() as u64, missing.take(NAMED).collect());
        let cells = edits.len() as u64;
        let changed =
            if dry_run { None } else { Some(self.correct_as(ctx, batch, (ChangeKind::Workbook, &edits)).await?) };
        Ok(WorkbookRead { rows, differences: all, cells, missing, missing_keys, changed })
    }
}

impl Desk<'_> {
    /// Cells of a workbook's row that say something else than the row does now.
    fn differences(
        &self,
        papers: &BTreeMap<i64, Paper>,
        (titles, found): (&[String], &Found),
        all: &mut Vec<WorkbookDifference>,
        edits: &mut Vec<Edit>,
    ) -> Result<(), Error> {
        let Some(paper) = papers.get(&found.key) else { return Err(Error::Workbook(WorkbookFault::Foreign)) };
        let staged = &paper.row.staged;
        let Some(table) = self.yardstick.tables.get(staged.sheet as usize) else { return Ok(()) };
        let raw: Vec<String> = staged.raw.read()?;
        for (title, at) in titles.iter().zip(0_usize..) {
            let Some(column) = column_of(&table.headers, title, at) else { continue };
            let Ok(place) = u16::try_from(column) else { continue };
            if table.hushed.contains(&place) {
                continue;
            }
            let over = paper.overlay.get(What::Column(place));
            let before = over.unwrap_or_else(|| raw.get(column).map_or("", String::as_str));
            let after = found.cells.get(at).map_or("", String::as_str);
            if before.trim() == after.trim() {
                continue;
            }
            if all.len() < NAMED {
                all.push(WorkbookDifference {
                    key: found.key,
                    sheet: table.sheet.clone(),
                    row: staged.row,
                    column: place,
                    header: table.headers.get(column).cloned().unwrap_or_default(),
                    before: before.to_owned(),
                    after: after.to_owned(),
                });
            }
            let (expected, value) = (before.to_owned(), Some(after.to_owned()));
            edits.push(Edit { row: found.key, place: Place::Column(place), value, expected });
        }
        Ok(())
    }
}

/// A column of the list by its title, in its old place first: titles may be alike, and columns may have been moved.
fn column_of(headers: &[String], title: &str, at: usize) -> Option<usize> {
    let title = fold(title);
    if headers.get(at).is_some_and(|header| fold(header) == title) {
        return Some(at);
    }
    if title.is_empty() {
        return None;
    }
    headers.iter().position(|header| fold(header) == title)
}

/// Blocking. Hands over the rows with a key; a row that says something and has none is nobody's.
fn read(
    reader: &crate::reader::Reader,
    (path, name): (PathBuf, String),
    batch: BatchId,
    parts: &mpsc::Sender<Part>,
) -> Result<(), Error> {
    let wishes = Wishes { all_rows: true, ..Wishes::default() };
    let mut titles: Option<(Vec<String>, usize)> = None;
    let (mut rows, mut fresh) = (Vec::new(), Vec::new());
    let send = |titles: &Option<(Vec<String>, usize)>, rows: &mut Vec<Found>| {
        let Some((titles, _)) = titles.as_ref().filter(|_| !rows.is_empty()) else { return Ok(()) };
        let part = Part { titles: titles.clone(), rows: std::mem::take(rows) };
        parts.blocking_send(part).map_err(|_| Error::Reader("nobody waits for the workbook".to_owned()))
    };
    reader.read(&path, &name, &wishes, |event| {
        match event {
            // Titles are those of one sheet.
            Event::Table(_) => {
                send(&titles, &mut rows)?;
                titles = None;
            }
            Event::Row { row, .. } => match &titles {
                None => titles = titles_of(&row),
                Some((known, key)) => {
                    let cells: Vec<String> = row.cells().map(|cell| cell.text.to_owned()).collect();
                    match key_of(cells.get(*key).map_or("", String::as_str), batch)? {
                        Some(key) => rows.push(Found { key, cells }),
                        None if cells.iter().zip(known).any(|(text, _)| !text.trim().is_empty()) => {
                            fresh.push(row.number);
                        }
                        None => {}
                    }
                    if rows.len() == CHUNK {
                        send(&titles, &mut rows)?;
                    }
                }
            },
            _ => {}
        }
        Ok(())
    })?;
    send(&titles, &mut rows)?;
    if fresh.is_empty() { Ok(()) } else { Err(Error::Workbook(WorkbookFault::NewRows { rows: fresh })) }
}

/// The row that names the column of keys; the columns that we added have no title for anybody.
fn titles_of(row: &Row) -> Option<(Vec<String>, usize)> {
    let key = row.cells().position(|cell| cell.text.trim() == ROW_KEY)?;
    let own = |text: &str| [ROW_KEY, MESSAGES].contains(&text.trim());
    let end = row.cells().position(|cell| own(cell.text)).unwrap_or(key);
    Some((row.cells().take(end).map(|cell| cell.text.to_owned()).collect(), key))
}

/// `BATCH:ROW` of this very batch.
fn key_of(text: &str, batch: BatchId) -> Result<Option<i64>, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let foreign = || Error::Workbook(WorkbookFault::Foreign);
    let (own, key) = text.split_once(':').ok_or_else(foreign)?;
    if own.parse() != Ok(batch) {
        return Err(foreign());
    }
    key.parse().map(Some).map_err(|_| foreign())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_in_their_place_and_when_they_were_moved() {
        let headers = ["Nom", "", "Nom (2)", "Téléphone"].map(str::to_owned);
        for (title, at, column) in
            [("Nom", 0, Some(0)), ("", 1, Some(1)), ("TELEPHONE", 0, Some(3)), ("", 0, None), ("Salle", 2, None)]
        {
            assert_eq!(column_of(&headers, title, at), column, "{title} {at}");
        }
    }
}
