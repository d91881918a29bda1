//! Migrations on databases that have rows already. Each starts from the schema as it was.

use rentree_store::Store;
use rentree_testkit::postgres;

use crate::db::{Db, OURS, THEIRS, at, school};

/// The texts of one database, in their order.
macro_rules! texts {
    ($folder:literal: $($name:literal),+) => {
        [$(($name, include_str!(concat!("../../migrations/", $folder, "/", $name, ".sql")))),+]
    };
}

const SCHOOLS: &str = "
    insert into establishment (id, slug, declaration, retention_days, created_at, updated_at) values
        (OURS, 'ours', '{}', 30, 0, 0), (THEIRS, 'theirs', '{}', 30, 0, 0);
    insert into level (establishment_id, code, name, aliases, departments, position) values (OURS, 'TLE', 'Terminale', '[]', '[]', 1);
";

/// What a program that knew only these migrations would have left.
fn before(texts: &[(&str, &str)]) -> String {
    let mut script = String::from(
        "create table schema_migration (name text primary key not null, checksum text not null, applied_at bigint not null);\n",
    );
    for (name, text) in texts {
        let checksum = blake3::hash(text.as_bytes()).to_hex();
        script += &format!("{text}\ninsert into schema_migration values ('{name}', '{checksum}', 0);\n");
    }
    script
}

async fn sqlite_before_slugs() -> Db {
    let db = Db::sqlite_empty().await;
    let schools = SCHOOLS
        .replace("OURS", "x'00000000000000000000000000000001'")
        .replace("THEIRS", "x'00000000000000000000000000000002'");
    let raw = sqlx::SqlitePool::connect(&db.owner).await.unwrap();
    let script = before(&texts!("sqlite": "0001_base", "0002_jobs")) + &schools;
    sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&raw).await.unwrap();
    raw.close().await;
    db
}

async fn postgres_before_slugs() -> Db {
    let database = postgres::cluster().empty();
    let schools = SCHOOLS
        .replace("OURS", "'00000000-0000-0000-0000-000000000001'")
        .replace("THEIRS", "'00000000-0000-0000-0000-000000000002'");
    let script = before(&texts!("postgres": "0001_base", "0002_jobs"))
        + "set rentree.every_school = 'on';"
        + &schools.replace(
            "insert into level",
            "set rentree.school = '00000000-0000-0000-0000-000000000001'; insert into level",
        );
    let raw = sqlx::PgPool::connect(&database.owner).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&raw).await.unwrap();
    raw.close().await;
    Db::of_postgres(database.owner.clone(), database.owner).await
}

/// Slugs that were there are found, those of before keep their ids, new ones are taken, and what hung on a school still does.
async fn slugs_have_moved(db: Db) {
    let owner = Store::open(&db.owner).await.unwrap();
    assert_eq!(owner.migrate(at(9)).await.unwrap()[0], "0003_slugs", "and whatever came after it");
    let mut system = owner.system_read().await.unwrap();
    assert_eq!(system.establishment_by_slug("ours").await.unwrap().unwrap().id, OURS);
    assert_eq!(system.establishment_by_slug("theirs").await.unwrap().unwrap().id, THEIRS);
    drop(system);
    let again = owner.system().await.unwrap().establishment_apply(THEIRS, &school("ours"), at(9)).await.unwrap();
    assert_eq!(again.establishment(), OURS);
    again.commit().await.unwrap();
    assert_eq!(owner.read(OURS).await.unwrap().school().await.unwrap(), Some(school("ours")));
    let refused = db.owner_tries(&orphan(&db)).await;
    assert!(refused.to_lowercase().contains("foreign"), "a level still needs its school: {refused}");
}

fn orphan(db: &Db) -> String {
    let id = if db.owner.starts_with("sqlite") {
        "x'00000000000000000000000000000009'"
    } else {
        "'00000000-0000-0000-0000-000000000009'"
    };
    format!(
        "insert into level (establishment_id, code, name, aliases, departments, position) values ({id}, 'X', 'X', '[]', '[]', 1)"
    )
}

#[tokio::test]
async fn slugs_move_to_a_table_of_their_own_on_sqlite() {
    slugs_have_moved(sqlite_before_slugs().await).await;
}

#[tokio::test]
async fn slugs_move_to_a_table_of_their_own_on_postgresql() {
    slugs_have_moved(postgres_before_slugs().await).await;
}

// ------------------------------------------------------------------------------------------- from every level, with data

/// Names and texts of a database's migrations, in their order, as they lie in the repository: a new one is tried without a word here.
fn levels(folder: &str) -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let mut all: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    all.sort();
    all
}

