//! People and keys: made on the command line, used over HTTP.

use std::io::Write as _;

use rentree_testkit::house::{Base, House};
use rentree_testkit::server::{Caller, Server};
use serde_json::{Value, json};

use crate::house;

const PASSWORD: &str = "une phrase assez longue";

pub(crate) fn school(slug: &str) -> Value {
    json!({"slug": slug, "name": format!("École {slug}"), "country": "CM", "school_year": "2025-2026",
        "levels": [{"code": "6E", "name": "Sixième"}]})
}

fn house_with_schools(base: Base) -> House {
    let house = house::on(base);
    house.apply(&school("lycee"));
    house.apply(&school("college"));
    house
}

/// What a command printed as JSON.
pub(crate) fn made(house: &House, arguments: &[&str]) -> Value {
    let out = house.succeed(&[arguments, &["--json"]].concat());
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}"))
}

/// The password that the program made.
pub(crate) fn person(house: &House, slug: &str, email: &str, role: &str) -> String {
    let said = made(house, &["user", "create", email, "--establishment", slug, "--role", role]);
    said["password"].as_str().unwrap().to_owned()
}

pub(crate) fn key(house: &House, slug: &str, role: &str, scopes: &str) -> String {
    let said = made(house, &["key", "create", "--establishment", slug, "--role", role, "--scope", scopes]);
    said["key"].as_str().unwrap().to_owned()
}

fn sign_in(caller: &Caller, slug: Option<&str>, email: &str, password: &str) -> (u16, Value) {
    let mut body = json!({"email": email, "password": password});
    if let Some(slug) = slug {
        body["establishment"] = json!(slug);
    }
    let answer = caller.post("/v1/session", &body);
    (answer.status, answer.json())
}

