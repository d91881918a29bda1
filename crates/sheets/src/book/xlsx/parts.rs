//! Which part of the package is which: relationships, never fixed names.

use crate::book::xml::{Piece, Xml};
use crate::book::zip::Archive;
use crate::{Limits, Refusal};

/// Relationship parts name a few dozen targets; this is room for thousands.
const RELATIONS_BYTES: u64 = 8 << 20;

pub(super) struct Relation {
    pub(super) id: String,
    /// The last step of the type: `worksheet`, `styles`. The beginning differs between the editions of the standard.
    pub(super) kind: String,
    pub(super) target: String,
}

/// What a part refers to; nothing when it has no relationships.
pub(super) fn relations(archive: &mut Archive, part: &str, limits: &Limits) -> Result<Vec<Relation>, Refusal> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(bytes) = archive.small_part(&name, RELATIONS_BYTES)? else { return Ok(Vec::new()) };
    let mut xml = Xml::new(bytes.as_slice(), limits, &name);
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.name() == "Relationship" => {
                let inside = tag.attribute("TargetMode").is_none_or(|mode| mode != "External");
                if let (true, Some(id), Some(kind), Some(target)) =
                    (inside, tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
                {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    relations.push(Relation { id, kind, target: resolve(folder, &target) });
                }
            }
            Piece::End => return Ok(relations),
            _ => {}
        }
    }
}

/// The workbook's main part.
pub(super) fn workbook_part(archive: &mut Archive, limits: &Limits) -> Result<String, Refusal> {
    let roots = relations(archive, "", limits)?;
    let named = roots.into_iter().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target);
    match named.filter(|name| archive.has(name)) {
        Some(name) => Ok(name),
        None if archive.has("xl/workbook.xml") => Ok("xl/workbook.xml".to_owned()),
        None => Err(Refusal::unreadable("the workbook part is missing")),
    }
}

/// A target is relative to the folder of the part that names it, or absolute in the package.
fn resolve(folder: &str, target: &str) -> String {
    let target = percent_decoded(&target.replace('\\', "/"));
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_against_the_naming_part() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/a", "../b/./c.xml"), "xl/b/c.xml");
        assert_eq!(resolve("xl", "worksheets\\feuille%201.xml"), "xl/worksheets/feuille 1.xml");
        assert_eq!(resolve("", "../../etc/passwd"), "etc/passwd");
        assert_eq!(resolve("xl", "a%2"), "xl/a%2");
    }
}
