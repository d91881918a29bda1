//! What is said of students stays in the answers to those who may read it: a whole import at the level `debug`, then a search for everything
//! that was planted.

use rentree_testkit::sink::Sink;
use serde_json::json;

use super::{HERE, SLUG, Server, repository};
use crate::house::{self, Base};

/// One of each kind that a list has. None of them is a word of ours.
const PLANTED: [&str; 8] =
    ["Zzquxnom", "Zzquxprenom", "zzquxboite", "ZZ91QUX7", "699845173", "2009-04-17", "Zzquxville", "Zzquxtitre"];

fn list() -> String {
    let [name, first, mail, matricule, phone, born, place, title] = PLANTED;
    let mut list =
        format!("Matricule;Nom;Prénoms;Classe;Téléphone;Email;Date de naissance;Lieu de naissance;{title}\n");
    list += &format!("{matricule};{name};{first};6e;{phone};{mail}@example.com;{born};{place};1\n");
    // Rows that are wrong in several ways speak most.
    list += &format!("{matricule};{name};{first};{name};12{phone};{mail}@;99/99/{born};{place};2\n");
    list + &format!(";{name};;6e;;;;{place};3\n")
}

#[test]
fn nothing_of_a_student_is_in_logs_metrics_or_spans() {
    for base in [Base::Sqlite, Base::Postgres] {
        let sink = Sink::open();
        let mut house = house::on(base);
        house.succeed(&["establishment", "apply", &repository("examples/ces-ndoumbele.json")]);
        let key = [
            "key",
            "create",
            "--establishment",
            SLUG,
            "--role",
            "school_admin",
            "--scope",
            "upload,commit,read,export",
            "--json",
        ];
        let key: serde_json::Value = serde_json::from_str(&house.succeed(&key)).unwrap();
        house.set([
            ("RENTREE_LOG".to_owned(), "debug".to_owned()),
            ("OTEL_EXPORTER_OTLP_ENDPOINT".to_owned(), sink.address.clone()),
        ]);
        let server = Server::start(&house);
        let program = server.as_key(key["key"].as_str().unwrap());
        let sent = program.send_list(SLUG, (&format!("{}.csv", PLANTED[7]), list().as_bytes()), "k1");
        let place = sent.header("location").expect("a batch").to_owned();
        program.wait_for(&place, "validated");
        for part in ["", "/mapping", "/layout", "/values/level_code", "/rows", "/issues", "/plan"] {
            program.get(&format!("{place}{part}"));
        }
        program.get(&format!("{HERE}/students"));
        for word in PLANTED {
            program.post(&format!("{place}/rows/search"), &json!({"search": word}));
            program.post(&format!("{HERE}/students/search"), &json!({"search": word}));
        }
        program.get(&format!("{HERE}/nowhere/{}", PLANTED[0]));
        program.approve(&place);
        program.with("idempotency-key", "c1").post(&format!("{place}/commit"), &json!({}));
        program.wait_for(&place, "committed");
        let metrics = program.get("/metrics").text();
        let log = std::sync::Arc::clone(&server.log);
        server.stop();
        let log = log.lock().unwrap().clone();
        let spans = String::from_utf8_lossy(&sink.kept()).into_owned();
        assert!(log.lines().count() > 20 && metrics.contains("rentree_request_seconds"), "they were written: {log}");
        assert!(spans.contains("request"), "spans were sent");
        for (what, text) in [("log", &log), ("metrics", &metrics), ("spans", &spans)] {
            let text = text.to_lowercase();
            for planted in PLANTED {
                let at = text.find(&planted.to_lowercase());
                let around = at.map(|at| text.chars().skip(at.saturating_sub(300)).take(600).collect::<String>());
                assert_eq!(around, None, "`{planted}` is in the {what} ({base:?})");
            }
        }
    }
}
