//! The page on security (`docs/security.md`): a line for each requirement of the standard's second level, and every test that it names is there.
//! And rules that belong to no part of the program alone: what a browser is told, what a proxy may say, what the sources must not hold.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use rentree_testkit::server::{Answer, Sent, Server};
use serde_json::{Value, json};

use crate::access::Document;
use crate::accounts::{key, made, person, school};
use crate::api::repository;
use crate::house::{self, Base, House};

// ------------------------------------------------------------------------------------------------------------- the page

/// Levels 1 and 2 of the standard's version 5.0.0: section, and the last number in it.
const STANDARD: [(&str, u32); 75] = [
    ("1.1", 2),
    ("1.2", 9),
    ("1.3", 11),
    ("1.4", 3),
    ("1.5", 2),
    ("2.1", 3),
    ("2.2", 3),
    ("2.3", 4),
    ("2.4", 1),
    ("3.2", 2),
    ("3.3", 4),
    ("3.4", 6),
    ("3.5", 5),
    ("3.7", 2),
    ("4.1", 3),
    ("4.2", 1),
    ("4.3", 2),
    ("4.4", 4),
    ("5.1", 1),
    ("5.2", 3),
    ("5.3", 2),
    ("5.4", 3),
    ("6.1", 3),
    ("6.2", 12),
    ("6.3", 4),
    ("6.4", 4),
    ("6.5", 5),
    ("6.6", 3),
    ("6.8", 4),
    ("7.1", 3),
    ("7.2", 4),
    ("7.3", 2),
    ("7.4", 5),
    ("7.5", 2),
    ("7.6", 2),
    ("8.1", 2),
    ("8.2", 3),
    ("8.3", 1),
    ("8.4", 1),
    ("9.1", 3),
    ("9.2", 4),
    ("10.1", 2),
    ("10.2", 2),
    ("10.3", 4),
    ("10.4", 11),
    ("10.5", 5),
    ("10.6", 2),
    ("10.7", 3),
    ("11.1", 2),
    ("11.2", 3),
    ("11.3", 3),
    ("11.4", 4),
    ("11.5", 1),
    ("11.6", 1),
    ("12.1", 3),
    ("12.2", 2),
    ("12.3", 4),
    ("13.1", 1),
    ("13.2", 5),
    ("13.3", 2),
    ("13.4", 5),
    ("14.1", 2),
    ("14.2", 4),
    ("14.3", 3),
    ("15.1", 3),
    ("15.2", 3),
    ("15.3", 7),
    ("16.1", 1),
    ("16.2", 5),
    ("16.3", 4),
    ("16.4", 3),
    ("16.5", 3),
    ("17.1", 1),
    ("17.2", 4),
    ("17.3", 2),
];

fn requirements() -> BTreeSet<String> {
    STANDARD.iter().flat_map(|(section, last)| (1..=*last).map(move |number| format!("{section}.{number}"))).collect()
}

/// Files below a folder, by the ends of their names.
fn files(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", "dist"].contains(&&*name) {
            all.extend(files(&path, ends));
        } else if ends.iter().any(|end| name.ends_with(end)) {
            all.push(path);
        }
    }
    all
}

fn sources(folder: &str, ends: &[&str]) -> Vec<(PathBuf, String)> {
    let all = files(Path::new(&repository(folder)), ends);
    all.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// The names of all tests: functions behind a mark of a test or in one of our lists of them, and titles of those in a browser.
fn tests() -> HashSet<String> {
    let mut all = HashSet::new();
    for (_, text) in sources("crates", &[".rs"]) {
        let mut marked = 0;
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                marked = 3;
            }
            let listed = ["(base: Base)", "(db: Db)"].iter().any(|of| line.contains(of));
            let name = line.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
            if let Some(name) = name.filter(|_| marked > 0 || listed) {
                all.insert(name.to_owned());
                marked = 0;
            }
            marked = marked.max(1) - 1;
        }
    }
    for (_, text) in sources("ui", &[".spec.ts", ".test.ts"]) {
        all.extend(text.split("test('").skip(1).filter_map(|rest| rest.split('\'').next()).map(str::to_owned));
    }
    all
}

struct Line {
    number: String,
    verdict: String,
    named: Vec<String>,
    text: String,
}

fn lines(page: &str) -> Vec<Line> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let rows = rows.filter(|row| row.starts_with(|c: char| c.is_ascii_digit()));
    rows.map(|row| {
        let cells: Vec<&str> = row.splitn(3, " | ").collect();
        let [number, verdict, text] = *cells else { panic!("three cells: {row}") };
        let named = text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        Line { number: number.to_owned(), verdict: verdict.to_owned(), named, text: text.to_owned() }
    })
    .collect()
}

