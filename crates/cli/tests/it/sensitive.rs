//! Columns that a list should not have: not staged, not profiled, not shown, unless the school says why it keeps one.

use serde_json::{Value, json};

use crate::api::{Desk, HERE, SLUG};

const LIST: &str = "Matricule;Nom;Classe;Téléphone;Religion;Groupe;Infos\n\
    S1;NGO Marie;6e;699845173;Zqcatholique;A;Chrétien\n\
    S2;ABENA Paul;6e;699845174;Zqmusulmane;B;Musulman\n\
    S3;EKO Zoé;5e;699845175;Zqprotestante;A;Catholique\n\
    S4;MBA Jean;5e;699845176;Zqcatholique;B;Chrétien\n";

on_every_database! {
    fn a_sensitive_column_is_not_even_staged(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let sent = program.send_list(SLUG, ("liste.csv", LIST.as_bytes()), "k1");
        let place = sent.header("location").unwrap().to_owned();
        program.wait_for(&place, "validated");
        let rows = program.get(&format!("{place}/rows")).text();
        let columns = program.get(&format!("{place}/mapping"));
        for text in [&rows, &columns.text()] {
            assert!(!text.contains("Zqcath") && !text.contains("Zqmusul") && !text.contains("Musulman"), "{text}");
        }
        assert!(rows.contains("\"A\""), "the group of the class is another matter: {rows}");
        let columns = columns.text();
        assert!(columns.contains("religion"), "{columns}");
        let first = program.get(&format!("{place}/rows")).json();
        let key = first["items"][0]["key"].clone();
        let edit = json!([{"row": key, "column": "E", "value": "Catholique", "expected": ""}]);
        let refused = program.patch(&format!("{place}/rows"), &edit);
        assert_eq!((refused.status, refused.json()["errors"][0]["pointer"].as_str()), (422, Some("/0/column")), "{}", refused.text());
        // A person who wants it all the same as an extra column does not get it either.
        let said = desk.house.succeed(&["import", &desk.house.write("l.csv", LIST).to_string_lossy(), "--establishment", SLUG, "--set", "Religion=extra",
            "--commit", "--approve", "--json"]);
        assert!(!said.contains("Zqcath"), "{said}");
        let students = desk.house.succeed(&["student", "export", "-e", SLUG, "--json"]);
        assert!(students.contains("NGO Marie") && !students.contains("Zqcath"), "{students}");
    }

    fn a_school_that_says_why_keeps_the_column_and_the_trail_knows(base: Base) {
        let desk = Desk::open(base);
        let text = std::fs::read_to_string(crate::api::repository("examples/ces-ndoumbele.json")).unwrap();
        let mut school: Value = serde_json::from_str(&text).unwrap();
        school["settings"]["sensitive"] = json!({"religion": "  "});
        let refused = desk.house.run(&["establishment", "apply", &desk.house.write("s.json", school.to_string()).to_string_lossy()]);
        assert_eq!(refused.code, 2, "a reason is needed: {}", refused.err);
        school["settings"]["sensitive"] = json!({"religion": "Aumônerie, accord des parents"});
        desk.house.apply(&school);
        let list = desk.house.write("l.csv", LIST);
        desk.house.succeed(&["import", &list.to_string_lossy(), "--establishment", SLUG, "--set", "Religion=extra", "--commit", "--approve"]);
        let students = desk.house.succeed(&["student", "export", "-e", SLUG, "--json"]);
        assert!(students.contains("Zqcatholique"), "{students}");
        let trail = desk.key("auditor", "read").get(&format!("{HERE}/audit?action=school.sensitive")).json();
        assert_eq!(trail["items"][0]["details"], json!({"kept": ["religion"], "kept_no_more": []}), "{trail}");
        let shown = desk.program().get(HERE).json();
        assert_eq!(shown["settings"]["sensitive"]["religion"], "Aumônerie, accord des parents", "{shown}");
    }
}
