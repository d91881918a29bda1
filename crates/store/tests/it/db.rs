//! A database of its own for each test, with two schools in it; and rows to put there.

use jiff::Timestamp;
use rentree_core::batch::{Options, Status};
use rentree_core::check::CheckedRow;
use rentree_core::hash::row_hash;
use rentree_core::plan::{Action, Planned};
use rentree_core::{BatchId, EstablishmentId, Issue, School, Target, TargetSet, UserId, Values};
use rentree_store::{BatchMoved, Json, NewBatch, StagedRow, StagedRows, Store, StudentWrite, TenantTx};
use rentree_testkit::pgbouncer;
use rentree_testkit::postgres::{self, Database};
use tokio::sync::OnceCell;
use uuid::Uuid;

pub(crate) struct Db {
    pub(crate) store: Store,
    /// As the service reaches it, and as its owner does: one and the same for a file.
    pub(crate) url: String,
    pub(crate) owner: String,
    /// As somebody from whom no policy hides a row.
    pub(crate) admin: String,
    /// Deleted when the test is over.
    folder: Option<tempfile::TempDir>,
}

pub(crate) const OURS: EstablishmentId = EstablishmentId(Uuid::from_u128(1));
pub(crate) const THEIRS: EstablishmentId = EstablishmentId(Uuid::from_u128(2));
pub(crate) const BATCH: BatchId = BatchId(Uuid::from_u128(100));

impl Db {
    pub(crate) async fn sqlite() -> Self {
        let db = Self::sqlite_empty().await;
        db.store.migrate(at(0)).await.unwrap();
        db.with_schools().await
    }

