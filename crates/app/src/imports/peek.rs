//! The first rows of a sheet as they stand, before anything is judged: what a person looks at to say where the titles are.

use rentree_core::BatchId;
use rentree_sheets::{Event, Refusal, Wishes};

use super::columns::asked_of;
use super::moves::found;
use super::survey::Survey;
use crate::access::Action;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Error;

/// Columns and characters of a cell that are shown: enough to know a title by.
const WIDEST: usize = 100;
const LONGEST: usize = 200;

/// The top of a sheet, or of a text file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Top {
    pub sheet: Option<String>,
    /// Rows that are not blank: the number that the spreadsheet shows, and the cells from column A.
    pub rows: Vec<(u32, Vec<String>)>,
    /// Whether the sheet goes on.
    pub more: bool,
}

impl App {
    /// The first sheet when none is named. Whoever may not see values sees no rows.
    pub async fn top_of(&self, ctx: &Ctx, id: BatchId, (sheet, limit): (Option<String>, usize)) -> Result<Top, Error> {
        ctx.may(Action::ShowMappings)?;
        let mut tx = self.store.read(ctx.tenant.id).await?;
        let batch = found(&mut tx, id).await?;
        let file = tx.files(id).await?.into_iter().next();
        let survey = tx.survey(id).await?;
        drop(tx);
        if ctx.masks() {
            return Ok(Top { sheet, ..Top::default() });
        }
        let layout = asked_of(&batch)?.layout;
        let wishes = Wishes {
            encoding: layout.encoding,
            delimiter: layout.delimiter,
            sheets: sheet.clone().into_iter().collect(),
            header: Vec::new(),
            all_rows: true,
        };
        let gone = || Error::NotFound { what: "file", name: id.to_string() };
        let local = self.fetch((ctx.tenant.id, id.0), &file.ok_or_else(gone)?.storage_key).await?;
        let (reader, name) = (self.reader.clone(), batch.original_filename);
        let turn = self.turn_to_read().await?;
        let read = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let (mut top, mut enough, mut sheets) = (Top { sheet, ..Top::default() }, false, Vec::new());
            let end = reader.read(local.path(), &name, &wishes, |event| {
                if let Event::File(facts) = &event {
                    sheets.extend(facts.sheets.iter().map(|sheet| sheet.name.clone()));
                }
                enough = !top.takes(event, limit);
                // The rest of the file is not read.
                if enough { Err(Error::Stopped) } else { Ok(()) }
            });
            match end {
                _ if enough => Ok(top),
                // Nothing stands in it, or there is none of that name.
                Err(Error::Refused(Refusal::NoHeader | Refusal::Empty)) => match &top.sheet {
                    Some(name) if !sheets.contains(name) => Err(Error::NotFound { what: "sheet", name: name.clone() }),
                    _ => Ok(top),
                },
                end => end.map(|()| top),
            }
        });
        let mut top: Top = read.await.map_err(|cause| Error::Task(cause.to_string()))??;
        if let Some(survey) = survey {
            let mut survey: Survey = survey.read()?;
            survey.hush(&ctx.tenant.school);
            top.hush(&survey);
        }
        Ok(top)
    }
}

impl Top {
    /// Empties the cells of columns whose texts the school does not allow. What stands above the titles is in no column.
    fn hush(&mut self, survey: &Survey) {
        for (table, hushed) in survey.tables.iter().zip(survey.hushed()) {
            let start = &table.profile.start;
            if start.sheet != self.sheet {
                continue;
            }
            let data = start.header_row + start.header_rows;
            for (_, cells) in self.rows.iter_mut().filter(|(row, _)| *row >= data) {
                for column in &hushed {
                    cells.get_mut(usize::from(*column)).into_iter().for_each(String::clear);
                }
            }
        }
    }

    /// Whether there is room for more.
    fn takes(&mut self, event: Event, limit: usize) -> bool {
        match event {
            // The next sheet begins: this one was shorter than what was asked for.
            Event::Table(start) if self.sheet != start.sheet && !self.rows.is_empty() => return false,
            Event::Table(start) => self.sheet = start.sheet,
            Event::Row { .. } if self.rows.len() == limit => {
                self.more = true;
                return false;
            }
            Event::Row { row, .. } => {
                let cells = row.cells().take(WIDEST).map(|cell| cell.text.chars().take(LONGEST).collect());
                self.rows.push((row.number, cells.collect()));
            }
            _ => {}
        }
        true
    }
}
