//! New students are invited over a real mail server and a gateway on this machine: each once, whatever happens to the workers.

use rentree_testkit::house::House;
use rentree_testkit::post::{self, Killed, Post, SCHOOL};
use rentree_testkit::server::Server;
use serde_json::{Value, json};

use crate::accounts::person;
use crate::house::{self, Base};

/// Larger series of the same: `cargo xtask series invitations 50`.
const KILLS: usize = 6;
const STUDENTS: usize = 60;

fn open(base: Base, language: &str, invitations: &Value) -> (House, Post) {
    let mut house = house::on(base);
    let post = Post::open(&mut house, &[]);
    house.apply(&post::school(language, invitations));
    (house, post)
}

fn import(house: &House, list: &str) -> String {
    let list = house.write("liste.csv", list);
    let said = house.run(&[
        "import",
        &list.to_string_lossy(),
        "-e",
        SCHOOL,
        "--as-of",
        "2025-10-15",
        "--commit",
        "--approve",
        "--json",
    ]);
    let said: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said["batch"]["status"], "committed", "{said}");
    said["batch"]["id"].as_str().unwrap().to_owned()
}

fn of(post: &Post, to: &str) -> Value {
    let found: Vec<Value> = post.arrived().into_iter().filter(|one| one["to"][0] == to).collect();
    assert_eq!(found.len(), 1, "{to}: {found:?}");
    found[0].clone()
}

/// What stands behind the `#` of the link.
fn token(message: &Value) -> String {
    let body = message["body"].as_str().unwrap();
    let link = body.split_whitespace().find(|word| word.starts_with("https://rentree.example/invitation#")).unwrap();
    link.split_once('#').unwrap().1.to_owned()
}

const LIST: &str = "Matricule;Nom;Prénom;Classe;Email;Téléphone;Email parent;Téléphone parent\n\
    A1;DIOP;Awa;6e;awa@ecole.example;;;\n\
    A2;NGO;Léa;6e;;699112233;;\n\
    A3;BIYA;Paul;6e;maman@maison.example;;maman@maison.example;\n\
    A4;MBA;Rose;6e;;699445566;;699445566\n\
    A5;FOTSO;Jean;6e;;;;\n\
    A6;EKO;Luc;6e;refuse@ecole.example;;;\n";

