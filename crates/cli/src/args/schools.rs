//! What belongs to a school: its catalogue, its students, its mappings and what it taught.

use std::path::PathBuf;

use clap::Subcommand;

use super::Of;

#[derive(Debug, Subcommand)]
pub enum Establishment {
    /// Declare a school, again and again with the same result
    Apply {
        /// The school in JSON, as docs/guides/first-import.md shows it
        file: PathBuf,
    },
    /// Every school with its slug
    List,
    /// What a school declared, as JSON that `apply` takes
    Show {
        /// The school, by its slug
        slug: String,
    },
    /// Write the school's own empty list: its titles, levels and departments to choose from
    Template {
        /// The school, by its slug
        slug: String,
        /// The workbook to write
        #[arg(long, short, value_name = "FILE.xlsx")]
        output: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum Student {
    /// Print the students of a school in a stable order, every field
    Export {
        #[arg(long, short, value_name = "SLUG")]
        establishment: String,
        /// Only the first N
        #[arg(long, value_name = "N")]
        first: Option<u64>,
    },
    /// Write the students as a OneRoster 1.2 bulk set
    Oneroster {
        #[command(flatten)]
        of: Of,
        /// The archive to write (.zip)
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
    },
    /// Print everything that is known of one student, as JSON
    Dossier {
        /// The student, by id
        student: String,
        #[command(flatten)]
        of: Of,
    },
    /// Erase a student for good; no old list brings them back
    Erase {
        /// The student, by id
        student: String,
        #[command(flatten)]
        of: Of,
        /// Why; it is kept, and should name nobody
        #[arg(long)]
        reason: String,
    },
    /// Students who were erased: ids and reasons
    Erased(Of),
    /// Let lists bring an erased student again
    Lift {
        /// The erasure, by its id
        erasure: String,
        #[command(flatten)]
        of: Of,
        /// Why; it is kept
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum MappingCommand {
    /// The names of a school's mappings with their latest versions
    List(Of),
    /// Which column gives which field
    Show {
        /// The mapping, by its name
        name: String,
        #[command(flatten)]
        of: Of,
        /// An earlier version (default: the latest)
        #[arg(long, value_name = "N")]
        version: Option<u32>,
    },
    /// Print a mapping as JSON
    Export {
        /// The mapping, by its name
        name: String,
        #[command(flatten)]
        of: Of,
        /// An earlier version (default: the latest)
        #[arg(long, value_name = "N")]
        version: Option<u32>,
    },
    /// Keep a mapping from a JSON file as the next version of its name
    Import {
        /// The mapping in JSON, as `mapping schema` describes it
        file: PathBuf,
        #[command(flatten)]
        of: Of,
    },
    /// Print the JSON Schema of mappings and their transforms
    Schema,
}

#[derive(Debug, Subcommand)]
pub enum Alias {
    /// Every title and value that was taught, with what it means
    List(Of),
    /// Forget what was taught
    Revoke {
        /// The title or value, as `alias list` shows it
        text: String,
        #[command(flatten)]
        of: Of,
    },
}
