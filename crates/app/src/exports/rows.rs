//! The rows of each kind of file, page by page.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;

use rentree_core::batch::Counters;
use rentree_core::{BatchId, Issue, Language, Severity, Target, UserId};
use rentree_store::{Batch, BatchRow, Outcome, RowFilter};

use super::lines::Lines;
use super::workbook::{Book, MESSAGES, ROW_KEY, said};
use super::{Format, Kind, Wanted, words};
use crate::app::{App, Tenant};
use crate::error::Error;
use crate::imports::columns_of;
use crate::words::pick;

const PAGE: usize = 1_000;

/// The sheet and the titles of each table.
type Tables = [(Option<String>, Vec<String>)];

/// Either form of a plain table.
enum Sheet {
    Book(Box<Book>),
    Lines(Box<Lines<BufWriter<File>>>),
}

impl Sheet {
    fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        match self {
            Self::Book(book) => book.line(cells),
            Self::Lines(lines) => lines.line(cells),
        }
    }
}

impl App {
    /// Writes a file of the batch as it stands now.
    pub(super) async fn written(
        &self,
        tenant: &Tenant,
        batch: &Batch,
        wanted: Wanted,
    ) -> Result<tempfile::NamedTempFile, Error> {
        let cannot = |cause| Error::storage("write a temporary file", cause);
        let file = tempfile::NamedTempFile::new().map_err(cannot)?;
        let to = file.reopen().map_err(cannot)?;
        let files = self.store.read(tenant.id).await?.files(batch.id).await?;
        let tables = columns_of(&files);
        let sheet = match (wanted.kind, wanted.format) {
            (Kind::Annotated, _) => Sheet::Book(Box::new(self.annotated(tenant, batch, (&tables, wanted)).await?)),
            (Kind::Errors, format) => {
                let mut sheet = begin(format, wanted.language, &to)?;
                let titles = words::titles(words::ERRORS, wanted.language);
                head(&mut sheet, pick(wanted.language, "Remarques", "Issues"), &titles)?;
                self.errors(tenant, batch.id, (&tables, wanted.language), &mut sheet).await?;
                sheet
            }
            (Kind::Report, format) => {
                let mut sheet = begin(format, wanted.language, &to)?;
                if let Sheet::Book(book) = &mut sheet {
                    let title = pick(wanted.language, "Compte rendu de l'import", "Report of the import");
                    let lines = [title, batch.status.name()];
                    book.page(
                        pick(wanted.language, "Résumé", "Summary"),
                        &lines,
                        &counted(&batch.counters, wanted.language),
                    )?;
                }
                let titles = words::titles(words::REPORT, wanted.language);
                head(&mut sheet, pick(wanted.language, "Lignes", "Rows"), &titles)?;
                self.report(tenant, batch.id, (&tables, wanted.language), &mut sheet).await?;
                sheet
            }
        };
        let ended = tokio::task::spawn_blocking(move || match sheet {
            Sheet::Book(book) => book.end(to),
            Sheet::Lines(lines) => lines.end(),
        });
        ended.await.map_err(|cause| Error::Task(cause.to_string()))??;
        Ok(file)
    }

    async fn annotated(
        &self,
        tenant: &Tenant,
        batch: &Batch,
        (tables, wanted): (&Tables, Wanted),
    ) -> Result<Book, Error> {
        let language = wanted.language;
        let mut book = Book::new();
        book.page(words::read_me(language), &words::instructions(language), &counted(&batch.counters, language))?;
        let (mut after, mut table) = (0, None);
        loop {
            let page = self.store.read(tenant.id).await?.staging_rows(batch.id, after, PAGE, RowFilter::All).await?;
            let Some(last) = page.last() else { return Ok(book) };
            after = last.staged.seq;
            for row in page {
                if wanted.only_issues && row.staged.checked.issues.is_empty() {
                    continue;
                }
                let own = tables.get(row.staged.sheet as usize);
                let titles = own.map_or(&[][..], |(_, titles)| titles);
                if table != Some(row.staged.sheet) {
                    table = Some(row.staged.sheet);
                    let name = own.and_then(|(sheet, _)| sheet.as_deref()).unwrap_or("Liste");
                    let all: Vec<&str> = titles.iter().map(String::as_str).chain([MESSAGES, ROW_KEY]).collect();
                    book.table(name, &all)?;
                }
                annotate(&mut book, batch.id, &row, (language, titles))?;
            }
        }
    }

