//! Opening a database, and the settings that our promises rest on.

use std::str::FromStr as _;
use std::time::Duration;

use rentree_core::EstablishmentId;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _, SqlitePool};

use crate::conn::Tx;
use crate::dialect::{
    EMPTY_JOURNAL, POSTGRES_NOT_OURS, POSTGRES_READ, POSTGRES_REPEATABLE, POSTGRES_REWRITE, POSTGRES_WRITE,
    SQLITE_DELETIONS, SQLITE_READ, SQLITE_REWRITE, SQLITE_REWRITTEN_AT, SQLITE_WRITE, postgres_school,
};
use crate::gate::Gate;
use crate::{Error, Result, SystemTx, TenantTx};

/// A handle that is cheap to clone; all clones share the connections.
#[derive(Debug, Clone)]
pub struct Store {
    pools: Pools,
}

#[derive(Debug, Clone)]
enum Pools {
    /// SQLite has one writer at a time. One connection for it makes our own tasks queue in order instead of polling for the lock;
    /// other processes are waited for at the gate, then by `busy_timeout`. So a task must not begin a second write while it holds one.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
        /// One more that writes, and does not wait for the disk: see [`Store::begin_unwaited`].
        unwaited: SqlitePool,
        gate: Gate,
    },
    Postgres {
        pool: PgPool,
        /// See [`Tx::Postgres`].
        named: bool,
    },
}

/// The thread on which a file is written.
pub const WRITER_THREAD: &str = "sqlite-writer";
/// Long enough for another process's chunk on a disk that stalls, short enough for a person who waits.
const BUSY: Duration = Duration::from_secs(30);
/// For the connection that writes: whoever has it may be waiting himself.
const WAIT: Duration = Duration::from_mins(1);
const READERS: u32 = 4;
/// One process stages on one connection, commits on another and answers questions on the rest.
const CONNECTIONS: u32 = 8;
/// The mark in a file's header has 31 bits.
const MARKS: i64 = 1 << 31;
/// A connection that was used so recently is taken to be alive.
const FRESH: Duration = Duration::from_secs(1);
/// KiB, negative as SQLite wants it. The keys of a list come in no order, so a chunk of a commit touches the indexes of e-mail, phone
/// and matricule everywhere: they should fit. 32 MiB hold those of 150,000 students.
const WRITER_CACHE: &str = "-32000";
const READER_CACHE: &str = "-4000";

impl Store {
    /// `sqlite:FILE`, which is made when it does not exist, or `postgres://…`. Tables come with [`Store::migrate`].
    pub async fn open(url: &str) -> Result<Self> {
        let pools = match url.split_once(':') {
            Some(("sqlite", _)) => open_sqlite(url).await,
            Some(("postgres" | "postgresql", _)) => open_postgres(url).await,
            _ => {
                let scheme = url.split(':').next().unwrap_or_default().to_owned();
                return Err(Error::Address { scheme });
            }
        };
        Ok(Self { pools: pools.map_err(Error::Open)? })
    }

    /// The same database for work that may take all it can get: whoever holds the other handle never waits for a connection of this one. A file
    /// has one writer, so both share that.
    #[must_use]
    pub fn beside(&self) -> Self {
        let pools = match &self.pools {
            Pools::Sqlite { write, read, unwaited, gate } => Pools::Sqlite {
                write: write.clone(),
                read: pool(READERS).connect_lazy_with((*read.connect_options()).clone()),
                unwaited: unwaited.clone(),
                gate: gate.clone(),
            },
            Pools::Postgres { pool, named } => Pools::Postgres {
                pool: pool.options().clone().connect_lazy_with((*pool.connect_options()).clone()),
                named: *named,
            },
        };
        Self { pools }
    }

    /// A transaction that may write to this school.
    pub async fn begin(&self, establishment: EstablishmentId) -> Result<TenantTx> {
        self.enter(establishment, [SQLITE_WRITE, POSTGRES_WRITE, ""]).await
    }

    /// One whose effects a machine that stops may take back, although its commit was acknowledged: only for what is made again from the
    /// start unless a later transaction of [`Store::begin`] said that it is whole. The log is written in order, so that the later one is
    /// never on the disk without this one. SQLite has no such transactions, and waits.
    pub async fn begin_repeatable(&self, establishment: EstablishmentId) -> Result<TenantTx> {
        self.enter(establishment, [SQLITE_WRITE, POSTGRES_WRITE, POSTGRES_REPEATABLE]).await
    }

    /// One whose effects are seen at once and not waited for on the disk: for a word that must stand in the database immediately before something
    /// leaves, with no time in between in which this process could end. Only a machine that stops can take it back, and only until the next
    /// transaction of [`Store::begin`] has ended.
    pub async fn begin_unwaited(&self, establishment: EstablishmentId) -> Result<TenantTx> {
        match &self.pools {
            Pools::Sqlite { unwaited, gate, .. } => {
                Ok(TenantTx::of(establishment, Tx::Sqlite(begin_to_write(unwaited, gate).await?)))
            }
            Pools::Postgres { .. } => self.begin_repeatable(establishment).await,
        }
    }

