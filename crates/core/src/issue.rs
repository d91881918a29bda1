//! What is wrong, where, and what could be done: data, rendered into a sentence only for a reader.
//!
//! The sentences are those of [`crate::code`]; this module fills them: `{v}` the text seen, `{s}` the suggestion, `{r}` the other
//! row or student, `{n}` a number, `{h}` the column's title, `{f}` the field. Nothing is ever parsed back from a sentence.

use serde::{Deserialize, Serialize};

use crate::clean::phone;
use crate::code::Code;
use crate::{Country, Language, Target};

mod words;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Warning,
    Error,
}

/// The parameters are those of the catalogue's sentences: `{v}` value, `{s}` suggestion, `{r}` other, `{n}` number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub code: Code,
    #[serde(rename = "field")]
    pub target: Option<Target>,
    /// Index of the source column, from 0 for column A.
    pub column: Option<u16>,
    pub value: Option<String>,
    pub suggestion: Option<String>,
    /// The other row (`12`, or `CE 1!12` in another sheet) or the other student's matricule or masked name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
}

impl Issue {
    pub fn new(code: Code) -> Self {
        Self { code, target: None, column: None, value: None, suggestion: None, other: None, number: None }
    }

    pub fn on(code: Code, target: Target) -> Self {
        Self { target: Some(target), ..Self::new(code) }
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What happened, for a person. `header` is the title of the issue's column, for the codes about a column.
    pub fn sentence(&self, language: Language, header: Option<&str>) -> String {
        let template = self.code.sentence(language);
        if self.suggestion.is_some() {
            words::fill(template, self, language, header)
        } else {
            words::fill(&words::without_suggestion(template), self, language, header)
        }
    }

    /// What to do next, for a person. The school's country gives the example of a phone number.
    pub fn hint(&self, language: Language, country: Country) -> String {
        let template = self.code.hint(language);
        if self.code == Code::PhoneInvalid && self.suggestion.is_none() {
            return template.replace("{s}", phone::example(country));
        }
        if self.suggestion.is_none() && template.contains("{s}") {
            return String::new();
        }
        words::fill(template, self, language, None)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn issue(code: Code, value: &str, suggestion: &str) -> Issue {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Issue { value: some(value), suggestion: some(suggestion), ..Issue::new(code) }
    }

    #[expect(clippy::needless_pass_by_value, reason = "expectations are made in place")]
    fn check(issue: Issue, language: Language, expected: Expect) {
        expected.assert_eq(&issue.sentence(language, Some("Né(e) le")));
    }

    #[test]
    fn parameters_are_filled() {
        check(
            issue(Code::EmailDomainTypo, "a@gmail.con", "a@gmail.com"),
            Language::Fr,
            expect!["« a@gmail.con » : vouliez-vous dire « a@gmail.com » ?"],
        );
        check(
            issue(Code::DateOrderUs, "", ""),
            Language::Es,
            expect!["Las fechas de «Né(e) le» están en mes/día: se leen así."],
        );
        check(
            Issue { number: Some(2), ..Issue::new(Code::RowColumnsShifted) },
            Language::Fr,
            expect!["La ligne a 2 cellules de trop : les valeurs sont décalées."],
        );
        check(
            Issue { number: Some(1), ..Issue::new(Code::RowColumnsShifted) },
            Language::En,
            expect!["The row has 1 cell too many: its values are shifted."],
        );
        check(
            Issue::on(Code::RequiredMissing, Target::DateOfBirth),
            Language::En,
            expect![[r#""Date of birth" is required by your school."#]],
        );
    }

    #[test]
    fn a_part_without_suggestion_is_left_out() {
        check(
            issue(Code::LevelUnknown, "Trle D", "TLE"),
            Language::Fr,
            expect!["Le niveau « Trle D » n'existe pas dans votre établissement. Proche : TLE."],
        );
        check(
            issue(Code::LevelUnknown, "7ème", ""),
            Language::Fr,
            expect!["Le niveau « 7ème » n'existe pas dans votre établissement."],
        );
        check(
            issue(Code::PhoneAmbiguous, "699000123699000124", ""),
            Language::Fr,
            expect!["« 699000123699000124 » peut se lire de plusieurs façons."],
        );
        check(issue(Code::PhoneAmbiguous, "699", ""), Language::Es, expect!["«699» puede leerse de varias formas."]);
        check(
            issue(Code::DobAmbiguous, "2008-03-04", ""),
            Language::Fr,
            expect!["04/03/2008 : jour et mois peuvent être inversés."],
        );
        check(issue(Code::PhoneMultiple, "", ""), Language::En, expect!["Several numbers."]);
    }

    #[test]
    fn no_code_keeps_an_open_parameter() {
        for code in Code::ALL {
            for language in [Language::Fr, Language::En, Language::Es] {
                let sentence = Issue::new(code).sentence(language, None);
                assert!(!sentence.is_empty() && !sentence.contains('{'), "{code}: {sentence}");
                assert!(!Issue::new(code).hint(language, Country::CM).contains('{'), "{code}");
            }
        }
    }

    #[test]
    fn dates_are_shown_as_people_write_them() {
        check(
            issue(Code::DobAmbiguous, "2008-03-04", "2008-04-03"),
            Language::En,
            expect!["04/03/2008: day and month may be swapped (03/04/2008?)."],
        );
        check(
            issue(Code::DobFuture, "2026-02-01T00:00:00", ""),
            Language::En,
            expect!["The birth date 01/02/2026 is in the future."],
        );
        check(issue(Code::DobTooOld, "12/03/1931", ""), Language::Fr, expect!["Né(e) en 1931 : plus de 80 ans."]);
        check(
            issue(Code::MatriculeFormat, "2008-03-04", ""),
            Language::En,
            expect![[r#"The matricule "2008-03-04" does not have your school's form."#]],
        );
    }

    #[test]
    fn the_other_is_a_row_or_a_student() {
        let shared = |other: &str| Issue { other: Some(other.to_owned()), ..Issue::new(Code::PhoneShared) };
        check(shared("12"), Language::Fr, expect!["Numéro partagé avec la ligne 12 : gardé comme contact."]);
        check(shared("CE 1!12"), Language::En, expect!["Number shared with row 12 of sheet CE 1: kept as a contact."]);
        check(
            shared("MBARGA C. (23D0123)"),
            Language::Es,
            expect!["Número compartido con MBARGA C. (23D0123): se guarda como contacto."],
        );
        let duplicate = Issue { other: Some("CM I!7".to_owned()), ..Issue::new(Code::RowDuplicate) };
        check(duplicate, Language::Fr, expect!["Même élève que la ligne 7 de la feuille CM I : ligne ignorée."]);
    }

    #[test]
    fn a_text_that_looks_like_a_parameter_is_only_text() {
        check(
            issue(Code::EmailDomainTypo, "{s}{v}", "{n}"),
            Language::En,
            expect![[r#""{s}{v}": did you mean "{n}"?"#]],
        );
    }

    #[test]
    fn the_hint_for_a_phone_shows_one_of_the_country() {
        expect!["Exemple pour votre pays : +242066000123."]
            .assert_eq(&Issue::new(Code::PhoneInvalid).hint(Language::Fr, Country::CG));
        expect!["Check the year."].assert_eq(&Issue::new(Code::DobFuture).hint(Language::En, Country::CM));
    }
}
