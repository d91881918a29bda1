//! After the school's days nothing personal of a batch is left but the students themselves, in any store: planted words are looked for in
//! the bytes of the database, its journal, the storage and the logs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use rentree_testkit::postgres::cluster;
use rentree_testkit::server::Sent;
use serde_json::{Value, json};

use super::rights::{columns, sql};
use super::{Answer, Caller, Desk, HERE, SLUG, commit, send_checked, when_free};
use crate::guides::follow;
use crate::house::House;

/// Stands in what must go: whole rows that never became students, columns that nobody keeps, values that were replaced, titles, names of files.
const GOES: &str = "zqgone";
/// Stands in what the students are.
const STAYS: &str = "zqstay";

/// A title above the header, a column that is ignored, a student, and a row that is wrong in every column.
fn list(address: &str) -> String {
    let mut list = "LISTE DE ZQGONE-TITRE;;;;;;;;;;;\n;;;;;;;;;;;\n".to_owned();
    list += "Matricule;Nom;Prénoms;Classe;Téléphone;Email;Date de naissance;Lieu de naissance;Adresse;Nom du père;Tél père;Observations ZQGONE\n";
    list += &format!(
        "ZQSTAY1;ZQSTAYNOM;Zqstayprenom;6e;699845173;zqstay@example.com;17/04/2012;Zqstayville;{address};Zqstaypere;699845174;zqgone-obs\n"
    );
    list + ";ZQGONENOM;Zqgoneprenom;Zqgoneclasse;12zqgone;zqgone@;99/zqgone;Zqgoneville;Zqgonerue;Zqgonepere;zqgone1;zqgone-o2\n"
}

/// A student of a list whom a person corrects, and then leaves out.
const LEFT_OUT: &str =
    "ZQGONE3;ZQGONETROIS;Zqgonep;6e;699845175;zqgone3@example.com;18/04/2012;Zqgoneville;Zqgonerue3;;;zqgone-o3\n";

/// Files below a folder that have the word in them or in their names, whatever the case of its letters.
fn found_below(folder: &Path, word: &str) -> String {
    let named = Command::new("find").arg(folder).args(["-iname", &format!("*{word}*")]).output().unwrap();
    String::from_utf8_lossy(&named.stdout).into_owned() + &found_on(&[folder.to_path_buf()], word)
}

/// The tables in which the word stands, in any column of any row.
fn tables_with(house: &House, word: &str) -> Vec<String> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in columns(house) {
        tables.entry(table).or_default().push(column);
    }
    let cast = if house.database().is_some() { "::text" } else { "" };
    let has = |(table, columns): &(String, Vec<String>)| {
        let any: Vec<String> = columns.iter().map(|column| format!("lower({column}{cast}) like '%{word}%'")).collect();
        sql(house, &format!("select count(*) from {table} where {}", any.join(" or "))) != ["0"]
    };
    tables.into_iter().filter(has).map(|(table, _)| table).collect()
}

/// Everything that a server has on its disk of this database: its pages, the server's log of changes, and what it writes for its operator.
fn disk(house: &House) -> Vec<PathBuf> {
    let database = house.database().unwrap();
    let asked =
        "select current_setting('data_directory') || '|' || oid from pg_database where datname = current_database()";
    let said = cluster().client(&database.admin, asked).output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    let (data, oid) = said.split_once('|').unwrap();
    let data = Path::new(data);
    vec![data.join("base").join(oid), data.join("pg_wal"), data.parent().unwrap().join("log")]
}

