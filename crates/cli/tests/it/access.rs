//! Every operation of the document, asked by everybody: refused exactly where the matrix says so, and another school's things are not
//! there for anybody. The calls are made out of the document, so that a new operation is tried without a word here.

use std::collections::HashMap;

use rentree_app::access::{Action, Scope, allows};
use rentree_core::Role;
use rentree_testkit::server::{Answer, Caller, Sent, Server};
use serde_json::{Map, Value, json};

use crate::accounts::{key, made, person, school};
use crate::house::{self, House};

/// What nobody need be allowed: is the service there, what are its limits, who am I.
const FOR_ANYBODY: [&str; 14] = [
    "get /healthz",
    "get /readyz",
    "get /metrics",
    "get /v1/limits",
    "post /v1/session",
    "get /v1/session",
    "delete /v1/session",
    "put /v1/session/password",
    "post /v1/session/password/link",
    "post /v1/session/second-factor",
    "put /v1/session/second-factor",
    "post /v1/session/second-factor/end",
    "post /v1/invitations/look",
    "post /v1/invitations/accept",
];

/// One operation of the document.
pub(crate) struct Operation {
    pub method: String,
    pub path: String,
    pub action: Action,
    pub parameters: Vec<Value>,
    pub body: Option<(String, Value)>,
}

pub(crate) struct Document(pub Value);

impl Document {
    pub(crate) fn operations(&self) -> Vec<Operation> {
        let mut all = Vec::new();
        let mut unsaid = Vec::new();
        for (path, item) in self.0["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap().iter().filter(|(_, one)| one["responses"].is_object())
            {
                let Some(name) = operation["x-action"].as_str() else {
                    unsaid.push(format!("{method} {path}"));
                    continue;
                };
                let body = operation["requestBody"]["content"].as_object().and_then(|kinds| {
                    let kind = kinds.get_key_value("application/json").or_else(|| kinds.iter().next())?;
                    Some((kind.0.clone(), self.example(&kind.1["schema"])))
                });
                all.push(Operation {
                    method: method.to_uppercase(),
                    path: path.clone(),
                    action: Action::named(name).unwrap_or_else(|| panic!("{path}: no action is called {name}")),
                    parameters: operation["parameters"].as_array().cloned().unwrap_or_default(),
                    body,
                });
            }
        }
        // Whoever runs the service is somebody else in a school afterwards.
        all.sort_by_key(|operation| operation.action == Action::BreakGlass);
        unsaid.retain(|one| !FOR_ANYBODY.contains(&one.as_str()));
        assert_eq!(unsaid, Vec::<String>::new(), "operations that do not say what they do (`x-action`)");
        all
    }

    /// The least that fits a schema.
    fn example(&self, schema: &Value) -> Value {
        if let Some(name) = schema["$ref"].as_str() {
            return self.example(self.0.pointer(name.trim_start_matches('#')).unwrap());
        }
        if let Some(first) = schema["enum"].get(0).or(schema.get("const")) {
            return first.clone();
        }
        for choice in ["oneOf", "anyOf"] {
            if let Some(first) = schema[choice].as_array().and_then(|all| all.iter().find(|one| one["type"] != "null"))
            {
                return self.example(first);
            }
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let parts = parts.iter().filter_map(|part| self.example(part).as_object().cloned());
            return Value::Object(parts.flatten().collect());
        }
        let kind = schema["type"].as_str().or_else(|| schema["type"].get(0)?.as_str()).unwrap_or("object");
        match kind {
            "object" => {
                let required = schema["required"].as_array().cloned().unwrap_or_default();
                let fields = required.iter().filter_map(Value::as_str);
                Value::Object(
                    fields
                        .map(|name| (name.to_owned(), self.example(&schema["properties"][name])))
                        .collect::<Map<_, _>>(),
                )
            }
            "array" => {
                let least = schema["minItems"].as_u64().unwrap_or(0);
                Value::Array((0..least).map(|_| self.example(&schema["items"])).collect())
            }
            "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
            "boolean" => json!(false),
            _ => json!(text(schema)),
        }
    }
}

