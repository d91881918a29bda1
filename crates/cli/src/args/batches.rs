//! The imports of a school.

use std::path::PathBuf;

use clap::Subcommand;
use rentree_app::exports::Kind;

use super::Of;

#[derive(Debug, Subcommand)]
pub enum Batch {
    /// The imports of a school, the latest first
    List(Of),
    /// One import: its status, counts and what was found
    Show {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
    /// The staged rows: raw, cleaned, issues, outcome
    Rows {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
        /// Only rows with this status (ok, warning or error)
        #[arg(long)]
        status: Option<String>,
    },
    /// Take a committed import back: what was changed since stays, and is told
    Revert {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
    /// Make a file of an import: the list annotated, its issues, or its report
    Export {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
        /// annotated (the list with its bad cells coloured), errors (a line for each issue) or report (a line for each row)
        #[arg(long, value_name = "KIND", value_parser = export_kind)]
        kind: Kind,
        /// The file to write; its name says whether it is .xlsx or .csv
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// Of the annotated list: only rows with something to look at
        #[arg(long)]
        only_issues: bool,
    },
    /// Students of the list's year and levels whom it does not name
    Absent {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
    /// What was purged of an import: how much, when and by whom; without an id, of every import
    Certificate {
        /// The import, by its id
        id: Option<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Issues by code, with rows and hints
    Errors {
        /// The import, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
}

fn export_kind(text: &str) -> Result<Kind, String> {
    Kind::named(text).ok_or_else(|| "annotated, errors or report".to_owned())
}