/// In the bytes of these files and folders, whatever the case of its letters.
pub(super) fn found_on(disk: &[PathBuf], word: &str) -> String {
    let said = Command::new("grep").env("LC_ALL", "C").args(["-rila", word]).args(disk).output().unwrap();
    assert!(said.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8_lossy(&said.stdout).into_owned()
}

#[expect(clippy::disallowed_methods, reason = "the program's clock is the machine's, and the test moves on from it")]
fn day_after(days: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let day = jiff::Timestamp::from_second(now + days * 86_400).unwrap();
    day.strftime("%Y-%m-%d").to_string()
}

/// Two lists with everything that may be done to them, and a third on its way.
fn a_busy_month(desk: &Desk, program: &Caller) -> [String; 2] {
    let first = send_checked(program, ("zqgone-liste.csv", &(list("Zqgone ancienne rue") + LEFT_OUT)), "zqgone-k1");
    let rows = program.get(&format!("{first}/rows")).json();
    let third = rows["items"].as_array().unwrap().last().unwrap()["key"].as_str().unwrap().to_owned();
    let edit = json!([{"row": third, "column": "B", "value": "ZQGONEMAIN", "expected": "ZQGONETROIS"}]);
    let done = |answer: Answer| assert_eq!(answer.status, 200, "{}", answer.text());
    done(when_free(|| program.patch(&format!("{first}/rows"), &edit)));
    done(when_free(|| program.post(&format!("{first}/rows/exclude"), &json!({"rows": [third]}))));
    for (kind, format) in [("annotated", "xlsx"), ("errors", "csv"), ("report", "csv")] {
        let made = when_free(|| program.post(&format!("{first}/exports"), &json!({"kind": kind, "format": format})));
        assert_eq!(made.status, 202, "{}", made.text());
    }
    commit(program, &first, "zqgone-c1");
    // The address is replaced: the old one is in the changes only.
    let second = send_checked(program, ("zqgone-suite.csv", &list("Zqstayrue")), "zqgone-k2");
    commit(program, &second, "zqgone-c2");
    // One that nobody went on with, and a file that stopped half-way.
    send_checked(program, ("zqgone-abandon.csv", &(list("Zqgone abandon") + LEFT_OUT)), "zqgone-k3");
    let tus = program
        .with("tus-resumable", "1.0.0")
        .with("upload-length", "1000")
        .with("upload-metadata", "filename enFnb25lLmNzdg==");
    let begun = tus.send("POST", &format!("{HERE}/uploads"), &Sent::Nothing);
    let place = begun.header("location").unwrap().to_owned();
    let piece = Sent::Bytes("application/offset+octet-stream", b"zqgone a first piece");
    assert_eq!(tus.with("upload-offset", "0").send("PATCH", &place, &piece).status, 204);
    // Somebody searched, so that the students' words are there.
    assert_eq!(program.post(&format!("{HERE}/students/search"), &json!({"search": "zqstay"})).status, 200);
    let storage = desk.house.path("data").join("files");
    // What a process left that was killed while it wrote: a file whose batch was never put on record.
    let school = std::fs::read_dir(&storage).unwrap().flatten().next().unwrap().path();
    let orphan = school.join("01890000-0000-7000-8000-000000000001");
    std::fs::create_dir_all(&orphan).unwrap();
    std::fs::write(orphan.join("x#1"), "zqgone orphan").unwrap();
    assert_ne!(found_below(&storage, GOES), "", "there is something to be found");
    [first, second]
}

on_every_database! {
    fn after_the_schools_days_nothing_of_a_batch_is_left_but_its_students(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let [first, second] = a_busy_month(&desk, &program);
        let students = desk.house.digest(SLUG);
        let counts = program.get(&second).json()["counts"].clone();
        let purge = |arguments: &[&str]| -> Value {
            let mut all = vec!["purge", "--json"];
            all.extend(arguments);
            serde_json::from_str(&desk.house.succeed(&all)).unwrap()
        };
        let early = purge(&["--as-of", &day_after(29)]);
        assert_eq!(early["batches"], json!([]), "{early}");
        let day = day_after(31);
        let told = purge(&["--as-of", &day, "--dry-run"]);
        assert_eq!(told["batches"].as_array().unwrap().len(), 3, "{told}");
        let done = purge(&["--as-of", &day]);
        assert_eq!(done["batches"], told["batches"], "what was told is what was done");

        // Students and counts are as they were; the trail and a certificate say what happened.
        assert_eq!(desk.house.digest(SLUG), students);
        let view = program.get(&second).json();
        assert_eq!((&view["counts"], view["purged_at"].is_string()), (&counts, true));
        let auditor = desk.key("auditor", "read");
        let id = second.rsplit('/').next().unwrap();
        let certificate = auditor.get(&format!("{second}/purge"));
        assert_eq!(certificate.status, 200, "{}", certificate.text());
        let certificate = certificate.json();
        assert_eq!((&certificate["reason"], &certificate["actor"]), (&json!("retention"), &json!("machine")));
        assert_eq!((&certificate["removed"]["rows"], &certificate["removed"]["files"]), (&json!(2), &json!(1)), "{certificate}");
        assert_eq!(auditor.get(&format!("{HERE}/purges")).json()["items"].as_array().unwrap().len(), 3);
        let by_command = desk.house.succeed(&["batch", "certificate", id, "-e", SLUG, "--json"]);
        assert_eq!(serde_json::from_str::<Value>(&by_command).unwrap()[0]["removed"]["rows"], 2);
        let trail = auditor.get(&format!("{HERE}/audit?action=batch.purged")).json();
        assert_eq!(trail["items"].as_array().unwrap().len(), 3);

        // What is gone is said so, in words.
        let revert = desk.house.run(&["batch", "revert", id, "-e", SLUG]);
        assert_eq!(revert.code, 2, "{}", revert.err);
        assert!(revert.err.contains("leur temps de conservation est passé"), "{}", revert.err);
        let chief = desk.key("school_admin", "commit,read,export");
        let refused = chief.with("idempotency-key", "r1").post(&format!("{first}/revert"), &json!({}));
        assert_eq!((refused.status, refused.json()["code"].as_str()), (410, Some("PURGED")), "{}", refused.text());
        assert_eq!(chief.post(&format!("{first}/exports"), &json!({"kind": "report", "format": "csv"})).status, 410);

        // Not a byte of it anywhere.
        let log = std::sync::Arc::clone(&desk.server.log);
        let Desk { house, server } = desk;
        server.stop();
        let files = house.path("data").join("files");
let left = Command::new("find").arg(&files).args(["-type", "f"]).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&left.stdout), "");
        assert!(!log.lock().unwrap().to_lowercase().contains(GOES));
        assert_eq!(tables_with(&house, GOES), Vec::<String>::new());
        assert_eq!(tables_with(&house, STAYS), ["student_profile", "student_word", "users"]);
        if house.database().is_none() {
            assert_eq!(found_below(&house.path("data"), GOES), "");
            assert_ne!(found_below(&house.path("data"), STAYS), "", "the students are where they were");
        } else {
            // The pages of a server keep deleted rows until they are written anew, by the owner; and so does its log until it is left behind.
            let refused = house.run(&["purge", "--rewrite"]);
            assert_eq!(refused.code, 6, "{}", refused.err);
            assert!(refused.err.contains("ne possède pas la table"), "{}", refused.err);
            let database = house.database().unwrap();
            assert_ne!(found_on(&disk(&house), GOES), "", "it can be found where it is");
            let names = [("OWNER_URL", &*database.owner), ("ADMIN_URL", &*database.admin)];
            follow(&house, ("privacy.md", "postgresql rewrite"), &names);
            assert_eq!(found_on(&disk(&house), GOES), "");
            assert_ne!(found_on(&disk(&house), STAYS), "");
        }
    }
}