#[test]
fn every_requirement_has_a_line_and_every_test_that_a_line_names_is_there() {
    let page = std::fs::read_to_string(repository("docs/security.md")).unwrap();
    let tests = tests();
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let mut said = BTreeSet::new();
    for line in lines(&page) {
        assert!(said.insert(line.number.clone()), "{} stands twice", line.number);
        *counted.entry(line.verdict.replace('*', "")).or_default() += 1;
        assert!(["met", "**not met**", "n/a"].contains(&&*line.verdict), "{}: {}", line.number, line.verdict);
        assert!(!line.text.trim().is_empty(), "{}: why?", line.number);
        assert!(line.verdict != "met" || !line.named.is_empty(), "{} is met: by what is that shown?", line.number);
        for name in &line.named {
            let is_there = if name.contains(['/', '.']) && !name.contains(' ') {
                Path::new(&repository(name)).exists()
            } else {
                tests.contains(name)
            };
            assert!(is_there, "{}: `{name}` is neither a test nor a file", line.number);
        }
    }
    assert_eq!(said, requirements());
    let of = |verdict: &str| counted.get(verdict).copied().unwrap_or_default();
    let sum =
        format!("Of {} lines: {} met, {} not met, {} not applicable.", said.len(), of("met"), of("not met"), of("n/a"));
    assert!(page.contains(&sum), "the page's own count: {sum}");
}

// -------------------------------------------------------------------------------------------------------------- browsers

fn open(base: Base, arguments: &[&str]) -> (House, Server) {
    let house = house::on(base);
    house.apply(&school("lycee"));
    let server = Server::start_with(&house, arguments);
    (house, server)
}

fn tells_a_browser(answer: &Answer, what: &str) {
    let header = |name: &str| answer.header(name).unwrap_or_default();
    assert_eq!((header("x-content-type-options"), header("referrer-policy")), ("nosniff", "no-referrer"), "{what}");
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert_eq!(header("x-frame-options"), "DENY", "{what}");
    assert!(answer.header("access-control-allow-origin").is_none(), "{what}");
    assert!(!(300..400).contains(&answer.status), "{what}: nothing redirects");
    if what.contains("/v1") {
        assert_eq!(header("cache-control"), "no-store", "{what}");
    }
}

#[test]
fn every_answer_tells_a_browser_what_it_may_do_with_it() {
    let (house, server) = open(Base::Sqlite, &[]);
    let program = server.as_key(&key(&house, "lycee", "operator", "read"));
    let nobody = server.nobody();
    for path in ["/", "/sign-in", "/healthz", "/metrics", "/v1/openapi.json", "/v1/nowhere", "/v1/establishments/lycee"]
    {
        tells_a_browser(&nobody.get(path), path);
    }
    for path in ["/v1/establishments/lycee", "/v1/establishments/lycee/students", "/v1/establishments/lycee/users"] {
        tells_a_browser(&program.get(path), &format!("as a program: {path}"));
    }
    let document = nobody.get("/v1/openapi.json").json();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let answers = operation["responses"].as_object().into_iter().flatten();
            for (status, _) in answers {
                assert!(!status.starts_with('3') || status == "304", "{method} {path} redirects");
            }
        }
    }
}

