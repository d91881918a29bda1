//! From a proposal and a person's wishes to a mapping and its binding.

use super::{Band, Binding, Mapping, Proposal, Wish, WishError};
use crate::{Issue, Target};

#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    pub mapping: Mapping,
    pub binding: Binding,
    /// The proposal with the person's wishes written in, for the report.
    pub proposal: Proposal,
    /// Columns that could mean something and are not sure enough: listed, not an error.
    pub open: Vec<u16>,
    /// Warnings that stop nothing.
    pub notices: Vec<Issue>,
    /// `MAP_TARGET_MISSING`, `MAP_STRONG_ID_MISSING`, `MAP_FIELD_TWICE`: nothing can be checked before they are solved.
    pub errors: Vec<Issue>,
}

/// `accept` is the band from which a proposal is taken without being named. `required` comes from the school's settings.
pub fn resolve(proposal: &Proposal, wishes: &[Wish], accept: Band, required: &[Target]) -> Result<Resolved, WishError> {
    let _ = (wishes, accept, required);
    Ok(Resolved {
        mapping: Mapping::default(),
        binding: Binding::default(),
        proposal: proposal.clone(),
        open: Vec::new(),
        notices: Vec::new(),
        errors: Vec::new(),
    })
}
