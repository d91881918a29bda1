//! The first rows of a sheet as they stand, before anything is judged: what a person looks at to say where the titles are.

use rentree_core::BatchId;
use rentree_sheets::{Event, Wishes};

use super::columns::asked_of;
use super::moves::found;
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
        let local = self.blobs.local(&file.ok_or_else(gone)?.storage_key).await?;
        let (reader, name) = (self.reader.clone(), batch.original_filename);
        let read = tokio::task::spawn_blocking(move || {
            let (mut top, mut enough) = (Top { sheet, ..Top::default() }, false);
            let end = reader.read(local.path(), &name, &wishes, |event| {
                enough = !top.takes(event, limit);
                // The rest of the file is not read.
                if enough { Err(Error::Stopped) } else { Ok(()) }
            });
            if enough { Ok(top) } else { end.map(|()| top) }
        });
        read.await.map_err(|cause| Error::Task(cause.to_string()))?
    }
}

impl Top {
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