on_every_database! {
    fn each_student_is_written_to_once_while_workers_die(base: Base) {
        let mut house = house::on(base);
        let post = Post::open(&mut house, &["rough"]);
        let told = post::kills(&house, &post, (STUDENTS, KILLS), Killed::Worker);
        println!("{base:?}: {told:?}");
        assert_eq!((told.once, told.twice, told.unknown), (STUDENTS, 0, 0), "{told:?}");
        assert!(told.met > 0, "{told:?}");
    }

    /// A machine that stops: a letter may be half sent, and nobody knows on which side of the last word. Then the program says so.
    fn nobody_is_written_to_twice_when_the_sender_dies_too(base: Base) {
        let mut house = house::on(base);
        let post = Post::open(&mut house, &["rough"]);
        let told = post::kills(&house, &post, (STUDENTS, KILLS), Killed::All);
        println!("{base:?}: {told:?}");
        assert_eq!((told.twice, told.lost), (0, 0), "{told:?}");
        assert!(told.met > 0 && told.once + told.unknown >= STUDENTS, "{told:?}");
    }

    fn an_invitation_is_read_and_a_password_is_set_once(base: Base) {
        let (house, post) = open(base, "fr", &json!({"email": true, "sms": true}));
        let batch = import(&house, LIST);
        let dry: Value = serde_json::from_str(&house.succeed(&["invitation", "dry-run", &batch, "-e", SCHOOL, "--json"])).unwrap();
        assert_eq!(dry, json!({"email": 2, "sms": 1, "unreachable": 1, "shared": 2, "not_configured": []}));
        house.succeed(&["worker", "--drain"]);
        assert_eq!(post.arrived().len(), 2, "a contact that is a parent's is left alone: {:?}", post.arrived());
        let letter = of(&post, "awa@ecole.example");
        assert_eq!(letter["subject"], "Lycée de l'Essai : votre accès");
        assert!(letter["body"].as_str().unwrap().starts_with("Bonjour DIOP Awa,\n\nLycée de l'Essai vous invite"), "{letter}");
        assert_eq!(letter["sender"], "Lycée <non-reponse@ecole.example>");
        let message = of(&post, "+237699112233");
        assert!(message["body"].as_str().unwrap().starts_with("Lycée de l'Essai : bonjour NGO Léa, choisissez"), "{message}");
        assert!(message["key"].as_str().unwrap().starts_with("Basic "));
        assert_eq!(post::standing(&house), [("failed".to_owned(), 1), ("sent".to_owned(), 2)].into());

        let server = Server::start_with(&house, &["--slots", "0"]);
        let nobody = server.nobody();
        let link = token(&letter);
        let looked = nobody.post("/v1/invitations/look", &json!({"token": link}));
        assert_eq!((looked.status, &looked.json()["school"]), (200, &json!("Lycée de l'Essai")), "{}", looked.text());
        let accept = |password: &str| nobody.post("/v1/invitations/accept", &json!({"token": link, "password": password})).status;
        assert_eq!((accept("court"), accept("une phrase assez longue"), accept("une phrase assez longue")), (422, 204, 404));
        assert_eq!(nobody.post("/v1/invitations/look", &json!({"token": "x"})).status, 404);
        let chef = server.as_person(Some(SCHOOL), "chef@ecole.cm", &person(&house, SCHOOL, "chef@ecole.cm", "school_admin"));
        let here = format!("/v1/establishments/{SCHOOL}/invitations");
        let page = chef.get(&here).json();
        assert_eq!(page["counts"], json!({"accepted": 1, "failed": 1, "sent": 1}), "{page}");
        let failed = chef.get(&format!("{here}?status=failed")).json();
        assert_eq!(failed["items"][0]["reason"], "REFUSED");
        let sent = chef.get(&format!("{here}?status=sent")).json()["items"][0]["student"].as_str().unwrap().to_owned();
        assert_eq!(chef.post(&format!("{here}/{sent}/bounced"), &json!({})).json()["reason"], "BOUNCED");
        assert_eq!(chef.post(&format!("{here}/{sent}/again"), &json!({})).status, 202);
        assert_eq!(chef.post(&format!("{here}/{sent}/again"), &json!({})).status, 409, "it waits already");
        let text = std::fs::read_to_string(house.path("post.ndjson")).unwrap();
        assert!(!house.succeed(&["audit", "export", "-e", SCHOOL]).contains(&link) && text.contains(&link));
        drop(server);
        house.succeed(&["worker", "--drain"]);
        assert_eq!(post.counts()["+237699112233"], 2, "once more, by a person's word");
        let (first, second) = (token(&message), token(post.arrived().last().unwrap()));
        assert_ne!(first, second);
    }

    fn texts_are_the_schools_own_and_contacts_shared_when_it_says_so(base: Base) {
        let own = json!({"email": true, "sms": false, "shared_contacts": true, "days": 2, "texts": [
            {"channel": "email", "language": "en", "subject": "Welcome {name}", "body": "Dear {name}, {link} (until {until})"}]});
        let (house, post) = open(base, "en", &own);
        import(&house, LIST);
        house.succeed(&["worker", "--drain"]);
        let letter = of(&post, "maman@maison.example");
        assert_eq!(letter["subject"], "Welcome BIYA Paul");
        assert!(letter["body"].as_str().unwrap().starts_with("Dear BIYA Paul, https://rentree.example/invitation#"), "{letter}");
        assert_eq!(post.arrived().len(), 2, "no way but e-mail: {:?}", post.arrived());
        assert!(post.arrived().iter().all(|one| one["bcc"].is_null()));
        let server = Server::start_with(&house, &["--slots", "0"]);
        let chef = server.as_person(Some(SCHOOL), "chef@ecole.cm", &person(&house, SCHOOL, "chef@ecole.cm", "school_admin"));
        let here = format!("/v1/establishments/{SCHOOL}/invitations");
        let text = json!({"channel": "sms", "language": "es", "body": "{school}: {name} {link}"});
        let preview = chef.post(&format!("{here}/preview"), &text).json();
        assert!(preview["body"].as_str().unwrap().starts_with("Lycée de l'Essai: Awa Diop https://rentree.example/invitation#"), "{preview}");
        for wrong in [json!({"channel": "sms", "language": "es", "body": "no link"}), json!({"channel": "email", "language": "fr", "subject": "a\nb", "body": "{link}"})] {
            assert_eq!(chef.post(&format!("{here}/preview"), &wrong).status, 422, "{wrong}");
        }
        let test = json!({"channel": "email", "language": "en", "to": "chef@ecole.cm"});
        let tested = chef.post(&format!("{here}/test"), &test);
        assert_eq!((tested.status, of(&post, "chef@ecole.cm")["subject"].as_str()), (200, Some("Welcome Awa Diop")), "{}", tested.text());
        assert_eq!(chef.post(&format!("{here}/test"), &json!({"channel": "sms", "language": "en", "to": "x"})).status, 422);
    }

    fn nobody_is_invited_unless_the_school_or_the_batch_says_so(base: Base) {
        let (house, post) = open(base, "fr", &json!({}));
        let batch = import(&house, LIST);
        house.succeed(&["worker", "--drain"]);
        assert_eq!((post.arrived().len(), post::standing(&house).len()), (0, 0));
        house.apply(&post::school("fr", &json!({"email": true, "sms": true})));
        import(&house, &LIST.replace("Rose", "Rosette"));
        house.succeed(&["worker", "--drain"]);
        assert_eq!(post.arrived().len(), 0, "only new students are invited");
        house.succeed(&["batch", "revert", &batch, "-e", SCHOOL]);
        house.succeed(&["worker", "--drain"]);
        assert_eq!(post.arrived().len(), 0);
    }

    fn a_server_that_does_not_know_us_is_no_students_fault(base: Base) {
        let mut house = house::on(base);
        let _post = Post::open(&mut house, &["strange"]);
        house.apply(&post::school("fr", &json!({"email": true, "sms": true})));
        import(&house, LIST);
        house.succeed(&["worker", "--drain"]);
        let all: Value = serde_json::from_str(&house.succeed(&["invitation", "list", "-e", SCHOOL, "--json"])).unwrap();
        let told: Vec<(&Value, &Value)> = all.as_array().unwrap().iter().map(|one| (&one["status"], &one["reason"])).collect();
        let (smtp, gateway) = ((&json!("waiting"), &json!("SMTP")), (&json!("waiting"), &json!("GATEWAY_ACCESS")));
        assert_eq!(told, [smtp, gateway, smtp]);
    }

    fn who_is_taken_back_before_the_post_goes_is_not_written_to(base: Base) {
        let (house, post) = open(base, "fr", &json!({"email": true}));
        let batch = import(&house, LIST);
        house.succeed(&["batch", "revert", &batch, "-e", SCHOOL]);
        house.succeed(&["worker", "--drain"]);
        assert_eq!((post.arrived().len(), post::standing(&house).len()), (0, 0));
    }
}
