//! What other programs write and read: OneRoster both ways, and the extracts of the French bases of pupils.

use std::process::{Command, Stdio};

use rentree_testkit::python;
use serde_json::{Value, json};

use crate::api::{SLUG, repository};
use crate::house::{self, House};

fn school(house: House) -> House {
    house.succeed(&["establishment", "apply", &repository("examples/ces-ndoumbele.json")]);
    house
}

fn import(house: &House, name: &str, list: &str, mapping: &str) -> Value {
    let file = house.write(name, list);
    let said = house.run(&[
        "import",
        &file.to_string_lossy(),
        "--establishment",
        SLUG,
        "--mapping",
        mapping,
        "--commit",
        "--approve",
        "--json",
    ]);
    assert!(said.code == 0 || said.code == 4, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

fn students(house: &House) -> Vec<Value> {
    serde_json::from_str(&house.succeed(&["student", "export", "-e", SLUG, "--json"])).unwrap()
}

/// The archive as a program that is nobody of ours reads it: every file that the manifest names, with its rows by title.
const READ: &str = "
import csv, io, json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
out = {}
for name in z.namelist():
    out[name] = list(csv.DictReader(io.StringIO(z.read(name).decode('utf-8'), newline='')))
print(json.dumps(out))
";

fn read(archive: &std::path::Path) -> Value {
    let python = python::with("openpyxl==3.1.5");
    let said = Command::new(python).arg("-c").arg(READ).arg(archive).stderr(Stdio::inherit()).output().unwrap();
    assert!(said.status.success());
    serde_json::from_slice(&said.stdout).unwrap()
}

const LIST: &str = "Matricule;Nom;Prénoms;Classe;Téléphone;Email;Date de naissance;Lieu de naissance;Sexe\n\
    A1;NGO BIYONG;Marie \"Zoé\", fille;6e;699845173;marie@example.com;12/03/2012;Bafia;F\n\
    A2;=1+1;Paul;5e;;paul@example.com;;;M\n";

on_every_database! {
    fn students_leave_as_a_oneroster_set_that_holds_together(base: Base) {
        let house = school(house::on(base));
        let file = house.write("l.csv", LIST);
        house.run(&["import", &file.to_string_lossy(), "--establishment", SLUG, "--commit", "--approve"]);
        let archive = house.path("roster.zip");
        house.succeed(&["student", "oneroster", "-e", SLUG, "-o", &archive.to_string_lossy()]);
        let set = read(&archive);
        let named: std::collections::BTreeMap<&str, &str> = set["manifest.csv"].as_array().unwrap().iter()
            .map(|line| (line["propertyName"].as_str().unwrap(), line["value"].as_str().unwrap())).collect();
        assert_eq!((named["manifest.version"], named["oneroster.version"]), ("1.0", "1.2"));
        for (name, value) in named.iter().filter_map(|(name, value)| Some((name.strip_prefix("file.")?, *value))) {
            assert_eq!(set.get(format!("{name}.csv")).is_some(), value == "bulk", "{name} is {value}");
        }
        let rows = |name: &str| set[name].as_array().unwrap().clone();
        let (orgs, users, roles) = (rows("orgs.csv"), rows("users.csv"), rows("roles.csv"));
        assert_eq!((orgs.len(), users.len(), roles.len(), rows("demographics.csv").len()), (1, 2, 2, 2));
        // Every reference finds what it names, and a bulk set has no status.
        for user in &users {
            assert_eq!((&user["primaryOrgSourcedId"], &user["status"]), (&orgs[0]["sourcedId"], &json!("")));
            assert!(["givenName", "familyName", "enabledUser", "username"].iter().all(|field| user[field] != ""), "{user}");
            let role = roles.iter().find(|role| role["userSourcedId"] == user["sourcedId"]).unwrap();
            assert_eq!((&role["roleType"], &role["role"], &role["orgSourcedId"]), (&json!("primary"), &json!("student"), &orgs[0]["sourcedId"]));
            assert!(rows("demographics.csv").iter().any(|one| one["sourcedId"] == user["sourcedId"]));
        }
        let marie = users.iter().find(|user| user["identifier"] == "A1").unwrap();
        assert_eq!((&marie["givenName"], &marie["phone"], &marie["grades"]), (&json!("Marie \"Zoé\", fille"), &json!("+237699845173"), &json!("6E")));
        let paul = users.iter().find(|user| user["identifier"] == "A2").unwrap();
        assert_eq!(paul["familyName"], "'=1+1", "a formula is led");
        let born = rows("demographics.csv").into_iter().find(|one| one["sourcedId"] == marie["sourcedId"]).unwrap();
        assert_eq!((&born["birthDate"], &born["sex"], &born["cityOfBirth"]), (&json!("2012-03-12"), &json!("female"), &json!("Bafia")));

        // What left comes back: the same students, and nobody new.
        let other = school(house::on(base));
        let text = Command::new("python3").arg("-c").arg("import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read('users.csv'))")
            .arg(&archive).output().unwrap();
        let report = import(&other, "users.csv", &String::from_utf8(text.stdout).unwrap(), "oneroster-users");
        assert_eq!(report["counts"]["created"], 2, "{report}");
        let all = students(&other);
        let marie = all.iter().find(|one| one["matricule"] == "A1").unwrap();
        assert_eq!((&marie["phone"], &marie["email"], &marie["level_code"]), (&json!("+237699845173"), &json!("marie@example.com"), &json!("6E")), "{marie}");
    }

    fn a_oneroster_file_of_version_one_and_the_french_extracts_are_read_by_their_own_mappings(base: Base) {
        let house = school(house::on(base));
        let users = "\"sourcedId\",\"status\",\"dateLastModified\",\"enabledUser\",\"orgSourcedIds\",\"role\",\"username\",\"userIds\",\"givenName\",\"familyName\",\"middleName\",\"identifier\",\"email\",\"sms\",\"phone\",\"agentSourcedIds\",\"grades\",\"password\"\n\
            \"u1\",\"\",\"\",\"true\",\"o1\",\"student\",\"awa\",\"\",\"Awa\",\"DIOP\",\"\",\"R1\",\"awa@example.com\",\"\",\"+237699845180\",\"\",\"6e\",\"\"\n\
            \"u2\",\"\",\"\",\"true\",\"o1\",\"teacher\",\"paul\",\"\",\"Paul\",\"NKENG\",\"\",\"T1\",\"paul@example.com\",\"\",\"+237699845181\",\"\",\"\",\"\"\n\
            \"u3\",\"\",\"\",\"true\",\"o1\",\"guardian\",\"marie\",\"\",\"Marie\",\"DIOP\",\"\",\"\",\"awa@example.com\",\"\",\"\",\"u1\",\"\",\"\"\n";
        let report = import(&house, "users.csv", users, "oneroster-users");
        assert_eq!((&report["counts"]["created"], &report["counts"]["skipped"]), (&json!(1), &json!(2)), "{report}");
        assert_eq!(report["issues"], json!({"ROW_NOT_STUDENT": 2}));
        assert_eq!(report["notices"], json!([]), "each of its titles is known");
        let onde = "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Adresse1;Cod Post1;Commune1;Pays1;Adresse2;Cod Post2;Commune2;Pays2;Cycle;Niveau;Libellé classe;Identifiant classe;Attestation fournie;Autorisation associations;Autorisation photo;Décision de passage\n\
            MARTIN;;Léa;03/11/2013;F;123456789AB;1 rue X;75001;PARIS;FRANCE;;;;;CYCLE III;6e;6e A;42;Oui;Non;Oui;\n";
        assert_eq!(import(&house, "CSVExtraction.csv", onde, "onde")["counts"]["created"], 1);
        let siecle = "INE;Nom de famille;Prénom 1;Prénom 2;Date de naissance;Sexe;Commune de naissance;Division;MEF;Régime\n\
            0123456789Z;BERNARD;Jules;Paul;17/04/2012;M;LYON;5e;1001001;DP\n";
        assert_eq!(import(&house, "siecle.csv", siecle, "siecle")["counts"]["created"], 1);
        let all = students(&house);
        let of = |matricule: &str| all.iter().find(|one| one["matricule"] == matricule).unwrap();
        assert_eq!((&of("R1")["last_name"], &of("R1")["first_name"], &of("R1")["level_code"]), (&json!("DIOP"), &json!("Awa"), &json!("6E")));
        assert_eq!((&of("123456789AB")["date_of_birth"], &of("123456789AB")["gender"]), (&json!("2013-11-03"), &json!("F")));
        assert_eq!((&of("0123456789Z")["place_of_birth"], &of("0123456789Z")["level_code"]), (&json!("LYON"), &json!("5E")));
    }
}
