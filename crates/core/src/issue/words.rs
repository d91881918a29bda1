//! Filling a sentence of the catalogue: the parameters, the parts that fall away, dates and rows as people say them.

use std::fmt::Write as _;

use super::Issue;
use crate::code::Code;
use crate::{Country, Language, Target};

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
            "f" => out.push_str(issue.target.map_or("…", |target| label(target, language))),
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

/// Numbers that are nobody's, written as the country writes them.
pub(super) const fn phone_example(country: Country) -> &'static str {
    match country {
        Country::CM => "6 99 00 01 23",
        Country::CF => "72 00 01 23",
        Country::TD => "66 00 01 23",
        Country::CG => "06 600 01 23",
        Country::GQ => "222 000 123",
        Country::GA => "077 00 01 23",
    }
}

const fn label(target: Target, language: Language) -> &'static str {
    let [fr, en, es] = match target {
        Target::FullName => ["nom complet", "full name", "nombre completo"],
        Target::FirstName => ["prénom", "first name", "nombre"],
        Target::LastName => ["nom", "last name", "apellidos"],
        Target::Email => ["e-mail", "e-mail", "correo electrónico"],
        Target::Phone => ["téléphone", "phone", "teléfono"],
        Target::Matricule => ["matricule", "matricule", "matrícula"],
        Target::CurrentSchoolYear => ["année scolaire", "school year", "curso académico"],
        Target::LevelCode => ["code du niveau", "level code", "código de nivel"],
        Target::LevelName => ["niveau", "level", "nivel"],
        Target::DepartmentCode => ["code de la série", "department code", "código de especialidad"],
        Target::DepartmentName => ["série ou filière", "department", "especialidad"],
        Target::DateOfBirth => ["date de naissance", "date of birth", "fecha de nacimiento"],
        Target::PlaceOfBirth => ["lieu de naissance", "place of birth", "lugar de nacimiento"],
        Target::Gender => ["sexe", "gender", "sexo"],
        Target::Nationality => ["nationalité", "nationality", "nacionalidad"],
        Target::Address => ["adresse", "address", "dirección"],
        Target::ParentName1 => ["nom du parent 1", "parent 1 name", "nombre del tutor 1"],
        Target::ParentPhone1 => ["téléphone du parent 1", "parent 1 phone", "teléfono del tutor 1"],
        Target::ParentEmail1 => ["e-mail du parent 1", "parent 1 e-mail", "correo del tutor 1"],
        Target::ParentName2 => ["nom du parent 2", "parent 2 name", "nombre del tutor 2"],
        Target::ParentPhone2 => ["téléphone du parent 2", "parent 2 phone", "teléfono del tutor 2"],
        Target::ParentEmail2 => ["e-mail du parent 2", "parent 2 e-mail", "correo del tutor 2"],
    };
    match language {
        Language::Fr => fr,
        Language::En => en,
        Language::Es => es,
    }
}
