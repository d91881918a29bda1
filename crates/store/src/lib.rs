//! Every SQL statement, every migration, and nothing that decides. What the rows mean is `rentree_core`'s; when they are written is the app's.
//!
//! ```text
//! Store::open("sqlite:FILE") · migrate(now) · journal_empty · rewrite · rewrite_after_deletions · close
//!   begin(school) → TenantTx, may write      read(school) → TenantTx, only reads      begin_repeatable(school), begin_unwaited(school): not waited for
//!   system() · system_read() → SystemTx      a dropped transaction rolls back; `commit` is explicit
//!
//! SystemTx   establishment_apply(id, &School, now) → TenantTx · establishment_by_slug · establishments · purge_candidates
//!            jobs_due · jobs_open · leases_held · masters_in_use · deliveries_due · invitation_next · invitations_held
//!            events_over_time
//!            admin_insert · admin_by_email · admins · admin_update · admin_session_insert · admin_session_by_token · admin_session_seen
//!            admin_session_end · admin_sessions_end · sign_in_try · sign_in_was_right
//!            admin_second_factor (begin, taken, end) · admin_secrets_not_under · admin_secret_rewrap
//! TenantTx   school        school · school_replace · students_revision
//!            batch         batch_insert · batch · batches · batches_told · batches_by_file_hash · batch_move · batch_asked · batch_progress · batch_replanned
//!            file          file_insert · file_found · files · files_by_hash
//!            mapping       mapping_insert · mapping · mappings · aliases · alias_learn · alias_revoke
//!                          value_aliases · value_alias_learn · value_alias_revoke
//!            staging       staging_clear · staging_insert · staging_update · staging_rows · staging_rows_by_seq
//!                          staging_slices · staging_updates · staging_creations · staging_of_student · staging_last · staging_holds · issues · issue_counts · issue_examples
//!            survey        survey_keep · survey · yardstick_keep · yardstick · stretch_insert · stretch_keys · stretch_starts · stretches
//!                          staging_marked · staging_texts · issue_groups
//!            correction    change_set_insert · change_set_moved · change_set · change_sets · change_set_to_undo · change_set_to_redo
//!                          change_sets_forget_undone · corrections_insert · corrections_of · corrections_of_set · corrections_undone
//!                          corrections_any · corrections_count · corrections_clear · batch_revised
//!            students      students_known · staff_keys · students_by_id · student_by_matricule · students_count
//!                          students_any · students_page · students_hold · student_edit
//!                          list_changes · hand_change_insert · hand_changes
//!            search        students_found · words_behind · words_missing · words_reached · words_set · words_forget
//!            exports       export_insert · export · exports · exports_waiting · export_made
//!            keys of files data_key · data_key_keep · data_key_destroy · data_keys_not_under · data_key_rewrap
//!            job           job_insert · job · jobs · job_of_batch · job_is_open · job_begin · job_done · job_again · job_park · job_retry
//!            lease         lease_take · lease_renew · lease_check · lease_release · lease_holder · lease_break
//!            commit        commit_chunk (commit_rows, commit_proof) · changes
//!                          commit_log_insert · commit_log
//!            people        staff_insert · staff · staff_by_email · staff_page · staff_active · staff_update · staff_password · staff_password_set
//!                          password_link_set · password_link_take
//!            access        session_insert · session_by_token · session_seen · session_end · sessions_end · sessions_open · sessions_forget
//!                          key_insert · key_by_token · key · keys · key_used · key_revoke · glass_break · glass_broken
//!            second factor second_factor · second_factors · second_factor_begin · second_factor_taken · second_factor_end
//!            embeds        embed_insert · embed_by_token · embed · embed_end · embeds_forget
//!            feed          feed (feed_gone)
//!            invitation    invitations_create · invitations_would · invitation · invitations · invitation_counts · contact_is_a_parents
//!                          invitation_claim · invitation_handing · invitation_ended · invitation_free · invitation_again · invitation_bounced · invitation_by_token · invitation_accept
//!            event         event_append · event_for · events · events_forget
//!            webhook       webhook_insert · webhook · webhooks · webhook_update · webhook_delete · webhook_disable
//!                          deliveries · delivery_again · delivery_claim · delivery_arrived · delivery_missed
//!            absent        absent_find · absent_page
//!            revert        revert_begin · revert_changes · revert_students_needed · revert_keys_free · revert_remove · revert_chunk · reverted_rows
//!            the rest      audit_append · audit · audit_of · audit_by_action · audit_of_by_action · audit_newest · audit_head
//!            purge         purge_due · purge_counts · purge_begin · purge_rows · purge_finish · purge_jobs_done · certificate · certificates
//!                          batches_known
//!            rights        erasure_insert · erasure · erasures · erasures_standing · erasures_unswept · erasure_swept · erasure_lift
//!                          student_erase · batches_unpurged · corrections_forget · changes_empty · changes_of_student · batch_counted
//!                          survey_rewrite · file_gone · exports_forget · student_is_gone · access_page_insert · access_pages_with · access_pages_of
//!                          audit_by_actor
//! ```
//!
//! Invariants: every statement on a school's table names `establishment_id`, which [`TenantTx`] binds as `$1` itself; a status moves
//! only by compare-and-set; a chunk of a commit is one transaction that checks its fencing token and moves the cursor; times are
//! microseconds since 1970 in UTC, a number that both databases compare, index and compute with alike.
//!
//! To add a table: a new migration for both databases (`docs/migrations.md`), a module named after it, tests in `tests/it/`, among
//! them one by which the other school sees nothing.

