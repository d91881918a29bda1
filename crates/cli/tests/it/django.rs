//! The Django site of `examples/django`: a list is sent by its command, and the students are in its own tables; the same list again changes
//! nothing; a list that is taken back takes its students along.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rentree_testkit::house::House;
use rentree_testkit::python;
use rentree_testkit::server::Server;
use serde_json::Value;

use crate::accounts::key;
use crate::house::{self};

const REQUIREMENTS: &str = "Django==5.2.19 standardwebhooks==1.1.0";
const SLUG: &str = "ces-ndoumbele";
const LIST: &str = "d04_ces_title_block.xlsx";
/// Django's own server, on a port that it is given by the system.
const SERVE: &str = "
import threading, sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
from site_example.wsgi import application
WSGIRequestHandler.log_message = lambda *args: None
server = make_server('127.0.0.1', 0, application)
print(server.server_port, flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
";

fn repository(path: &str) -> String {
    format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))
}

struct Site {
    variables: Vec<(&'static str, String)>,
    process: Option<Child>,
}

impl Site {
    fn python(&self) -> Command {
        let mut command = Command::new(python::with(REQUIREMENTS));
        command.current_dir(repository("examples/django")).env("PYTHONDONTWRITEBYTECODE", "1");
        command.env("DJANGO_SETTINGS_MODULE", "site_example.settings");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    fn manage(&self, arguments: &[&str]) -> String {
        let ran = self.python().arg("manage.py").args(arguments).output().unwrap();
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8_lossy(&ran.stdout).into_owned()
    }

    /// Everything that the site keeps of students.
    fn tables(&self) -> Vec<Value> {
        let said = self.manage(&["dumpdata", "roster.User", "roster.StudentProfile"]);
        let rows: Vec<Value> = serde_json::from_str(&said).unwrap();
        rows
    }

    fn serve(&mut self) -> u16 {
        let mut process =
            self.python().args(["-c", SERVE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        self.process = Some(process);
        port.trim().parse().unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Until the event of this kind has arrived so often.
fn told(house: &House, webhook: &str, kind: &str, times: usize) {
    let begun = Instant::now();
    loop {
        let said = house.succeed(&["webhook", "deliveries", webhook, "-e", SLUG, "--json"]);
        let all: Vec<Value> = serde_json::from_str(&said).unwrap();
        let arrived = all.iter().filter(|one| one["event"] == kind && one["status"] == "delivered").count();
        if arrived >= times {
            return;
        }
        assert!(begun.elapsed() < Duration::from_mins(2), "{kind}: {said}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn profiles(rows: &[Value]) -> Vec<&Value> {
    rows.iter().filter(|row| row["model"] == "roster.studentprofile").map(|row| &row["fields"]).collect()
}

on_every_database! {
    fn a_list_sent_by_a_django_site_ends_in_its_own_tables(base: Base) {
        let mut house = house::on(base);
        house.set([("RENTREE_WEBHOOKS".to_owned(), "private=yes,pause_ms=100".to_owned())]);
        house.succeed(&["establishment", "apply", &repository("examples/ces-ndoumbele.json")]);
        let server = Server::start(&house);
        let made = house.succeed(&["webhook", "create", "http://127.0.0.1:1/", "-e", SLUG, "--json"]);
        let made: Value = serde_json::from_str(&made).unwrap();
        let webhook = made["id"].as_str().unwrap();
        let variables = vec![
            ("DJANGO_DB", house.path("django.sqlite3").to_string_lossy().into_owned()),
            ("RENTREE_URL", server.address.clone()),
            ("RENTREE_ESTABLISHMENT", SLUG.to_owned()),
            ("RENTREE_KEY", key(&house, SLUG, "school_admin", "upload,commit,read")),
            ("RENTREE_WEBHOOK_SECRET", made["secret"].as_str().unwrap().to_owned()),
        ];
        let mut site = Site { variables, process: None };
        site.manage(&["migrate", "--verbosity", "0"]);
        let address = format!("http://127.0.0.1:{}/rentree/webhook", site.serve());
        house.succeed(&["webhook", "change", webhook, "-e", SLUG, "--url", &address]);

        let list = repository(&format!("samples/{LIST}"));
        let said = site.manage(&["import_students", &list]);
        assert!(said.contains("committed"), "{said}");
        told(&house, webhook, "import.committed", 1);
        let first = site.tables();
        assert_eq!((first.len(), profiles(&first).len()), (88, 44));
        let known = house.succeed(&["student", "export", "-e", SLUG, "--json"]);
        let known: Vec<Value> = serde_json::from_str(&known).unwrap();
        for student in &known {
            let found = profiles(&first).into_iter().any(|profile| profile["full_name"] == student["full_name"] && profile["matricule"] == student["matricule"]
                && profile["date_of_birth"] == student["date_of_birth"] && profile["level"] == student["level_code"]);
            assert!(found, "{student}");
        }

        let said = site.manage(&["import_students", &list]);
        assert!(said.contains("committed"), "{said}");
        told(&house, webhook, "import.committed", 2);
        assert_eq!(site.tables(), first, "the same list again changes nothing");
        assert_eq!(site.manage(&["follow_students"]).trim(), "0 students written");

        let batches: Value = serde_json::from_str(&house.succeed(&["batch", "list", "-e", SLUG, "--json"])).unwrap();
        let oldest = batches.as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
        house.succeed(&["batch", "revert", &oldest, "-e", SLUG]);
        told(&house, webhook, "import.undone", 1);
        let after = site.tables();
        let active = after.iter().filter(|row| row["model"] == "roster.user" && row["fields"]["is_active"] == true).count();
        assert_eq!((after.len(), active), (88, 0), "the site keeps what is its own");
        println!("{base:?}: {} students from the list into Django's tables, 0 changes by the same list again", profiles(&first).len());
    }
}
