//! Several lists beside one another.

use super::{Drawn, Found};

fn side(side: usize, drawing: &str) -> (String, usize) {
    let mut drawn = Drawn { side, ..Drawn::default() };
    let (events, found) = drawn.events(drawing);
    let Found::Tables { sides, .. } = found else { panic!("no table") };
    (super::picture(&events, found), sides)
}

const TWO: &str = "
LYCEE DE LIMBE
6e A | | | | 6e B
N° | Noms et prénoms | Téléphone | | N° | Noms et prénoms | Téléphone
1 | MBALLA Jean | 677001122 | | 1 | FOTSO Ida | 699001120
2 | EYENGA Rose | | | 2 | TAGNE Luc | 699001121
3 | ABENA Luce | 677001124
 | | | | | Le Censeur";

#[test]
fn each_side_is_a_table() {
    let (left, sides) = side(0, TWO);
    let want =
        "1 title: LYCEE DE LIMBE\n2 title: 6e A\n3+1 header: N° · Noms et prénoms · Téléphone\n4-6 data\nend: 3 rows\n";
    assert_eq!((left.as_str(), sides), (want, 2));
    let (right, sides) = side(1, TWO);
    let want = "1 title: LYCEE DE LIMBE\n2 title: 6e B\n3+1 header:  ·  ·  ·  · N° · Noms et prénoms · Téléphone\n4-5 data\n6 blank\n7 footer\nend: 2 rows\n";
    assert_eq!((right.as_str(), sides), (want, 2));
}

#[test]
fn a_side_has_its_own_number_or_matricule() {
    for (header, sides) in [
        ("N° | Nom | N° | Nom", 2),
        ("Matricule | Nom | | Matricule | Nom | | Matricule | Nom", 3),
        ("Nom | Prénom | Nom | Prénom", 1),
        ("N° | Nom | Prénom | Nom | Prénom", 1),
        ("N° | Nom | Note | N° | Nom", 1),
        ("N° | Nom | Téléphone | Classe", 1),
    ] {
        let rows = "1 | MBALLA | 2 | FOTSO | 3 | TAGNE | 4 | ABENA";
        assert_eq!(side(0, &format!("\n{header}\n{rows}\n{rows}")).1, sides, "{header}");
    }
}
