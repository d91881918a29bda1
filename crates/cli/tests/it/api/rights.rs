//! One student's rights: the dossier has all that is known of them, checked against the schema; an erasure leaves nothing of them in any store
//! and no old list brings them back; and who saw them is told.

use std::path::Path;
use std::process::Command;

use rentree_testkit::postgres::cluster;
use serde_json::{Value, json};

use super::retention::found_on;
use super::{Caller, Desk, HERE, SLUG, Server, commit, send_checked, when_free};
use crate::house::{Base, House};

const LIST: &str = "Matricule;Nom;Prénoms;Classe;Téléphone;Email;Date de naissance;Adresse;Club\n\
    ZQ1;ZQNOM;Zqprenom;6e;699845173;zqmail@example.com;17/04/2012;Zqrue;Zqclub\n\
    A2;ABENA;Paul;5e;699845174;;03/11/2011;Rue 2;Échecs\n";

/// Words of the student and of the brother: two letters alone stand in any file by chance.
const THEIRS: &str = "zqnom\\|zqprenom\\|zqmail\\|zqrue\\|zqclub\\|zqautre\\|zqtroisieme\\|zqfrere";

fn student(program: &Caller, word: &str) -> Option<String> {
    let found = program.post(&format!("{HERE}/students/search"), &json!({"search": word})).json();
    Some(found["items"].as_array()?.first()?["id"].as_str()?.to_owned())
}

