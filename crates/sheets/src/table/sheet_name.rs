//! What the name of a sheet promises.

use crate::{Reason, fold};

use super::Ask;
use super::words;

/// `Err` says that a sheet with such a name is read only when there is no other list in the file.
pub fn promise(name: &str) -> Result<Ask, Reason> {
    let folded = fold(name);
    let numberless = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if words::begins_any(numberless, words::INSTRUCTION_SHEETS) {
        Err(Reason::Instructions)
    } else if words::begins_any(numberless, words::OTHER_SHEETS) {
        Err(Reason::NoList)
    } else if words::begins_any(numberless, words::COUNT_SHEETS) {
        Ok(Ask::Pupils)
    } else {
        Ok(Ask::Persons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_promises_pupils_unless_it_says_otherwise() {
        for (name, want) in [
            ("6e A", Ok(Ask::Persons)),
            ("Feuil1", Ok(Ask::Persons)),
            ("LISEZ-MOI", Err(Reason::Instructions)),
            ("Instructions (2)", Err(Reason::Instructions)),
            ("Enseignants", Err(Reason::NoList)),
            ("Récapitulatif 2025", Ok(Ask::Pupils)),
        ] {
            assert_eq!(promise(name), want, "{name}");
        }
    }
}
