//! What a whole column says about the order of day and month. Constant in size, so that it can travel with a column's profile.
//!
//! Only texts with numbers count, and of those only the ones that have one real reading: `25/03/2008` is day first, `03/25/2008`
//! month first, `05/03/2008` says nothing. Typed cells, ISO texts and month names are no evidence of order, but typed cells whose
//! days are all at most 12, beside texts whose first part is above 12, betray a list that a spreadsheet has spoilt.

use rentree_sheets::{Cell, CellKind};
use serde::{Deserialize, Serialize};

use super::calendar;
use super::place::split_date_and_place;
use super::written::Written;
use crate::{Code, DateOrder};

/// From this share of the smaller side on, the column is mixed; below it, the smaller side is a slip.
const LONGEST_MONTH: u8 = 31;
const MIXED_PERCENT: u64 = 20;
const MIXUP_TYPED: u32 = 5;
const MIXUP_TEXTS: u32 = 3;
const MIXUP_PERCENT: u64 = 80;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateEvidence {
    non_blank: u32,
    dates: u32,
    /// Bare numbers that a date column would hold: serial numbers, years, eight digits. Other columns hold them too.
    bare: u32,
    typed: u32,
    typed_late_day: u32,
    /// Typed cells whose day and month could change places.
    typed_swappable: u32,
    numeric: u32,
    first_over_12: u32,
    second_over_12: u32,
    day_first: u32,
    month_first: u32,
    unsure: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateMode {
    #[default]
    DayFirst,
    MonthFirst,
    /// Both orders occur: sure cells as they are, unsure ones in the school's order and said to be.
    Mixed,
    /// A spreadsheet has swapped the typed cells, or perhaps not: they are kept, and said to be doubtful.
    LocaleMixup,
    /// A person looked and decided that the typed cells are swapped. Never decided here.
    LocaleSwapped,
}

/// How the cells of one column are to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateReading {
    pub order: DateOrder,
    pub mode: DateMode,
    pub notice: Option<Code>,
    /// Cells that will be marked doubtful.
    pub doubtful: u32,
}

impl DateReading {
    /// A person's decision, or the school's order where no column was looked at.
    pub fn fixed(order: DateOrder) -> Self {
        let mode = match order {
            DateOrder::DayFirst => DateMode::DayFirst,
            DateOrder::MonthFirst => DateMode::MonthFirst,
        };
        Self { order, mode, notice: None, doubtful: 0 }
    }
}

impl DateEvidence {
    pub fn observe(&mut self, cell: Cell<'_>) {
        if cell.is_blank() || crate::clean::text::is_empty_marker(cell.text) {
            return;
        }
        self.non_blank += 1;
        match cell.kind {
            CellKind::Date => self.observe_typed(cell.text),
            CellKind::Text | CellKind::Number => self.observe_text(cell),
            _ => {}
        }
    }

    /// Cells that are dates beyond doubt, and cells that hold anything.
    pub fn date_like(&self) -> (u32, u32) {
        (self.dates, self.non_blank)
    }

    /// Cells that are bare numbers which a date column may hold. Weak: fees and matricules look so too.
    pub fn bare_like(&self) -> u32 {
        self.bare
    }

    /// Adds what another part of the same column says (a second sheet of the same shape).
    pub fn merge(&mut self, other: &Self) {
        let Self {
            non_blank,
            dates,
            bare,
            typed,
            typed_late_day,
            typed_swappable,
            numeric,
            first_over_12,
            second_over_12,
            day_first,
            month_first,
            unsure,
        } = other;
        self.non_blank += non_blank;
        self.dates += dates;
        self.bare += bare;
        self.typed += typed;
        self.typed_late_day += typed_late_day;
        self.typed_swappable += typed_swappable;
        self.numeric += numeric;
        self.first_over_12 += first_over_12;
        self.second_over_12 += second_over_12;
        self.day_first += day_first;
        self.month_first += month_first;
        self.unsure += unsure;
    }

    pub fn decide(&self, school: DateOrder) -> DateReading {
        let (more, less) = (self.day_first.max(self.month_first), self.day_first.min(self.month_first));
        let order = if self.month_first > self.day_first {
            DateOrder::MonthFirst
        } else if more == 0 {
            school
        } else {
            DateOrder::DayFirst
        };
        let us = (order == DateOrder::MonthFirst && more > 0).then_some(Code::DateOrderUs);
        if self.is_mixup() {
            let notice = us.or(Some(Code::DateLocaleMixup));
            return DateReading { order, mode: DateMode::LocaleMixup, notice, doubtful: self.typed_swappable };
        }
        if less > 0 && share(less, more + less) >= MIXED_PERCENT {
            let notice = Some(Code::DateOrderMixed);
            return DateReading { order: school, mode: DateMode::Mixed, notice, doubtful: self.unsure };
        }
        DateReading { notice: us, ..DateReading::fixed(order) }
    }

    /// The mirror accident, a month-first list opened by a French spreadsheet, leaves the same trace on the second part; its
    /// notice stays `DATE_ORDER_US`, which its texts deserve, and its typed cells are marked all the same.
    fn is_mixup(&self) -> bool {
        let sure = u64::from(self.first_over_12.max(self.second_over_12));
        self.typed >= MIXUP_TYPED
            && self.typed_late_day == 0
            && self.numeric >= MIXUP_TEXTS
            && sure * 100 >= u64::from(self.numeric) * MIXUP_PERCENT
    }

    fn observe_typed(&mut self, text: &str) {
        let Some(date) = calendar::typed(text) else { return };
        self.dates += 1;
        self.typed += 1;
        if date.day() > 12 {
            self.typed_late_day += 1;
        } else if date.day() != date.month() {
            self.typed_swappable += 1;
        }
    }

    fn observe_text(&mut self, cell: Cell<'_>) {
        let mut written = Written::of(cell.text);
        if written == Written::Unreadable
            && let (date, Some(_)) = split_date_and_place(cell.text)
        {
            written = Written::of(date);
        }
        match written {
            Written::Sure { .. } => self.dates += 1,
            Written::Partial if cell.kind != CellKind::Number => self.dates += 1,
            Written::Numeric { first, second, .. } => {
                self.dates += 1;
                self.observe_order(first, second);
            }
            Written::Bare(bare) if is_date_number(bare.value, bare.digits) => self.bare += 1,
            _ => {}
        }
    }

    /// `31/04/2009` is no day, but its parts tell the order all the same.
    fn observe_order(&mut self, first: u8, second: u8) {
        self.numeric += 1;
        match (first > 12, second > 12) {
            (true, false) if first <= LONGEST_MONTH => {
                self.day_first += 1;
                self.first_over_12 += 1;
            }
            (true, _) => self.first_over_12 += 1,
            (false, true) if second <= LONGEST_MONTH => {
                self.month_first += 1;
                self.second_over_12 += 1;
            }
            (false, true) => self.second_over_12 += 1,
            (false, false) if first != second => self.unsure += 1,
            (false, false) => {}
        }
    }
}

fn is_date_number(value: u32, digits: u8) -> bool {
    match digits {
        4 => (1930..2100).contains(&value),
        5 => (10_000..=60_000).contains(&value),
        8 => calendar::eight_digits(super::Bare { value, digits }, false).is_some(),
        _ => false,
    }
}

fn share(part: u32, whole: u32) -> u64 {
    u64::from(part) * 100 / u64::from(whole.max(1))
}