    async fn errors(
        &self,
        tenant: &Tenant,
        batch: BatchId,
        (tables, language): (&Tables, Language),
        to: &mut Sheet,
    ) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let page = self.store.read(tenant.id).await?.staging_rows(batch, after, PAGE, RowFilter::All).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.staged.seq;
            for row in page {
                let own = tables.get(row.staged.sheet as usize);
                let titles = own.map_or(&[][..], |(_, titles)| titles);
                let sheet = own.and_then(|(sheet, _)| sheet.as_deref()).unwrap_or_default();
                for issue in &row.staged.checked.issues {
                    issue_line(to, (sheet, row.staged.row), issue, (language, titles))?;
                }
            }
        }
    }

    async fn report(
        &self,
        tenant: &Tenant,
        batch: BatchId,
        (tables, language): (&Tables, Language),
        to: &mut Sheet,
    ) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let mut tx = self.store.read(tenant.id).await?;
            let page = tx.staging_rows(batch, after, PAGE, RowFilter::All).await?;
            let Some(last) = page.last() else { break };
            after = last.staged.seq;
            let ids: Vec<UserId> = page.iter().filter_map(|row| row.student.or(row.staged.planned.student)).collect();
            let students: HashMap<UserId, String> = tx
                .students_by_id(&ids)
                .await?
                .into_iter()
                .filter_map(|one| Some((one.known.id, one.known.values.get(Target::Matricule)?.to_owned())))
                .collect();
            drop(tx);
            for row in page {
                let own = tables.get(row.staged.sheet as usize);
                let titles = own.map_or(&[][..], |(_, titles)| titles);
                let sheet = own.and_then(|(sheet, _)| sheet.as_deref()).unwrap_or_default();
                row_line(to, sheet, &row, (&students, language, titles))?;
            }
        }
        self.deactivated(tenant, batch, (after, language), to).await
    }

    /// Those whom the list did not name come behind its rows.
    async fn deactivated(
        &self,
        tenant: &Tenant,
        batch: BatchId,
        (mut after, language): (i64, Language),
        to: &mut Sheet,
    ) -> Result<(), Error> {
        let reason = pick(language, "La liste ne nomme pas cet élève.", "The list does not name this student.");
        loop {
            let mut tx = self.store.read(tenant.id).await?;
            let changes = tx.changes(batch, after, PAGE).await?;
            let Some(last) = changes.last() else { return Ok(()) };
            after = last.seq;
            let gone = changes.iter().filter(|change| change.outcome == Outcome::Deactivated);
            let ids: Vec<UserId> = gone.filter_map(|change| change.student).collect();
            for student in tx.students_by_id(&ids).await? {
                let text = |target| student.known.values.get(target).unwrap_or_default();
                let class = [text(Target::LevelCode), text(Target::DepartmentCode)].join(" ");
                let outcome = words::outcome("deactivated", language);
                to.line(["", "", outcome, reason, text(Target::Matricule), text(Target::FullName), class.trim()])?;
            }
        }
    }
}

fn begin(format: Format, language: Language, to: &File) -> Result<Sheet, Error> {
    Ok(match format {
        Format::Xlsx => Sheet::Book(Box::new(Book::new())),
        Format::Csv => {
            let to = to.try_clone().map_err(|cause| Error::storage("write a temporary file", cause))?;
            Sheet::Lines(Box::new(Lines::new(BufWriter::new(to), language)?))
        }
    })
}

fn head(sheet: &mut Sheet, name: &str, titles: &[&str]) -> Result<(), Error> {
    match sheet {
        Sheet::Book(book) => book.table(name, titles),
        Sheet::Lines(lines) => lines.line(titles.iter().copied()),
    }
}

fn counted(counters: &Counters, language: Language) -> Vec<(&'static str, u64)> {
    let numbers = [
        counters.read,
        counters.ok,
        counters.warning,
        counters.error,
        counters.ignored,
        counters.created,
        counters.updated,
        counters.unchanged,
        counters.skipped,
        counters.absent,
    ];
    words::counts(language).into_iter().zip(numbers).collect()
}

/// The row as it was read, what is to be said of it, and its key.
fn annotate(
    book: &mut Book,
    batch: BatchId,
    row: &BatchRow,
    (language, titles): (Language, &[String]),
) -> Result<(), Error> {
    let raw: Vec<String> = row.staged.raw.read().unwrap_or_default();
    let issues = &row.staged.checked.issues;
    let said: Vec<String> = issues.iter().map(|issue| said(issue, (language, titles))).collect();
    let place = format!("{} {}", pick(language, "Ligne", "Row"), row.staged.row);
    let messages = if said.is_empty() { place } else { format!("{place} — {}", said.join(" | ")) };
    let key = format!("{batch}:{}", row.staged.seq);
    let own = (0..titles.len()).map(|column| raw.get(column).map_or("", String::as_str));
    book.annotated(own.chain([messages.as_str(), key.as_str()]), issues, (language, titles))
}

fn issue_line(
    to: &mut Sheet,
    (sheet, row): (&str, u32),
    issue: &Issue,
    (language, titles): (Language, &[String]),
) -> Result<(), Error> {
    let title = issue.column.and_then(|column| titles.get(usize::from(column))).map_or("", String::as_str);
    let column = issue.column.map(rentree_sheets::column_letters).unwrap_or_default();
    let number = row.to_string();
    let sentence = issue.sentence(language, Some(title).filter(|title| !title.is_empty()));
    let hint = issue.hint(language, rentree_core::Country::CM);
    to.line([
        sheet,
        &number,
        &column,
        title,
        issue.value.as_deref().unwrap_or_default(),
        words::severity(issue.severity() == Severity::Error, language),
        issue.code.name(),
        &sentence,
        &hint,
        issue.suggestion.as_deref().unwrap_or_default(),
    ])
}

fn row_line(
    to: &mut Sheet,
    sheet: &str,
    row: &BatchRow,
    (students, language, titles): (&HashMap<UserId, String>, Language, &[String]),
) -> Result<(), Error> {
    let staged = &row.staged;
    let text = |target| staged.checked.values.get(target).unwrap_or_default();
    let student = row.student.or(staged.planned.student).and_then(|id| students.get(&id));
    let matricule = student.map_or_else(|| text(Target::Matricule), String::as_str);
    let outcome = row.outcome.map_or_else(|| staged.planned.action.outcome(), Outcome::name);
    let reasons: Vec<String> = staged.checked.issues.iter().map(|issue| said(issue, (language, titles))).collect();
    let class = [text(Target::LevelCode), text(Target::DepartmentCode)].join(" ");
    let (number, reason) = (staged.row.to_string(), reasons.join(" | "));
    to.line([
        sheet,
        &number,
        words::outcome(outcome, language),
        &reason,
        matricule,
        text(Target::FullName),
        class.trim(),
    ])
}