    /// A transaction that only reads this school: one moment in time, in nobody's way.
    pub async fn read(&self, establishment: EstablishmentId) -> Result<TenantTx> {
        self.enter(establishment, [SQLITE_READ, POSTGRES_READ, ""]).await
    }

    /// Begins and names the school; on a server in one message.
    async fn enter(
        &self,
        establishment: EstablishmentId,
        [sqlite, postgres, setting]: [&'static str; 3],
    ) -> Result<TenantTx> {
        let tx = match &self.pools {
            Pools::Sqlite { write, gate, .. } if sqlite == SQLITE_WRITE => {
                Tx::Sqlite(begin_to_write(write, gate).await?)
            }
            Pools::Sqlite { read, .. } => Tx::Sqlite(read.begin_with(sqlite).await?),
            Pools::Postgres { pool, named } => {
                let text = format!("{postgres}; {}; {setting}", postgres_school(establishment));
                Tx::Postgres { tx: begin(pool.clone(), text).await?, named: *named }
            }
        };
        Ok(TenantTx::of(establishment, tx))
    }

    pub async fn system(&self) -> Result<SystemTx> {
        SystemTx::enter(self.write().await?).await
    }

    pub async fn system_read(&self) -> Result<SystemTx> {
        SystemTx::enter(self.snapshot().await?).await
    }

    /// Empties the journal, which still holds pages as they were before rows were deleted. To be called after a purge; `false` when
    /// somebody is reading an older state, and it should be tried again.
    pub async fn journal_empty(&self) -> Result<bool> {
        match &self.pools {
            Pools::Sqlite { write, .. } => {
                let done = sqlx::query(EMPTY_JOURNAL).fetch_one(write).await?;
                Ok(done.try_get::<i64, _>(0)? == 0)
            }
            // PostgreSQL recycles its own log, and does not offer to empty it.
            Pools::Postgres { .. } => Ok(true),
        }
    }

    /// Writes anew what rows were deleted from, so that nothing of them can be read in the database's files: a page keeps the bytes of a
    /// row that is gone until another one takes its place. On a server only the owner of the tables may do it, and each table is locked
    /// while it is written. What a server's log and its backups hold goes by their own rules (`docs/retention.md`).
    pub async fn rewrite(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { write, .. } => {
                let mut writer = write.acquire().await?;
                let deletions: i64 = sqlx::query_scalar(SQLITE_DELETIONS).fetch_one(&mut *writer).await?;
                let mut written = Ok(());
                for statement in SQLITE_REWRITE {
                    // The last of them also where the one before failed.
                    let done = sqlx::raw_sql(statement).execute(&mut *writer).await;
                    written = written.and(done.map(drop));
                }
                written?;
                let mark = format!("{SQLITE_REWRITTEN_AT} = {}", deletions % MARKS);
                sqlx::raw_sql(AssertSqlSafe(mark)).execute(&mut *writer).await?;
                drop(writer);
                self.journal_empty().await?;
            }
            Pools::Postgres { pool, .. } => {
                let foreign: Option<String> = sqlx::query_scalar(POSTGRES_NOT_OURS).fetch_one(pool).await?;
                if let Some(table) = foreign {
                    return Err(Error::NotOwner { table });
                }
                for statement in POSTGRES_REWRITE {
                    sqlx::raw_sql(statement).execute(pool).await?;
                }
            }
        }
        Ok(())
    }

    /// [`Store::rewrite`] for a file in which a purge or an erasure ended since it was last written anew. `secure_delete` overwrites deleted
    /// rows where they lay; of a row that had moved from one page to its neighbour, the first may still have a copy in its unused part.
    /// `false` when there was nothing to do; a server's tables are for their owner to write.
    pub async fn rewrite_after_deletions(&self) -> Result<bool> {
        let Pools::Sqlite { read, .. } = &self.pools else { return Ok(false) };
        let deletions: i64 = sqlx::query_scalar(SQLITE_DELETIONS).fetch_one(read).await?;
        let written: i64 = sqlx::query_scalar(SQLITE_REWRITTEN_AT).fetch_one(read).await?;
        if deletions % MARKS == written {
            return Ok(false);
        }
        self.rewrite().await?;
        Ok(true)
    }

    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read, unwaited, .. } => {
                read.close().await;
                unwaited.close().await;
                write.close().await;
            }
            Pools::Postgres { pool, .. } => pool.close().await,
        }
    }

    pub(crate) async fn write(&self) -> Result<Tx> {
        match &self.pools {
            Pools::Sqlite { write, gate, .. } => Ok(Tx::Sqlite(begin_to_write(write, gate).await?)),
            Pools::Postgres { pool, named } => {
                Ok(Tx::Postgres { tx: begin(pool.clone(), POSTGRES_WRITE.to_owned()).await?, named: *named })
            }
        }
    }

    /// How many transactions may write at once to some use. A file has one writer; on a server, writing overlaps with writing.
    pub fn writers(&self) -> usize {
        match self.pools {
            Pools::Sqlite { .. } => 1,
            // While one waits for the disk two others work.
            Pools::Postgres { .. } => 3,
        }
    }

    /// How many chunks of a commit may be under way at once. Each waits for the disk in its turn, and holds nothing in this process's memory.
    pub fn committers(&self) -> usize {
        match self.pools {
            Pools::Sqlite { .. } => 1,
            Pools::Postgres { .. } => 4,
        }
    }

    pub(crate) fn is_file(&self) -> bool {
        matches!(self.pools, Pools::Sqlite { .. })
    }

    pub(crate) async fn snapshot(&self) -> Result<Tx> {
        match &self.pools {
            Pools::Sqlite { read, .. } => Ok(Tx::Sqlite(read.begin_with(SQLITE_READ).await?)),
            Pools::Postgres { pool, named } => {
                Ok(Tx::Postgres { tx: begin(pool.clone(), POSTGRES_READ.to_owned()).await?, named: *named })
            }
        }
    }
}

