//! What is chosen for an import.

use rentree_core::batch::{Absent, Key, Options, Strategy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StrategyView {
    Merge,
    Skip,
    Fail,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MatchKeyView)]
pub(crate) enum KeyView {
    Email,
    Phone,
    Matricule,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AbsentView {
    List,
    Deactivate,
}

/// What was chosen for the batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OptionsView {
    duplicate_strategy: StrategyView,
    match_keys: Vec<KeyView>,
    identity_guard: bool,
    override_edits: bool,
    all_or_nothing: bool,
    absent: AbsentView,
}

impl From<StrategyView> for Strategy {
    fn from(view: StrategyView) -> Self {
        match view {
            StrategyView::Merge => Self::Merge,
            StrategyView::Skip => Self::Skip,
            StrategyView::Fail => Self::Fail,
        }
    }
}

impl From<Strategy> for StrategyView {
    fn from(strategy: Strategy) -> Self {
        match strategy {
            Strategy::Merge => Self::Merge,
            Strategy::Skip => Self::Skip,
            Strategy::Fail => Self::Fail,
        }
    }
}

pub(super) const fn key(view: KeyView) -> Key {
    match view {
        KeyView::Email => Key::Email,
        KeyView::Phone => Key::Phone,
        KeyView::Matricule => Key::Matricule,
    }
}

pub(super) const fn absent(view: AbsentView) -> Absent {
    match view {
        AbsentView::List => Absent::List,
        AbsentView::Deactivate => Absent::Deactivate,
    }
}

impl OptionsView {
    pub(super) fn of(options: &Options) -> Self {
        let keys = Vec::<Key>::from(options.keys.clone());
        Self {
            duplicate_strategy: options.strategy.into(),
            match_keys: keys
                .into_iter()
                .map(|key| match key {
                    Key::Email => KeyView::Email,
                    Key::Phone => KeyView::Phone,
                    Key::Matricule => KeyView::Matricule,
                })
                .collect(),
            identity_guard: options.guard,
            override_edits: options.override_edits,
            all_or_nothing: options.all_or_nothing,
            absent: match options.absent {
                Absent::List => AbsentView::List,
                Absent::Deactivate => AbsentView::Deactivate,
            },
        }
    }
}
