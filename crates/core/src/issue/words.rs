//! Filling a sentence of the catalogue: the parameters, the parts that fall away, dates and rows as people say them.

use std::fmt::Write as _;

use super::Issue;
use crate::Language;
use crate::code::Code;
use crate::dictionary::field;

/// One pass over the template, so that a cell that contains `{v}` is only text.
pub(super) fn fill(template: &str, issue: &Issue, language: Language, header: Option<&str>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        rest = after;
        match name {
            "v" => out.push_str(&shown(issue.value.as_deref().unwrap_or("…"), issue)),
            "s" => out.push_str(&shown(issue.suggestion.as_deref().unwrap_or("…"), issue)),
            "h" => out.push_str(header.or(issue.value.as_deref()).unwrap_or("…")),
            "f" => out.push_str(issue.target.map_or("…", |target| field(target).label(language))),
            "r" => other(&mut out, issue, language),
            "n" => rest = number(&mut out, issue, rest),
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

/// Some parts of a sentence live by their suggestion. The smallest part that holds it falls away: the brackets, else its
/// sentence when another one stays, else what follows the colon.
pub(super) fn without_suggestion(template: &str) -> String {
    let Some(at) = template.find("{s}") else { return template.to_owned() };
    let (before, after) = template.split_at(at);
    if let (Some(open), Some(close)) = (before.rfind(" ("), after.find(')')) {
        return format!("{}{}", &before[..open], &after[close + 1..]);
    }
    if let Some(end) = before.rfind(". ") {
        return before[..=end].to_owned();
    }
    match before.find(':') {
        Some(colon)
            if before[..colon].chars().any(char::is_alphanumeric) && !before[..colon].trim_end().ends_with("{v}\"") =>
        {
            format!("{}.", before[..colon].trim_end())
        }
        _ => template.to_owned(),
    }
}

/// Dates of birth are normal forms (`2008-03-04`) in the data and `04/03/2008` for people, in all three languages.
fn shown<'a>(text: &'a str, issue: &Issue) -> std::borrow::Cow<'a, str> {
    if !about_birth(issue.code) {
        return text.into();
    }
    let date = text.get(..10).filter(|_| text.len() == 10 || text[10..].starts_with('T'));
    let parts = date.and_then(|date| {
        let (year, month, day) = (date.get(..4)?, date.get(5..7)?, date.get(8..)?);
        let digits = [year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        (digits && date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-').then_some((year, month, day))
    });
    match parts {
        Some((year, ..)) if issue.code == Code::DobTooOld => year.into(),
        Some((year, month, day)) => format!("{day}/{month}/{year}").into(),
        None if issue.code == Code::DobTooOld => year_in(text).unwrap_or(text).into(),
        None => text.into(),
    }
}

const fn about_birth(code: Code) -> bool {
    matches!(
        code,
        Code::DobInvalid
            | Code::DobFuture
            | Code::DobTooOld
            | Code::DobTooYoung
            | Code::DobApproximate
            | Code::DobAmbiguous
    )
}

/// "Born in 1931": the only run of exactly four digits.
fn year_in(text: &str) -> Option<&str> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.next().filter(|_| runs.next().is_none())
}

fn number<'a>(out: &mut String, issue: &Issue, rest: &'a str) -> &'a str {
    let Some(number) = issue.number else {
        out.push('…');
        return rest;
    };
    let _ = write!(out, "{number}");
    // "1 cells": the three languages make these plurals with an s.
    let word = rest.len() - rest.trim_start().trim_start_matches(char::is_alphabetic).len();
    match rest[..word].strip_suffix('s') {
        Some(single) if number == 1 => {
            out.push_str(single);
            &rest[word..]
        }
        _ => rest,
    }
}

/// A row is said with its sheet; a student as he is.
fn other(out: &mut String, issue: &Issue, language: Language) {
    let Some(other) = issue.other.as_deref() else { return out.push('…') };
    let (sheet, row) = match other.rsplit_once('!') {
        Some((sheet, row)) => (Some(sheet), row),
        None => (None, other),
    };
    if row.is_empty() || !row.bytes().all(|byte| byte.is_ascii_digit()) {
        return out.push_str(other);
    }
    if matches!(issue.code, Code::EmailShared | Code::PhoneShared) {
        out.push_str(match language {
            Language::Fr => "la ligne ",
            Language::En => "row ",
            Language::Es => "la fila ",
        });
    }
    out.push_str(row);
    if let Some(sheet) = sheet {
        out.push_str(match language {
            Language::Fr => " de la feuille ",
            Language::En => " of sheet ",
            Language::Es => " de la hoja ",
        });
        out.push_str(sheet);
    }
}