/// Lists are emptied at once, or by a worker where one holds the school just then.
fn swept(chief: &Caller) {
    let begun = std::time::Instant::now();
    loop {
        let all = chief.get(&format!("{HERE}/erasures")).json();
        if all["items"].as_array().unwrap().iter().all(|one| one["swept_at"].is_string()) {
            return;
        }
        assert!(begun.elapsed().as_secs() < 60, "{all}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn admin(desk: &Desk) -> Caller {
    let made = ["user", "create", "chef@ecole.cm", "--establishment", SLUG, "--role", "school_admin", "--json"];
    let made: Value = serde_json::from_str(&desk.house.succeed(&made)).unwrap();
    desk.server.as_person(Some(SLUG), "chef@ecole.cm", made["password"].as_str().unwrap())
}

/// A statement of nobody's, past every policy; what it answers, a line a row.
pub(super) fn sql(house: &House, statement: &str) -> Vec<String> {
    let output = if let Some(database) = house.database() {
        cluster().client(&database.admin, statement).output().unwrap()
    } else {
        let program = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\n\
            for row in c.execute(sys.argv[2]).fetchall(): print('|'.join(str(v) for v in row))\nc.commit()";
        let file = house.path("data").join("rentree.db");
        Command::new("python3").args(["-c", program]).arg(file).arg(statement).output().unwrap()
    };
    assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// An id as this database writes it.
fn id(house: &House, text: &str) -> String {
    if house.database().is_some() { format!("'{text}'") } else { format!("x'{}'", text.replace('-', "")) }
}

/// `TABLE.COLUMN`, of every table.
pub(super) fn columns(house: &House) -> Vec<(String, String)> {
    let statement = if house.database().is_some() {
        "select table_name || '|' || column_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name) \
         where table_schema = 'public' and table_type = 'BASE TABLE' order by 1"
    } else {
        "select m.name, p.name from sqlite_schema m join pragma_table_info(m.name) p where m.type = 'table' order by 1, 2"
    };
    let lines = sql(house, statement);
    lines
        .iter()
        .filter_map(|line| line.split_once('|'))
        .map(|(table, column)| (table.to_owned(), column.to_owned()))
        .collect()
}

/// Tables with rows of a student, and which rows are theirs.
const OF_A_STUDENT: [(&str, &str); 13] = [
    ("users", "id = STUDENT"),
    ("student_profile", "user_id = STUDENT"),
    ("student_word", "user_id = STUDENT"),
    ("student_edit", "user_id = STUDENT"),
    ("session", "user_id = STUDENT"),
    ("password_link", "user_id = STUDENT"),
    ("invitation", "user_id = STUDENT"),
    ("staging_student_row", "student_id = STUDENT"),
    ("import_change", "user_id = STUDENT"),
    ("import_absent", "user_id = STUDENT"),
    ("import_error", "seq = 1"),
    ("import_correction", "seq = 1"),
    ("import_revert", "seq = 1"),
];

/// Every other table, and why nothing of a student stands in it that would have to be shown beside those.
const NOT_OF_A_STUDENT: [(&str, &str); 37] = [
    ("access_key", "programs"),
    ("access_page", "who saw whom: `seen_by`"),
    ("audit_event", "ids and counts: `trail`"),
    ("break_glass", "who runs the service"),
    ("data_key", "keys"),
    ("department", "the school"),
    ("embed_session", "who works in pages inside a platform's own"),
    ("erasure", "students who are not there any more"),
    ("establishment", "the school"),
    ("establishment_slug", "the school"),
    ("event", "ids, codes and counts of lists"),
    ("idempotency", "answers without values of students, for a day"),
    ("import_batch", "of a list: `lists`"),
    ("import_change_set", "codes and ids of corrections"),
    ("import_commit_log", "counts, and a sample that shows no person"),
    ("import_export", "of a list: `files_made`"),
    ("import_file", "of a list"),
    ("import_mapping", "titles"),
    ("import_survey", "a list's examples of its columns; emptied with a student"),
    ("job", "ids"),
    ("lease", "who is at work"),
    ("level", "the school"),
    ("mapping_alias", "titles"),
    ("platform_admin", "who runs the service"),
    ("platform_second_factor", "who runs the service"),
    ("platform_session", "who runs the service"),
    ("second_factor", "people of the staff, and of a student nothing but that one is asked for"),
    ("purge_certificate", "counts"),
    ("schema_migration", "the schema"),
    ("sign_in_pause", "hashes of accounts"),
    ("staging_stretch", "hashes of identifiers; emptied with a student"),
    ("student_gone", "ids of students who are not there any more"),
    ("upload", "a file on its way, for a day"),
    ("upload_part", "a file on its way, for a day"),
    ("value_alias", "names of classes"),
    ("webhook_delivery", "when which event arrived where"),
    ("webhook_endpoint", "addresses of programs"),
];

/// Columns of a student's tables that say nothing more of them, and why.
const SAYS_NOTHING: [(&str, &[&str]); 13] = [
    // The school, the student and the list are named once; a password's hash and a token's are nobody's to read.
    (
        "users",
        &[
            "establishment_id",
            "id",
            "role",
            "password_hash",
            "active",
            "phone_is_own",
            "created_by_batch",
            "created_at",
            "updated_at",
        ],
    ),
    ("student_profile", &["establishment_id", "user_id", "edited", "row_hash", "revision", "change"]),
    ("student_word", &["establishment_id", "user_id"]),
    ("student_edit", &["establishment_id", "user_id", "id", "at", "active"]),
    ("session", &["establishment_id", "id", "user_id", "token_hash", "created_at", "seen_at", "expires_at"]),
    ("password_link", &["establishment_id", "user_id", "token_hash", "created_at", "expires_at"]),
    // Its place in the queue, and who sends it.
    (
        "invitation",
        &[
            "establishment_id",
            "user_id",
            "batch_id",
            "channel",
            "status",
            "due_at",
            "attempts",
            "tries_from",
            "holder",
            "token_hash",
            "expires_at",
            "created_at",
            "sent_at",
            "accepted_at",
        ],
    ),
    (
        "staging_student_row",
        &[
            "establishment_id",
            "batch_id",
            "seq",
            "sheet",
            "row_index",
            "status",
            "action",
            "student_id",
            "phone_is_own",
            "row_hash",
        ],
    ),
    ("import_change", &["establishment_id", "batch_id", "seq", "outcome", "user_id"]),
    ("import_absent", &["establishment_id", "batch_id", "seq", "user_id"]),
    ("import_error", &["establishment_id", "batch_id", "seq", "ordinal", "code", "field", "source_column", "number"]),
    ("import_correction", &["establishment_id", "batch_id", "seq", "what", "change_set", "undone"]),
    ("import_revert", &["establishment_id", "batch_id", "seq", "result"]),
];

/// A mark for a column in the form that its column has.
fn mark(table: &str, column: &str) -> String {
    let mark = format!("zq-{table}-{column}");
    match column {
        "fields" if table == "import_revert" => format!(r#"["{mark}"]"#),
        "fields" | "changes" => format!(r#"[{{"target":"address","before":"{mark}","after":null}}]"#),
        "beside" => format!(r#"{{"extra":[["Club","{mark}",null]]}}"#),
        "extra" => format!(r#"[["Club","{mark}"]]"#),
        "raw" => format!(r#"["{mark}"]"#),
        _ => mark,
    }
}

on_every_database! {
    fn a_dossier_has_every_column_that_a_student_is_in(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let first = send_checked(&program, ("liste.csv", LIST), "k1");
        commit(&program, &first, "c1");
        let batch = first.rsplit('/').next().unwrap();
        let who = student(&program, "zqnom").unwrap();
        // One row of each kind that a student can have.
        let house = &desk.house;
        let keys = |more: &str| {
            let from = format!("from users where id = {}", id(house, &who));
            format!("select establishment_id, {more} {from}")
        };
        let (of_batch, of_who) = (id(house, batch), id(house, &who));
        let other = id(house, "0192f000-0000-7000-8000-00000000000a");
        let bytes = if house.database().is_some() { r"'\x00'::bytea" } else { "x'00'" };
        for statement in [
            format!("update import_change set outcome = 'updated' where user_id = {of_who}"),
            format!("insert into student_edit (establishment_id, user_id, id, at, actor, request_id, fields) {}", keys(&format!("id, {other}, 1, 'x', 'x', '[]'"))),
            format!("insert into session (establishment_id, id, user_id, token_hash, created_at, seen_at, expires_at) {}", keys(&format!("{other}, id, {bytes}, 1, 1, 1"))),
            format!("insert into password_link (establishment_id, user_id, token_hash, created_at, expires_at) {}", keys(&format!("id, {bytes}, 1, 1"))),
            format!("insert into invitation (establishment_id, user_id, channel, status, due_at, created_at) {}", keys("id, 'sms', 'failed', 1, 1")),
            format!("insert into import_absent (establishment_id, batch_id, seq, user_id) {}", keys(&format!("{of_batch}, 9, id"))),
            format!("insert into import_error (establishment_id, batch_id, seq, ordinal, code, value) {}", keys(&format!("{of_batch}, 1, 7, 'PHONE_INVALID', 'x'"))),
            format!("insert into import_correction (establishment_id, batch_id, seq, what, change_set) {}", keys(&format!("{of_batch}, 1, 'column:3', 1"))),
            format!("insert into import_revert (establishment_id, batch_id, seq, result) {}", keys(&format!("{of_batch}, 1, 'kept'"))),
        ] {
            let json = statement.replace("'[]'", if house.database().is_some() { "'[]'::json" } else { "'[]'" });
            sql(house, &json);
        }
        let mut looked_for = Vec::new();
        for (table, column) in columns(house) {
            let Some((_, rows)) = OF_A_STUDENT.iter().find(|(name, _)| *name == table) else {
                assert!(NOT_OF_A_STUDENT.iter().any(|(name, _)| *name == table), "{table}: is a student in it? say so here, in the dossier and in the erasure");
                continue;
            };
            let silent = SAYS_NOTHING.iter().find(|(name, _)| *name == table).map_or(&[][..], |(_, columns)| columns);
            if silent.contains(&&*column) {
                continue;
            }
            let only = if table == "student_word" { format!("and word = (select min(word) from student_word where user_id = {of_who})") } else { String::new() };
            let json = ["fields", "changes", "beside", "extra", "raw"].contains(&&*column) && house.database().is_some();
            let cast = if json { "::json" } else { "" };
            sql(house, &format!("update {table} set {column} = '{}'{cast} where {} {only}", mark(&table, &column), rows.replace("STUDENT", &of_who)));
            looked_for.push(format!("zq-{table}-{column}"));
        }
        assert!(looked_for.len() > 60, "{looked_for:?}");
        let chief = admin(&desk);
        let dossier = chief.get(&format!("{HERE}/students/{who}/dossier"));
        assert_eq!(dossier.status, 200, "{}", dossier.text());
        let text = dossier.text();
        let missing: Vec<&String> = looked_for.iter().filter(|mark| !text.contains(&**mark)).collect();
        assert!(missing.is_empty(), "{missing:?}\n{text}");
        let by_command = desk.house.succeed(&["student", "dossier", &who, "-e", SLUG]);
        assert!(looked_for.iter().all(|mark| by_command.contains(mark)));
        assert_eq!(program.get(&format!("{HERE}/students/{who}/dossier")).status, 403, "a key takes nobody out");
    }

    fn an_erased_student_is_in_no_store_and_an_old_list_does_not_bring_them_back(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let first = send_checked(&program, ("liste.csv", LIST), "k1");
        commit(&program, &first, "c1");
        let second = send_checked(&program, ("suite.csv", &LIST.replace("Zqrue", "Zqautre rue")), "k2");
        commit(&program, &second, "c2");
        let open = send_checked(&program, ("en-cours.csv", &LIST.replace("Zqrue", "Zqtroisieme")), "k3");
        for place in [&first, &open] {
            let made = when_free(|| program.post(&format!("{place}/exports"), &json!({"kind": "report", "format": "csv"})));
            assert_eq!(made.status, 202, "{}", made.text());
        }
        let who = student(&program, "zqnom").unwrap();
        let chief = admin(&desk);
        assert_eq!(chief.post(&format!("{HERE}/students/{who}/erase"), &json!({"reason": " "})).status, 422);
        assert_eq!(program.post(&format!("{HERE}/students/{who}/erase"), &json!({"reason": "x"})).status, 403);
        let erased = chief.post(&format!("{HERE}/students/{who}/erase"), &json!({"reason": "demande de la famille"}));
        assert_eq!(erased.status, 200, "{}", erased.text());
        swept(&chief);
        assert_eq!(chief.get(&format!("{HERE}/students/{who}")).status, 404);
        assert_eq!(chief.get(&format!("{HERE}/students/{who}/dossier")).status, 404);
        let sights = chief.get(&format!("{HERE}/students/{who}/access")).json();
        assert_eq!(sights["items"][0]["how"], "student.erased", "who saw them is still told: {sights}");

        // The other student is as before; the lists count as before; the one under way counts the row as skipped.
        assert!(student(&program, "abena").is_some());
        assert_eq!(program.get(&first).json()["counts"]["created"], 2);
        let counts = program.get(&open).json()["counts"].clone();
        assert_eq!((&counts["read"], &counts["skipped"]), (&json!(2), &json!(1)), "{counts}");
        commit(&program, &open, "c3");
        assert_eq!(student(&program, "zqnom"), None);

        // The old list again, the same person under another matricule, and a brother with the family's phone.
        let again = LIST.to_owned() + "B3;ZQNOM;Zqfrere;6e;699845173;;01/01/2014;Zqrue;\n";
        let again = send_checked(&program, ("ancienne.csv", &again), "k4");
        let rows = program.get(&format!("{again}/rows")).json();
        let row = &rows["items"][0];
        assert_eq!((&row["issues"][0]["code"], &row["outcome"]), (&json!("STUDENT_ERASED"), &json!("skipped")), "{rows}");
        assert!(!rows["items"][0].to_string().to_lowercase().contains("zq"), "not even staged: {row}");
        assert!(row["issues"][0]["message"].as_str().unwrap().contains("erased"), "{row}");
        let counts = program.get(&again).json()["counts"].clone();
        assert_eq!((&counts["read"], &counts["created"], &counts["skipped"]), (&json!(3), &json!(1), &json!(1)), "{counts}");
        commit(&program, &again, "c4");
        assert!(student(&program, "zqfrere").is_some(), "a brother is not kept out");
        let brother = student(&program, "zqfrere").unwrap();

        // Taking the list back that created the student brings nobody back either.
        let undone = desk.house.run(&["batch", "revert", first.rsplit('/').next().unwrap(), "-e", SLUG, "--json"]);
        assert_eq!(undone.code, 0, "{}", undone.err);
        assert_eq!(student(&program, "zqprenom"), None);

        // Nothing of them anywhere: the raw files of the old lists are gone, and the last one goes with the brother.
        assert_eq!(chief.post(&format!("{HERE}/students/{brother}/erase"), &json!({"reason": "fin de l'essai"})).status, 200);
        swept(&chief);
        let Desk { house, server } = desk;
        let log = std::sync::Arc::clone(&server.log);
        server.stop();
        assert!(!log.lock().unwrap().to_lowercase().contains("zq"));
        if let Some(database) = house.database() {
            let tables = columns(&house).into_iter().map(|(table, _)| table).collect::<std::collections::BTreeSet<_>>();
            for table in tables {
                let found = sql(&house, &format!("select count(*) from {table} t where t::text ilike '%zq%'"));
                assert_eq!(found, ["0"], "{table} of {}", database.owner);
            }
            assert_eq!(found_on(&[house.path("data")], THEIRS), "");
        } else {
            assert_eq!(found_on(&[house.path("data")], THEIRS), "");
        }
    }

    fn an_erasure_is_lifted_and_the_student_comes_back_as_a_new_one(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let first = send_checked(&program, ("liste.csv", LIST), "k1");
        commit(&program, &first, "c1");
        let who = student(&program, "zqnom").unwrap();
        let erased = desk.house.succeed(&["student", "erase", &who, "-e", SLUG, "--reason", "départ", "--json"]);
        let erased: Value = serde_json::from_str(&erased).unwrap();
        let erasure = erased["erasure"]["id"].as_str().unwrap();
        let kept_out = send_checked(&program, ("liste.csv", LIST), "k2");
        assert_eq!(program.get(&kept_out).json()["counts"]["skipped"], 1);
        let chief = admin(&desk);
        let lifted = chief.post(&format!("{HERE}/erasures/{erasure}/lift"), &json!({"reason": "réinscription"}));
        assert_eq!((lifted.status, lifted.json()["lifted"]["reason"].as_str()), (200, Some("réinscription")), "{}", lifted.text());
        let all = desk.house.succeed(&["student", "erased", "-e", SLUG]);
        assert!(all.contains("(levé)"), "{all}");
        let again = send_checked(&program, ("liste.csv", LIST), "k3");
        commit(&program, &again, "c3");
        let back = student(&program, "zqnom").unwrap();
        assert_ne!(back, who);
        assert_eq!(chief.get(&format!("{HERE}/erasures")).json()["items"][0]["student"], json!(who));
    }

    fn who_saw_a_student_is_told_and_all_that_somebody_touched(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let first = send_checked(&program, ("liste.csv", LIST), "k1");
        program.get(&format!("{first}/rows"));
        commit(&program, &first, "c1");
        let (who, other) = (student(&program, "zqnom").unwrap(), student(&program, "abena").unwrap());
        let viewer = desk.key("viewer", "read");
        viewer.get(&format!("{HERE}/students"));
        viewer.get(&format!("{HERE}/students/{who}"));
        program.post(&format!("{first}/exports"), &json!({"kind": "report", "format": "csv"}));
        desk.house.succeed(&["student", "export", "-e", SLUG, "--json"]);
        desk.house.succeed(&["batch", "rows", first.rsplit('/').next().unwrap(), "-e", SLUG]);
        let auditor = desk.key("auditor", "read");
        let sights = auditor.get(&format!("{HERE}/students/{who}/access"));
        assert_eq!(sights.status, 200, "{}", sights.text());
        let sights = sights.json();
        let hows: Vec<&str> = sights["items"].as_array().unwrap().iter().map(|sight| sight["how"].as_str().unwrap()).collect();
        for how in ["page.students", "student.read", "page.rows", "export.made", "rows.read"] {
            assert!(hows.contains(&how), "{how}: {hows:?}");
        }
        let masked = sights["items"].as_array().unwrap().iter().find(|sight| sight["how"] == "student.read").unwrap();
        assert_eq!(masked["masked"], true);
        assert!(!sights.to_string().to_lowercase().contains("zqnom"), "ids only");
        // Looked for alone: the other one was not on that page.
        let of_other = auditor.get(&format!("{HERE}/students/{other}/access")).json();
        assert!(of_other["items"].as_array().unwrap().iter().all(|sight| sight["how"] != "student.read"));
        let actor = masked["actor"].as_str().unwrap();
        let touched = auditor.get(&format!("{HERE}/access?actor={actor}")).json();
        let whats: Vec<&str> = touched["items"].as_array().unwrap().iter().map(|touch| touch["what"].as_str().unwrap()).collect();
        assert_eq!(whats, ["student.read", "page.students"], "{touched}");
        assert!(touched["items"][1]["students"].as_array().unwrap().contains(&json!(who)));
        let by_command = desk.house.succeed(&["audit", "who-saw", &who, "-e", SLUG]);
        assert!(by_command.contains("student.read (masqué)") && by_command.contains("page.students"), "{by_command}");
        let by_command = desk.house.succeed(&["audit", "of", actor, "-e", SLUG, "--json"]);
        assert_eq!(serde_json::from_str::<Value>(&by_command).unwrap().as_array().unwrap().len(), 2);
        assert_eq!(viewer.get(&format!("{HERE}/students/{who}/access")).status, 403);
    }
}

/// A page does not wait until the database writes who saw it; nor is that forgotten.
#[test]
fn a_look_is_told_of_though_the_server_was_killed_right_after_it() {
    let desk = Desk::open(Base::Sqlite);
    let program = desk.program();
    let first = send_checked(&program, ("liste.csv", LIST), "k1");
    commit(&program, &first, "c1");
    let who = student(&program, "zqnom").unwrap();
    let (viewer, auditor) = (desk.key("viewer", "read"), desk.key("auditor", "read"));
    let Desk { house, server } = desk;
    let noted = || {
        let notes = std::fs::read_dir(house.path("data").join("looks")).unwrap();
        notes
            .filter_map(|note| std::fs::read_to_string(note.ok()?.path()).ok())
            .any(|text| text.contains("\"students\""))
    };
    let mut server = Some(server);
    for _ in 0..20 {
        let open = server.take().unwrap_or_else(|| Server::start(&house));
        let viewer = open.nobody().with("authorization", viewer.header("authorization"));
        assert_eq!(viewer.get(&format!("{HERE}/students")).status, 200);
        drop(open);
        if noted() {
            break;
        }
    }
    assert!(noted(), "what was noted outlives the process");
    let server = Server::start(&house);
    let auditor = server.nobody().with("authorization", auditor.header("authorization"));
    let sights = auditor.get(&format!("{HERE}/students/{who}/access")).json();
    let of_viewer = sights["items"].as_array().unwrap().iter().filter(|sight| sight["masked"] == true);
    assert!(of_viewer.filter(|sight| sight["how"] == "page.students").count() > 0, "{sights}");
    assert!(!noted(), "it stands in the database now");
}

/// Somebody else's students do not exist.
#[test]
fn another_school_erases_and_takes_out_nobody_of_ours() {
    let desk = Desk::open(Base::Sqlite);
    let program = desk.program();
    let first = send_checked(&program, ("liste.csv", LIST), "k1");
    commit(&program, &first, "c1");
    let who = student(&program, "zqnom").unwrap();
    let text = std::fs::read_to_string(super::repository("examples/ces-ndoumbele.json")).unwrap();
    let theirs = desk.house.write("autre.json", text.replace(SLUG, "autre-ecole"));
    desk.house.succeed(&["establishment", "apply", &theirs.to_string_lossy()]);
    for command in [&["student", "dossier", &who][..], &["student", "erase", &who, "--reason", "x"]] {
        let said = desk.house.run(&[command, &["-e", "autre-ecole"]].concat());
        assert_eq!(said.code, 2, "{}", said.err);
    }
    assert!(Path::new(&desk.house.path("data")).exists() && student(&program, "zqnom").is_some());
}
