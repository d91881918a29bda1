//! What the columns of a list mean for a school: the proposal, the confirmed mapping and its versions, and its binding to the
//! columns of one table.

pub mod binding;

pub use binding::{Binding, Bound, Origin, Part, Source};
