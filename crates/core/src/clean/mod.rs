//! What a cell says, field by field: each reading takes the text of one cell and gives a [`crate::Read`].
//!
//! The normal forms and rules are those of `domain.md` §0-§3. A reading never panics, never guesses silently and looks at nothing
//! but its cell and what the school declared: columns, rows and known students are other modules' business. To add a field: a file
//! here with one `read`, its line below, and a table of cases that state the rule.

pub mod date;
pub mod email;
pub mod gender;
pub mod matricule;
pub mod name;
mod number;
pub mod phone;
pub mod text;
pub mod year;