async fn open_sqlite(url: &str) -> sqlx::Result<Pools> {
    let options = sqlite_options(url)?;
    let gate = Gate::beside(options.get_filename())?;
    let writer = options.clone().pragma("cache_size", WRITER_CACHE).thread_name(|_| WRITER_THREAD.to_owned());
    // Its thread and its cache are kept for as long as the process.
    let write = pool(1).idle_timeout(None).max_lifetime(None).connect_with(writer).await?;
    let unwaited = pool(1).connect_lazy_with(options.clone().synchronous(SqliteSynchronous::Normal));
    // `query_only` makes a write through a reading transaction an error instead of a wait for the lock.
    let reader = options.pragma("cache_size", READER_CACHE).pragma("query_only", "on");
    let read = pool(READERS).connect_lazy_with(reader);
    Ok(Pools::Sqlite { write, read, unwaited, gate })
}

async fn begin_to_write(pool: &SqlitePool, gate: &Gate) -> sqlx::Result<sqlx::Transaction<'static, sqlx::Sqlite>> {
    // The connection first: the gate is open while a task of this process writes, and another process comes before our next task.
    let connection = pool.acquire().await?;
    let _inside = gate.enter().await;
    // What `Pool::begin_with` does once it has a connection.
    sqlx::Transaction::begin(connection, Some(sqlx::SqlSafeStr::into_sql_str(SQLITE_WRITE))).await
}

/// Waited for to its end, by a task of its own when the caller has gone: the driver knows of a transaction only once the server has
/// answered, and would hand a connection on inside of one that was given up before.
async fn begin(pool: PgPool, statement: String) -> sqlx::Result<sqlx::Transaction<'static, sqlx::Postgres>> {
    let begun = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(statement)).await });
    begun.await.map_err(|_| sqlx::Error::WorkerCrashed)?
}

/// TLS is as the address says (`?sslmode=verify-full`); the driver's default takes it where the server offers it.
async fn open_postgres(url: &str) -> sqlx::Result<Pools> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("rentree")
        // We keep no such number, and PgBouncer knows no such setting.
        .extra_float_digits(None)
        .disable_statement_logging();
    // Behind a pooler that changes the server's connection with each transaction (`docs/guides/postgresql.md`), a statement under a name
    // would be looked for where it is not. The driver still gives names when it keeps none, so it is told with each statement.
    let named =
        !options.to_url_lossy().query_pairs().any(|(name, value)| name == "statement-cache-capacity" && value == "0");
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(BUSY)
        // A server that was restarted is seen before a transaction begins, not inside of it. A connection that answered a moment ago is
        // not asked again: a list takes hundreds of transactions.
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for > FRESH {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    Ok(Pools::Postgres { pool, named })
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(connections).acquire_timeout(WAIT).test_before_acquire(false)
}

fn sqlite_options(url: &str) -> sqlx::Result<SqliteConnectOptions> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        // A staged row is about 1 KiB: in 4 KiB pages half of them would overflow into a page of their own.
        .page_size(8192)
        .journal_mode(SqliteJournalMode::Wal)
        // A commit that was acknowledged is on the disk, also when the power fails.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        // A damaged disk page read through a map would end the process by a signal.
        .pragma("mmap_size", "0")
        .pragma("temp_store", "memory")
        // 64 MiB. A chunk of a big commit writes up to 20 MiB of index pages, the same ones again and again: a checkpoint after many
        // chunks writes each of them once (a quarter less time for a commit of 100,000 than at 16 MiB).
        .pragma("wal_autocheckpoint", "8000")
        .pragma("journal_size_limit", "67108864")
        // Deleted rows are overwritten, not only forgotten. Loading pays nothing that could be measured for it.
        .pragma("secure_delete", "on")
        .statement_cache_capacity(200)
        .row_buffer_size(1024)
        .disable_statement_logging();
    Ok(options)
}