#[test]
fn over_https_the_session_is_a_cookie_of_this_host_alone() {
    let signed_in = |server: &Server, house: &House| {
        let password = person(house, "lycee", "chef@ecole.cm", "school_admin");
        let body = json!({"establishment": "lycee", "email": "chef@ecole.cm", "password": password});
        let answer = server.nobody().post("/v1/session", &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer
    };
    let (house, server) = open(Base::Sqlite, &["--behind-proxy"]);
    let answer = signed_in(&server, &house);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-rentree_session="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(!answer.text().contains(cookie.split(['=', ';']).nth(1).unwrap()), "it is in no body");
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000; includeSubDomains"));
    let own = server.nobody().with("cookie", cookie.split(';').next().unwrap());
    assert_eq!(own.get("/v1/session").status, 200);

    // On one machine without HTTPS a browser would take no such cookie.
    let (house, server) = open(Base::Sqlite, &[]);
    let answer = signed_in(&server, &house);
    assert!(answer.header("set-cookie").unwrap().starts_with("rentree_session="));
    assert_eq!(answer.header("strict-transport-security"), None);
}

#[test]
fn whoever_signs_in_again_leaves_the_session_before() {
    let (house, server) = open(Base::Sqlite, &[]);
    let password = person(&house, "lycee", "chef@ecole.cm", "school_admin");
    let first = server.as_person(Some("lycee"), "chef@ecole.cm", &password);
    let body = json!({"establishment": "lycee", "email": "chef@ecole.cm", "password": password});
    let again = first.post("/v1/session", &body);
    assert_eq!(again.status, 201);
    assert_ne!(again.header("set-cookie").unwrap().split(';').next().unwrap(), first.header("cookie"));
    assert_eq!(first.get("/v1/session").status, 401);
}

// -------------------------------------------------------------------------------------------------------------- requests

/// The last address that the trail knows of whoever was refused.
fn told(caller: &rentree_testkit::server::Caller) -> String {
    let trail = caller.get("/v1/establishments/lycee/audit?action=session.refused").json();
    trail["items"].as_array().unwrap().last().unwrap()["origin"].as_str().unwrap().to_owned()
}

#[test]
fn a_header_of_a_proxy_counts_only_behind_one() {
    let wrong = json!({"establishment": "lycee", "email": "chef@ecole.cm", "password": "faux, faux, faux"});
    for (arguments, origin) in [(&[][..], "127.0.0.1"), (&["--behind-proxy"], "192.0.2.7")] {
        let (house, server) = open(Base::Sqlite, arguments);
        person(&house, "lycee", "chef@ecole.cm", "school_admin");
        // What a client says of itself stands before what the proxy adds.
        let forged =
            server.nobody().with("x-forwarded-for", "198.51.100.1, 192.0.2.7").with("x-real-ip", "198.51.100.1");
        assert_eq!(forged.post("/v1/session", &wrong).status, 401);
        assert_eq!(told(&server.as_key(&key(&house, "lycee", "auditor", "read"))), origin, "{arguments:?}");
    }
}

#[test]
fn what_a_request_says_twice_or_nobody_knows_is_refused() {
    let (house, server) = open(Base::Sqlite, &[]);
    let program = server.as_key(&key(&house, "lycee", "school_admin", "read"));
    let students = "/v1/establishments/lycee/students";
    for query in ["?limit=5&limit=6", "?unknown=1", "?limit=5&unknown=1"] {
        let answer = program.get(&format!("{students}{query}"));
        assert_eq!(answer.status, 422, "{query}: {}", answer.text());
    }
    for method in ["TRACE", "PROPFIND", "PUT"] {
        let answer = program.send(method, students, &Sent::Nothing);
        assert_eq!((answer.status, answer.json()["code"].as_str()), (405, Some("METHOD_NOT_ALLOWED")), "{method}");
    }
}

/// On a connection of one's own, byte for byte.
fn raw(server: &Server, request: &str) -> String {
    let mut connection = std::net::TcpStream::connect(server.address.trim_start_matches("http://")).unwrap();
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn where_a_request_ends_is_never_a_matter_of_opinion() {
    let (_house, server) = open(Base::Sqlite, &[]);
    let head = "POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    let smuggled = "GET /v1/limits HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    // Two lengths: refused, and what follows is no request.
    let two = raw(&server, &format!("{head}Content-Length: 2\r\nContent-Length: 4\r\n\r\n{{}}{smuggled}"));
    assert!(two.starts_with("HTTP/1.1 400") && two.matches("HTTP/1.1 ").count() == 1, "{two}");
    // A length beside chunks: the chunks say where it ends, and nothing more is taken from whoever speaks so.
    let length = smuggled.len() + 7;
    let chunks = format!("Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{smuggled}");
    let both = raw(&server, &format!("{head}Content-Length: {length}\r\n{chunks}"));
    assert!(both.contains("missing field") && both.matches("HTTP/1.1 ").count() == 1, "{both}");
}

#[test]
fn a_refusal_is_logged_with_who_and_what() {
    let (house, server) = open(Base::Sqlite, &[]);
    let made = made(&house, &["key", "create", "--establishment", "lycee", "--role", "viewer", "--scope", "read"]);
    let viewer = server.as_key(made["key"].as_str().unwrap());
    let answer = viewer.with("x-request-id", "refused-1").get("/v1/establishments/lycee/users");
    assert_eq!(answer.status, 403);
    let log = std::sync::Arc::clone(&server.log);
    server.stop();
    let log = log.lock().unwrap().clone();
    let line = log.lines().find(|line| line.contains("a request was refused")).unwrap_or_else(|| panic!("{log}"));
    for part in ["refused-1", "FORBIDDEN", "/v1/establishments/{slug}/users", made["id"].as_str().unwrap()] {
        assert!(line.contains(part), "{part}: {line}");
    }
}

// -------------------------------------------------------------------------------------------------------------- the document

fn document() -> Document {
    let house = house::new();
    let server = Server::start(&house);
    Document(server.nobody().get("/v1/openapi.json").json())
}

#[test]
fn what_changes_something_is_no_get() {
    // They read, and leave a trace in the trail.
    const READ: [&str; 13] = [
        "school.show",
        "batches.show",
        "rows.show",
        "students.show",
        "mappings.show",
        "values.see",
        "audit.show",
        "service.show",
        "purges.show",
        "access.show",
        "invitations.show",
        "exports.make",
        "students.take_out",
    ];
    let mut reading = Vec::new();
    for operation in document().operations().iter().filter(|one| one.method == "GET") {
        reading.push(operation.action.name());
        let lists = ["users.manage", "keys.manage", "webhooks.manage", "students.erase", "schools.manage"];
        let is_list = lists.contains(&operation.action.name());
        assert!(READ.contains(&operation.action.name()) || is_list, "{}: {}", operation.path, operation.action.name());
    }
    assert!(reading.len() > 20, "{reading:?}");
}

/// A field that nobody meant would be a field that somebody may set.
#[test]
fn a_body_holds_only_what_its_shape_names() {
    let Document(document) = document();
    let mut seen = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(name) = schema["$ref"].as_str() else { continue };
            let shape = document.pointer(name.trim_start_matches('#')).unwrap();
            if shape["type"] == "object" && shape["properties"].is_object() {
                seen += 1;
                assert_eq!(shape["additionalProperties"], Value::Bool(false), "{method} {path}: {name}");
            }
        }
    }
    assert!(seen > 15, "{seen}");
}

