//! What a database means to do for a statement, for the tests that watch it: an index that is not used is a fault that shows only
//! in a school with many students.

use std::fmt::Write as _;

use jiff::Timestamp;
use sqlx::Row as _;

use crate::dialect::Sql;

pub(crate) async fn plan(statement: Sql) -> String {
    plan_of(statement.sqlite).await
}

pub(crate) async fn plan_of(statement: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::Store::open(&format!("sqlite:{}", folder.path().join("t.db").display())).await.unwrap();
    store.migrate(Timestamp::UNIX_EPOCH).await.unwrap();
    let crate::conn::Tx::Sqlite(mut tx) = store.write().await.unwrap() else { panic!("this is a file") };
    let text = sqlx::AssertSqlSafe(format!("explain query plan {statement}"));
    let mut plan = String::new();
    for step in sqlx::query(text).fetch_all(&mut *tx).await.unwrap() {
        writeln!(plan, "{}", step.get::<String, _>("detail")).unwrap();
    }
    plan
}
