//! Hostile and odd files of every kind: what a school is sent, what breaks on its way, and what somebody makes to hurt.
//!
//! Each case says what must become of it: refused with one of its codes, or read with exactly these rows. There is no third way:
//! a list that differs from what a spreadsheet program shows is the worst of all ends. To add a case: a line in the file of its kind.

mod archive;
mod book;
mod markup;
mod old;
mod pack;
mod text;

/// A file, made only when it is asked for: some are large.
pub struct Case {
    pub name: &'static str,
    /// The name that the file comes with; its ending often lies.
    pub file: &'static str,
    pub make: Box<dyn Fn() -> Vec<u8>>,
    pub wanted: Wanted,
}

/// Cells of a row without the blank ones at its end.
pub type Rows = Vec<Vec<String>>;

#[derive(Debug, Clone)]
pub enum Wanted {
    /// Refused with one of these codes.
    Refused(&'static [&'static str]),
    /// Read, with exactly these rows.
    Rows(Rows),
    /// Read, with this many rows.
    Count(usize),
    /// Refused with the code, or read with these rows: both are honest.
    Either(&'static str, Rows),
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Case").field("name", &self.name).field("wanted", &self.wanted).finish_non_exhaustive()
    }
}

impl Case {
    fn new(name: &'static str, file: &'static str, wanted: Wanted, make: impl Fn() -> Vec<u8> + 'static) -> Self {
        Self { name, file, make: Box::new(make), wanted }
    }

    fn refused(
        name: &'static str,
        file: &'static str,
        code: &'static [&'static str],
        make: impl Fn() -> Vec<u8> + 'static,
    ) -> Self {
        Self::new(name, file, Wanted::Refused(code), make)
    }

    fn read(name: &'static str, file: &'static str, make: impl Fn() -> Vec<u8> + 'static) -> Self {
        Self::new(name, file, Wanted::Rows(pupils()), make)
    }

    fn either(name: &'static str, file: &'static str, make: impl Fn() -> Vec<u8> + 'static) -> Self {
        Self::new(name, file, Wanted::Either(UNREADABLE[0], pupils()), make)
    }
}

const UNREADABLE: &[&str] = &["FILE_UNREADABLE"];
const TOO_LARGE: &[&str] = &["FILE_TOO_LARGE"];
const TOO_MANY: &[&str] = &["FILE_TOO_MANY_ROWS"];
const UNSUPPORTED: &[&str] = &["FILE_TYPE_UNSUPPORTED"];
const ENCRYPTED: &[&str] = &["FILE_ENCRYPTED"];
const EMPTY: &[&str] = &["FILE_EMPTY"];

const TITLES: [&str; 3] = ["Matricule", "Nom et prénoms", "Classe"];
const PUPILS: [[&str; 3]; 4] = [
    ["24A0001", "DIOP Awa", "6e A"],
    ["24A0002", "MBARGA Jean", "6e A"],
    ["24A0003", "NGUÉMA Léa", "6e B"],
    ["24A0004", "ZANG Paul", "6e B"],
];

/// The rows of the list that most cases carry.
fn pupils() -> Rows {
    PUPILS.iter().map(|row| row.map(str::to_owned).to_vec()).collect()
}

/// The list as text.
fn list(delimiter: &str, newline: &str) -> String {
    std::iter::once(TITLES).chain(PUPILS).map(|row| row.join(delimiter) + newline).collect()
}

/// Every case, in a stable order.
pub fn all() -> Vec<Case> {
    [text::cases(), archive::cases(), book::cases(), markup::cases(), old::cases()].into_iter().flatten().collect()
}

/// What became of a case.
#[derive(Debug, Clone)]
pub enum End {
    Refused(String),
    Read(Rows),
}

impl Case {
    /// What is wrong with this end, in words; `None` when it is one that was wanted.
    pub fn fault(&self, end: &End) -> Option<String> {
        let right = match (&self.wanted, end) {
            (Wanted::Refused(codes), End::Refused(code)) => codes.contains(&code.as_str()),
            (Wanted::Either(wanted, _), End::Refused(code)) => wanted == code,
            (Wanted::Rows(wanted) | Wanted::Either(_, wanted), End::Read(rows)) => wanted == rows,
            (Wanted::Count(wanted), End::Read(rows)) => *wanted == rows.len(),
            (Wanted::Rows(_) | Wanted::Count(_), End::Refused(_)) | (Wanted::Refused(_), End::Read(_)) => false,
        };
        (!right).then(|| format!("{} ({}): wanted {}, got {}", self.name, self.file, shown(&self.wanted), end.shown()))
    }
}

fn shown(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Refused(codes) => codes.join(" or "),
        Wanted::Rows(rows) => format!("{rows:?}"),
        Wanted::Count(count) => format!("{count} rows"),
        Wanted::Either(code, rows) => format!("{code} or {rows:?}"),
    }
}

impl End {
    fn shown(&self) -> String {
        match self {
            Self::Refused(code) => code.clone(),
            Self::Read(rows) => format!("{} rows, first {:?}", rows.len(), rows.iter().take(6).collect::<Vec<_>>())
                .chars()
                .take(600)
                .collect(),
        }
    }
}

/// Cells without the blank ones at the end of their row.
pub fn trimmed(mut cells: Vec<String>) -> Vec<String> {
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    cells
}
