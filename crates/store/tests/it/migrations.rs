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
