//! What PostgreSQL itself keeps apart: no table of a school without its key and its policy, and nothing to see for whoever names no school.

use sqlx::Row as _;

use crate::db::{BATCH, Db, staged, values, write};
use rentree_core::Target;
use rentree_core::plan::Action;

/// Every table with what the catalogue says about it, as the owner sees it.
async fn lines(url: &str, question: &str) -> Vec<String> {
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    let question = question.replace("OF_NO_SCHOOL", OF_NO_SCHOOL).replace("BEYOND_SCHOOLS", BEYOND_SCHOOLS);
    let rows = sqlx::query(sqlx::AssertSqlSafe(question)).fetch_all(&pool).await.unwrap();
    pool.close().await;
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

const TABLES: &str = "select relname::text from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace \
    and relname <> 'schema_migration' order by 1";

/// What a handle on a school offers, against what the other school was seen to try: nobody forgets it for a new method.
#[test]
fn every_method_of_a_school_is_tried_by_the_other_one() {
    let sources = |folder: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let files = files.filter(|file| file.extension().is_some_and(|end| end == "rs"));
        files.map(|file| std::fs::read_to_string(file).unwrap()).collect::<Vec<_>>()
    };
    // From its first line to the brace that stands as far left as it does.
    let blocks = |text: &str, begins: &str, end: &str| {
        text.split(begins).skip(1).map(|rest| rest.split(end).next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let methods: Vec<String> = sources("src")
        .iter()
        .flat_map(|text| blocks(text, "impl TenantTx {", "\n}"))
        .flat_map(|body| blocks(&body, "pub async fn ", "("))
        .filter(|name| !["commit", "rollback"].contains(&&**name))
        .collect();
    let tried: String =
        sources("tests/it").iter().flat_map(|text| blocks(text, "async fn the_other_school", "\n    }")).collect();
    assert!(methods.len() > 70, "the sources were read");
    let forgotten: Vec<_> = methods.iter().filter(|name| !tried.contains(&format!(".{name}("))).collect();
    assert!(forgotten.is_empty(), "the other school never tried {forgotten:?}");
}

async fn with_everything() -> Db {
    let db = Db::postgres().await;
    let awa = values(&[(Target::FullName, "DIOP Awa"), (Target::Matricule, "M1")]);
    db.with_students(&[write(1, &awa)]).await;
    db.ready(&[staged(1, Action::Create, &[(Target::FullName, "NGO Léa")], vec![])]).await;
    db
}

/// Of no school. A slug is what tells schools apart, so it must be unique over all of them; it is given by whoever runs the service, and a
/// school cannot ask for one. Whoever runs the service belongs to no school. Wrong passwords are counted for schools that do not exist
/// too. No transaction inside of a school sees the last three.
const OF_NO_SCHOOL: &str = "('schema_migration', 'establishment_slug', 'platform_admin', 'platform_second_factor', 'platform_session', 'sign_in_pause')";
const BEYOND_SCHOOLS: &str = "('platform_admin', 'platform_second_factor', 'platform_session', 'sign_in_pause')";

#[tokio::test]
async fn every_table_of_a_school_has_its_key_in_every_constraint() {
    let db = Db::postgres().await;
    let loose = lines(
        &db.owner,
        "select format('%s: %s', t.relname, k.conname) from pg_constraint k join pg_class t on t.oid = k.conrelid \
         where t.relnamespace = 'public'::regnamespace and t.relname not in OF_NO_SCHOOL and t.relname <> 'establishment' \
         and k.contype in ('p', 'u', 'f') and not exists (select 1 from pg_attribute a where a.attrelid = t.oid \
         and a.attname = 'establishment_id' and a.attnum = any (k.conkey)) \
         union all \
         select format('%s: %s', t.relname, i.relname) from pg_index x join pg_class i on i.oid = x.indexrelid \
         join pg_class t on t.oid = x.indrelid where t.relnamespace = 'public'::regnamespace and x.indisunique \
         and t.relname not in OF_NO_SCHOOL and t.relname <> 'establishment' \
         and not exists (select 1 from pg_attribute a where a.attrelid = t.oid and a.attname = 'establishment_id' \
         and a.attnum = any (x.indkey))",
    )
    .await;
    assert_eq!(loose, Vec::<String>::new(), "keys that another school's rows could meet");
}

#[tokio::test]
async fn every_table_is_guarded_by_a_policy_that_binds_its_owner_too() {
    let db = Db::postgres().await;
    let open = lines(
        &db.owner,
        "select t.relname::text from pg_class t where t.relkind in ('r', 'p') and t.relnamespace = 'public'::regnamespace \
         and t.relname <> 'schema_migration' and not (t.relrowsecurity and t.relforcerowsecurity and exists \
         (select 1 from pg_policy p where p.polrelid = t.oid and p.polname = \
         case when t.relname in BEYOND_SCHOOLS then 'every_school' else 'own_school' end))",
    )
    .await;
    assert_eq!(open, Vec::<String>::new());
    assert!(lines(&db.owner, TABLES).await.len() >= 17, "the catalogue was asked");
}

/// The count of all accounts, and whoever runs the service: nobody inside of a school reads or changes them.
#[tokio::test]
async fn inside_of_a_school_nothing_beyond_schools_is_there() {
    let db = with_everything().await;
    let mut system = db.store.system().await.unwrap();
    let day = std::time::Duration::from_secs(9);
    system.sign_in_try(&[1; 32], (crate::db::at(1), day), |_| day).await.unwrap();
    system.commit().await.unwrap();
    let pool = sqlx::PgPool::connect(&db.url).await.unwrap();
    let mut tx = pool.begin().await.unwrap();
    sqlx::query("select set_config('rentree.school', '00000000-0000-0000-0000-000000000001', true)")
        .execute(&mut *tx)
        .await
        .unwrap();
    let seen: i64 = sqlx::query("select count(*) from sign_in_pause").fetch_one(&mut *tx).await.unwrap().get(0);
    let gone = sqlx::query("delete from sign_in_pause").execute(&mut *tx).await.unwrap().rows_affected();
    assert_eq!((seen, gone), (0, 0));
}

#[tokio::test]
async fn the_view_asks_the_policies_of_whoever_reads_it() {
    let db = Db::postgres().await;
    let views = "select relname::text from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace \
        and not coalesce('security_invoker=true' = any (reloptions), false)";
    assert_eq!(lines(&db.owner, views).await, Vec::<String>::new());
}

#[tokio::test]
async fn without_a_school_every_table_is_empty() {
    let db = with_everything().await;
    for url in [&db.url, &db.owner] {
        let pool = sqlx::PgPool::connect(url).await.unwrap();
        for table in lines(&db.owner, TABLES).await {
            let count = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
            let count: i64 = sqlx::query(count).fetch_one(&pool).await.unwrap().get(0);
            assert_eq!(count, 0, "{table} through {url}");
        }
        pool.close().await;
    }
    assert!(db.ours().await.batch(BATCH).await.unwrap().is_some(), "it was there");
}

#[tokio::test]
async fn the_service_owns_nothing_and_bypasses_nothing() {
    let db = Db::postgres().await;
    let powers = lines(
        &db.url,
        "select format('%s %s %s %s', rolsuper, rolbypassrls, rolcreaterole, (select count(*) from pg_class \
         where relowner = pg_roles.oid)) from pg_roles where rolname = current_user",
    )
    .await;
    assert_eq!(powers, ["f f f 0"]);
    for forbidden in [
        "truncate users",
        "update audit_event set hash = prev",
        "delete from import_commit_log",
        "create table t (x int)",
    ] {
        let pool = sqlx::PgPool::connect(&db.url).await.unwrap();
        let refused = sqlx::query(forbidden).execute(&pool).await.unwrap_err();
        let code = refused.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
        assert_eq!(code.as_deref(), Some("42501"), "{forbidden}");
        pool.close().await;
    }
}

#[tokio::test]
async fn a_school_cannot_write_into_another() {
    let db = with_everything().await;
    let pool = sqlx::PgPool::connect(&db.url).await.unwrap();
    let mut tx = pool.begin().await.unwrap();
    sqlx::query("select set_config('rentree.school', '00000000-0000-0000-0000-000000000002', true)")
        .execute(&mut *tx)
        .await
        .unwrap();
    let refused =
        sqlx::query("insert into level values ('00000000-0000-0000-0000-000000000001', 'X', 'X', '[]', '[]', 1)");
    let code = refused
        .execute(&mut *tx)
        .await
        .unwrap_err()
        .as_database_error()
        .and_then(|error| error.code().map(std::borrow::Cow::into_owned));
    assert_eq!(code.as_deref(), Some("42501"));
}

#[tokio::test]
async fn the_school_is_forgotten_with_its_transaction() {
    let db = with_everything().await;
    let pool = sqlx::postgres::PgPoolOptions::new().max_connections(1).connect(&db.url).await.unwrap();
    let mut tx = pool.begin().await.unwrap();
    sqlx::query("select set_config('rentree.school', '00000000-0000-0000-0000-000000000001', true)")
        .execute(&mut *tx)
        .await
        .unwrap();
    let seen: i64 = sqlx::query("select count(*) from users").fetch_one(&mut *tx).await.unwrap().get(0);
    tx.commit().await.unwrap();
    let after: i64 = sqlx::query("select count(*) from users").fetch_one(&pool).await.unwrap().get(0);
    assert_eq!((seen, after), (1, 0));
}
