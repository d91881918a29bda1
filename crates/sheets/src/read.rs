//! A file from its first byte to its last row, as events.
//!
//! Says what the bytes are, opens the book, and lets the finder go over each sheet that may hold a list. Which sheets these are is
//! decided here: those that a person chose, else all visible ones that do not say to be something else; hidden sheets and
//! sheets of instructions are read only when there is no other list. Every sheet yields a table or an `IgnoredSheet`.

use std::fs::File;
use std::io::{Read as _, Seek as _};

use sha2::{Digest as _, Sha256};

use crate::book::{Book, BookFacts, open};
use crate::table::{Ask, Finder, Found, SheetPlan, Words, promise};
use crate::{Event, FileFacts, IgnoredSheet, Kind, Limits, Reason, Refusal, SheetFacts, Vocabulary, Wishes};

/// Reads the whole file into `sink`. An `Err` of the sink stops the reading and comes back.
#[expect(clippy::too_many_arguments, reason = "the crate's one entrance: each of these comes from somebody else")]
pub fn read(
    mut file: File,
    name: &str,
    limits: &Limits,
    vocabulary: &Vocabulary,
    wishes: &Wishes,
    sink: &mut dyn FnMut(Event) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let (size, sha256) = fingerprint(&mut file, limits)?;
    let opened = open(file, name, limits, wishes)?;
    let facts = opened.book.facts();
    let sheets = facts.sheets.clone();
    let findings = facts.findings.clone();
    sink(Event::File(file_facts(name, size, sha256, opened.kind, facts)))?;
    findings.into_iter().try_for_each(|finding| sink(Event::Finding(finding)))?;
    let words = Words::new(vocabulary);
    let text = opened.kind.is_text();
    let mut reading = Reading { book: opened.book, words: &words, limits, wishes, text, next_table: 0 };
    let ignored = reading.sheets(&sheets, sink)?;
    let empty = ignored.iter().all(|(_, why)| *why == Reason::Empty);
    // Told before the refusal, too: somebody may be asked where the titles stand.
    for (sheet, why) in ignored {
        sink(Event::IgnoredSheet(IgnoredSheet { sheet: sheet.name.clone(), sheet_index: sheet.index, why }))?;
    }
    match reading.next_table {
        0 if empty => Err(Refusal::Empty),
        0 => Err(Refusal::NoHeader),
        _ => Ok(()),
    }
}

fn fingerprint(file: &mut File, limits: &Limits) -> Result<(u64, String), Refusal> {
    let cannot = |_| Refusal::unreadable("its bytes cannot be read");
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0u64, vec![0u8; 64 << 10]);
    file.rewind().map_err(cannot)?;
    loop {
        let n = file.read(&mut buffer).map_err(cannot)?;
        if n == 0 {
            break;
        }
        size += n as u64;
        if size > limits.file_bytes {
            return Err(Refusal::TooLarge { limit: "file_bytes".to_owned(), value: limits.file_bytes });
        }
        hash.update(buffer.get(..n).unwrap_or_default());
    }
    file.rewind().map_err(cannot)?;
    if size == 0 {
        return Err(Refusal::Empty);
    }
    let hex = hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        hex.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0')));
        hex
    });
    Ok((size, hex))
}

fn file_facts(name: &str, size: u64, sha256: String, kind: Kind, facts: BookFacts) -> FileFacts {
    FileFacts {
        name: name.to_owned(),
        size,
        sha256,
        kind,
        encoding: facts.encoding,
        bom: facts.bom,
        delimiter: facts.delimiter,
        quote: facts.quote,
        newline: facts.newline,
        date_1904: facts.date_1904,
        sheets: facts.sheets,
        reasons: facts.reasons,
        encoding_examples: facts.encoding_examples,
    }
}

struct Reading<'a> {
    book: Box<dyn Book>,
    words: &'a Words<'a>,
    limits: &'a Limits,
    wishes: &'a Wishes,
    text: bool,
    next_table: u16,
}

type Sink<'s> = dyn FnMut(Event) -> Result<(), Refusal> + 's;
type Ignored<'f> = Vec<(&'f SheetFacts, Reason)>;

