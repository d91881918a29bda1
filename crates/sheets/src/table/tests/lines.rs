//! Lines around the students, and students who are called like them.

use super::{sheet, text};

#[test]
fn who_has_a_matricule_or_a_phone_number_is_a_student() {
    for student in [
        "SIGNE Carine | | 23D2 |",
        "SIGNE | | 23D2 |",
        "VISA Paul | | | 699112234",
        "KEY Jane | 6e A | 23D2 |",
        "TOTAL Marie | | 23D2 |",
        "TOTAL | | 23D2 |",
        "EFFECTIF Jo | | | 699112234",
        "NOTA Rose | | | +237699112234",
    ] {
        for rest in ["", "\nFOTSO Luc | 6e B | 23D4 | 699112236\nTAGNE Ida | 6e B | 23D5 | 699112237"] {
            let seen = sheet(&format!(
                "
Noms et prénoms | Classe | Matricule | Téléphone
MBARGA Paul | 6e A | 23D1 | 699112233
{student}
NANA Rose | 6e B | 23D3 | 699112235{rest}"
            ));
            assert!(seen.contains("2-4 data") || seen.contains("2-6 data"), "{student}:\n{seen}");
        }
    }
    assert!(
        text("Nom et prénoms|Téléphone\nMBARGA Paul|699112233\nTOTAL Marie|699112234\nEFFECTIF Jo|699112239")
            .contains("2-4 data")
    );
}

#[test]
fn a_total_beside_a_number_and_a_signature_beside_a_date_are_no_students() {
    for line in [
        "TOTAL | | | 12500000",
        "Total général | G=12 | F=13 |",
        "Fait à Douala le | | | 12/10/2025",
        "Le Proviseur | | | 699112234",
    ] {
        let seen = sheet(&format!(
            "
Noms et prénoms | Classe | Matricule | Montant
MBARGA Paul | 6e A | 23D1 | 50000
NANA Rose | 6e B | 23D3 | 25000
{line}"
        ));
        assert!(seen.contains("2-3 data") && !seen.contains("2-4"), "{line}:\n{seen}");
    }
}

#[test]
fn lines_of_the_page_are_no_students() {
    for line in [
        "A reporter",
        "A reporter | 2",
        "Report",
        "Report de la page 1 | 2",
        "Suite page 2",
        "Suite",
        "Le SG",
        "P.O. Le Proviseur",
        "Yaoundé, le 12/10/2025",
        "Douala le 1er octobre 2025",
        "Garoua, le ……………",
        "G=12 F=13 T=25",
        "FIN",
        "-- fin de fichier --",
        "18 enregistrement(s)",
    ] {
        for place in ["", " | ", " | | "] {
            let drawing = format!(
                "
N° | Matricule | Noms et prénoms | Téléphone
1 | 23D1 | MBARGA Paul | 699112233
2 | 23D2 | NANA Rose | 699112235
{place}{line}"
            );
            let last = sheet(&drawing);
            assert!(last.contains("2-3 data") && last.contains("end: 2 rows"), "{place}{line}:\n{last}");
            let inside = sheet(&format!("{drawing}\n3 | 23D3 | FOTSO Luc | 699112236"));
            assert!(inside.contains("5 data") && inside.contains("end: 3 rows"), "{place}{line}:\n{inside}");
        }
    }
}

#[test]
fn families_are_called_like_lines_of_the_page() {
    for student in [
        "3 | 23D3 | FIN",
        "3 | 23D3 | REPORT Anne",
        " | | SUITE Rose",
        " | | FIN Paul",
        " | | LE MOING Paul",
        "3 | | REPORT",
    ] {
        let seen = sheet(&format!(
            "
N° | Matricule | Noms et prénoms | Téléphone
1 | 23D1 | MBARGA Paul | 699112233
2 | 23D2 | NANA Rose | 699112235
{student}
4 | 23D4 | FOTSO Luc | 699112236"
        ));
        assert!(seen.contains("2-5 data"), "{student}:\n{seen}");
    }
}
