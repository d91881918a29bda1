//! How well the values of a column fit a target: from -100 (they are something else) over 0 (they do not say) to 100.

#![allow(clippy::wildcard_imports, reason = "sets of ideas and shapes read better without prefixes")]

use super::context::Context;
use crate::Target;
use crate::dictionary::{Kind, field};
use crate::profile::{ColumnProfile, shape::*};

/// Below this, the title is not believed.
pub(super) const AGAINST: i32 = -80;

pub(super) fn fit(context: &Context<'_>, profile: &ColumnProfile, target: Target) -> i32 {
    if profile.filled == 0 {
        return 0;
    }
    let fit = match field(target).kind {
        Kind::Name => name(profile),
        Kind::Email => email(profile),
        Kind::Phone => phone(profile),
        Kind::Date => date(profile),
        Kind::Gender => gender(profile),
        Kind::SchoolYear => school_year(profile),
        Kind::Code => matricule(profile),
        Kind::Text => text(profile),
        Kind::Catalogue => catalogue(context, profile, target),
    };
    // One or two values prove little, either way.
    if profile.filled < 3 { fit.clamp(-79, 40) } else { fit }
}

fn name(profile: &ColumnProfile) -> i32 {
    if profile.share(WORDS) >= 0.6 {
        let flags = profile.share(FLAG).max(profile.share(GENDER));
        return if flags > 0.6 { -100 } else { 60 };
    }
    if profile.share(PHONE | DATE | EMAIL | INTEGER | CODE) > 0.6 { -100 } else { 0 }
}

fn email(profile: &ColumnProfile) -> i32 {
    match profile.share(EMAIL) {
        share if share >= 0.5 => 100,
        share if share > 0.1 => 30,
        _ if profile.share(PHONE) > 0.5 || profile.share(WORDS) > 0.5 || profile.share(FLAG | DATE) > 0.5 => -100,
        _ => -60,
    }
}

fn phone(profile: &ColumnProfile) -> i32 {
    if profile.share(PHONE) >= 0.5 {
        return 80;
    }
    if profile.share(PHONE) >= 0.15 {
        return 20;
    }
    let other = profile.share(EMAIL) >= 0.3 || profile.share(WORDS) >= 0.6 || profile.share(DATE) >= 0.5;
    let short = profile.share(INTEGER) >= 0.6 && profile.mean_chars() <= 5;
    if other || short { -100 } else { -30 }
}

fn date(profile: &ColumnProfile) -> i32 {
    if profile.share(DATE) >= 0.4 {
        return 100;
    }
    if profile.share(DATE) > 0.05 {
        return 20;
    }
    let numbers = profile.share(INTEGER) >= 0.5;
    if numbers {
        // Serial days have five digits, `12032008` eight, a lone year four.
        return if (4..=8).contains(&profile.mean_chars()) { 10 } else { -100 };
    }
    if profile.share(WORDS) >= 0.6 || profile.share(EMAIL) >= 0.5 { -100 } else { -40 }
}

fn gender(profile: &ColumnProfile) -> i32 {
    if profile.share(GENDER) >= 0.6 {
        return 100;
    }
    if profile.distinct() > 8 || profile.share(EMAIL | PHONE | DATE) > 0.5 { -100 } else { -20 }
}

fn school_year(profile: &ColumnProfile) -> i32 {
    if profile.share(SCHOOL_YEAR) >= 0.4 {
        return 100;
    }
    if profile.share(YEAR) >= 0.8 && profile.distinct() <= 3 {
        return 40;
    }
    let other = profile.share(EMAIL | PHONE) > 0.5 || (profile.share(DATE) > 0.5) || profile.share(CLASS) > 0.5;
    if other || profile.distinct() > 12 { -100 } else { -30 }
}

fn matricule(profile: &ColumnProfile) -> i32 {
    if profile.share(WORDS) >= 0.6 || profile.share(DATE) >= 0.6 || profile.share(EMAIL) >= 0.4 {
        return -100;
    }
    let repeated = profile.filled >= 8 && profile.uniqueness() < 0.3;
    if repeated {
        return -100;
    }
    if profile.is_running_number() {
        return 0;
    }
    let coded = profile.share(CODE | INTEGER) >= 0.6;
    if coded && profile.uniqueness() >= 0.8 { 80 } else { 10 }
}

fn text(profile: &ColumnProfile) -> i32 {
    if profile.share(EMAIL) >= 0.5 || profile.share(PHONE) >= 0.6 || profile.share(DATE) >= 0.6 {
        return -100;
    }
    if profile.share(INTEGER) >= 0.7 || profile.share(FLAG) >= 0.8 {
        return -90;
    }
    if profile.share(WORDS) >= 0.4 { 20 } else { 0 }
}

fn catalogue(context: &Context<'_>, profile: &ColumnProfile, target: Target) -> i32 {
    if profile.share(EMAIL | PHONE | DATE) >= 0.5 {
        return -100;
    }
    let level = matches!(target, Target::LevelCode | Target::LevelName);
    let class = profile.share(CLASS).max(context.known_levels(profile));
    let series = profile.share(SERIES).max(context.known_departments(profile));
    let (own, other) = if level { (class, series) } else { (series, class) };
    if own >= 0.4 {
        return if own >= other { 100 } else { 60 };
    }
    if profile.distinct() > 60 && profile.uniqueness() > 0.5 {
        return -100;
    }
    if other >= 0.6 { -30 } else { 0 }
}