    pub(crate) async fn sqlite_empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Self {
            store: Store::open(&url).await.unwrap(),
            owner: url.clone(),
            admin: url.clone(),
            url,
            folder: Some(folder),
        }
    }

    /// Migrated by the owner, used by a role that owns nothing.
    pub(crate) async fn postgres() -> Self {
        Self::on_server(Self::copy().await).await
    }

    /// The same through a pooler; its owner and its administrator go to the server itself.
    pub(crate) async fn pgbouncer() -> Self {
        let mut database = Self::copy().await;
        database.app = pgbouncer::pooler().before(&database).app;
        Self::on_server(database).await
    }

    async fn on_server(Database { owner, app, admin, .. }: Database) -> Self {
        Self { store: Store::open(&app).await.unwrap(), url: app, owner, admin, folder: None }.with_schools().await
    }

    async fn copy() -> Database {
        static MIGRATED: OnceCell<Database> = OnceCell::const_new();
        let template = MIGRATED
            .get_or_init(|| async {
                let database = postgres::cluster().empty();
                let store = Store::open(&database.owner).await.unwrap();
                store.migrate(at(0)).await.unwrap();
                store.grant_to(postgres::APP).await.unwrap();
                store.close().await;
                database
            })
            .await;
        postgres::cluster().copy_of(template)
    }

    pub(crate) async fn of_postgres(url: String, owner: String) -> Self {
        Self { store: Store::open(&url).await.unwrap(), admin: owner.clone(), url, owner, folder: None }
    }

    pub(crate) fn is_file(&self) -> bool {
        self.folder.is_some()
    }

    async fn with_schools(self) -> Self {
        for (id, slug) in [(OURS, "ours"), (THEIRS, "theirs")] {
            let system = self.store.system().await.unwrap();
            system.establishment_apply(id, &school(slug), at(0)).await.unwrap().commit().await.unwrap();
        }
        self
    }

    /// A statement that the program would never say.
    pub(crate) async fn owner_says(&self, statement: &'static str) {
        if self.owner.starts_with("sqlite") {
            let raw = sqlx::SqlitePool::connect(&self.owner).await.unwrap();
            sqlx::raw_sql(statement).execute(&raw).await.unwrap();
            raw.close().await;
        } else {
            let raw = sqlx::PgPool::connect(&self.owner).await.unwrap();
            sqlx::raw_sql(statement).execute(&raw).await.unwrap();
            raw.close().await;
        }
    }

    /// What the database answers to a statement of its owner's that it refuses.
    pub(crate) async fn owner_tries(&self, statement: &str) -> String {
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        let refused = if self.owner.starts_with("sqlite") {
            let raw = sqlx::SqlitePool::connect(&self.owner).await.unwrap();
            sqlx::raw_sql(statement).execute(&raw).await.map(drop)
        } else {
            let raw = sqlx::PgPool::connect(&self.owner).await.unwrap();
            let statement = format!("set rentree.school = '00000000-0000-0000-0000-000000000009'; {}", statement.0);
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&raw).await.map(drop)
        };
        refused.unwrap_err().to_string()
    }

    /// Whether a text stands in any file of the database.
    pub(crate) fn on_disk(&self, text: &str) -> bool {
        let folder = self.folder.as_ref().unwrap();
        let files = std::fs::read_dir(folder.path()).unwrap();
        files
            .map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    }

    pub(crate) async fn ours(&self) -> TenantTx {
        self.store.begin(OURS).await.unwrap()
    }

    pub(crate) async fn theirs(&self) -> TenantTx {
        self.store.begin(THEIRS).await.unwrap()
    }

    /// A batch of our school, `ready_to_commit`, with the rows given.
    pub(crate) async fn ready(&self, rows: &[StagedRow]) {
        let mut tx = self.ours().await;
        tx.batch_insert(&new_batch(BATCH)).await.unwrap();
        tx.staging_insert(BATCH, StagedRows::of(rows.to_vec()).unwrap()).await.unwrap();
        for step in [
            [Status::Uploaded, Status::Mapped],
            [Status::Mapped, Status::Validated],
            [Status::Validated, Status::ReadyToCommit],
        ] {
            tx.batch_move(BATCH, step, &BatchMoved::at(at(1))).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Students of our school, as a commit would have left them.
    pub(crate) async fn with_students(&self, students: &[StudentWrite<'_>]) {
        let mut tx = self.ours().await;
        insert_students(&mut tx, students).await;
        tx.commit().await.unwrap();
    }
}

/// The only way to a student is a commit, so that is what this does: a batch with a cursor of its own.
pub(crate) async fn insert_students(tx: &mut TenantTx, students: &[StudentWrite<'_>]) {
    let batch = BatchId(Uuid::from_u128(999));
    tx.batch_insert(&new_batch(batch)).await.unwrap();
    let rows = students.iter().zip(1..).map(|(student, seq)| creation(seq, student)).collect();
    tx.staging_insert(batch, StagedRows::of(rows).unwrap()).await.unwrap();
    for step in [
        [Status::Uploaded, Status::Mapped],
        [Status::Mapped, Status::Validated],
        [Status::Validated, Status::ReadyToCommit],
    ] {
        tx.batch_move(batch, step, &BatchMoved::at(at(1))).await.unwrap();
    }
    let lease = tx.lease_take("before", "test", minute()).await.unwrap().unwrap();
    let revision = tx.students_revision().await.unwrap();
    let chunk = rentree_store::Chunk {
        batch,
        lease: &lease,
        ttl: minute(),
        from: 0,
        to: students.len() as i64,
        students_revision: revision,
        creates: students.len() as u64,
        updates: &[],
        changes: &[],
        counters: None,
        now: at(1),
    };
    tx.commit_chunk(&chunk).await.unwrap();
    for edited in students.iter().filter(|student| !student.edited.is_empty()) {
        tx.student_edit(*edited, at(1)).await.unwrap();
    }
}

/// The staged row that creates this student.
pub(crate) fn creation(seq: i64, student: &StudentWrite<'_>) -> StagedRow {
    StagedRow {
        checked: CheckedRow { values: student.values.clone(), extra: student.extra.to_vec(), issues: Vec::new() },
        hash: student.hash,
        planned: Planned {
            student: Some(student.id),
            phone_is_own: student.phone_is_own,
            ..Planned::without_effect(Action::Create)
        },
        ..staged(seq, Action::Create, &[], vec![])
    }
}

pub(crate) fn minute() -> std::time::Duration {
    std::time::Duration::from_mins(1)
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

pub(crate) fn user(number: u128) -> UserId {
    UserId(Uuid::from_u128(10_000 + number))
}

pub(crate) fn school(slug: &str) -> School {
    serde_json::from_value(serde_json::json!({
        "slug": slug, "name": "Lycée", "country": "CM", "school_year": "2025-2026",
        "levels": [{"code": "TLE", "name": "Terminale", "aliases": ["Tle"], "departments": ["C"]}, {"code": "2NDE", "name": "Seconde"}],
        "departments": [{"code": "C", "name": "Mathématiques", "aliases": ["Maths"]}],
    }))
    .unwrap()
}

pub(crate) fn new_batch(id: BatchId) -> NewBatch<'static> {
    static OPTIONS: std::sync::LazyLock<Options> = std::sync::LazyLock::new(Options::default);
    NewBatch {
        id,
        source_type: "csv",
        original_filename: "eleves.csv",
        school_year: Some("2025-2026"),
        options: &OPTIONS,
        asked: None,
        request_id: Some("r-1"),
        created_by: None,
        now: at(0),
    }
}

pub(crate) fn values(pairs: &[(Target, &str)]) -> Values {
    pairs.iter().copied().collect()
}

pub(crate) fn staged(seq: i64, action: Action, pairs: &[(Target, &str)], issues: Vec<Issue>) -> StagedRow {
    let checked = CheckedRow { values: values(pairs), extra: Vec::new(), issues };
    let hash = Some(row_hash(&checked.values, &checked.extra));
    StagedRow {
        seq,
        sheet: 0,
        row: seq as u32 + 1,
        raw: Json::of(&pairs.iter().map(|(_, text)| *text).collect::<Vec<_>>()).unwrap(),
        checked,
        hash,
        planned: Planned { student: Some(user(seq as u128)), phone_is_own: true, ..Planned::without_effect(action) },
    }
}

pub(crate) fn write(number: u128, values: &Values) -> StudentWrite<'_> {
    StudentWrite {
        id: user(number),
        values,
        phone_is_own: true,
        extra: &[],
        edited: TargetSet::default(),
        active: true,
        hash: Some(row_hash(values, &[])),
    }
}
