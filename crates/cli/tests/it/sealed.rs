//! Raw files sealed at rest: what lies in the storage says nothing, what is read says all, keys are changed while services go on, and a key
//! that is missing or wrong is told in words.

use rentree_testkit::s3;
use serde_json::{Value, json};

use crate::api::{SLUG, repository};
use crate::house::{self, House};

const LIST: &str =
    "Matricule;Nom;Classe;Téléphone\nZQSEAL1;ZQSEALNOM Marie;6e;699845173\nZQSEAL2;ZQSEALNOM Paul;6e;699845174\n";
const KEY: &str = "RENTREE_MASTER_KEY";

fn new_key(house: &House) -> (String, String) {
    let made: Value = serde_json::from_str(&house.succeed(&["master-key", "new", "--json"])).unwrap();
    (made["id"].as_str().unwrap().to_owned(), made["key"].as_str().unwrap().to_owned())
}

fn with_school(mut house: House, keys: &str) -> House {
    house.set([(KEY.to_owned(), keys.to_owned())]);
    house.succeed(&["establishment", "apply", &repository("examples/ces-ndoumbele.json")]);
    house.write("liste.csv", LIST);
    house
}

/// Kept, and left to a worker.
fn queued(house: &House) -> String {
    let said =
        house.succeed(&["import", "liste.csv", "--establishment", SLUG, "--queue", "--commit", "--approve", "--json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    said["batch"]["id"].as_str().unwrap().to_owned()
}

fn status(house: &House, batch: &str) -> Value {
    serde_json::from_str(&house.succeed(&["batch", "show", batch, "-e", SLUG, "--json"])).unwrap()
}

fn keyring(house: &House, command: &str) -> Value {
    serde_json::from_str(&house.succeed(&["master-key", command, "--json"])).unwrap()
}

/// The bytes of all files below a folder.
fn bytes_below(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            all.extend(bytes_below(&entry.path()));
        } else {
            all.push(std::fs::read(entry.path()).unwrap());
        }
    }
    all
}

fn says(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

on_every_database! {
    fn a_sealed_list_is_imported_like_any_other_and_its_key_goes_with_it(base: Base) {
        let plain = house::on(base);
        let (id, key) = new_key(&plain);
        let house = with_school(plain, &key);
        let batch = queued(&house);
        let files = bytes_below(&house.path("data").join("files"));
        assert_eq!(files.len(), 1);
        assert!(files[0].starts_with(b"rentree sealed 1\n") && !says(&files[0], "ZQSEAL"), "nothing can be read in it");
        house.succeed(&["worker", "--drain"]);
        assert_eq!(status(&house, &batch)["status"], "committed");
        assert_eq!(house.digest(SLUG).0, 2);
        assert_eq!(keyring(&house, "status"), json!({"current": id, "wrapped": {&id: 1}, "moved": 0}));
        house.succeed(&["purge", "--as-of", "2030-01-01"]);
        assert_eq!(keyring(&house, "status")["wrapped"], json!({}), "its copies elsewhere are worth nothing");
        assert_eq!(bytes_below(&house.path("data").join("files")).len(), 0);
    }

    fn keys_are_changed_while_old_and_new_live_side_by_side(base: Base) {
        let plain = house::on(base);
        let ((old, old_key), (new, new_key)) = (new_key(&plain), new_key(&plain));
        let mut house = with_school(plain, &old_key);
        let batch = queued(&house);
        let before = bytes_below(&house.path("data").join("files"));
        house.set([(KEY.to_owned(), format!("{new_key}\n{old_key}\n"))]);
        assert_eq!(keyring(&house, "rotate"), json!({"current": new, "wrapped": {&new: 1}, "moved": 1}));
        assert_eq!(keyring(&house, "rotate")["moved"], 0, "again changes nothing");
        assert_eq!(bytes_below(&house.path("data").join("files")), before, "no file is written");
        house.set([(KEY.to_owned(), new_key)]);
        house.succeed(&["worker", "--drain"]);
        assert_eq!(status(&house, &batch)["status"], "committed", "the old one, {old}, is not needed any more");
    }

    fn a_missing_or_malformed_key_is_told(base: Base) {
        let plain = house::on(base);
        let ((id, key), (_, other)) = (new_key(&plain), new_key(&plain));
        let mut house = with_school(plain, &key);
        queued(&house);
        house.set([(KEY.to_owned(), other)]);
        let doctor = house.run(&["doctor"]);
        assert_eq!(doctor.code, 6);
        assert!(doctor.out.contains(&id) && doctor.out.contains("remettez-les après la première ligne"), "{}", doctor.out);
        let rotate = house.run(&["master-key", "rotate"]);
        assert_eq!(rotate.code, 6);
        assert!(rotate.err.contains(&id) && rotate.err.contains("que ce service n'a pas"), "{}", rotate.err);
        house.set([(KEY.to_owned(), "not a key".to_owned())]);
        for command in [&["establishment", "list"][..], &["doctor"]] {
            let said = house.run(command);
            assert_eq!(said.code, 6, "{}{}", said.out, said.err);
        }
        let said = house.run(&["establishment", "list"]);
        assert!(said.err.contains("la ligne 1 n'est pas une clé de 64 chiffres hexadécimaux"), "{}", said.err);
        let missing = house.path("gone").to_string_lossy().into_owned();
        house.set([(KEY.to_owned(), String::new()), ("RENTREE_MASTER_KEY_FILE".to_owned(), missing)]);
        let said = house.run(&["establishment", "list"]);
        assert!(said.err.contains("Le fichier des clés maîtresses ne se lit pas"), "{}", said.err);
        // None at all: what is sealed cannot be opened, what is not can.
        house.set([("RENTREE_MASTER_KEY_FILE".to_owned(), String::new())]);
        assert_eq!(house.run(&["master-key", "rotate"]).code, 6);
        house.succeed(&["establishment", "list"]);
    }
}

/// The kept file is not the one that was written.
#[test]
fn an_altered_file_is_refused_before_anybody_reads_it() {
    let plain = house::new();
    let (_, key) = new_key(&plain);
    let house = with_school(plain, &key);
    let batch = queued(&house);
    let path =
        std::process::Command::new("find").arg(house.path("data").join("files")).args(["-type", "f"]).output().unwrap();
    let path = String::from_utf8(path.stdout).unwrap();
    let mut bytes = std::fs::read(path.trim()).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(path.trim(), bytes).unwrap();
    house.succeed(&["worker", "--drain"]);
    let view = status(&house, &batch);
    assert_eq!((&view["status"], &view["failure"]), (&json!("failed"), &json!("FILE_DAMAGED")), "{view}");
}

#[test]
fn a_bucket_holds_sealed_objects() {
    let bucket = s3::server().bucket();
    let mut house = house::new();
    let (_, key) = new_key(&house);
    house.set(s3::server().environment());
    house.set([("STORAGE_URL".to_owned(), format!("s3://{bucket}/rentree"))]);
    let house = with_school(house, &key);
    let batch = queued(&house);
    let keys = s3::server().keys(&bucket);
    assert!(keys.len() == 1 && keys[0].ends_with(".sealed"), "{keys:?}");
    house.succeed(&["worker", "--drain"]);
    assert_eq!(status(&house, &batch)["status"], "committed");
    house.succeed(&["purge", "--as-of", "2030-01-01"]);
    assert_eq!(s3::server().keys(&bucket), Vec::<String>::new());
}
