//! Where is the header? The rows at the top of a sheet are held back until this can be said.
//!
//! Words decide first: a row of which most cells are known titles is a header even when nothing stands below it. Without words
//! the look decides: short texts over columns that hold numbers or dates. The lines around the row that was found are then
//! added to it when they group its titles, or when they stand under its groups.

use crate::{Row, fold};

use super::Ask;
use super::header::group_end;
use super::hint::is_hint;
use super::merges::Merges;
use super::shape::{Shape, shape};
use super::title::{Grade, Sum, Titles};

/// More lines than this are no header.
const MOST_LINES: usize = 4;
/// So many rows below a header are looked at to see whether they are data.
const LOOK_BELOW: usize = 10;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pick {
    /// The header's rows among those held back.
    pub(super) top: usize,
    pub(super) end: usize,
    /// Rows of the sheet that the header takes; more than `end - top` when its cells are merged over a row that is not there.
    pub(super) rows: u32,
    pub(super) reason: String,
}

#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) titles: Titles<'a>,
    pub(super) merges: &'a Merges,
    pub(super) ask: Ask,
}

impl Head<'_> {
    pub(super) fn pick(&self, rows: &[Row]) -> Option<Pick> {
        let sums: Vec<Sum> = rows.iter().map(|row| self.titles.sum(row)).collect();
        let core = self.by_words(rows, &sums).or_else(|| self.by_look(rows, &sums))?;
        Some(self.around(core, rows, &sums))
    }

    /// The header is known to hold this row; which lines belong to it?
    pub(super) fn pick_at(&self, core: usize, rows: &[Row]) -> Pick {
        let sums: Vec<Sum> = rows.iter().map(|row| self.titles.sum(row)).collect();
        self.around(core, rows, &sums)
    }

    /// Does the row name persons, so that its table is a list?
    pub(super) fn is_list(&self, row: &Row) -> bool {
        let texts = || row.cells().filter(|c| !c.is_blank()).map(|c| c.text);
        let (persons, identities) =
            (texts().any(Titles::is_person), texts().filter(|t| Titles::is_identity(t)).count());
        match self.ask {
            Ask::Any | Ask::Persons => persons || identities >= 2,
            Ask::Pupils => persons && identities >= 2,
        }
    }

    fn by_words(&self, rows: &[Row], sums: &[Sum]) -> Option<usize> {
        let found: Vec<usize> = (0..rows.len()).filter(|i| sums[*i].is_titles()).collect();
        let listed = |i: &usize| self.is_list(&rows[*i]) || self.is_list_below(*i, rows, sums);
        let lists: Vec<usize> = found.iter().copied().filter(listed).collect();
        let among = match (lists.is_empty(), self.ask) {
            (false, _) => lists,
            (true, Ask::Any) => found,
            (true, _) => return None,
        };
        let best = among.iter().map(|i| sums[*i].score()).fold(0.0, f32::max);
        among.into_iter().find(|i| sums[*i].score() >= 0.5 * best)
    }

    /// The groups of a header may name nobody (`Identité civile`) while the titles below do.
    fn is_list_below(&self, i: usize, rows: &[Row], sums: &[Sum]) -> bool {
        rows.get(i + 1).is_some_and(|below| sums[i + 1].is_titles() && follows(&rows[i], below) && self.is_list(below))
    }

    /// Titles whose words say little or nothing.
    fn by_look(&self, rows: &[Row], sums: &[Sum]) -> Option<usize> {
        let fits = |i: &usize| self.looks_like_titles(&rows[*i], &sums[*i], rows.get(i + 1..).unwrap_or_default());
        let found: Vec<usize> = (0..rows.len()).filter(fits).collect();
        let best = found.iter().map(|i| sums[*i].score()).fold(f32::MIN, f32::max);
        found.into_iter().find(|i| sums[*i].score() >= 0.5 * best)
    }

    fn looks_like_titles(&self, row: &Row, sum: &Sum, below: &[Row]) -> bool {
        if sum.filled == 0 || sum.against > 0 || sum.odd * 3 > sum.filled || !are_distinct(row) {
            return false;
        }
        let below = Below::of(row, below);
        let listed = self.is_list(row);
        if sum.filled == 1 {
            return listed && sum.known == 1 && below.rows >= 1 && below.narrow && !below.has_titles(self);
        }
        let enough = sum.filled * 10 >= below.usual * 6;
        let known = || row.cells().filter(|c| self.titles.grade(*c) == Grade::Known);
        let named = listed && known().any(|c| Titles::is_person(c.text) || Titles::is_identity(c.text));
        below.rows >= 1
            && enough
            && (below.contrast(row) || (named && below.full >= 1))
            && (listed || self.ask == Ask::Any)
    }

    fn around(&self, core: usize, rows: &[Row], sums: &[Sum]) -> Pick {
        let (mut top, mut end) = (core, core + 1);
        while end - top < MOST_LINES && self.goes_on_above(top, end, rows, sums) {
            top -= 1;
        }
        while end - top < MOST_LINES && self.goes_on_below(top, end, rows, sums) {
            end += 1;
        }
        let (first, last) = (rows[top].number, rows[end - 1].number);
        let depth = rows[top..end].iter().map(|row| self.merges.depth(row.number)).max().unwrap_or(last);
        let next = rows.get(end).map_or(u32::MAX, |row| row.number);
        let last = if depth > last && depth - first < MOST_LINES as u32 { depth.min(next - 1) } else { last };
        let reason = reason(&sums[core], end - top);
        Pick { top, end, rows: last - first + 1, reason }
    }

    fn goes_on_above(&self, top: usize, end: usize, rows: &[Row], sums: &[Sum]) -> bool {
        let Some(above) = top.checked_sub(1) else { return false };
        let (row, sum, block) = (&rows[above], &sums[above], &rows[top..end]);
        if sum.filled == 0 || sum.against > 0 || sum.odd > 0 || !follows(row, &rows[top]) || is_hint(row) {
            return false;
        }
        if sum.filled == 1 && tells_value(row) {
            return false;
        }
        if sum.filled >= 2 && self.merges.depth(row.number) >= rows[top].number {
            return true;
        }
        let (Some(first), Some(last)) = (first_filled(block), last_filled(block)) else { return false };
        let wide = self.merges.widens(row.number);
        let mut spans = (0..row.len())
            .filter(|c| !row.cell(*c).is_blank())
            .map(|c| (c, group_end(row, c, block, self.merges, wide)));
        let inside = spans.clone().all(|(from, to)| from >= first && to <= last);
        // `Etablissement : | CES de Mbanga` is a label with its value.
        let labels = row.cells().any(|c| c.text.trim_end().ends_with(':'));
        let words = sum.known + sum.near;
        let worded = !labels && words >= 1 && if wide { words * 2 >= sum.filled } else { words * 3 >= sum.filled * 2 };
        let one = sum.filled == 1
            && sum.known == 1
            && spans
                .all(|(from, to)| (from > first || to > from) && (from, to) != (first, last) && (wide || from > first));
        inside && worded && (one || (sum.filled >= 2 && sum.filled <= last + 1 - first))
    }

    fn goes_on_below(&self, top: usize, end: usize, rows: &[Row], sums: &[Sum]) -> bool {
        let (Some(row), Some(sum)) = (rows.get(end), sums.get(end)) else { return false };
        let block = &rows[top..end];
        let Some(above) = block.last() else { return false };
        if !follows(above, row) || sum.filled == 0 || sum.against > 0 || is_hint(row) || repeats(block, row) {
            return false;
        }
        if sum.odd == 0 && block.iter().any(|above| self.merges.depth(above.number) >= row.number) {
            return true;
        }
        let under_blank = |c: usize| block.iter().all(|above| above.cell(c).is_blank());
        let filled = || (0..row.len()).filter(|c| !row.cell(*c).is_blank());
        let new = filled().filter(|c| under_blank(*c)).count();
        let grouped = filled().all(|c| under_blank(c) || (!row.cell(c + 1).is_blank() && under_blank(c + 1)) || c == 0);
        let named = sum.known + sum.near;
        let words = named >= 1 && (named + sum.letters) * 2 >= sum.filled && sum.odd * 3 <= sum.filled;
        if words && new >= 1 {
            return true;
        }
        // The same titles in a second language. One cell under many is a section (`Série D`, `FILLES`) and names no column.
        let every = sum.known >= 1 && sum.known + sum.near + sum.letters == sum.filled;
        let alone = sum.filled == 1 && block.iter().any(|above| above.cells().filter(|c| !c.is_blank()).count() > 1);
        if new == 0 && !alone && (sum.is_titles() || every) {
            return true;
        }
        new >= 1 && grouped && sum.is_wordy() && data_is_wider(row, rows.get(end + 1..).unwrap_or_default())
    }
}

