//! The domain and its decisions: what a column means, what a cell says, whether a row is right, which student it is, what
//! would change. Pure and synchronous: no clock, no chance, no disk, no database. Everything that is needed is handed in.
//!
//! A bad cell is data ([`Issue`]), never an error.

pub mod batch;
pub mod catalogue;
pub mod check;
pub mod class;
pub mod clean;
pub mod code;
pub mod dictionary;
pub mod duplicates;
pub mod erased;
pub mod establishment;
pub mod hash;
pub mod id;
pub mod invitation;
pub mod issue;
pub mod mapping;
pub mod matching;
mod others;
pub mod plan;
pub mod profile;
pub mod read;
pub mod revert;
pub mod sensitive;
mod slips;
pub mod student;
pub mod target;
pub mod transform;
pub mod user;
pub mod values;

pub use code::Code;
pub use establishment::{Country, DateOrder, Department, ForeignPhones, Language, Level, School};
pub use id::{
    AdminId, BatchId, EmbedId, EstablishmentId, ExportId, FileId, JobId, KeyId, MappingId, SessionId, UploadId, UserId,
    WebhookId,
};
pub use issue::{Issue, Severity};
pub use read::{Note, Read};
pub use target::{Target, TargetSet};
pub use user::Role;
pub use values::Values;
