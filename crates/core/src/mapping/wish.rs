//! What a person says of a column, before any proposal: `--set 'HEADER=target'`.
//!
//! The last `=` parts title and target, because titles hold `=` themselves (`Sexe (1=G, 2=F)`). A column can also be named by its
//! letter or number (`#D`, `#4`), which is the only way for one without a title.

use rentree_sheets::fold;
use serde::{Deserialize, Serialize};

use crate::Target;

/// One `--set`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "snake_case")]
pub enum Wish {
    /// `HEADER=target`, or `A+B=target` (a join). The left side is as typed: titles may hold a `+` themselves.
    Map { columns: String, target: Target },
    /// `HEADER=ignore`.
    Ignore { column: String },
    /// `HEADER=extra`.
    Extra { column: String },
    /// `=target:text`.
    Constant { target: Target, text: String },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WishError {
    #[error("`{text}` is not of the form HEADER=target, HEADER=ignore, HEADER=extra, A+B=target or =target:text")]
    Form { text: String },
    #[error("`{name}` is no field{}; fields are: {}", hint(nearest.map(Target::name)), known_targets())]
    UnknownTarget { name: String, nearest: Option<Target> },
    #[error("no column has the title `{header}`{}; titles are: {}", hint(nearest.as_deref()), headers.join(", "))]
    UnknownHeader { header: String, nearest: Option<String>, headers: Vec<String> },
}

fn known_targets() -> String {
    Target::ALL.map(Target::name).join(", ")
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}

impl std::str::FromStr for Wish {
    type Err = WishError;

    fn from_str(text: &str) -> Result<Self, WishError> {
        let form = || WishError::Form { text: text.to_owned() };
        if let Some(constant) = text.trim_start().strip_prefix('=') {
            let (name, value) = constant.split_once(':').ok_or_else(form)?;
            return Ok(Self::Constant { target: target(name)?, text: value.trim().to_owned() });
        }
        let (columns, name) = text.rsplit_once('=').ok_or_else(form)?;
        let columns = columns.trim().to_owned();
        if columns.is_empty() {
            return Err(form());
        }
        match fold(name).as_str() {
            "ignore" | "ignorer" | "ignorar" => Ok(Self::Ignore { column: columns }),
            "extra" => Ok(Self::Extra { column: columns }),
            _ => Ok(Self::Map { columns, target: target(name)? }),
        }
    }
}

fn target(name: &str) -> Result<Target, WishError> {
    let name = name.trim();
    let plain = name.to_lowercase().replace(['-', ' '], "_");
    Target::named(&plain).ok_or_else(|| {
        let nearest = Target::ALL
            .into_iter()
            .map(|target| (strsim::osa_distance(target.name(), &plain), target))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, _)| *distance <= 3)
            .map(|(_, target)| target)
            .or_else(|| super::propose::by_title(name));
        WishError::UnknownTarget { name: name.to_owned(), nearest }
    })
}

/// The columns that a wish's left side names: one title, or several joined by `+`.
pub(super) fn columns(named: &str, headers: &[&str]) -> Result<Vec<u16>, WishError> {
    if let Some(column) = column(named, headers) {
        return Ok(vec![column]);
    }
    let parts: Vec<&str> = named.split('+').map(str::trim).collect();
    let mut found = Vec::new();
    let mut from = 0;
    while from < parts.len() {
        // The longest run of parts that is one title: a title may hold a `+`.
        let run = (from + 1..=parts.len()).rev().find_map(|to| {
            let title = parts.get(from..to)?.join("+");
            column(&title, headers).map(|column| (to, column))
        });
        let Some((to, column)) = run else {
            return Err(unknown(parts.get(from).copied().unwrap_or(named), headers));
        };
        found.push(column);
        from = to;
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

pub(super) fn column(named: &str, headers: &[&str]) -> Option<u16> {
    let exact = headers.iter().position(|header| header.trim() == named.trim() && !named.trim().is_empty());
    let folded = fold(named);
    let found = exact.or_else(|| headers.iter().position(|header| !folded.is_empty() && fold(header) == folded));
    found.map(|at| at as u16).or_else(|| by_place(named, headers.len()))
}

/// `#D` or `#4`.
fn by_place(named: &str, width: usize) -> Option<u16> {
    let place = named.trim().strip_prefix('#')?;
    let number = place.parse::<usize>().ok().or_else(|| {
        let letters = !place.is_empty() && place.len() <= 3 && place.bytes().all(|b| b.is_ascii_alphabetic());
        letters.then(|| place.bytes().fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1))
    })?;
    (1..=width).contains(&number).then(|| (number - 1) as u16)
}

fn unknown(named: &str, headers: &[&str]) -> WishError {
    let folded = fold(named);
    let nearest = headers
        .iter()
        .filter(|header| !header.trim().is_empty())
        .map(|header| (strsim::normalized_damerau_levenshtein(&fold(header), &folded), header))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .map(|(_, header)| (*header).to_owned());
    let titled = headers.iter().filter(|header| !header.trim().is_empty()).take(60);
    WishError::UnknownHeader { header: named.to_owned(), nearest, headers: titled.map(|h| (*h).to_owned()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        match text.parse::<Wish>() {
            Ok(wish) => serde_json::to_string(&wish).unwrap(),
            Err(error) => error.to_string().chars().take(60).collect(),
        }
    }

    #[test]
    fn wishes_are_parsed_at_the_last_equals_sign() {
        assert_eq!(parsed("Mle=matricule"), r#"{"wish":"map","columns":"Mle","target":"matricule"}"#);
        assert_eq!(parsed("Sexe (1=G, 2=F)=gender"), r#"{"wish":"map","columns":"Sexe (1=G, 2=F)","target":"gender"}"#);
        assert_eq!(parsed("Nom+Prénom=full_name"), r#"{"wish":"map","columns":"Nom+Prénom","target":"full_name"}"#);
        assert_eq!(parsed("Photo=ignore"), r#"{"wish":"ignore","column":"Photo"}"#);
        assert_eq!(parsed("Religion=extra"), r#"{"wish":"extra","column":"Religion"}"#);
        assert_eq!(parsed("=level_name:Tle = C"), r#"{"wish":"constant","target":"level_name","text":"Tle = C"}"#);
        assert_eq!(parsed("Mle=matricul"), "`matricul` is no field (did you mean `matricule`?); fields a");
        assert_eq!(parsed("Mle=téléphone"), "`téléphone` is no field (did you mean `phone`?); fields are:");
        assert_eq!(parsed("Mle"), "`Mle` is not of the form HEADER=target, HEADER=ignore, HEADE");
        assert_eq!(parsed("=matricule"), "`=matricule` is not of the form HEADER=target, HEADER=ignore");
    }

    #[test]
    fn columns_are_named_by_title_letter_or_join() {
        let headers = ["Nom", "Prénom", "A+B", "", "Tél. élève"];
        assert_eq!(columns("nom + PRENOM", &headers).unwrap(), [0, 1]);
        assert_eq!(columns("A+B", &headers).unwrap(), [2]);
        assert_eq!(columns("Nom+A+B", &headers).unwrap(), [0, 2]);
        assert_eq!(columns("#D", &headers).unwrap(), [3]);
        assert_eq!(columns("#5", &headers).unwrap(), [4]);
        let WishError::UnknownHeader { nearest, .. } = columns("Tel eleves", &headers).unwrap_err() else { panic!() };
        assert_eq!(nearest.as_deref(), Some("Tél. élève"));
    }
}
