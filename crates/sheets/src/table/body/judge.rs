//! What is this row? Told from the row itself and the rows above it; what is not clear is left to the rows below.

use crate::{Row, fold};

use super::super::header::line_text;
use super::super::hint::is_hint;
use super::super::line::{Around, Folded, around_list};
use super::super::shape::{Shape, shape};
use super::super::title::{Titles, is_counting};
use super::{Body, Break, Held, Verdict};

impl Body<'_> {
    pub(super) fn verdict(&self, row: &Row) -> Verdict {
        if self.header.repeats(row) || (self.last_table && self.header.resembles(row)) {
            return Verdict::RepeatedHeader;
        }
        if self.fresh && is_hint(row) {
            return Verdict::Hint;
        }
        let inside = self.layout.inside(row);
        let full = self.layout.is_full(inside);
        if inside == 0 {
            return if self.layout.extra_cells(row).is_some() { Verdict::Data } else { Verdict::Beside };
        }
        if self.layout.says_nothing(row) {
            return Verdict::OnlyNumber;
        }
        let verdict = if full && self.since < Break::Closing && self.is_plainly_data(row, inside) {
            Verdict::Data
        } else {
            self.look_closer(row, inside, full)
        };
        if self.in_recap && matches!(verdict, Verdict::Data | Verdict::Unsure) && !self.leaves_recap(row) {
            return Verdict::Total;
        }
        verdict
    }

    /// The common case, without folding more than the first two texts.
    fn is_plainly_data(&self, row: &Row, inside: usize) -> bool {
        let few = inside <= 4 && !self.title_lines.is_empty();
        !(self.lines.leads(row)
            || self.is_class_line(row)
            || self.may_be_titles(row)
            || (few && self.is_title_line(row)))
    }

    /// A row without any number or date may be another header; its words are then looked at.
    fn may_be_titles(&self, row: &Row) -> bool {
        let mut texts = 0;
        for cell in row.cells() {
            match shape(cell) {
                Shape::Words => texts += 1,
                s if s.is_value() => return false,
                _ => {}
            }
        }
        texts >= 2 && self.titles.sum(row).is_titles()
    }

    fn look_closer(&self, row: &Row, inside: usize, full: bool) -> Verdict {
        let number = self.layout.number(row);
        if self.is_title_line(row) {
            return Verdict::Title;
        }
        let counts_on = number.is_some() && self.last_number.map(|n| n + 1) == number;
        if counts_on && inside >= 2 {
            return Verdict::Data;
        }
        if self.may_be_titles(row) {
            return self.other_titles(row, full);
        }
        if self.is_class_line(row) {
            return Verdict::Section;
        }
        match around_list(row) {
            Some(Around::Closing) => return Verdict::Closing,
            Some(Around::Total) => return Verdict::Total,
            None => {}
        }
        let folded = Folded::of(row);
        let person = self.is_identified(row);
        let is_data = (person && self.since < Break::Closing && self.layout.has_name(row))
            || (full && !(self.since == Break::Closing && inside <= 2 && number.is_none()));
        if self.lines.is_closing(&folded, self.layout.usual, person) || self.is_under_signatures(row) {
            Verdict::Closing
        } else if self.lines.is_section(row, &folded, self.layout.usual, self.is_apart(row)) {
            Verdict::Section
        } else if self.lines.is_total(&folded, number.is_some(), person) {
            Verdict::Total
        } else if is_data {
            Verdict::Data
        } else {
            Verdict::Unsure
        }
    }

    /// A code or a phone number stands in a column of its own, beside the first text: students are called TOTAL and SIGNE, and a
    /// total or a signature has no matricule.
    fn is_identified(&self, row: &Row) -> bool {
        let lead = (0..row.len()).find(|c| shape(row.cell(*c)).has_letters());
        let tells = |c: usize| {
            let (cell, usual) = (row.cell(c), self.layout.usual_shape(c));
            let text = cell.text.trim();
            match (shape(cell), usual) {
                (Shape::LongNumber, Some(Shape::LongNumber)) => true,
                // Sums of money have fewer digits.
                (Shape::LongNumber, None) => text.bytes().filter(u8::is_ascii_digit).count() >= 9,
                (Shape::Mixed, Some(Shape::Mixed)) => is_code(text) && !self.titles.is_class(text),
                // `25G` beside a total counts boys.
                (Shape::Mixed, None) => {
                    is_code(text)
                        && (text.len() >= 4 || text.starts_with(char::is_alphabetic))
                        && !self.titles.is_class(text)
                }
                _ => false,
            }
        };
        (self.layout.first..=self.layout.last).any(|c| Some(c) != lead && tells(c))
    }

    /// The row holds titles, and not those of this table.
    fn other_titles(&self, row: &Row, full: bool) -> Verdict {
        let texts = || row.cells().filter(|c| !c.is_blank()).map(|c| c.text);
        let list = texts().any(Titles::is_person) || texts().filter(|t| Titles::is_identity(t)).count() >= 2;
        let recap = texts().any(|t| is_counting(&fold(t)));
        match (list, recap) {
            (true, _) if !self.last_table => Verdict::NewHeader,
            (false, true) if self.gap() != Break::None => Verdict::Recap,
            _ if full => Verdict::Data,
            _ => Verdict::Unsure,
        }
    }

    /// Rows of a table of counts go on until a row with the values of a person.
    fn leaves_recap(&self, row: &Row) -> bool {
        let personal = |s: Shape| matches!(s, Shape::Date | Shape::Email | Shape::LongNumber);
        self.layout.number(row).is_some() && self.layout.has_name(row) || row.cells().any(|c| personal(shape(c)))
    }

    fn is_title_line(&self, row: &Row) -> bool {
        !self.title_lines.is_empty() && {
            let text = fold(&line_text(row));
            !text.is_empty() && self.title_lines.contains(&text)
        }
    }

    /// The class alone in its row, where a title of the rows below would stand or where the names do.
    fn is_class_line(&self, row: &Row) -> bool {
        let mut filled = (0..row.len()).filter(|c| !row.cell(*c).is_blank());
        let (Some(column), None) = (filled.next(), filled.next()) else { return false };
        (self.is_apart(row) || self.layout.names.contains(&column))
            && self.lines.class_line(row.cell(column).text).is_some()
    }

    /// Where the title of the rows below would stand: in the first columns, or merged over several.
    fn is_apart(&self, row: &Row) -> bool {
        let Some(column) = row.cells().position(|c| !c.is_blank()) else { return false };
        let wide = self.merges.at(row.number, column).is_some_and(|m| m.last_column >= m.first_column + 2);
        wide || column <= self.layout.first + 1
    }

    /// Names under a line of several signatures, each below its title.
    fn is_under_signatures(&self, row: &Row) -> bool {
        let filled = || (0..row.len()).filter(|c| !row.cell(*c).is_blank());
        self.since == Break::Closing
            && self.signed.len() >= 2
            && filled().all(|c| self.signed.contains(&c) && shape(row.cell(c)) == Shape::Words)
    }

    /// What stands between the next row and the data above.
    pub(super) fn gap(&self) -> Break {
        if self.since == Break::None && self.held.iter().any(|h| !matches!(h, Held::Row(..))) {
            Break::Blank
        } else {
            self.since
        }
    }
}

/// `23D0123`, `CMB/25/0594`: one word without a sign that joins a label and its count (`G=12`).
fn is_code(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '_' | '.'))
}
