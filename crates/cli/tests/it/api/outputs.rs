//! What comes out again: undos, students, files.

use std::process::{Command, Stdio};

use rentree_testkit::python;
use serde_json::{Value, json};

use super::{Caller, Desk, HERE, SLUG};

const LIST: &str = "Matricule;Nom;Prénoms;Classe;Date de naissance;Téléphone\n\
    A1;NGO BÉA;Marie Zoé;6e;12/03/2012;699000101\nA2;ABENA;Paul;5e;03/11/2011;\n";

/// Sent, approved and written.
fn committed(caller: &Caller, list: &str, key: &str) -> String {
    let place = checked(caller, list, key);
    assert_eq!(caller.approve(&place).status, 200);
    caller.with("idempotency-key", &format!("{key}-go")).post(&format!("{place}/commit"), &json!({}));
    caller.wait_for(&place, "committed");
    place
}

fn checked(caller: &Caller, list: &str, key: &str) -> String {
    let sent = caller.send_list(SLUG, ("liste.csv", list.as_bytes()), key);
    assert_eq!(sent.status, 201, "{}", sent.text());
    let place = sent.header("location").unwrap().to_owned();
    caller.wait_for(&place, "validated");
    place
}

/// An administrator of the school, at the page.
fn admin(desk: &Desk) -> Caller {
    let made = ["user", "create", "chef@ecole.cm", "--establishment", SLUG, "--role", "school_admin", "--json"];
    let made: Value = serde_json::from_str(&desk.house.succeed(&made)).unwrap();
    desk.server.as_person(Some(SLUG), "chef@ecole.cm", made["password"].as_str().unwrap())
}

/// What openpyxl, which is nobody of ours, sees in a workbook.
fn seen(file: &std::path::Path, program: &str) -> Value {
    let python = python::with("openpyxl==3.1.5");
    let said = Command::new(python).arg("-c").arg(program).arg(file).stderr(Stdio::inherit()).output().unwrap();
    assert!(said.status.success());
    serde_json::from_slice(&said.stdout).unwrap()
}

const ALL_CELLS: &str = "
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
out = []
for sheet in book.worksheets:
    cells = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None or cell.comment:
                cells.append({'at': cell.coordinate, 'value': str(cell.value) if cell.value is not None else '', 'type': cell.data_type,
                    'fill': cell.fill.start_color.rgb if cell.fill.fill_type else None, 'format': cell.number_format,
                    'comment': cell.comment.text if cell.comment else None})
    hidden = [name for name, column in sheet.column_dimensions.items() if column.hidden]
    out.append({'name': sheet.title, 'cells': cells, 'hidden': hidden, 'freeze': sheet.freeze_panes, 'filter': sheet.auto_filter.ref,
        'lists': [v.formula1 for v in sheet.data_validations.dataValidation], 'state': sheet.sheet_state})
print(json.dumps(out))
";

fn cell<'a>(sheet: &'a Value, at: &str) -> &'a Value {
    sheet["cells"].as_array().unwrap().iter().find(|cell| cell["at"] == at).unwrap_or(&Value::Null)
}

fn export(caller: &Caller, place: &str, wanted: &Value) -> (String, Vec<u8>) {
    let made = caller.post(&format!("{place}/exports"), wanted);
    assert_eq!((made.status, made.json()["status"].as_str()), (202, Some("made")), "{}", made.text());
    let file = caller.get(made.json()["file"].as_str().unwrap());
    assert_eq!(file.status, 200);
    (file.header("content-disposition").unwrap_or_default().to_owned(), file.body)
}

