//! What holds for the whole workbook: its sheets, number formats, strings, dates and encoding.

use std::collections::HashMap;

use encoding_rs::{Encoding, MACINTOSH, UTF_16LE, WINDOWS_1252};

use super::compound::{Stream, u16_at, u32_at};
use super::records::{Records, WideText, byte_text};
use crate::book::cell_formats::{CellFormats, MOST_STYLES};
use crate::book::number_format::NumberFormat;
use crate::book::serial::Epoch;
use crate::book::shared_strings::SharedStrings;
use crate::{Limits, Refusal};

/// Which generation of the format: 2, 3, 4, 5 (also 7) or 8.
pub(super) type Biff = u8;

pub(super) struct Globals {
    pub(super) biff: Biff,
    pub(super) sheets: Vec<Declared>,
    pub(super) formats: CellFormats,
    pub(super) strings: SharedStrings,
    pub(super) epoch: Epoch,
    pub(super) encoding: &'static Encoding,
}

pub(super) struct Declared {
    pub(super) name: String,
    pub(super) visible: bool,
    /// Where its records begin; `None` for charts and macro sheets.
    pub(super) at: Option<u64>,
}

struct Collected {
    biff: Biff,
    sheets: Vec<Declared>,
    custom: HashMap<u32, NumberFormat>,
    styles: Vec<u32>,
    strings: SharedStrings,
    epoch: Epoch,
    encoding: &'static Encoding,
}

/// The generation of the format, when the record is a BOF.
pub(super) fn biff_of(kind: u16, body: &[u8]) -> Option<Biff> {
    match kind {
        0x0009 => Some(2),
        0x0209 => Some(3),
        0x0409 => Some(4),
        // Version 0 or 2-4 in the newest record is written by some converters of older files.
        0x0809 => Some(if u16_at(body, 0) == 0x0600 { 8 } else { 5 }),
        _ => None,
    }
}

pub(super) fn read(stream: &mut Stream, limits: &Limits) -> Result<Globals, Refusal> {
    let mut records = Records::from(stream, 0);
    let first = records.next()?.and_then(|kind| biff_of(kind, records.body()));
    let Some(biff) = first else { return Err(Refusal::unreadable("the workbook does not begin as one")) };
    let whole_book = matches!(u16_at(records.body(), 2), 0x0005 | 0x0100);
    let mut found = Collected {
        biff,
        sheets: Vec::new(),
        custom: HashMap::new(),
        styles: Vec::new(),
        strings: SharedStrings::new(limits),
        epoch: Epoch::Y1900,
        encoding: WINDOWS_1252,
    };
    let mut depth = 1;
    while let Some(kind) = records.next()? {
        match kind {
            // The end, and the beginning of something inside.
            0x000A => depth -= 1,
            _ if biff_of(kind, records.body()).is_some() => depth += 1,
            _ if depth == 1 => found.take(kind, &mut records, limits)?,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    if !whole_book {
        // A single sheet is its own workbook, and its own name is nowhere.
        found.sheets = vec![Declared { name: "Sheet1".to_owned(), visible: true, at: Some(0) }];
    }
    Ok(found.finish())
}

impl Collected {
    fn take(&mut self, kind: u16, records: &mut Records<'_>, limits: &Limits) -> Result<(), Refusal> {
        let body = records.body();
        match kind {
            0x002F => return Err(Refusal::Encrypted),
            0x0022 if u16_at(body, 0) == 1 => self.epoch = Epoch::Y1904,
            0x0042 => self.encoding = encoding_of(u16_at(body, 0)),
            0x0085 | 0x008F => return self.sheet(kind, records, limits),
            0x001E | 0x041E => return self.format(kind, records),
            0x00E0 if self.styles.len() < MOST_STYLES => self.styles.push(u32::from(u16_at(body, 2))),
            0x0243 | 0x0443 if self.styles.len() < MOST_STYLES => {
                self.styles.push(u32::from(body.get(1).copied().unwrap_or(0)));
            }
            0x00FC => {
                let mut text = WideText::from(records, 8);
                while text.more()? {
                    self.strings.push(&text.read(true)?)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn sheet(&mut self, kind: u16, records: &mut Records<'_>, limits: &Limits) -> Result<(), Refusal> {
        if self.sheets.len() as u64 >= u64::from(limits.sheets) {
            return Err(Refusal::TooLarge { limit: "sheets".into(), value: u64::from(limits.sheets) });
        }
        if kind == 0x008F {
            // BIFF4 workspaces: the sheet follows its name.
            let name =
                byte_text(records.body(), 5, usize::from(records.body().get(4).copied().unwrap_or(0)), self.encoding);
            self.sheets.push(Declared { name, visible: true, at: Some(records.next_at()) });
            return Ok(());
        }
        let body = records.body();
        let at = u64::from(u32_at(body, 0));
        let visible = body.get(4).is_some_and(|state| state.trailing_zeros() >= 2);
        let cells = body.get(5) == Some(&0);
        let name = if self.biff == 8 {
            WideText::from(records, 6).read(false)?
        } else {
            byte_text(body, 7, usize::from(body.get(6).copied().unwrap_or(0)), self.encoding)
        };
        self.sheets.push(Declared { name, visible, at: cells.then_some(at) });
        Ok(())
    }

    fn format(&mut self, kind: u16, records: &mut Records<'_>) -> Result<(), Refusal> {
        let body = records.body();
        let byte = |at: usize| usize::from(body.get(at).copied().unwrap_or(0));
        let (id, code) = match (self.biff, kind) {
            (8, _) => {
                let id = u32::from(u16_at(body, 0));
                (id, WideText::from(records, 2).read(true)?)
            }
            (5, _) => (u32::from(u16_at(body, 0)), byte_text(body, 3, byte(2), self.encoding)),
            // Older formats are numbered by their order.
            (_, 0x041E) => (self.custom.len() as u32, byte_text(body, 3, byte(2), self.encoding)),
            _ => (self.custom.len() as u32, byte_text(body, 1, byte(0), self.encoding)),
        };
        if self.custom.len() < MOST_STYLES {
            self.custom.insert(id, NumberFormat::parse(&code));
        }
        Ok(())
    }

    fn finish(mut self) -> Globals {
        if self.biff == 2 {
            // Cells of the oldest generation name their format themselves.
            self.styles = (0..64).collect();
        }
        Globals {
            biff: self.biff,
            sheets: self.sheets,
            formats: CellFormats::of(&self.styles, self.custom),
            strings: self.strings,
            epoch: self.epoch,
            encoding: self.encoding,
        }
    }
}

/// Windows code pages by number; what has no table here is read as Western.
fn encoding_of(page: u16) -> &'static Encoding {
    let label: &[u8] = match page {
        10_000 | 0x8000 => return MACINTOSH,
        1_200 => return UTF_16LE,
        65_001 => b"utf-8",
        866 => b"ibm866",
        874 => b"windows-874",
        932 => b"shift_jis",
        936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        1_250 => b"windows-1250",
        1_251 => b"windows-1251",
        1_253 => b"windows-1253",
        1_254 => b"windows-1254",
        1_255 => b"windows-1255",
        1_256 => b"windows-1256",
        1_257 => b"windows-1257",
        1_258 => b"windows-1258",
        _ => return WINDOWS_1252,
    };
    Encoding::for_label(label).unwrap_or(WINDOWS_1252)
}