impl Reading<'_> {
    /// Reads the sheets that may hold a list, and returns the others with the reason.
    fn sheets<'f>(&mut self, sheets: &'f [SheetFacts], sink: &mut Sink<'_>) -> Result<Ignored<'f>, Refusal> {
        let chosen = &self.wishes.sheets;
        let mut ignored = Ignored::new();
        if !chosen.is_empty() && !self.text {
            for sheet in sheets {
                let why = if chosen.contains(&sheet.name) {
                    self.sheet(sheet, Ask::Any, sink)?
                } else {
                    Some(Reason::NotChosen)
                };
                ignored.extend(why.map(|why| (sheet, why)));
            }
            return Ok(ignored);
        }
        let visible = sheets.iter().filter(|sheet| sheet.visible).count();
        for sheet in sheets {
            let why = match self.first_look(sheet, visible) {
                Ok(ask) => self.sheet(sheet, ask, sink)?,
                Err(why) => Some(why),
            };
            ignored.extend(why.map(|why| (sheet, why)));
        }
        if self.next_table == 0 {
            self.second_look(&mut ignored, sink)?;
        }
        Ok(ignored)
    }

    /// What to ask of a sheet; `Err` when it is not read unless there is no other list.
    fn first_look(&self, sheet: &SheetFacts, visible: usize) -> Result<Ask, Reason> {
        if !sheet.visible {
            return Err(Reason::Hidden);
        }
        if visible == 1 || self.text || self.wishes.all_rows || self.wished_header(sheet).is_some() {
            return Ok(Ask::Any);
        }
        promise(&sheet.name)
    }

    /// No sheet had a list: the first that holds any table is taken, visible ones before hidden ones.
    fn second_look(&mut self, ignored: &mut Ignored<'_>, sink: &mut Sink<'_>) -> Result<(), Refusal> {
        for wanted in [Reason::NoList, Reason::Instructions, Reason::Hidden] {
            let mut left = Ignored::new();
            for (sheet, why) in std::mem::take(ignored) {
                if why != wanted || self.sheet(sheet, Ask::Any, sink)?.is_some() {
                    left.push((sheet, why));
                }
            }
            *ignored = left;
            if self.next_table > 0 {
                break;
            }
        }
        Ok(())
    }

    fn wished_header(&self, sheet: &SheetFacts) -> Option<(u32, u32)> {
        let named = self.wishes.header.iter().find(|(name, ..)| *name == sheet.name);
        let any = || self.wishes.header.iter().find(|(name, ..)| name.is_empty());
        named.or_else(any).map(|(_, first, rows)| (*first, *rows))
    }

    /// Reads one sheet; returns why it is ignored, if it is. Lists that stand side by side are read one after the other.
    fn sheet(&mut self, sheet: &SheetFacts, ask: Ask, sink: &mut Sink<'_>) -> Result<Option<Reason>, Refusal> {
        let merges = self.book.merges(sheet.index)?;
        let (mut side, mut sides) = (0, 1);
        while side < sides {
            let plan = SheetPlan {
                sheet: (!self.text).then_some((sheet.name.as_str(), sheet.index)),
                merges: &merges,
                header: self.wished_header(sheet),
                all_rows: self.wishes.all_rows,
                ask,
                table: self.next_table,
                side,
            };
            match self.pass(sheet.index, plan, sink)? {
                Found::Tables { next, sides: found } => (self.next_table, sides) = (next, found),
                Found::None(why) if side == 0 => return Ok(Some(why)),
                Found::None(_) => {}
            }
            side += 1;
        }
        Ok(None)
    }

    fn pass(&mut self, sheet: u16, plan: SheetPlan<'_>, sink: &mut Sink<'_>) -> Result<Found, Refusal> {
        let mut finder = Finder::new(self.words, self.limits, plan);
        let most = self.limits.rows;
        self.book.rows(sheet, &mut |row| {
            if row.number > most {
                return Err(Refusal::TooManyRows { value: u64::from(most) });
            }
            finder.push(row.clone(), sink)
        })?;
        finder.finish(sink)
    }
}
