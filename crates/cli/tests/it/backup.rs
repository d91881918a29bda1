//! The guide to backups, word for word: what it says is done here, on both databases, while a list is being imported; and what was restored is
//! a committed state that works.

use rentree_testkit::postgres;
use serde_json::Value;

use crate::api::{SLUG, repository};
use crate::guides::follow;
use crate::house::{self, Base, House};

const GUIDE: &str = "backup.md";

fn with_students(base: Base) -> House {
    let mut house = house::on(base);
    let key: Value = serde_json::from_str(&house.succeed(&["master-key", "new", "--json"])).unwrap();
    let file = house.write("master.key", key["key"].as_str().unwrap());
    house.set([("RENTREE_MASTER_KEY_FILE".to_owned(), file.to_string_lossy().into_owned())]);
    house.succeed(&["establishment", "apply", &repository("examples/ces-ndoumbele.json")]);
    let list =
        house.write("l.csv", "Matricule;Nom;Classe;Téléphone\nB1;NGO Marie;6e;699845173\nB2;ABENA Paul;5e;699845174\n");
    house.succeed(&["import", &list.to_string_lossy(), "--establishment", SLUG, "--commit", "--approve"]);
    let next = house.write("n.csv", "Matricule;Nom;Classe;Téléphone\nB3;EKO Zoé;6e;699845175\n");
    house.succeed(&["import", &next.to_string_lossy(), "--establishment", SLUG, "--queue", "--commit", "--approve"]);
    house
}

/// The restored house goes on: the students are there, and the list that waited is read from its sealed file and written.
fn goes_on(house: &House, before: &(usize, String)) {
    assert_eq!(&house.digest(SLUG), before);
    assert_eq!(house.run(&["audit", "verify", "-e", SLUG]).code, 0);
    house.succeed(&["worker", "--drain"]);
    assert_eq!(house.digest(SLUG).0, 3);
    assert_eq!(house.run(&["doctor"]).code, 0);
}

#[test]
fn a_file_is_backed_up_and_restored_as_the_guide_says() {
    let house = with_students(Base::Sqlite);
    let before = house.digest(SLUG);
    let backup = house.path("backup").to_string_lossy().into_owned();
    follow(&house, (GUIDE, "sqlite backup"), &[("BACKUP", &backup)]);
    // The machine is lost.
    std::fs::remove_dir_all(house.path("data")).unwrap();
    follow(&house, (GUIDE, "sqlite restore"), &[("BACKUP", &backup)]);
    goes_on(&house, &before);
}

#[test]
fn a_server_is_backed_up_and_restored_as_the_guide_says() {
    let mut house = with_students(Base::Postgres);
    let before = house.digest(SLUG);
    let backup = house.path("backup").to_string_lossy().into_owned();
    let owner = house.database().unwrap().admin.clone();
    follow(&house, (GUIDE, "postgresql backup"), &[("BACKUP", &backup), ("OWNER_URL", &owner)]);
    std::fs::remove_dir_all(house.path("data")).unwrap();
    let empty = postgres::cluster().empty();
    house.set([("DATABASE_URL".to_owned(), empty.app.clone())]);
    follow(
        &house,
        (GUIDE, "postgresql restore"),
        &[("BACKUP", &backup), ("OWNER_URL", &empty.owner), ("ROLE", postgres::APP)],
    );
    goes_on(&house, &before);
}
