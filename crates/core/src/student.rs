//! The student as the school knows it, and what a batch needs of it to judge a row.

use crate::{TargetSet, UserId, Values};

/// A student of the same school. Never a student of another school, never staff: the store cannot even ask for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownStudent {
    pub id: UserId,
    pub values: Values,
    /// The phone identifies this student; otherwise it is only a contact (a parent's, a sibling's).
    pub phone_is_own: bool,
    /// Fields that a person edited by hand; `merge` leaves them alone unless the batch says otherwise.
    pub edited: TargetSet,
    /// One who is not comes back with the first list that names them.
    pub active: bool,
}
