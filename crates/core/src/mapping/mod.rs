//! What the columns of a list mean for a school: the proposal, the confirmed mapping and its versions, and its binding to the
//! columns of one table.
//!
//! The way of a list: `profile` watches its rows, [`propose`] says what each column means and why, a person's [`Wish`]es come
//! first, [`resolve`] makes a [`Mapping`] of what is sure enough, [`bind()`] lays that mapping over the columns of a table, and
//! [`derive()`] finds what stands outside the columns. Nothing here reads a cell for its value: that is `clean` and `check`.

pub mod bind;
pub mod binding;
pub mod derive;
pub mod drift;
pub mod memory;
pub mod model;
pub mod proposal;
pub mod propose;
pub mod ready;
pub mod resolve;
#[cfg(test)]
mod tests;
pub mod wish;

pub use bind::{Bind, bind};
pub use binding::{Binding, Bound, Origin, Part, Source};
pub use derive::{Surroundings, derive};
pub use drift::{Drift, drift};
pub use memory::{Learned, Memory};
pub use model::{FieldMapping, Mapping, MappingError, learned_aliases};
pub use proposal::{Band, Proposal, Proposed, Why};
pub use propose::{ProposeOptions, propose};
pub use ready::ready;
pub use resolve::{Resolved, missing, resolve};
pub use wish::{Wish, WishError};
