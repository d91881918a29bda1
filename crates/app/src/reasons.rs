//! Why a list is read as it is, in the reader's language. The reading process says it in English, and these are all the sentences it has:
//! a new one there needs its line here, else it is shown as it was said.

use rentree_core::Language;

/// `{}` stands for what differs: a number, the name of an encoding, a word of the list.
const SAID: [(&str, &str); 16] = [
    ("you chose it", "vous l'avez choisi"),
    ("the file begins with its byte order mark", "les premiers octets du fichier le disent"),
    ("every other byte is zero", "un octet sur deux est nul"),
    ("there is no accent in the file", "le fichier n'a aucun accent"),
    ("every accent is valid UTF-8", "chaque accent est de l'UTF-8 valable"),
    (
        "almost all accents are valid UTF-8; {} are not",
        "presque tous les accents sont de l'UTF-8 valable ; {} ne le sont pas",
    ),
    ("the accents make words in {} (“{}”)", "les accents forment des mots en {} (« {} »)"),
    ("the accents make words in {}", "les accents forment des mots en {}"),
    (
        "no usual encoding makes words of the accents; {} is the likeliest",
        "aucun encodage habituel ne donne des mots ; {} est le plus probable",
    ),
    ("the page says so", "la page le dit"),
    ("the first line names it (sep=)", "la première ligne le nomme (sep=)"),
    ("{} % of the rows then have {} cells", "{} % des lignes ont alors {} cellules"),
    (
        "no delimiter splits the lines alike: one column",
        "aucun séparateur ne partage les lignes de la même façon : une seule colonne",
    ),
    ("{} of its {} cells are titles of columns", "{} de ses {} cellules sont des titres de colonnes"),
    (
        "its {} cells are short texts, and the rows below hold other values",
        "ses {} cellules sont des textes courts, et les lignes du dessous contiennent autre chose",
    ),
    ("this row was chosen by a person", "cette ligne a été choisie par une personne"),
];
const MORE_LINES: (&str, &str) = (", with {} more lines of titles around it", " (lignes de titres en plus : {})");

/// A reason as the reader gave it, in that language.
pub fn told(reason: &str, language: Language) -> String {
    if language != Language::Fr {
        return reason.to_owned();
    }
    if let Some(at) = reason.find(", with ")
        && let (head, tail) = reason.split_at(at)
        && let Some(tail) = said_as(tail, MORE_LINES)
    {
        return format!("{}{tail}", told(head, language));
    }
    if let Some(said) = SAID.iter().find_map(|words| said_as(reason, *words)) {
        return said;
    }
    // Pages of the web say their encoding before the reason.
    match reason.split_once(": ") {
        Some((encoding, why)) if !encoding.contains(' ') => format!("{encoding} : {}", told(why, language)),
        _ => reason.to_owned(),
    }
}

/// The same without the word of the list that it quotes, for whoever may not see values.
pub fn without_words(reason: &str) -> &str {
    reason.split_once(" (“").map_or(reason, |(before, _)| before)
}

/// The French of a sentence, with what differs put in, when it is that sentence.
fn said_as(text: &str, (english, french): (&str, &str)) -> Option<String> {
    let mut parts = english.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut holes = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let at = match parts.peek() {
            None => rest.len().checked_sub(part.len()).filter(|_| rest.ends_with(part))?,
            Some(_) => rest.find(part)?,
        };
        let (hole, after) = rest.split_at(at);
        holes.push(hole);
        rest = after.strip_prefix(part)?;
    }
    if !rest.is_empty() {
        return None;
    }
    let mut said = String::new();
    let mut holes = holes.into_iter();
    for (index, part) in french.split("{}").enumerate() {
        if index > 0 {
            said += holes.next()?;
        }
        said += part;
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::{SAID, told, without_words};
    use rentree_core::Language;

    #[test]
    fn every_sentence_has_its_french_and_keeps_what_differs() {
        for (english, french) in SAID {
            let fill = |text: &str| text.replacen("{}", "7", 1).replacen("{}", "9", 1);
            assert_eq!(told(&fill(english), Language::Fr), fill(french));
            assert_eq!(told(&fill(english), Language::En), fill(english));
        }
    }

    #[test]
    fn sentences_are_put_together() {
        for (english, french) in [
            (
                "9 of its 10 cells are titles of columns, with 1 more lines of titles around it",
                "9 de ses 10 cellules sont des titres de colonnes (lignes de titres en plus : 1)",
            ),
            ("windows-1252: the page says so", "windows-1252 : la page le dit"),
            ("the accents make words in ibm850 (“Zoé: (a)”)", "les accents forment des mots en ibm850 (« Zoé: (a) »)"),
            ("something that nobody knows yet", "something that nobody knows yet"),
        ] {
            assert_eq!(told(english, Language::Fr), french);
        }
        assert_eq!(without_words("the accents make words in ibm850 (“Zoé”)"), "the accents make words in ibm850");
    }
}
