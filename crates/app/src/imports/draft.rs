//! The second pass over a file, on a thread of its own: every row judged, in chunks, handed to whoever plans and stages them. Looks at no
//! other row and at no student; asks no database.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rentree_core::School;
use rentree_core::catalogue::Catalogue;
use rentree_core::check::{CheckRules, CheckedRow, Judge, Readings, TableJudge};
use rentree_core::class::under;
use rentree_core::duplicates::Keys;
use rentree_core::mapping::Binding;
use rentree_sheets::{CellKind, Event, Row, Wishes};
use rentree_store::Json;
use tokio::sync::mpsc;

use super::review::marks::Marks;
use super::survey::Survey;
use crate::blobs::LocalFile;
use crate::error::Error;
use crate::reader::{Reader, Spool};

/// Rows that travel and are staged together: one transaction.
pub(super) const CHUNK: usize = 2_000;
/// Chunks that may wait for the database. More would only cost memory.
const WAITING: usize = 1;

/// One judged row on its way to the plan.
#[derive(Debug)]
pub(super) struct Drafted {
    pub seq: i64,
    pub table: u16,
    pub row: u32,
    pub raw: Json,
    pub marks: Marks,
    pub checked: CheckedRow,
    pub keys: Keys,
}

/// Everything that the thread needs, owned.
#[derive(Debug)]
pub(super) struct Drafting {
    pub rows: Rows,
    /// Of the file that was surveyed: another file under the same name must not be staged by mistake.
    pub sha256: String,
    pub school: Arc<School>,
    pub catalogue: Arc<Catalogue>,
    pub rules: Arc<CheckRules>,
    pub tables: Arc<Vec<(Binding, Readings)>>,
    /// Of each table, the columns whose cells are blanked before anything looks at them.
    pub hushed: Vec<Vec<u16>>,
}

/// Where the rows are.
#[derive(Debug)]
pub(super) enum Rows {
    /// As the first pass read them.
    Kept(Spool),
    /// In the file, which is read again.
    Again { reader: Box<Reader>, file: LocalFile, name: String, wishes: Wishes },
}

impl Rows {
    fn read(self, sink: impl FnMut(Event) -> Result<(), Error>) -> Result<(), Error> {
        match self {
            Self::Kept(spool) => spool.replay(sink),
            Self::Again { reader, file, name, wishes } => reader.read(file.path(), &name, &wishes, sink),
        }
    }
}

/// How long the thread read, and how long it judged.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spent {
    pub read: Duration,
    pub check: Duration,
}

pub(super) struct Drafts {
    pub chunks: mpsc::Receiver<Vec<Drafted>>,
    pub end: tokio::task::JoinHandle<Result<Spent, Error>>,
}

impl Drafting {
    pub(super) fn start(self) -> Drafts {
        let (sender, chunks) = mpsc::channel(WAITING);
        Drafts { chunks, end: tokio::task::spawn_blocking(move || self.run(&sender)) }
    }

    fn run(self, sender: &mpsc::Sender<Vec<Drafted>>) -> Result<Spent, Error> {
        let judge = Judge::new(&self.school, &self.catalogue, &self.rules);
        let mut judges: Vec<TableJudge<'_>> =
            self.tables.iter().map(|(binding, readings)| TableJudge::new(judge, binding, readings)).collect();
        let mut sections: Vec<Option<String>> = vec![None; judges.len()];
        let mut chunk = Vec::with_capacity(CHUNK);
        let mut seq = 0;
        let (start, mut check, mut waited) = (Instant::now(), Duration::ZERO, Duration::ZERO);
        self.rows.read(|event| {
            match event {
                Event::File(facts) if facts.sha256 != self.sha256 => {
                    return Err(Error::Reader("the file changed between two readings".to_owned()));
                }
                Event::Section(section) => {
                    if let Some(current) = sections.get_mut(usize::from(section.table)) {
                        *current = under(current.as_deref(), &section.text);
                    }
                }
                Event::Row { table, row } => {
                    let at = usize::from(table);
                    let (Some(judge), Some(section)) = (judges.get_mut(at), sections.get(at)) else {
                        return Err(Error::Reader("the file changed between two readings".to_owned()));
                    };
                    let begun = Instant::now();
                    seq += 1;
                    let row = match self.hushed.get(at) {
                        Some(hushed) if !hushed.is_empty() => without(&row, hushed),
                        _ => row,
                    };
                    let checked = judge.check(&row, section.as_deref());
                    let keys = Keys::of(&checked.values);
                    let (raw, marks) = (raw(&row), Marks::of(&row));
                    chunk.push(Drafted { seq, table, row: row.number, raw, marks, checked, keys });
                    check += begun.elapsed();
                    if chunk.len() == CHUNK {
                        let begun = Instant::now();
                        hand_over(sender, std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK)))?;
                        waited += begun.elapsed();
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        if !chunk.is_empty() {
            hand_over(sender, chunk)?;
        }
        Ok(Spent { read: start.elapsed().saturating_sub(check).saturating_sub(waited), check })
    }
}

/// The receiver is gone when staging failed; its error is the one that counts.
fn hand_over(sender: &mpsc::Sender<Vec<Drafted>>, chunk: Vec<Drafted>) -> Result<(), Error> {
    sender.blocking_send(chunk).map_err(|_| Error::Reader("staging stopped".to_owned()))
}

/// The row with blanks in these columns.
fn without(row: &Row, columns: &[u16]) -> Row {
    let mut left = Row::new(row.number);
    for (cell, at) in row.cells().zip(0_u16..) {
        if columns.contains(&at) {
            left.push("", CellKind::Blank);
        } else {
            left.push(cell.text, cell.kind);
        }
    }
    left.flags.clone_from(&row.flags);
    left
}

/// The cells as they were read, as a JSON array of texts.
fn raw(row: &Row) -> Json {
    let cells: Vec<&str> = row.cells().map(|cell| cell.text).collect();
    Json::of(&cells).unwrap_or_else(|_| Json::empty_array())
}

/// How the cells of each column are to be read, from the whole column.
pub(super) fn readings(survey: &Survey, school: &School) -> Vec<Readings> {
    survey
        .tables
        .iter()
        .map(|table| Readings {
            dates: table
                .profile
                .columns
                .iter()
                .map(|column| (column.index, column.dates.decide(school.date_order)))
                .collect(),
            genders: table.profile.columns.iter().map(|column| (column.index, column.genders.decide())).collect(),
            date_1904: survey.facts.date_1904,
            roles: Readings::roles_of(&table.profile),
        })
        .collect()
}
