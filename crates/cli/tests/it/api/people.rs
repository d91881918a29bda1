//! People, keys, schools, whoever runs the service, and the trail of it all.

use rentree_testkit::house::{Base, House};
use rentree_testkit::server::{Caller, Sent, Server};
use serde_json::{Value, json};

use crate::accounts::{key, made, person, school};
use crate::house;

const PASSWORD: &str = "une phrase assez longue";
const LYCEE: &str = "/v1/establishments/lycee";

fn open(base: Base) -> (House, Server) {
    let house = house::on(base);
    house.apply(&school("lycee"));
    let server = Server::start(&house);
    (house, server)
}

fn chef(house: &House, server: &Server) -> Caller {
    let password = person(house, "lycee", "chef@ecole.cm", "school_admin");
    server.as_person(Some("lycee"), "chef@ecole.cm", &password)
}

fn admin(house: &House, server: &Server) -> Caller {
    let said = made(house, &["admin", "create", "ops@rentree.cm"]);
    server.as_person(None, "ops@rentree.cm", said["password"].as_str().unwrap())
}

/// With what the link was given for.
fn set_by_link(server: &Server, link: &Value, password: &str) -> u16 {
    server.nobody().post("/v1/session/password/link", &json!({"token": link["token"], "password": password})).status
}