/// A school in the middle of its year, in the words of the first migration.
const DATA: &str = "
    insert into establishment (id, slug, declaration, retention_days, created_at, updated_at) values (OURS, 'ours', DECLARED, 30, 0, 0);
    insert into level (establishment_id, code, name, aliases, departments, position) values (OURS, 'TLE', 'Terminale', '[]', '[]', 1);
    insert into users (establishment_id, id, role, full_name, email, phone, phone_is_own, active, created_at, updated_at)
      values (OURS, STUDENT, 'student', 'NGO BIYONG Marie', 'marie@example.com', '+237699000123', 1, 1, 0, 0);
    insert into student_profile (establishment_id, user_id, matricule, level_code) values (OURS, STUDENT, 'A1', 'TLE');
    insert into import_batch (establishment_id, id, status, source_type, original_filename, options, counters, created_at, updated_at)
      values (OURS, BATCH, 'committed', 'csv', 'eleves.csv', OPTIONS, COUNTERS, 0, 0);
    insert into staging_student_row (establishment_id, batch_id, seq, sheet, row_index, status, action, student_id, phone_is_own, raw, full_name)
      values (OURS, BATCH, 1, 0, 2, 'ok', 'create', STUDENT, 1, '[\"NGO\"]', 'NGO');
    insert into import_change (establishment_id, batch_id, seq, outcome, user_id) values (OURS, BATCH, 1, 'created', STUDENT);
    insert into import_mapping (establishment_id, id, name, version, definition, created_at) values (OURS, BATCH, 'm', 1, '{}', 0);
";

fn data(level: usize, own: impl Fn(u128) -> String) -> String {
    let declared = serde_json::to_string(&serde_json::json!({
        "slug": "ours", "name": "Lycée", "country": "CM", "school_year": "2025-2026"
    }));
    let options = serde_json::to_string(&rentree_core::batch::Options::default());
    let counters = serde_json::to_string(&rentree_core::batch::Counters::default());
    let mut script = DATA
        .replace("OURS", &own(1))
        .replace("STUDENT", &own(10_001))
        .replace("BATCH", &own(100))
        .replace("DECLARED", &format!("'{}'", declared.unwrap()))
        .replace("OPTIONS", &format!("'{}'", options.unwrap()))
        .replace("COUNTERS", &format!("'{}'", counters.unwrap()));
    // From its third migration on a school's slug stands in a table of its own too.
    if level >= 3 {
        script += &format!("insert into establishment_slug (slug, establishment_id) values ('ours', {});", own(1));
    }
    script
}

fn script_of(levels: &[(String, String)]) -> String {
    let texts: Vec<(&str, &str)> = levels.iter().map(|(name, text)| (&**name, &**text)).collect();
    before(&texts)
}

/// Everything that was there is there, in the words of today, and today's work can be done on it.
async fn is_whole(url: &str, owner: &str, level: usize) {
    let migrating = Store::open(owner).await.unwrap();
    let run = migrating.migrate(at(9)).await.unwrap();
    let all = levels("sqlite");
    assert_eq!(run.len(), all.len() - level, "from level {level}");
    if !migrating.migrates_itself() {
        migrating.grant_to(postgres::APP).await.unwrap();
    }
    migrating.close().await;
    let store = Store::open(url).await.unwrap();
    assert!(store.is_up_to_date().await.unwrap());
    let mut tx = store.begin(OURS).await.unwrap();
    let student = tx.student_by_matricule("A1").await.unwrap().unwrap();
    assert_eq!(student.known.values.get(rentree_core::Target::Email), Some("marie@example.com"));
    let batch = tx.batch(crate::db::BATCH).await.unwrap().unwrap();
    assert_eq!((batch.status, &*batch.original_filename), (rentree_core::batch::Status::Committed, "eleves.csv"));
    assert_eq!(tx.staging_rows(crate::db::BATCH, 0, 9, rentree_store::RowFilter::All).await.unwrap().len(), 1);
    assert_eq!(tx.changes(crate::db::BATCH, 0, 9).await.unwrap().len(), 1);
    assert_eq!(tx.mappings().await.unwrap().len(), 1);
    assert_eq!(tx.school().await.unwrap().unwrap().levels.len(), 1);
    assert!(tx.erasures_standing().await.unwrap().is_empty());
    tx.rollback().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn every_level_upgrades_with_its_data_on_sqlite() {
    let all = levels("sqlite");
    for level in 1..=all.len() {
        let db = Db::sqlite_empty().await;
        let raw = sqlx::SqlitePool::connect(&db.owner).await.unwrap();
        let script = script_of(&all[..level]) + &data(level, |number| format!("x'{number:032x}'"));
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&raw).await.unwrap();
        raw.close().await;
        is_whole(&db.url, &db.owner, level).await;
    }
}

#[tokio::test]
async fn every_level_upgrades_with_its_data_on_postgresql() {
    let all = levels("postgres");
    for level in 1..=all.len() {
        let database = postgres::cluster().empty();
        let raw = sqlx::PgPool::connect(&database.owner).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(script_of(&all[..level]))).execute(&raw).await.unwrap();
        raw.close().await;
        let raw = sqlx::PgPool::connect(&database.admin).await.unwrap();
        let script = data(level, |number| format!("'{}'", uuid::Uuid::from_u128(number)));
        sqlx::raw_sql(sqlx::AssertSqlSafe(script)).execute(&raw).await.unwrap();
        raw.close().await;
        is_whole(&database.app, &database.owner, level).await;
    }
}
