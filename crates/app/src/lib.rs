//! The use cases: where the domain, the store, the files and the reading process meet. Every face (command line, API) calls
//! these and nothing below them.

pub mod access;
pub mod accounts;
pub mod app;
mod batches;
pub mod blobs;
pub mod clock;
pub mod ctx;
pub mod doctor;
pub mod error;
mod establishments;
pub mod exports;
mod holder;
pub mod imports;
pub mod jobs;
mod memory;
pub mod reader;
pub mod requests;
pub mod retention;
pub mod schools;
pub mod students;
mod taught;
pub mod tls;
pub mod trail;
pub mod uploads;
pub mod words;

pub use app::{App, Tenant};
pub use clock::{Clock, Ids};
pub use ctx::{Actor, Ctx};
pub use error::Error;
pub use rentree_store::{
    AbsentStudent, Answer, AuditFilter, Batch, Error as StoreError, Export, ExportStatus, HandChange, Job, JobKind,
    JobStatus, Known, ListChange, Mapping as MappingKept, RevertedRow, RowFilter, Store, Student, Upload,
};
pub use students::StudentView;