fn items(caller: &Caller, path: &str) -> Vec<Value> {
    let answer = caller.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

on_every_database! {
    fn a_new_person_sets_their_own_password_with_a_link_that_works_once(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        let new = json!({"email": "Aline@Ecole.cm", "full_name": "Aline Mbarga", "role": "operator"});
        let answer = chef.post(&format!("{LYCEE}/users"), &new);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let aline = answer.json();
        assert_eq!((&aline["email"], &aline["active"]), (&json!("aline@ecole.cm"), &json!(true)));
        assert_eq!(answer.header("location"), Some(&*format!("{LYCEE}/users/{}", aline["id"].as_str().unwrap())));
        assert_eq!(set_by_link(&server, &aline["password_link"], "court"), 422);
        assert_eq!(set_by_link(&server, &aline["password_link"], PASSWORD), 204);
        assert_eq!(set_by_link(&server, &aline["password_link"], PASSWORD), 404, "it was used");
        let signed_in = server.as_person(Some("lycee"), "aline@ecole.cm", PASSWORD);
        assert_eq!(signed_in.get(&format!("{LYCEE}/users")).status, 403);
        // A later link takes the place of the one before, and its use ends the sessions.
        let link = || chef.post(&format!("{LYCEE}/users/{}/password-link", aline["id"].as_str().unwrap()), &json!({})).json();
        let (first, second) = (link(), link());
        assert_eq!(set_by_link(&server, &first, PASSWORD), 404);
        assert_eq!(set_by_link(&server, &second, "une autre phrase, plus longue"), 204);
        assert_eq!(signed_in.get("/v1/session").status, 401);
        assert_eq!(chef.post(&format!("{LYCEE}/users"), &new).status, 409, "the address is taken");
        for wrong in [
            json!({"email": "aline", "role": "viewer"}),
            json!({"email": "b@ecole.cm", "role": "platform_admin"}),
            json!({"email": "b@ecole.cm", "full_name": "\u{0}", "role": "viewer"}),
            json!({"email": "b@ecole.cm", "role": "viewer", "more": 1}),
        ] {
            assert_eq!(chef.post(&format!("{LYCEE}/users"), &wrong).status, 422, "{wrong}");
        }
    }

    fn a_school_keeps_an_administrator(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        let me = items(&chef, &format!("{LYCEE}/users"))[0]["id"].as_str().unwrap().to_owned();
        let mine = format!("{LYCEE}/users/{me}");
        for answer in [chef.delete(&mine), chef.patch(&mine, &json!({"active": false})), chef.patch(&mine, &json!({"role": "viewer"}))] {
            assert_eq!((answer.status, &answer.json()["code"]), (409, &json!("LAST_ADMIN")));
        }
        let other = person(&house, "lycee", "adjoint@ecole.cm", "school_admin");
        assert_eq!(chef.delete(&mine).status, 204);
        assert_eq!(chef.get("/v1/session").status, 401, "whose account is closed is signed in no more");
        let other = server.as_person(Some("lycee"), "adjoint@ecole.cm", &other);
        assert_eq!(other.get(&mine).json()["active"], json!(false), "closed, not erased");
        assert_eq!(other.patch(&mine, &json!({"active": true, "full_name": " Chef "})).json()["full_name"], json!("Chef"));
    }

    fn people_come_in_pages(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        for name in ["a", "b", "c"] {
            person(&house, "lycee", &format!("{name}@ecole.cm"), "viewer");
        }
        let mut seen = Vec::new();
        let mut path = format!("{LYCEE}/users?limit=2");
        loop {
            let page = chef.get(&path).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|one| one["email"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("{LYCEE}/users?limit=2&cursor={next}");
        }
        assert_eq!(seen, ["chef@ecole.cm", "a@ecole.cm", "b@ecole.cm", "c@ecole.cm"]);
        assert_eq!(chef.get(&format!("{LYCEE}/users?cursor=x")).status, 422);
        assert_eq!(chef.get(&format!("{LYCEE}/users?limit=0")).status, 422);
    }

    fn a_key_is_shown_once_and_revoked_for_good(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        let wanted = json!({"name": "Agenda", "role": "viewer", "scopes": ["read", "read"], "days": 30});
        let made = chef.post(&format!("{LYCEE}/keys"), &wanted);
        assert_eq!(made.status, 201, "{}", made.text());
        let made = made.json();
        let text = made["key"].as_str().unwrap();
        let program = server.as_key(text);
        assert_eq!(program.get(LYCEE).json()["slug"], json!("lycee"));
        assert_eq!(program.get(&format!("{LYCEE}/users")).status, 403, "no key manages people");
        let begun = std::time::Instant::now();
        let listed = loop {
            let listed = items(&chef, &format!("{LYCEE}/keys"));
            if listed[0]["last_used_at"].is_string() {
                break listed;
            }
            assert!(begun.elapsed().as_secs() < 60, "its use is written down beside the answer: {listed:?}");
        };
        assert_eq!(listed[0]["scopes"], json!(["read"]));
        assert!(!json!(listed).to_string().contains(text));
        let its = format!("{LYCEE}/keys/{}", made["id"].as_str().unwrap());
        assert_eq!((chef.delete(&its).status, program.get(LYCEE).status, chef.delete(&its).status), (204, 401, 204));
        for wrong in [json!({"role": "viewer", "scopes": []}), json!({"role": "viewer", "scopes": ["all"]}),
            json!({"role": "viewer", "scopes": ["read"], "days": 0})] {
            assert_eq!(chef.post(&format!("{LYCEE}/keys"), &wrong).status, 422, "{wrong}");
        }
    }

    fn a_school_is_changed_by_its_administrator_who_has_seen_it(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        let read = chef.get(LYCEE);
        let (tag, mut declared) = (read.header("etag").unwrap().to_owned(), read.json());
        declared["levels"].as_array_mut().unwrap().push(json!({"code": "5E", "name": "Cinquième"}));
        assert_eq!(chef.put(LYCEE, &declared).status, 428);
        assert_eq!(chef.with("if-match", "\"other\"").put(LYCEE, &declared).status, 412);
        let written = chef.with("if-match", &tag).put(LYCEE, &declared);
        assert_eq!((written.status, &written.json()["levels"][1]["code"]), (200, &json!("5E")), "{}", written.text());
        assert_eq!(chef.get(LYCEE).header("etag"), written.header("etag"));
        assert_eq!(chef.with("if-match", &tag).put(LYCEE, &declared).status, 412, "somebody was faster: oneself");
        let tag = written.header("etag").unwrap();
        for (field, wrong) in [("slug", json!("other")), ("school_year", json!("2025")), ("name", json!("")), ("name", json!("a\u{0}")), ("country", json!("FR"))] {
            let mut declared = declared.clone();
            declared[field] = wrong;
            assert_eq!(chef.with("if-match", tag).put(LYCEE, &declared).status, 422, "{declared}");
        }
    }

    fn whoever_runs_the_service_makes_schools_and_sees_into_none(base: Base) {
        let (house, server) = open(base);
        let admin = admin(&house, &server);
        let wanted = json!({"school": school("college"), "admin": {"email": "directrice@college.cm", "full_name": "La directrice"}});
        let answer = admin.post("/v1/establishments", &wanted);
        assert_eq!((answer.status, answer.header("location")), (201, Some("/v1/establishments/college")), "{}", answer.text());
        assert_eq!(admin.post("/v1/establishments", &wanted).status, 409, "the slug is taken");
        assert_eq!(set_by_link(&server, &answer.json()["admin"]["password_link"], PASSWORD), 204);
        let head = server.as_person(Some("college"), "directrice@college.cm", PASSWORD);
        assert_eq!(head.get("/v1/establishments/college").status, 200);
        assert_eq!((head.get("/v1/establishments").status, head.get(LYCEE).status), (403, 404));
        let slugs: Vec<Value> = items(&admin, "/v1/establishments").iter().map(|one| one["slug"].clone()).collect();
        assert_eq!(slugs, ["college", "lycee"]);
        for path in ["", "/users", "/keys", "/batches", "/audit"] {
            assert_eq!(admin.get(&format!("{LYCEE}{path}")).status, 404, "{path}");
        }
    }

    fn the_glass_is_broken_for_one_session_a_while_and_a_reason(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        let said = made(&house, &["admin", "create", "ops@rentree.cm"]);
        let signed_in = || server.as_person(None, "ops@rentree.cm", said["password"].as_str().unwrap());
        let (admin, elsewhere) = (signed_in(), signed_in());
        let glass = format!("{LYCEE}/break-glass");
        let reason = "The secretary cannot commit: call 4711";
        for wrong in [json!({"reason": "why", "minutes": 30}), json!({"reason": reason, "minutes": 61}), json!({"reason": reason, "minutes": 0})] {
            assert_eq!(admin.post(&glass, &wrong).status, 422, "{wrong}");
        }
        assert_eq!(chef.post(&glass, &json!({"reason": reason, "minutes": 30})).status, 403);
        let broken = admin.post(&glass, &json!({"reason": reason, "minutes": 30}));
        assert_eq!((broken.status, &broken.json()["role"]), (201, &json!("viewer")), "{}", broken.text());
        assert_eq!((admin.get(LYCEE).status, admin.get(&format!("{LYCEE}/batches")).status), (200, 200));
        assert_eq!((admin.get(&format!("{LYCEE}/users")).status, admin.get(&format!("{LYCEE}/audit")).status), (403, 403));
        assert_eq!(elsewhere.get(LYCEE).status, 404, "another session of the same person");
        let trail = items(&chef, &format!("{LYCEE}/audit?action=glass.broken"));
        assert_eq!(trail[0]["details"], json!({"minutes": 30, "reason": reason}));
        assert!(trail[0]["actor"].as_str().unwrap().starts_with("admin:"), "{trail:?}");
    }

    fn the_trail_says_who_did_what_and_never_an_address(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        let wrong = json!({"establishment": "lycee", "email": "chef@ecole.cm", "password": "faux, faux, faux"});
        assert_eq!(server.nobody().post("/v1/session", &wrong).status, 401);
        chef.post(&format!("{LYCEE}/users"), &json!({"email": "aline@ecole.cm", "role": "viewer"}));
        let trail = items(&chef, &format!("{LYCEE}/audit"));
        let told: Vec<(&str, &str)> = trail
            .iter()
            .map(|one| (one["actor"].as_str().unwrap().split(':').next().unwrap(), one["action"].as_str().unwrap()))
            .collect();
        assert_eq!(
            told,
            [
                ("machine", "user.created"), ("machine", "user.password_set"), ("person", "session.opened"),
                ("nobody", "session.refused"), ("person", "user.created"), ("person", "user.link_made"),
            ]
        );
        assert_eq!(trail[3]["details"], json!({"failures": 1}));
        assert!(!json!(trail).to_string().contains("ecole.cm"), "{trail:?}");
        let me = trail[2]["subject"].as_str().unwrap();
        assert_eq!(items(&chef, &format!("{LYCEE}/audit?subject={me}")).len(), 3);
        assert_eq!(items(&chef, &format!("{LYCEE}/audit?subject={me}&action=session.opened")).len(), 1);
        let page = chef.get(&format!("{LYCEE}/audit?limit=4")).json();
        assert_eq!((&page["next"], &page["head"]["seq"], &page["head"]["hash"]), (&json!("4"), &json!(6), &trail[5]["hash"]));
        assert_eq!(items(&chef, &format!("{LYCEE}/audit?cursor=4")).len(), 2);
    }

    fn a_trail_that_was_written_out_proves_itself(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        chef.post(&format!("{LYCEE}/users"), &json!({"email": "aline@ecole.cm", "role": "viewer"}));
        let sent = chef.with("accept", "application/x-ndjson").send("GET", &format!("{LYCEE}/audit"), &Sent::Nothing);
        let text = sent.text();
        let head = sent.header("rentree-trail-head").unwrap().split_once(':').unwrap().1.to_owned();
        assert_eq!(text, house.succeed(&["audit", "export", "--establishment", "lycee"]), "the same from both");
        let verified = |text: &str, more: &[&str]| {
            let file = house.write("trail.ndjson", text).to_string_lossy().into_owned();
            let said = house.run(&[&["audit", "verify", &file, "--json"], more].concat());
            (said.code, serde_json::from_str::<Value>(&said.out).unwrap())
        };
        assert_eq!(verified(&text, &["--head", &head]), (0, json!({"verdict": "whole", "entries": 5, "head": head})));
        let lines: Vec<&str> = text.lines().collect();
        let edited = text.replacen("\"role\":\"viewer\"", "\"role\":\"operator\"", 1);
        assert_eq!(verified(&edited, &[]), (7, json!({"verdict": "broken", "seq": 4})));
        let gap = [lines[0], lines[1], lines[3]].join("\n");
        assert_eq!(verified(&gap, &[]), (7, json!({"verdict": "broken", "seq": 3})));
        let cut = lines[..4].join("\n");
        assert_eq!(verified(&cut, &[]).0, 0, "nobody sees a cut tail");
        assert_eq!(verified(&cut, &["--head", &head]), (7, json!({"verdict": "cut", "entries": 4})), "but who kept the head");
        let said = house.run(&["audit", "verify", "--establishment", "lycee", "--head", &head]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.contains("Le journal est intact (5 entrées)"), "{}", said.out);
    }

    fn the_trail_is_read_newest_first_and_proven_over_the_api(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        chef.post(&format!("{LYCEE}/users"), &json!({"email": "aline@ecole.cm", "role": "viewer"}));
        let newest = |query: &str| items(&chef, &format!("{LYCEE}/audit/newest{query}"));
        let all: Vec<_> = newest("").iter().map(|entry| entry["seq"].as_i64().unwrap()).collect();
        assert_eq!(all, [5, 4, 3, 2, 1]);
        let me = newest("?action=session.")[0]["actor"].as_str().unwrap().to_owned();
        assert_eq!(newest(&format!("?actor={me}")).len(), 3);
        assert_eq!(newest(&format!("?actor={me}&action=user.")).len(), 2);
        assert!(newest("?until=2000-01-01T00:00:00Z").is_empty());
        let page = chef.get(&format!("{LYCEE}/audit/newest?limit=2")).json();
        assert_eq!((&page["next"], page["items"].as_array().unwrap().len()), (&json!("4"), 2));
        assert_eq!(newest("?cursor=4&limit=1")[0]["seq"], json!(3));
        let whole = chef.get(&format!("{LYCEE}/audit/verify")).json();
        assert_eq!((&whole["verdict"], &whole["entries"], &whole["head"]), (&json!("whole"), &json!(5), &page["head"]["hash"]));
        let cut = chef.get(&format!("{LYCEE}/audit/verify?head={}", "0".repeat(64))).json();
        assert_eq!(cut["verdict"], json!("cut"));
        assert_eq!(chef.get(&format!("{LYCEE}/audit/verify?head=abc")).status, 422);
    }

    fn somebody_is_signed_out_wherever_they_are(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        let password = person(&house, "lycee", "aline@ecole.cm", "operator");
        let [one, other] = [(); 2].map(|()| server.as_person(Some("lycee"), "aline@ecole.cm", &password));
        let aline = || items(&chef, &format!("{LYCEE}/users")).into_iter().find(|user| user["email"] == json!("aline@ecole.cm")).unwrap();
        assert_eq!((&aline()["sessions"], aline()["seen_at"].is_string()), (&json!(2), true));
        let theirs = format!("{LYCEE}/users/{}/sessions", aline()["id"].as_str().unwrap());
        assert_eq!(one.delete(&theirs).status, 403);
        assert_eq!(chef.delete(&theirs).status, 204);
        assert_eq!((one.get("/v1/session").status, other.get("/v1/session").status), (401, 401));
        assert_eq!((&aline()["sessions"], &aline()["seen_at"]), (&json!(0), &Value::Null));
    }

    fn an_export_on_the_machine_leaves_its_trace(base: Base) {
        let (house, server) = open(base);
        let chef = chef(&house, &server);
        house.succeed(&["student", "export", "--establishment", "lycee", "--first", "3"]);
        let trail = items(&chef, &format!("{LYCEE}/audit?action=export.made"));
        assert_eq!((&trail[0]["actor"], &trail[0]["details"]), (&json!("machine"), &json!({"first": 3})));
        let auditor = server.as_key(&key(&house, "lycee", "auditor", "read"));
        assert_eq!(items(&auditor, &format!("{LYCEE}/audit?action=export.made")).len(), 1);
    }
}
