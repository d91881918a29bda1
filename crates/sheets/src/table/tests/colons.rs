//! Titles with a colon.

use super::sheet;

#[test]
fn a_title_behind_a_colon_is_no_value() {
    for header in [
        "Nom et prénoms | Classe | Père : téléphone",
        "Nom | Responsable 1 : nom | Responsable 1 : téléphone",
        "Matricule | Père : nom | Mère : nom",
    ] {
        let seen = sheet(&format!(
            "
LYCEE DE LIMBE
{header}
MBARGA Paul | 6e A | 699112234
NANA Rose | 5e A | 699112235"
        ));
        assert!(seen.contains(&format!("2+1 header: {}\n3-4 data", header.replace(" | ", " · "))), "{header}:\n{seen}");
    }
}

#[test]
fn a_class_or_a_name_behind_a_colon_is_a_value() {
    let seen = sheet(
        "
Classe : Terminale | Titulaire : M. FOTSO | Année scolaire : 2025-2026
Nom et prénoms | Sexe | Téléphone
MBARGA Paul | M | 699112234
NANA Rose | F | 699112235",
    );
    assert!(seen.contains("2+1 header: Nom et prénoms · Sexe · Téléphone\n3-4 data"), "{seen}");
}