fn text(schema: &Value) -> String {
    match (schema["format"].as_str(), schema["pattern"].as_str()) {
        (Some("uuid"), _) => NOBODYS.to_owned(),
        (Some("email"), _) => "nouveau@ecole.cm".to_owned(),
        (Some("date-time"), _) => "2025-10-15T00:00:00Z".to_owned(),
        (_, Some("^[0-9]{4}-[0-9]{4}$")) => "2025-2026".to_owned(),
        (_, Some("^[a-z0-9-]+$")) => "nouvelle-ecole".to_owned(),
        _ => "x".repeat(schema["minLength"].as_u64().unwrap_or(1).max(1) as usize),
    }
}

const NOBODYS: &str = "00000000-0000-7000-8000-000000000000";

/// A school with things in it, by the names that paths have for them.
struct Place {
    slug: &'static str,
    things: HashMap<&'static str, String>,
}

impl Place {
    fn furnished(house: &House, server: &Server, slug: &'static str) -> Self {
        let mut things = HashMap::new();
        let user = made(house, &["user", "create", "someone@ecole.cm", "-e", slug, "--role", "viewer"]);
        things.insert("user", user["id"].as_str().unwrap().to_owned());
        let spare = made(house, &["key", "create", "-e", slug, "--role", "viewer", "--scope", "read"]);
        things.insert("key", spare["id"].as_str().unwrap().to_owned());
        let program = server.as_key(&key(house, slug, "school_admin", "upload,commit,read,export"));
        let list = "Matricule;Nom;Prénom;Classe\nA1;MBARGA;Paul;6e\nA2;FOTSO;Marie;6e\n".as_bytes();
        let sent = program.send_list(slug, ("liste.csv", list), "first");
        assert!(sent.status < 300, "{}", sent.text());
        things.insert("batch", sent.json()["id"].as_str().unwrap().to_owned());
        Self { slug, things }
    }
}

/// The path with the slug of one place and the things of another.
fn path(operation: &Operation, document: &Document, (slug, things): (&str, &Place)) -> String {
    let mut path = operation.path.replace("{slug}", slug);
    for parameter in operation.parameters.iter().filter(|one| one["in"] == "path" && one["name"] != "slug") {
        let name = parameter["name"].as_str().unwrap();
        let usual = document.example(&parameter["schema"]);
        let value = things.things.get(name).cloned().or_else(|| usual.as_str().map(str::to_owned));
        path = path.replace(&format!("{{{name}}}"), &value.unwrap_or_else(|| usual.to_string()));
    }
    let asked = operation.parameters.iter().filter(|one| one["in"] == "query" && one["required"] == true);
    let asked: Vec<String> = asked
        .map(|one| {
            let value = document.example(&one["schema"]);
            format!(
                "{}={}",
                one["name"].as_str().unwrap(),
                value.as_str().map_or_else(|| value.to_string(), str::to_owned)
            )
        })
        .collect();
    if asked.is_empty() { path } else { format!("{path}?{}", asked.join("&")) }
}

fn ask(caller: &Caller, operation: &Operation, path: &str) -> Answer {
    let name: String = path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let mut caller = caller.with("idempotency-key", &name).with("accept", "*/*");
    for header in operation.parameters.iter().filter(|one| one["in"] == "header") {
        let name = header["name"].as_str().unwrap().to_lowercase();
        let value = match name.as_str() {
            "if-match" => "\"x\"",
            "tus-resumable" => "1.0.0",
            "upload-length" => "10",
            "upload-offset" => "0",
            _ => continue,
        };
        caller = caller.with(&name, value);
    }
    match &operation.body {
        None => caller.send(&operation.method, path, &Sent::Nothing),
        Some((kind, body)) if kind == "application/json" => caller.send(&operation.method, path, &Sent::Json(body)),
        Some((kind, _)) if kind.starts_with("multipart/") => {
            let kind = format!("{kind}; boundary=edge");
            caller.send(&operation.method, path, &Sent::Bytes(&kind, b"--edge--\r\n"))
        }
        Some((kind, _)) => caller.send(&operation.method, path, &Sent::Bytes(kind, b"x")),
    }
}

