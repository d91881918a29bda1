//! Who may come in, and what they did.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use rentree_app::access::Scope;
use rentree_core::Role;

use super::Of;

#[derive(Debug, Clone, Args)]
pub struct NewPassword {
    /// Take the password from the first line of standard input; without it one is made and shown once
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Let somebody run the service
    Create {
        /// The e-mail address that names the account
        email: String,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Ask somebody for no code any more who lost the telephone
    FactorOff {
        /// The e-mail address that names the account
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Let somebody sign in
    Create {
        /// The e-mail address that names the account
        email: String,
        #[command(flatten)]
        of: Of,
        /// What they are: school_admin, operator, viewer or auditor
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        /// The person's name
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Everybody who can sign in, or could
    List(Of),
    /// Make somebody something else; ends their sessions
    Role {
        /// The person, by the e-mail address
        email: String,
        /// What they become: school_admin, operator, viewer or auditor
        #[arg(value_parser = role)]
        role: Role,
        #[command(flatten)]
        of: Of,
    },
    /// Close an account; nothing of it is deleted
    Disable {
        /// The person, by the e-mail address
        email: String,
        #[command(flatten)]
        of: Of,
    },
    /// Open an account again
    Enable {
        /// The person, by the e-mail address
        email: String,
        #[command(flatten)]
        of: Of,
    },
    /// Give somebody another password; ends their sessions
    Password {
        /// The person, by the e-mail address
        email: String,
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        password: NewPassword,
    },
    /// Ask somebody for no code any more who lost the telephone
    FactorOff {
        /// The person, by the e-mail address
        email: String,
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key, and show it once
    Create {
        #[command(flatten)]
        of: Of,
        /// What the key is at most: school_admin, operator, viewer or auditor
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        /// What it is for: upload, commit, read, export (one or more, with commas between)
        #[arg(long = "scope", value_name = "SCOPES", required = true, value_delimiter = ',', value_parser = scope)]
        scopes: Vec<Scope>,
        /// How long it is good; without it, until it is revoked
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
        /// Which program has it
        #[arg(long, value_name = "NAME", default_value = "")]
        name: String,
    },
    /// Every key that was made
    List(Of),
    /// Make a key worthless from now on
    Revoke {
        /// The key, by its id
        id: String,
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Print the trail, one entry a line, oldest first
    Export(Of),
    /// Who saw a student: pages, the student alone, files, all students at once
    WhoSaw {
        /// The student, by id; also one who was erased
        student: String,
        #[command(flatten)]
        of: Of,
    },
    /// All that somebody did and looked at
    #[command(name = "of")]
    Touched {
        /// person:ID, key:ID, admin:ID or machine, as the trail names them; an id alone is a person's
        actor: String,
        #[command(flatten)]
        of: Of,
    },
    /// Check that nobody changed the trail; exit code 7 if somebody did
    Verify {
        /// What `audit export` or the API wrote (default: the database)
        file: Option<PathBuf>,
        /// The school, by its slug
        #[arg(long, short, value_name = "SLUG", required_unless_present = "file")]
        establishment: Option<String>,
        /// The hash of an entry that somebody kept: it must be there still
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
}

fn role(text: &str) -> Result<Role, String> {
    let known = Role::named(text).filter(|role| role.is_of_a_school());
    known.ok_or_else(|| "school_admin, operator, viewer or auditor".to_owned())
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::named(text.trim()).ok_or_else(|| "upload, commit, read or export".to_owned())
}