fn reason(sum: &Sum, lines: usize) -> String {
    let titles = sum.known + sum.near;
    let lines = if lines > 1 { format!(", with {} more lines of titles around it", lines - 1) } else { String::new() };
    if titles * 2 >= sum.filled {
        format!("{titles} of its {} cells are titles of columns{lines}", sum.filled)
    } else {
        format!("its {} cells are short texts, and the rows below hold other values{lines}", sum.filled)
    }
}

/// `ANNEE SCOLAIRE 2025-2026`, `Effectif 45`, `Classe : 6e A`: a label that carries its value. The number of a group
/// (`Parent 1`) has one digit.
fn tells_value(row: &Row) -> bool {
    let mut cells = row.cells().filter(|c| !c.is_blank());
    cells.any(|c| {
        let labelled = c.text.split_once(':').is_some_and(|(_, value)| !fold(value).is_empty());
        labelled || fold(c.text).split(' ').any(|w| w.len() >= 2 && w.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn follows(above: &Row, below: &Row) -> bool {
    above.number + 1 == below.number
}

fn first_filled(rows: &[Row]) -> Option<usize> {
    rows.iter().filter_map(|row| row.cells().position(|c| !c.is_blank())).min()
}

fn last_filled(rows: &[Row]) -> Option<usize> {
    rows.iter().filter_map(|row| (0..row.len()).rev().find(|c| !row.cell(*c).is_blank())).max()
}

fn repeats(block: &[Row], row: &Row) -> bool {
    block.iter().any(|above| above.cells().map(|c| c.text).eq(row.cells().map(|c| c.text)))
}

fn are_distinct(row: &Row) -> bool {
    let mut texts: Vec<String> = row.cells().filter(|c| !c.is_blank()).map(|c| fold(c.text)).collect();
    let filled = texts.len();
    texts.sort_unstable();
    texts.dedup();
    texts.len() * 10 >= filled * 7
}

/// A second line of a header fills the sub-columns only; the data below fills the others too.
fn data_is_wider(row: &Row, below: &[Row]) -> bool {
    let next = below.iter().filter(|r| !r.is_blank()).take(LOOK_BELOW);
    let others = |data: &Row| (0..data.len()).filter(|c| !data.cell(*c).is_blank() && row.cell(*c).is_blank()).count();
    let (wider, all) = next.fold((0, 0), |(wider, all), data| (wider + usize::from(others(data) >= 2), all + 1));
    all >= 1 && wider * 2 > all
}

/// The rows under a row that may be a header, seen through its columns.
struct Below {
    rows: usize,
    /// The usual number of filled cells.
    usual: usize,
    /// Rows with at least two cells under titles.
    full: usize,
    /// All rows fill the header's only column and no other.
    narrow: bool,
    /// Per column: filled cells, and those that are numbers, dates or codes.
    columns: Vec<(usize, usize)>,
    sample: Vec<Row>,
}

impl Below {
    fn of(header: &Row, below: &[Row]) -> Self {
        let sample: Vec<Row> = below.iter().filter(|r| !r.is_blank()).take(LOOK_BELOW).cloned().collect();
        let filled = |row: &Row| row.cells().filter(|c| !c.is_blank()).count();
        let titled =
            |row: &Row| (0..row.len()).filter(|c| !row.cell(*c).is_blank() && !header.cell(*c).is_blank()).count();
        let mut counts: Vec<usize> = sample.iter().map(filled).collect();
        counts.sort_unstable();
        let usual = counts.get(counts.len() / 2).copied().unwrap_or(0);
        let width = sample.iter().map(Row::len).max().unwrap_or(0).max(header.len());
        let mut columns = vec![(0, 0); width];
        for row in &sample {
            for (cell, (filled, values)) in row.cells().zip(&mut columns) {
                let shape = shape(cell);
                *filled += usize::from(shape != Shape::Blank);
                *values += usize::from(shape.is_value() || shape == Shape::Mixed);
            }
        }
        let narrow = sample.iter().all(|row| filled(row) <= 1 && titled(row) == filled(row));
        let full = sample.iter().filter(|row| titled(row) >= 2).count();
        Self { rows: sample.len(), usual, full, narrow, columns, sample }
    }

    /// At least one column holds values, and each of those has a text over it that is none.
    fn contrast(&self, header: &Row) -> bool {
        let valued = |(filled, values): &(usize, usize)| *filled * 2 >= self.rows.max(1) && *values * 10 >= *filled * 6;
        let mut columns = self.columns.iter().enumerate().filter(|(_, c)| valued(c)).peekable();
        let shaped = |c: usize| shape(header.cell(c));
        columns.peek().is_some()
            && self.full >= 1
            && columns.all(|(c, _)| matches!(shaped(c), Shape::Words | Shape::Mixed | Shape::Symbols))
            && self.columns.iter().enumerate().any(|(c, counts)| valued(counts) && shaped(c) == Shape::Words)
    }

    fn has_titles(&self, head: &Head<'_>) -> bool {
        self.sample.iter().any(|row| head.titles.sum(row).is_titles())
    }
}