on_every_database! {
    fn a_committed_list_is_taken_back(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let place = committed(&program, LIST, "k1");
        assert_eq!(program.get(&format!("{place}/revert")).status, 404, "nobody asked for it");
        let asked = program.with("idempotency-key", "r1").post(&format!("{place}/revert"), &json!({}));
        assert_eq!(asked.status, 202, "{}", asked.text());
        program.wait_for(&place, "reverted");
        let told = program.get(&format!("{place}/revert")).json();
        assert_eq!((&told["reversed"], &told["kept"]), (&json!(2), &json!(0)));
        let rows = program.get(&format!("{place}/revert/rows?result=reversed")).json();
        assert_eq!((&rows["items"][0]["row"], &rows["items"][0]["outcome"]), (&json!(2), &json!("created")));
        assert_eq!(desk.house.digest(SLUG).0, 0);
        let again = program.with("idempotency-key", "r2").post(&format!("{place}/revert"), &json!({}));
        assert_eq!((again.status, again.json()["code"].as_str()), (409, Some("STATUS")));
    }

    fn students_are_found_read_and_written_by_hand(base: Base) {
        let desk = Desk::open(base);
        committed(&desk.program(), LIST, "k1");
        let admin = admin(&desk);
        let found = |query: &str| {
            let page = admin.get(&format!("{HERE}/students{query}")).json();
            let names = page["items"].as_array().unwrap_or_else(|| panic!("{page}")).iter();
            names.map(|one| one["matricule"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found(""), ["A1", "A2"]);
        let searched = |words: &str| {
            let page = admin.post(&format!("{HERE}/students/search"), &json!({"search": words})).json();
            let names = page["items"].as_array().unwrap_or_else(|| panic!("{page}")).iter();
            names.map(|one| one["matricule"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        for words in ["bea", "Zoé ngo", "a1", "699 00 01", "237699"] {
            assert_eq!(searched(words), ["A1"], "{words}");
        }
        assert_eq!(found("?level=6E"), ["A1"]);
        assert_eq!(searched("nobody"), Vec::<String>::new());
        assert_eq!(admin.get(&format!("{HERE}/students?search=bea")).status, 422, "no name of a student in an address");
        assert_eq!(found("?active=false"), Vec::<String>::new());
        let first = admin.get(&format!("{HERE}/students?limit=1")).json();
        let next = format!("{HERE}/students?limit=1&cursor={}", first["next"].as_str().unwrap());
        assert_eq!(admin.get(&next).json()["items"][0]["matricule"], "A2");
        let lines = admin.with("accept", "application/x-ndjson").get(&format!("{HERE}/students"));
        assert_eq!(lines.text().lines().count(), 2);

        let place = format!("{HERE}/students/{}", first["items"][0]["id"].as_str().unwrap());
        let shown = admin.get(&place);
        let tag = shown.header("etag").unwrap().to_owned();
        let begun = shown.json()["history"][0].clone();
        assert_eq!((&begun["what"], &begun["file"]), (&json!("created"), &json!("liste.csv")));
        let edit = json!({"fields": {"address": "  Bastos ", "phone": "677 11 22 33"}});
        assert_eq!(admin.patch(&place, &edit).status, 428);
        let edited = admin.with("if-match", &tag).patch(&place, &edit);
        assert_eq!((edited.status, &edited.json()["address"]), (200, &json!("Bastos")), "{}", edited.text());
        assert_eq!(edited.json()["phone"], "+237677112233");
        assert_eq!(edited.json()["edited"], json!(["phone", "address"]));
        assert_eq!(edited.json()["history"][0]["what"], "edited");
        let page = admin.get(&format!("{place}/history?limit=1")).json();
        assert_eq!((&page["items"].as_array().unwrap().len(), &page["items"][0]["what"]), (&1, &json!("edited")), "{page}");
        let page = admin.get(&format!("{place}/history?limit=1&cursor={}", page["next"].as_str().unwrap())).json();
        assert_eq!((&page["items"][0]["what"], &page["next"]), (&json!("created"), &json!(null)), "{page}");
        assert_eq!(admin.with("if-match", &tag).patch(&place, &edit).status, 412, "somebody was faster");
        let tag = edited.header("etag").unwrap().to_owned();
        let wrong = admin.with("if-match", &tag).patch(&place, &json!({"fields": {"email": "no address"}})).json();
        assert_eq!((&wrong["code"], &wrong["errors"][0]["pointer"]), (&json!("INVALID"), &json!("/fields/email")), "{wrong}");
        for bad in [
            json!({"fields": {"email": "no address"}}),
            json!({"fields": {"full_name": null}}),
            json!({"fields": {"matricule": "A2"}}),
            json!({"fields": {"date_of_birth": "30/02/2012"}}),
        ] {
            assert_eq!(admin.with("if-match", &tag).patch(&place, &bad).status, 422, "{bad}");
        }
        assert_eq!(searched("677112233"), ["A1"]);
        // A list leaves alone what a hand wrote.
        committed(&desk.program(), &LIST.replace("699000101", "699000102"), "k2");
        assert_eq!(admin.get(&place).json()["phone"], "+237677112233");

        let viewer = desk.key("viewer", "read");
        let masked = viewer.get(&place).json();
        assert!(masked["full_name"].as_str().unwrap() != "NGO BÉA Marie Zoé" && masked["matricule"] != "A1", "{masked}");
        assert_eq!(viewer.with("if-match", &tag).patch(&place, &edit).status, 403);
        let trail = desk.house.succeed(&["audit", "export", "--establishment", SLUG]);
        assert!(trail.contains("student.read") && trail.contains("student.edited") && !trail.contains("Bastos"), "{trail}");
    }

    fn levels_mappings_and_what_was_taught(base: Base) {
        let desk = Desk::open(base);
        committed(&desk.program(), LIST, "k1");
        let admin = admin(&desk);
        let levels = admin.get(&format!("{HERE}/levels"));
        let tag = levels.header("etag").unwrap().to_owned();
        let mut items = levels.json();
        let count = items["items"].as_array().unwrap().len();
        items["items"][0]["aliases"].as_array_mut().unwrap().push(json!("Petite 6e"));
        let set = admin.with("if-match", &tag).put(&format!("{HERE}/levels"), &items);
        assert_eq!(set.status, 200, "{}", set.text());
        assert_eq!(admin.with("if-match", &tag).put(&format!("{HERE}/levels"), &items).status, 412);
        assert_eq!(admin.get(&format!("{HERE}/levels")).json(), items);
        let none = admin.with("if-match", set.header("etag").unwrap()).put(&format!("{HERE}/levels"), &json!({"items": []}));
        assert_eq!(none.status, 422, "students are in them: {count}");
        assert_eq!(admin.get(&format!("{HERE}/departments")).status, 200);
        assert_eq!(admin.get(&format!("{HERE}/mappings")).json()["items"], json!([]));
        assert_eq!(admin.get(&format!("{HERE}/mappings/none/versions")).status, 404);
        let taught = admin.get(&format!("{HERE}/aliases")).json();
        let title = taught["items"].as_array().unwrap().iter().find(|one| one["kind"] == "title");
        if let Some(text) = title.and_then(|one| one["text"].as_str()) {
            let place = format!("{HERE}/aliases/titles/{}", text.replace(' ', "%20"));
            assert_eq!(admin.delete(&place).status, 204);
            assert_eq!(admin.delete(&place).status, 404);
        }
        assert_eq!(admin.delete(&format!("{HERE}/aliases/values/level_code/none")).status, 404);
    }

    fn the_annotated_workbook_is_the_list_with_its_faults(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let list = "Matricule;Nom;Prénoms;Classe;Date de naissance;Téléphone;Salle\n\
            007;NGO BÉA;Marie;6e;30/02/2012;699000101;=1+1\n008;ABENA;Paul;5e;03/11/2011;12;007\n009;;;5e;03/11/2011;;x\n";
        let place = checked(&program, list, "k1");
        let (name, bytes) = export(&program, &place, &json!({"kind": "annotated", "format": "xlsx", "language": "fr"}));
        assert!(name.starts_with("attachment; filename=\"rentree-annotated-"), "{name}");
        let book = seen(&desk.house.write("annotated.xlsx", &bytes), ALL_CELLS);
        assert_eq!((book.as_array().unwrap().len(), &book[0]["name"]), (2, &json!("À lire")));
        let sheet = &book[1];
        let head: Vec<&str> = ["A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1", "I1"].map(|at| cell(sheet, at)["value"].as_str().unwrap()).to_vec();
        assert_eq!(head, ["Matricule", "Nom", "Prénoms", "Classe", "Date de naissance", "Téléphone", "Salle", "rentree_messages", "rentree_row_key"]);
        assert_eq!((&sheet["hidden"], &sheet["freeze"], &sheet["filter"]), (&json!(["I"]), &json!("A2"), &json!("A1:I4")));
        assert_eq!((&cell(sheet, "A2")["value"], &cell(sheet, "A2")["format"]), (&json!("007"), &json!("@")));
        assert_eq!((&cell(sheet, "G2")["value"], &cell(sheet, "G2")["type"]), (&json!("=1+1"), &json!("s")), "a text, no formula");
        let born = cell(sheet, "E2");
        assert!(born["fill"].is_string() && born["comment"].as_str().unwrap().contains("30/02/2012"), "{born}");
        assert!(cell(sheet, "H2")["value"].as_str().unwrap().starts_with("Ligne 2 — "));
        let batch = place.rsplit('/').next().unwrap();
        assert_eq!(cell(sheet, "I2")["value"], format!("{batch}:1"));
        assert!(cell(sheet, "F2")["fill"].is_null(), "what is right has no colour");
        let (_, few) = export(&program, &place, &json!({"kind": "annotated", "format": "xlsx", "filter": "issues"}));
        let few = seen(&desk.house.write("few.xlsx", &few), ALL_CELLS);
        assert_eq!(few[0]["name"], "Read me", "the caller speaks English");

        // Corrected by somebody else's program, it is still the list.
        let corrected = desk.house.path("corrected.xlsx");
        let correct = format!(
            "import sys, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\nsheet = book.worksheets[1]\nsheet['E2'] = '28/02/2012'\n\
             book.save({:?})\nprint('null')", corrected.to_string_lossy());
        seen(&desk.house.path("annotated.xlsx"), &correct);
        let again = seen(&corrected, ALL_CELLS);
        let differences: Vec<&str> = sheet["cells"].as_array().unwrap().iter()
            .filter(|one| cell(&again[1], one["at"].as_str().unwrap())["value"] != one["value"])
            .map(|one| one["at"].as_str().unwrap()).collect();
        assert_eq!(differences, ["E2"]);
    }

    /// Out to Excel and back: read and corrected by a program that is nobody of ours.
    fn ten_cells_corrected_in_the_annotated_workbook_are_ten_rows_changed(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let line = |number: usize| {
            let born = if number.is_multiple_of(3) { "30/02/2012" } else { "12/03/2012" };
            format!("M{number:03};NGO BÉA;Élève {number};6e;{born};6990001{number:02}\n")
        };
        let list: String = (0..60).map(line).collect();
        let titles = "Matricule;Nom;Prénoms;Classe;Date de naissance;Téléphone\n";
        let place = checked(&program, &format!("{titles}{list}"), "k1");
        let (_, bytes) = export(&program, &place, &json!({"kind": "annotated", "format": "xlsx", "language": "fr"}));
        let file = desk.house.write("annotated.xlsx", &bytes);
        let sheet = seen(&file, ALL_CELLS)[1].clone();
        let batch = place.rsplit('/').next().unwrap();
        for number in 0..60 {
            let row = number + 2;
            let at = |column: &str| cell(&sheet, &format!("{column}{row}")).clone();
            for (column, text) in ["A", "B", "C", "D", "E", "F"].into_iter().zip(line(number).trim().split(';')) {
                assert_eq!((&at(column)["value"], &at(column)["type"]), (&json!(text), &json!("s")), "{column}{row}");
            }
            assert_eq!(at("H")["value"], format!("{batch}:{}", number + 1), "its key");
            let (fill, comment) = (at("E")["fill"].clone(), at("E")["comment"].clone());
            if number.is_multiple_of(3) {
                assert_eq!((fill.as_str(), comment.as_str().is_some_and(|text| text.contains("30/02/2012"))), (Some("FFFFEB9C"), true));
            } else {
                assert_eq!((fill, comment), (Value::Null, Value::Null));
            }
        }
        let corrected = desk.house.path("corrected.xlsx");
        let correct = format!(
            "import sys, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\nsheet = book.worksheets[1]\n\
             for number in range(10):\n    sheet.cell(2 + 3 * number, 5).value = '28/02/2012'\nbook.save({:?})\nprint('null')",
            corrected.to_string_lossy()
        );
        seen(&file, &correct);
        let rows = || program.with("accept", "application/x-ndjson").get(&format!("{place}/rows")).text();
        let before = rows();
        let sent = ("corrected.xlsx", &*std::fs::read(&corrected).unwrap());
        let done = program.send_form(&format!("{place}/corrections"), sent, None, "back");
        assert_eq!(done.status, 200, "{}", done.text());
        let done = done.json();
        assert_eq!((&done["rows"], &done["cells"], &done["missing"]), (&json!(60), &json!(10), &json!(0)));
        assert_eq!(done["changed"]["change"]["rows"], 10);
        let after = rows();
        let changed: Vec<usize> =
            before.lines().zip(after.lines()).enumerate().filter(|(_, (one, other))| one != other).map(|(at, _)| at).collect();
        assert_eq!(changed, (0..10).map(|number| 3 * number).collect::<Vec<_>>(), "exactly these");
        for line in changed.into_iter().filter_map(|at| after.lines().nth(at)) {
            let row: Value = serde_json::from_str(line).unwrap();
            assert_eq!((&row["values"]["date_of_birth"], &row["status"]), (&json!("2012-02-28"), &json!("ok")), "{row}");
        }
    }

    fn no_file_that_leaves_holds_a_formula(base: Base) {
        let desk = Desk::open(base);
        let program = desk.program();
        let payloads = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "=HYPERLINK(\"http://x\")", "＝1"];
        let rows: Vec<String> = payloads.iter().zip(1..)
            .map(|(text, number)| format!("M{number};\"{0}\";Prénom;6e;\"{0}\";\"{0}\"", text.replace('"', "\"\"")))
            .collect();
        let place = checked(&program, &format!("Matricule;Nom;Prénoms;Classe;Date de naissance;Téléphone\n{}\n", rows.join("\n")), "k1");
        let mut files = 0;
        for kind in ["annotated", "errors", "report"] {
            for format in ["xlsx", "csv"] {
                for language in ["fr", "en"] {
                    if (kind, format) == ("annotated", "csv") {
                        let refused = program.post(&format!("{place}/exports"), &json!({"kind": kind, "format": format}));
                        assert_eq!(refused.status, 422);
                        continue;
                    }
                    let (_, bytes) = export(&program, &place, &json!({"kind": kind, "format": format, "language": language}));
                    files += 1;
                    if format == "xlsx" {
                        let book = seen(&desk.house.write("one.xlsx", &bytes), ALL_CELLS);
                        for sheet in book.as_array().unwrap() {
                            for cell in sheet["cells"].as_array().unwrap() {
                                assert_ne!(cell["type"], "f", "{kind}: {cell}");
                            }
                        }
                    } else {
                        let text = String::from_utf8(bytes).unwrap();
                        let text = text.strip_prefix('\u{feff}').unwrap();
                        let parse = "import csv, io, json, sys\nprint(json.dumps([c for r in csv.reader(io.StringIO(open(sys.argv[1], encoding='utf-8', newline='').read()), delimiter=sys.argv[1][-1]) for c in r]))";
                        let delimiter = if language == "fr" { ";" } else { "," };
                        let cells = seen(&desk.house.write(&format!("one.csv{delimiter}"), text), parse);
                        for cell in cells.as_array().unwrap().iter().filter_map(Value::as_str) {
                            let first = cell.trim_start().chars().next().unwrap_or('x');
                            assert!(!"=+-@＝".contains(first) && !cell.starts_with(['\t', '\r', '\n']), "{kind}: {cell:?}");
                        }
                    }
                }
            }
        }
        assert_eq!(files, 10);
        let listed = program.get(&format!("{place}/exports")).json();
        assert_eq!(listed["items"].as_array().unwrap().len(), files);
        assert_eq!(desk.key("viewer", "read").get(&format!("{place}/exports")).status, 403);
    }

    fn the_template_of_a_school_is_a_list_that_it_understands(base: Base) {
        let desk = Desk::open(base);
        let admin = desk.key("operator", "upload,commit,read");
        let template = admin.get(&format!("{HERE}/template.xlsx"));
        assert_eq!(template.status, 200);
        let file = desk.house.write("template.xlsx", &template.body);
        let book = seen(&file, ALL_CELLS);
        assert!(!book[0]["lists"].as_array().unwrap().is_empty(), "{book}");
        assert!(book[0]["cells"].as_array().unwrap().iter().all(|cell| cell["at"].as_str().unwrap().ends_with('1') && cell["type"] == "s"));
        let filled = desk.house.path("rempli.xlsx");
        let level = book[0]["lists"].as_array().unwrap().iter().filter_map(Value::as_str).find(|list| list.contains("M,F") || list.contains(','));
        assert!(level.is_some());
        let fill = format!(
            "import sys, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\nsheet = book.worksheets[0]\n\
             titles = {{cell.value: cell.column for cell in sheet[1]}}\n\
             for title, value in zip(list(titles)[:3], ['25M01', 'NGO', 'Béa']):\n    sheet.cell(2, titles[title]).value = value\n\
             book.save({:?})\nprint('null')", filled.to_string_lossy());
        seen(&file, &fill);
        let sent = admin.send_list(SLUG, ("rempli.xlsx", &std::fs::read(&filled).unwrap()), "k1");
        assert_eq!(sent.status, 201, "{}", sent.text());
        let view = admin.wait_for(sent.header("location").unwrap(), "validated");
        assert_eq!((&view["counts"]["read"], &view["counts"]["created"]), (&json!(1), &json!(1)), "{view}");
    }
}
