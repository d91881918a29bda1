//! Our page inside a platform's own: who lets it in, what it may do, whose pages may stand around it.

use rentree_testkit::house::{Base, House};
use rentree_testkit::server::{Answer, Caller, Server};
use serde_json::{Value, json};

use crate::accounts::{key, person, school};
use crate::house;

const LYCEE: &str = "/v1/establishments/lycee";
const PLATFORM: &str = "https://plateforme.example";

fn open(base: Base) -> (House, Server) {
    let house = house::on(base);
    house.apply(&school("lycee"));
    house.apply(&school("college"));
    let server = Server::start(&house);
    (house, server)
}

fn ask(caller: &Caller, body: &Value) -> Answer {
    caller.post(&format!("{LYCEE}/embed-sessions"), body)
}

/// The session of a key that may send and read.
fn embedded(house: &House, server: &Server) -> (Value, Caller) {
    let program = server.as_key(&key(house, "lycee", "operator", "upload,read"));
    let answer = ask(&program, &json!({"origins": [PLATFORM], "scopes": ["upload", "read"], "user": "u-17"}));
    assert_eq!(answer.status, 201, "{}", answer.text());
    let made = answer.json();
    let page = server.as_key(made["token"].as_str().unwrap());
    (made, page)
}

/// What the page's own answer says about who may stand around it.
fn around(server: &Server, address: &str) -> (String, bool) {
    let page = server.nobody().get(address.split('#').next().unwrap());
    let policy = page.header("content-security-policy").unwrap_or_default().to_owned();
    let around = policy.split("frame-ancestors ").nth(1).and_then(|rest| rest.split(';').next()).unwrap_or_default();
    (around.trim().to_owned(), page.header("x-frame-options").is_some())
}

on_every_database! {
    fn an_embedded_session_works_in_its_school_within_its_scopes(base: Base) {
        let (house, server) = open(base);
        let (made, page) = embedded(&house, &server);
        let address = made["address"].as_str().unwrap();
        assert!(address.starts_with("/embed/") && address.ends_with(made["token"].as_str().unwrap()), "{address}");
        assert!(!address.split('#').next().unwrap().contains("rentree_"), "what is sent to servers opens nothing");
        let who = page.get("/v1/session").json();
        assert_eq!((&who["kind"], &who["origins"], &who["csrf"]), (&json!("embedded"), &json!([PLATFORM]), &Value::Null));
        assert_eq!(who["establishment"]["slug"], json!("lycee"));
        assert_eq!(page.get(&format!("{LYCEE}/batches")).status, 200);
        assert_eq!(page.get("/v1/establishments/college/batches").status, 404, "another school does not exist");
        for path in ["users", "keys"] {
            assert_eq!(page.get(&format!("{LYCEE}/{path}")).status, 403, "{path}");
        }
        assert_eq!(ask(&page, &json!({"origins": [PLATFORM]})).status, 403, "it lets nobody else in");
        let trail = house.succeed(&["audit", "export", "--establishment", "lycee"]);
        let opened = trail.lines().find(|line| line.contains("embed.opened")).unwrap();
        assert!(opened.contains("\"actor\":\"key:") && opened.contains("u-17") && opened.contains(PLATFORM), "{opened}");
        assert!(!trail.contains(made["token"].as_str().unwrap()));
        assert_eq!((page.delete("/v1/session").status, page.get("/v1/session").status), (204, 401), "closed");
    }

    fn an_embedded_session_ends_with_its_key(base: Base) {
        let (house, server) = open(base);
        let password = person(&house, "lycee", "chef@ecole.cm", "school_admin");
        let chef = server.as_person(Some("lycee"), "chef@ecole.cm", &password);
        let (_, page) = embedded(&house, &server);
        assert_eq!(page.get("/v1/session").status, 200);
        let keys = chef.get(&format!("{LYCEE}/keys")).json();
        let its = format!("{LYCEE}/keys/{}", keys["items"][0]["id"].as_str().unwrap());
        assert_eq!((chef.delete(&its).status, page.get("/v1/session").status), (204, 401));
        assert_eq!(ask(&chef, &json!({"origins": [PLATFORM]})).status, 403, "a person has a session of their own");
    }

    fn only_pages_that_the_session_names_stand_around_it(base: Base) {
        let (house, server) = open(base);
        let (made, _) = embedded(&house, &server);
        assert_eq!(around(&server, made["address"].as_str().unwrap()), (PLATFORM.to_owned(), false));
        for other in ["/embed/nothing", "/embed/0123.4567", "/", "/schools/lycee"] {
            assert_eq!(around(&server, other), ("'none'".to_owned(), true), "{other}");
        }
    }

    fn origins_scopes_and_names_are_what_they_must_be(base: Base) {
        let (house, server) = open(base);
        let program = server.as_key(&key(&house, "lycee", "operator", "upload,read"));
        for wrong in [
            json!({}),
            json!({"origins": []}),
            json!({"origins": ["*"]}),
            json!({"origins": ["https://a.example/path"]}),
            json!({"origins": ["https://a.example; script-src *"]}),
            json!({"origins": [PLATFORM], "scopes": []}),
            json!({"origins": [PLATFORM], "scopes": ["commit"]}),
            json!({"origins": [PLATFORM], "minutes": 61}),
            json!({"origins": [PLATFORM], "minutes": 0}),
            json!({"origins": [PLATFORM], "user": "Awa Diop"}),
        ] {
            assert_eq!(ask(&program, &wrong).status, 422, "{wrong}");
        }
        let reader = server.as_key(&key(&house, "lycee", "viewer", "read"));
        assert_eq!(ask(&reader, &json!({"origins": [PLATFORM]})).status, 403);
        assert_eq!(ask(&server.nobody(), &json!({"origins": [PLATFORM]})).status, 401);
        let foreign = server.as_key(&key(&house, "college", "operator", "upload"));
        assert_eq!(ask(&foreign, &json!({"origins": [PLATFORM]})).status, 404);
    }
}