mod absent;
mod access_pages;
mod audit;
mod batches;
mod commit;
mod conn;
mod corrections;
mod data_keys;
mod dialect;
mod distribute;
mod embeds;
mod erasures;
mod error;
mod establishments;
mod events;
mod exports;
mod feed;
mod files;
mod gate;
mod health;
mod history;
mod invitations;
mod issues;
mod jobs;
mod keys;
mod leases;
mod mappings;
mod migrate;
mod names;
mod open;
mod pages;
#[cfg(test)]
mod plans;
mod platform;
mod purge;
mod requests;
mod revert;
mod search;
mod second_factor;
mod sessions;
mod staging;
#[cfg(test)]
mod statements;
mod students;
mod survey;
mod tx;
mod users;
mod webhooks;

pub use absent::AbsentStudent;
pub use access_pages::{AccessPage, AccessPages};
pub use audit::{AuditEntry, AuditEvent, AuditFilter};
pub use batches::{Batch, BatchMoved, BatchTimes, NewBatch};
pub use commit::{Chunk, RowChange, Written};
pub use conn::Json;
pub use corrections::{ChangeKind, ChangeSet, ChangeStatus, CodeGroup, Correction};
pub use data_keys::WrappedKey;
pub use distribute::Distribution;
pub use embeds::Embed;
pub use erasures::{Erasure, Lifted};
pub use error::{Error, Fact, Result};
pub use establishments::Establishment;
pub use events::{Event, EventKind};
pub use exports::{Export, ExportStatus};
pub use feed::{Change, Changed, FeedPlace};
pub use files::{File, Found};
pub use health::Health;
pub use history::{HandChange, ListChange};
pub use invitations::{Ended, Invitation, InvitationStatus, Sending, Ways, Would};
pub use issues::RowIssue;
pub use jobs::{Job, JobKind, JobStatus, NewJob, Tries};
pub use keys::Key;
pub use leases::{Lease, SCHOOL};
pub use mappings::{Alias, Mapping, ValueAlias};
pub use names::Outcome;
pub use open::{Store, WRITER_THREAD};
pub use pages::{Mark, RowTexts, Span};
pub use platform::{Admin, AdminSession, Try};
pub use purge::{Certificate, PurgeReason, Purging, Removed};
pub use requests::{Answer, Keyed, Known, Upload, UploadPart};
pub use revert::{RevertChunk, RevertedRow};
pub use search::{Behind, StudentFilter};
pub use second_factor::SecondFactor;
pub use sessions::{NewSession, Session};
pub use staging::{BatchRow, PlannedRow, RowFilter, Slice, StagedRow, StagedRows};
pub use students::{Keys, StaffKeys, Student, StudentWrite};
pub use survey::Stretch;
pub use tx::{SystemTx, TenantTx};
pub use users::Staff;
pub use webhooks::{Delivery, DeliveryStatus, Endpoint, Missed, Taken};