/// With a password on standard input.
/// The codes of the step before, of this one and of the next, by Python's own means. All three are taken for the next ten seconds.
fn three_codes(secret: &str) -> [String; 3] {
    const CODES: &str = "import base64, hmac, struct, sys, time\n\
        while time.time() % 30 > 20: time.sleep(0.2)\n\
        secret = sys.argv[1]\n\
        key = base64.b32decode(secret + '=' * (-len(secret) % 8))\n\
        for step in (-1, 0, 1):\n\
        \x20   mac = hmac.new(key, struct.pack('>Q', int(time.time()) // 30 + step), 'sha1').digest()\n\
        \x20   at = mac[-1] & 15\n\
        \x20   print('%06d' % ((struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000))\n";
    let said = std::process::Command::new("python3").args(["-c", CODES, secret]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let codes: Vec<String> = String::from_utf8(said.stdout).unwrap().lines().map(str::to_owned).collect();
    codes.try_into().unwrap()
}

fn with_password(house: &House, arguments: &[&str], password: &str) -> i32 {
    let mut command = house.command();
    command.args(arguments).arg("--password-stdin").stdin(std::process::Stdio::piped());
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
    child.wait().unwrap().code().unwrap()
}

on_every_database! {
    fn a_person_signs_in_is_told_who_they_are_and_signs_out(base: Base) {
        let house = house_with_schools(base);
        let password = person(&house, "lycee", "Chef@Ecole.cm", "school_admin");
        let server = Server::start(&house);
        let chef = server.as_person(Some("lycee"), " chef@ecole.CM ", &password);
        let who = chef.get("/v1/session").json();
        assert_eq!((&who["role"], &who["kind"], &who["email"]), (&json!("school_admin"), &json!("person"), &json!("chef@ecole.cm")));
        assert_eq!(who["establishment"], json!({"slug": "lycee", "name": "École lycee"}));
        let actions: Vec<_> = who["actions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(actions.contains(&"users.manage") && !actions.contains(&"schools.manage"), "{actions:?}");
        assert_eq!(chef.delete("/v1/session").status, 204);
        assert_eq!(chef.get("/v1/session").status, 401, "the session is over");
        assert_eq!(server.nobody().get("/v1/session").status, 401);
    }

    fn one_answer_for_a_wrong_password_an_unknown_account_and_an_unknown_school(base: Base) {
        let house = house_with_schools(base);
        let password = person(&house, "lycee", "chef@ecole.cm", "school_admin");
        let server = Server::start(&house);
        let nobody = server.nobody();
        let mut told = Vec::new();
        for (slug, email, tried) in [
            (Some("lycee"), "chef@ecole.cm", "une autre phrase longue"),
            (Some("lycee"), "nobody@ecole.cm", password.as_str()),
            (Some("college"), "chef@ecole.cm", &password),
            (Some("nowhere"), "chef@ecole.cm", &password),
            (None, "chef@ecole.cm", &password),
        ] {
            let (status, mut body) = sign_in(&nobody, slug, email, tried);
            body["request_id"] = Value::Null;
            told.push((status, body));
        }
        assert_eq!(told[0].0, 401, "{}", told[0].1);
        assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
    }

    fn guessing_is_slowed_down_for_accounts_that_exist_and_for_those_that_do_not(base: Base) {
        let house = house_with_schools(base);
        let password = person(&house, "lycee", "chef@ecole.cm", "school_admin");
        let (one, other) = (Server::start(&house), Server::start(&house));
        for email in ["chef@ecole.cm", "nobody@ecole.cm"] {
            // On a machine with much to do a short pause may be over before the next try; then the next pause is twice as long.
            let wrong = || sign_in(&one.nobody(), Some("lycee"), email, "faux, faux, faux").0;
            let tries: Vec<u16> = std::iter::repeat_with(wrong).take_while(|status| *status == 401).take(11).collect();
            assert!((5..=9).contains(&tries.len()), "{email}: {tries:?}");
            // Another server keeps to the pause too, whoever knocks.
            let right = json!({"establishment": "lycee", "email": email, "password": password});
            let refused = other.nobody().post("/v1/session", &right);
            assert_eq!(refused.status, 429, "{email}");
            assert!(refused.header("retry-after").unwrap().parse::<u64>().unwrap() <= 40);
        }
        let begun = std::time::Instant::now();
        while sign_in(&other.nobody(), Some("lycee"), "chef@ecole.cm", &password).0 != 201 {
            assert!(begun.elapsed().as_secs() < 90, "after the pause the right password works");
            std::thread::sleep(std::time::Duration::from_millis(300));
        }
    }

    fn a_session_changes_nothing_without_its_token(base: Base) {
        let house = house_with_schools(base);
        let password = person(&house, "lycee", "chef@ecole.cm", "school_admin");
        let server = Server::start(&house);
        let chef = server.as_person(Some("lycee"), "chef@ecole.cm", &password);
        let change = json!({"old": password, "new": PASSWORD});
        assert_eq!(chef.with("x-csrf-token", "wrong").put("/v1/session/password", &change).status, 422);
        assert_eq!(chef.with("origin", "https://elsewhere.example").put("/v1/session/password", &change).status, 422);
        assert_eq!(chef.with("sec-fetch-site", "cross-site").put("/v1/session/password", &change).status, 422);
        assert_eq!(chef.put("/v1/session/password", &change).status, 204);
    }

    fn a_new_password_ends_the_other_sessions_and_must_be_long(base: Base) {
        let house = house_with_schools(base);
        let password = person(&house, "lycee", "secretariat@ecole.cm", "operator");
        let server = Server::start(&house);
        let here = server.as_person(Some("lycee"), "secretariat@ecole.cm", &password);
        let there = server.as_person(Some("lycee"), "secretariat@ecole.cm", &password);
        for (old, new) in [("pas celui-là du tout", PASSWORD), (&password, "court"), (&password, "Secretariat@ecole.cm")] {
            assert_eq!(here.put("/v1/session/password", &json!({"old": old, "new": new})).status, 422, "{new}");
        }
        assert_eq!(here.put("/v1/session/password", &json!({"old": password, "new": PASSWORD})).status, 204);
        assert_eq!((here.get("/v1/session").status, there.get("/v1/session").status), (200, 401));
        assert_eq!(sign_in(&server.nobody(), Some("lycee"), "secretariat@ecole.cm", &password).0, 401);
        assert_eq!(sign_in(&server.nobody(), Some("lycee"), "secretariat@ecole.cm", PASSWORD).0, 201);
    }

    fn a_changed_role_and_a_closed_account_end_the_sessions(base: Base) {
        let house = house_with_schools(base);
        let password = person(&house, "lycee", "a@ecole.cm", "viewer");
        let server = Server::start(&house);
        let signed_in = || server.as_person(Some("lycee"), "a@ecole.cm", &password);
        let of = ["--establishment", "lycee"];
        for change in [["user", "role", "a@ecole.cm", "operator"].as_slice(), &["user", "disable", "a@ecole.cm"]] {
            let caller = signed_in();
            assert_eq!(caller.get("/v1/session").status, 200);
            house.succeed(&[change, &of].concat());
            assert_eq!(caller.get("/v1/session").status, 401, "{change:?}");
        }
        assert_eq!(sign_in(&server.nobody(), Some("lycee"), "a@ecole.cm", &password).0, 401, "the account is closed");
        house.succeed(&["user", "enable", "a@ecole.cm", "--establishment", "lycee"]);
        let caller = signed_in();
        assert_eq!(caller.get("/v1/session").json()["role"], "operator");
        let said = made(&house, &["user", "password", "a@ecole.cm", "--establishment", "lycee"]);
        assert_eq!(caller.get("/v1/session").status, 401, "another password");
        server.as_person(Some("lycee"), "a@ecole.cm", said["password"].as_str().unwrap());
    }

    fn a_key_is_good_until_it_is_revoked(base: Base) {
        let house = house_with_schools(base);
        let said = made(&house, &["key", "create", "--establishment", "lycee", "--role", "operator", "--scope", "upload,read",
            "--days", "30", "--name", "Agenda"]);
        let text = said["key"].as_str().unwrap();
        let server = Server::start(&house);
        let program = server.as_key(text);
        let who = program.get("/v1/session").json();
        assert_eq!((&who["kind"], &who["role"], &who["name"], &who["csrf"]), (&json!("key"), &json!("operator"), &json!("Agenda"), &Value::Null));
        let actions: Vec<_> = who["actions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(actions.contains(&"batches.upload") && !actions.contains(&"batches.commit"), "{actions:?}");
        assert_eq!(program.delete("/v1/session").status, 404, "a key has no session");
        let listed = made(&house, &["key", "list", "--establishment", "lycee"]);
        assert!(listed[0]["last_used_at"].is_string() && !listed.to_string().contains(text), "{listed}");
        house.succeed(&["key", "revoke", said["id"].as_str().unwrap(), "--establishment", "lycee"]);
        assert_eq!(program.get("/v1/session").status, 401);
        assert_eq!(server.as_key(&text.replace("rentree_", "")).get("/v1/session").status, 401);
    }

    fn whoever_runs_the_service_signs_in_without_a_school(base: Base) {
        let house = house_with_schools(base);
        assert_eq!(with_password(&house, &["admin", "create", "ops@rentree.cm"], PASSWORD), 0);
        let server = Server::start(&house);
        let admin = server.as_person(None, "ops@rentree.cm", PASSWORD);
        let who = admin.get("/v1/session").json();
        assert_eq!((&who["role"], &who["establishment"]), (&json!("platform_admin"), &Value::Null));
        let other = server.as_person(None, "ops@rentree.cm", PASSWORD);
        let another = "une autre phrase, plus longue";
        assert_eq!(admin.put("/v1/session/password", &json!({"old": PASSWORD, "new": another})).status, 204);
        assert_eq!((admin.get("/v1/session").status, other.get("/v1/session").status), (200, 401));
        assert_eq!(admin.delete("/v1/session").status, 204);
        assert_eq!(admin.get("/v1/session").status, 401);
    }

    fn a_code_from_the_telephone_is_asked_for_beside_the_password(base: Base) {
        let house = house_with_schools(base);
        let password = person(&house, "lycee", "a@ecole.cm", "school_admin");
        let server = Server::start(&house);
        let [caller, other] = [(), ()].map(|()| server.as_person(Some("lycee"), "a@ecole.cm", &password));
        let factor = "/v1/session/second-factor";
        assert_eq!(caller.get("/v1/session").json()["second_factor"], "off");
        assert_eq!(caller.put(factor, &json!({"code": "123456"})).status, 404, "none was begun");
        assert_eq!(caller.post(factor, &json!({"password": "pas le bon mot de passe"})).status, 422);
        let begun = caller.post(factor, &json!({"password": password}));
        assert_eq!(begun.status, 201, "{}", begun.text());
        let begun = begun.json();
        let secret = begun["secret"].as_str().unwrap();
        let uri = begun["uri"].as_str().unwrap();
        assert!(uri.starts_with("otpauth://totp/") && uri.contains(&format!("secret={secret}")), "{uri}");
        // Nothing is asked for before it was shown to work.
        server.as_person(Some("lycee"), "a@ecole.cm", &password);
        let [first, second, third] = three_codes(secret);
        let wrong = if [&first, &second, &third].iter().any(|code| **code == "000000") { "000001" } else { "000000" };
        assert_eq!(caller.put(factor, &json!({"code": wrong})).status, 422);
        assert_eq!(caller.put(factor, &json!({"code": first})).status, 204);
        assert_eq!(caller.get("/v1/session").json()["second_factor"], "on");
        assert_eq!(other.get("/v1/session").status, 401, "the other sessions ended");
        let asked = |code: Option<&str>| {
            let body = json!({"establishment": "lycee", "email": "a@ecole.cm", "password": password, "code": code});
            let answer = server.nobody().post("/v1/session", &body);
            (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
        };
        assert_eq!(asked(None), (401, "CODE_WANTED".to_owned()));
        assert_eq!(asked(Some(&first)), (401, "WRONG_CODE".to_owned()), "it was used");
        assert_eq!(asked(Some(&second)).0, 201);
        assert_eq!(asked(Some(&second)), (401, "WRONG_CODE".to_owned()), "it was used");
        let trail = house.succeed(&["audit", "export", "--establishment", "lycee"]);
        assert!(trail.contains("second_factor.on") && !trail.contains(secret), "{trail}");
        assert_eq!(caller.post(&format!("{factor}/end"), &json!({"password": password, "code": third})).status, 204);
        assert_eq!(asked(None).0, 201);
    }

    fn an_administrator_without_a_code_can_only_switch_one_on_where_that_is_demanded(base: Base) {
        let house = house_with_schools(base);
        let password = person(&house, "lycee", "a@ecole.cm", "school_admin");
        let operator = person(&house, "lycee", "b@ecole.cm", "operator");
        assert_eq!(with_password(&house, &["admin", "create", "ops@rentree.cm"], PASSWORD), 0);
        let server = Server::start_with(&house, &["--second-factor-for-admins"]);
        let operator = server.as_person(Some("lycee"), "b@ecole.cm", &operator);
        assert_eq!(operator.get("/v1/establishments/lycee/batches").status, 200);
        let admin = server.as_person(Some("lycee"), "a@ecole.cm", &password);
        let service = server.as_person(None, "ops@rentree.cm", PASSWORD);
        for (caller, place, password) in [
            (&admin, "/v1/establishments/lycee/users", password.as_str()),
            (&service, "/v1/establishments", PASSWORD),
        ] {
            let refused = caller.get(place);
            assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("SECOND_FACTOR_FIRST")), "{place}");
            assert_eq!(caller.get("/v1/session").json()["second_factor"], "required");
            let begun = caller.post("/v1/session/second-factor", &json!({"password": password})).json();
            let [first, ..] = three_codes(begun["secret"].as_str().unwrap());
            assert_eq!(caller.put("/v1/session/second-factor", &json!({"code": first})).status, 204);
            assert_eq!(caller.get(place).status, 200, "{place}");
        }
        // The telephone is lost.
        let again = || server.nobody().post("/v1/session", &json!({"establishment": "lycee", "email": "a@ecole.cm", "password": password}));
        assert_eq!(again().status, 401);
        house.succeed(&["user", "factor-off", "a@ecole.cm", "--establishment", "lycee"]);
        assert_eq!(again().status, 201);
        house.succeed(&["admin", "factor-off", "ops@rentree.cm"]);
        server.as_person(None, "ops@rentree.cm", PASSWORD);
    }

    fn what_the_commands_refuse_is_said_with_its_code(base: Base) {
        let house = house_with_schools(base);
        let create = |email: &str| {
            house.run(&["user", "create", email, "--establishment", "lycee", "--role", "school_admin", "--lang", "en", "--json"])
        };
        assert_eq!(create("chef@ecole.cm").code, 0);
        for (said, told) in [
            (create("CHEF@ecole.cm"), "Somebody else has it already"),
            (create("chef"), "this is no e-mail address"),
            (house.run(&["user", "disable", "chef@ecole.cm", "-e", "lycee", "--lang", "en"]), "This is the last administrator of the school."),
            (house.run(&["user", "role", "chef@ecole.cm", "viewer", "-e", "lycee"]), "C'est le dernier administrateur de l'école."),
            (house.run(&["user", "disable", "chef@ecole.cm", "-e", "college"]), "Introuvable"),
            (house.run(&["key", "create", "-e", "lycee", "--role", "platform_admin", "--scope", "read"]), "school_admin, operator"),
            (house.run(&["key", "create", "-e", "lycee", "--role", "viewer", "--scope", "all"]), "upload, commit, read"),
        ] {
            assert_eq!(said.code, 2, "{}{}", said.out, said.err);
            assert!(said.err.contains(told), "{told}: {}", said.err);
        }
        let create = ["user", "create", "b@ecole.cm", "--establishment", "lycee", "--role", "viewer"];
        assert_eq!(with_password(&house, &create, "court"), 2);
        let people = made(&house, &["user", "list", "--establishment", "lycee"]);
        assert_eq!(people.as_array().unwrap().len(), 1, "an account without a good password is not made: {people}");
    }
}