// --------------------------------------------------------------------------------------------------------------- the sources

const LINKED: [&str; 6] = ["sheets", "core", "store", "app", "web", "cli"];

#[test]
fn nothing_unsafe_and_nothing_of_the_tests_is_in_the_program() {
    let whole = std::fs::read_to_string(repository("Cargo.toml")).unwrap();
    assert!(whole.contains("unsafe_code = \"forbid\""));
    for crate_name in LINKED {
        let manifest = std::fs::read_to_string(repository(&format!("crates/{crate_name}/Cargo.toml"))).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{crate_name}");
        let linked = manifest.split_once("[dependencies]").unwrap().1.split("\n[").next().unwrap();
        assert!(!linked.contains("testkit"), "{crate_name}");
    }
}

#[test]
fn one_program_is_started_and_no_shell() {
    let mut starting = Vec::new();
    for crate_name in LINKED {
        for (path, text) in sources(&format!("crates/{crate_name}/src"), &[".rs"]) {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            if code.contains("Command::new(") {
                starting.push(path.strip_prefix(repository("crates")).unwrap_or(&path).display().to_string());
            }
        }
    }
    starting.sort_unstable();
    // Both start this very program: the reader of files, and what sends invitations.
    assert_eq!(starting, ["app/src/invitations/office.rs", "app/src/reader/mod.rs"]);
}

#[test]
fn a_password_is_hidden_and_may_come_from_a_password_keeper() {
    let mut fields = 0;
    for (path, text) in sources("ui/src", &[".svelte"]) {
        for input in text.split("<input").skip(1).filter_map(|rest| rest.split("/>").next()) {
            if input.contains("autocomplete=\"current-password\"") || input.contains("autocomplete=\"new-password\"") {
                fields += 1;
                assert!(
                    input.contains("type=\"password\"") && !input.contains("onpaste"),
                    "{}: {input}",
                    path.display()
                );
            }
            assert!(
                !input.contains("type=\"password\"") || input.contains("autocomplete="),
                "{}: {input}",
                path.display()
            );
        }
    }
    assert!(fields >= 6, "{fields}");
}

/// The inventory of what is linked: each with its version and the hash of its bytes, and from one place.
#[test]
fn every_dependency_is_known_by_its_version_and_its_hash() {
    let lock = std::fs::read_to_string(repository("Cargo.lock")).unwrap();
    let mut foreign = 0;
    for package in lock.split("[[package]]").skip(1) {
        let Some((_, rest)) = package.split_once("source = \"") else {
            assert!(package.contains("name = \"rentree") || package.contains("name = \"xtask\""), "{package}");
            continue;
        };
        foreign += 1;
        assert!(rest.starts_with("registry+https://github.com/rust-lang/crates.io-index\""), "{package}");
        assert!(package.contains("checksum = \""), "{package}");
    }
    assert!(foreign > 100);
    let pages: Value =
        serde_json::from_str(&std::fs::read_to_string(repository("ui/package-lock.json")).unwrap()).unwrap();
    for (name, package) in pages["packages"].as_object().unwrap().iter().filter(|(name, _)| !name.is_empty()) {
        let is_known = package["integrity"].is_string() || package["link"] == true || package["inBundle"] == true;
        assert!(is_known && package["version"].is_string(), "{name}: {package}");
    }
}