/// Everybody there can be in the first school, with what the matrix lets them do.
fn everybody(house: &House, server: &Server, slug: &str) -> Vec<(String, Caller, Vec<Action>)> {
    let of = |allowed: &dyn Fn(Action) -> bool| {
        Action::ALL.iter().copied().filter(|action| allowed(*action)).collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    for role in Role::ALL {
        let email = format!("{}@ecole.cm", role.name().replace('_', "-"));
        let caller = if role.is_of_a_school() {
            server.as_person(Some(slug), &email, &person(house, slug, &email, role.name()))
        } else {
            let admin = made(house, &["admin", "create", &email]);
            server.as_person(None, &email, admin["password"].as_str().unwrap())
        };
        // A frame in a platform's page is opened by the platform's key alone; the role says how far the key may go.
        all.push((role.name().to_owned(), caller, of(&|action| allows(role, action) && action != Action::OpenEmbed)));
    }
    for scope in Scope::ALL {
        let caller = server.as_key(&key(house, slug, "school_admin", scope.name()));
        let allowed = of(&|action| allows(Role::SchoolAdmin, action) && scope.covers(action));
        all.push((format!("a key to {}", scope.name()), caller, allowed));
    }
    all
}

on_every_database! {
    fn every_operation_is_refused_exactly_where_the_matrix_says(base: Base) {
        let house = house::on(base);
        house.apply(&school("lycee"));
        house.apply(&school("college"));
        let server = Server::start(&house);
        let (ours, theirs) = (Place::furnished(&house, &server, "lycee"), Place::furnished(&house, &server, "college"));
        let document = Document(server.nobody().get("/v1/openapi.json").json());
        let operations = document.operations();
        assert!(operations.len() > 15, "the document was read");
        let mut deviations = Vec::new();
        let mut expect = |who: &str, operation: &Operation, path: &str, wanted: &dyn Fn(u16) -> bool, words: &str, answer: &Answer| {
            if !wanted(answer.status) || answer.status >= 500 {
                deviations.push(format!("{who}: {} {path}: {} instead of {words}", operation.method, answer.status));
            }
        };
        for operation in &operations {
            let own = path(operation, &document, (ours.slug, &theirs));
            expect("nobody", operation, &own, &|status| status == 401, "401", &ask(&server.nobody(), operation, &own));
        }
        for (who, caller, allowed) in everybody(&house, &server, ours.slug) {
            let runs_the_service = who == Role::PlatformAdmin.name();
            for operation in &operations {
                let may = allowed.contains(&operation.action);
                let inside = operation.path.contains("{slug}");
                let things = operation.path.matches('{').count() > 1;
                let beside = matches!(operation.action, Action::BreakGlass);
                // In one's own school, with the ids of another one.
                let own = path(operation, &document, (ours.slug, &theirs));
                let answer = ask(&caller, operation, &own);
                if inside && runs_the_service && !beside {
                    expect(&who, operation, &own, &|status| status == 404, "404 (no school is theirs)", &answer);
                    continue;
                }
                if !may {
                    expect(&who, operation, &own, &|status| status == 403, "403", &answer);
                } else if things {
                    expect(&who, operation, &own, &|status| status == 404, "404 (another school's)", &answer);
                } else {
                    expect(&who, operation, &own, &|status| status != 403 && status != 401, "anything but 403", &answer);
                }
                if inside && !runs_the_service {
                    let foreign = path(operation, &document, (theirs.slug, &theirs));
                    expect(&who, operation, &foreign, &|status| status == 404, "404 (another school)", &ask(&caller, operation, &foreign));
                }
                // What can be read with ids of one's own is there.
                if operation.method == "GET" && may && inside {
                    let known = operation.parameters.iter().filter(|one| one["in"] == "path" && one["name"] != "slug");
                    let known = known.map(|one| one["name"].as_str().unwrap()).all(|name| ours.things.contains_key(name));
                    let own = path(operation, &document, (ours.slug, &ours));
                    // Progress has no end, and what was never undone or purged has no undo and no certificate.
                    let has_none = ["/events", "/revert", "/purge"].iter().any(|end| operation.path.ends_with(end));
                    if known && !has_none {
                        expect(&who, operation, &own, &|status| ![401, 403, 404].contains(&status), "an answer", &ask(&caller, operation, &own));
                    }
                }
            }
        }
        assert!(deviations.is_empty(), "{} deviations:\n{}", deviations.len(), deviations.join("\n"));
    }
}
