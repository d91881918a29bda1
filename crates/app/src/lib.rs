//! The use cases: where the domain, the store, the files and the reading process meet. Every face (command line, API) calls
//! these and nothing below them.

pub mod access;
pub mod access_log;
pub mod accounts;
pub mod app;
mod batches;
pub mod blobs;
pub mod clock;
pub mod ctx;
pub mod doctor;
pub mod dossier;
pub mod erasure;
pub mod error;
mod establishments;
pub mod exports;
pub mod feed;
mod holder;
pub mod imports;
pub mod invitations;
pub mod jobs;
mod memory;
pub mod outward;
pub mod reader;
pub mod reasons;
pub mod requests;
pub mod retention;
pub mod schools;
pub mod seal;
pub mod students;
mod taught;
pub mod tls;
pub mod trail;
pub mod uploads;
pub mod vault;
pub mod webhooks;
pub mod words;

pub use app::{App, Tenant};
pub use clock::{Clock, Ids};
pub use ctx::{Actor, Ctx};
pub use error::Error;
pub use rentree_store::{
    AbsentStudent, Answer, AuditFilter, Batch, Certificate as PurgeCertificate, Change, Changed, Delivery,
    DeliveryStatus, Endpoint, Erasure as ErasureKept, Error as StoreError, EventKind, Export, ExportStatus, FeedPlace,
    HandChange, Invitation, InvitationStatus, Job, JobKind, JobStatus, Known, ListChange, Mapping as MappingKept,
    PurgeReason, Removed, RevertedRow, RowFilter, Store, Student, Upload,
};
pub use students::StudentView;
