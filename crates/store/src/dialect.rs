//! The few things that the two databases say differently, each with its reason. Everything else is one text with `$1`.
//!
//! A statement is written once with [`sql!`]; the parts that differ are named in it and become a text per database at compile time:
//!
//! - `among("$2")` after a column, and `each_text("$2")`, `each_id("$2")` in a `from`: a list that was bound as one argument; the latter are a
//!   table `k` with a column `value`. PostgreSQL has arrays; SQLite has only `json_each`, and ids travel in it as hexadecimal digits because JSON
//!   has no bytes.
//! - `index("name")`, after a table: SQLite plans without statistics and may prefer the primary key, which begins with the school, to the
//!   index of the key that is asked for. PostgreSQL has statistics and no such word.
//! - `now()`: the database's own clock in microseconds, for leases. Two hosts may disagree about the time; the database does not.
//! - Bulk writes ([`Bulk`]): PostgreSQL takes one array per column (`unnest`), which costs as little as text COPY and works under row
//!   security. SQLite has no arrays and is fastest with many rows of anonymous `?` in one prepared statement. Numbered
//!   parameters would not do there: SQLite finds their names by a linear search, which is quadratic for thousands of them. It says
//!   `or fail`, because the default would copy every page that the statement touches in order to undo it alone (a third of the time
//!   of a commit); we always undo the whole transaction, and a transaction in which a bulk write failed refuses to commit.
//!   `insert_into("table")` is the same for an `insert … select` of many rows.
//! - `users_hold("$2")`: whether these bytes stand in the column `users`, wherever; SQL has no word for that which both know.
//! - `places("seq")`: these numbers of all rows as one text, with commas between them.
//! - `for_update()`: a row that is read in order to write what follows from it is locked, but not against rows that only refer to it: two
//!   transactions that each wrote such a row would wait for each other. On SQLite nobody else writes meanwhile.
//!   `for_share()` keeps others from changing it, and lets them read it likewise.
//! - A transaction that writes begins `immediate` on SQLite, because a read lock that wants to become a write lock while another
//!   writer is active fails at once instead of waiting. PostgreSQL locks rows and needs nothing.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// One statement in the words of each database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sql {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

macro_rules! sql {
    ($($head:tt $(( $($arg:literal)? ))?),+ $(,)?) => {
        $crate::dialect::Sql {
            sqlite: concat!($($crate::dialect::sqlite_part!($head $(( $($arg)? ))?)),+),
            postgres: concat!($($crate::dialect::postgres_part!($head $(( $($arg)? ))?)),+),
        }
    };
}

macro_rules! sqlite_part {
    ($text:literal) => {
        $text
    };
    (among($list:literal)) => {
        concat!("in (select value from json_each(", $list, "))")
    };
    (each_text($list:literal)) => {
        concat!("json_each(", $list, ") k")
    };
    (each_id($list:literal)) => {
        concat!("(select unhex(value) as value from json_each(", $list, ")) k")
    };
    (index($name:literal)) => {
        concat!("indexed by ", $name)
    };
    (users_hold($id:literal)) => {
        concat!("instr(users, ", $id, ") > 0")
    };
    (now()) => {
        "cast(unixepoch('subsec') * 1000000 as integer)"
    };
    (insert_into($table:literal)) => {
        concat!("insert or fail into ", $table, " ")
    };
    (places($column:literal)) => {
        concat!("group_concat(", $column, ")")
    };
    (for_update()) => {
        ""
    };
    (for_share()) => {
        ""
    };
    (values()) => {
        $crate::dialect::value_columns!()
    };
    (student_columns()) => {
        $crate::dialect::student_columns!()
    };
}

macro_rules! postgres_part {
    ($text:literal) => {
        $text
    };
    (among($list:literal)) => {
        concat!("= any(", $list, "::bigint[])")
    };
    (each_text($list:literal)) => {
        concat!("unnest(", $list, "::text[]) as k(value)")
    };
    (each_id($list:literal)) => {
        concat!("unnest(", $list, "::uuid[]) as k(value)")
    };
    (index($name:literal)) => {
        ""
    };
    (users_hold($id:literal)) => {
        concat!("position(", $id, " in users) > 0")
    };
    (now()) => {
        "(extract(epoch from clock_timestamp()) * 1000000)::bigint"
    };
    (insert_into($table:literal)) => {
        concat!("insert into ", $table, " ")
    };
    (places($column:literal)) => {
        concat!("string_agg(", $column, "::text, ',')")
    };
    (for_update()) => {
        " for no key update"
    };
    (for_share()) => {
        " for share"
    };
    (values()) => {
        $crate::dialect::value_columns!()
    };
    (student_columns()) => {
        $crate::dialect::student_columns!()
    };
}

/// A column for each target, in the order of `Target::ALL`, wherever rows or students keep their values.
macro_rules! value_columns {
    () => {
        "full_name, first_name, last_name, email, phone, matricule, current_school_year, level_code, level_name, department_code, \
         department_name, date_of_birth, place_of_birth, gender, nationality, address, parent_name_1, parent_phone_1, \
         parent_email_1, parent_name_2, parent_phone_2, parent_email_2"
    };
}

/// All of a student, of `users u` and `student_profile p`.
macro_rules! student_columns {
    () => {
        concat!(
            "u.id, u.phone_is_own, p.edited, u.active, ",
            $crate::dialect::value_columns!(),
            ", p.extra, p.row_hash, u.created_by_batch, u.created_at, u.updated_at"
        )
    };
}

pub(crate) use {postgres_part, sql, sqlite_part, student_columns, value_columns};

pub(crate) const SQLITE_WRITE: &str = "begin immediate";
pub(crate) const SQLITE_READ: &str = "begin deferred";
pub(crate) const POSTGRES_WRITE: &str = "begin";
/// One moment in time for all statements, as SQLite gives it.
pub(crate) const POSTGRES_READ: &str = "begin isolation level repeatable read, read only";
/// The transaction names its school: every policy of the schema asks for it. With the transaction it is forgotten, which is what makes
/// it safe behind a pool that hands connections on.
/// A client that freezes or hangs up in its middle holds its locks for half a minute at most.
///
/// `set local` and not `set_config`: a distributed database hands the former on to its other nodes, whose policies ask too. The first of
/// them says that it shall; elsewhere that is a word without meaning.
pub(crate) fn postgres_school(school: rentree_core::EstablishmentId) -> String {
    format!(
        "set local citus.propagate_set_commands = 'local'; set local rentree.school = '{school}'; \
         set local idle_in_transaction_session_timeout = '30s'; set local statement_timeout = '120s'"
    )
}
/// Commits without waiting for the disk. Only for what is made again when it is lost: see `Store::begin_repeatable`.
pub(crate) const POSTGRES_REPEATABLE: &str = "set local synchronous_commit = off";
pub(crate) const POSTGRES_EVERY_SCHOOL: &str =
    "set local citus.propagate_set_commands = 'local'; set local rentree.every_school = 'on'";
/// PostgreSQL recycles its own log, and does not offer to empty it.
pub(crate) const EMPTY_JOURNAL: &str = "pragma wal_checkpoint(truncate)";
/// The whole file, without what was deleted. Its copy on the way there lies in a nameless file: in memory it would be as big as the database.
pub(crate) const SQLITE_REWRITE: [&str; 3] = ["pragma temp_store = file", "vacuum", "pragma temp_store = memory"];
/// How many purges and erasures ended since the file was made, against how many there were when it was last written anew.
pub(crate) const SQLITE_DELETIONS: &str = "select (select count(*) from purge_certificate where ended_at is not null) \
     + (select count(*) from erasure where swept_at is not null)";
pub(crate) const SQLITE_REWRITTEN_AT: &str = "pragma user_version";
/// Those tables from which a purge or an erasure deletes. The small ones first: whoever waits for a lock waits least.
pub(crate) const POSTGRES_REWRITE: [&str; 22] = [
    "vacuum (full, analyze) data_key",
    "vacuum (full, analyze) erasure",
    "vacuum (full, analyze) session",
    "vacuum (full, analyze) password_link",
    "vacuum (full, analyze) invitation",
    "vacuum (full, analyze) import_batch",
    "vacuum (full, analyze) import_file",
    "vacuum (full, analyze) import_survey",
    "vacuum (full, analyze) import_export",
    "vacuum (full, analyze) import_absent",
    "vacuum (full, analyze) import_revert",
    "vacuum (full, analyze) import_correction",
    "vacuum (full, analyze) staging_stretch",
    "vacuum (full, analyze) import_error",
    "vacuum (full, analyze) import_change",
    "vacuum (full, analyze) staging_student_row",
    "vacuum (full, analyze) upload",
    "vacuum (full, analyze) idempotency",
    "vacuum (full, analyze) student_edit",
    "vacuum (full, analyze) student_word",
    "vacuum (full, analyze) student_profile",
    "vacuum (full, analyze) users",
];
/// A table that belongs to somebody else, if there is one: `vacuum` passes over such tables with no more than a warning.
pub(crate) const POSTGRES_NOT_OURS: &str = "select min(c.relname::text) from pg_class c \
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and not pg_has_role(c.relowner, 'usage')";

/// How a refusal of the database is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Busy,
    Away,
    Full,
    ReadOnly,
    Other,
}

/// SQLite gives numbers, of which the low byte is the family: 5 busy, 6 locked, 8 read-only, 13 full. PostgreSQL gives five characters:
/// class 40 is a transaction that must be tried again, 57 an operator or a shutdown, 08 a lost connection.
pub(crate) fn failure(error: &dyn sqlx::error::DatabaseError) -> Failure {
    let code = error.code().unwrap_or_default();
    if code.len() == 5 {
        return match &*code {
            "55P03" => Failure::Busy,
            "53100" => Failure::Full,
            "25006" => Failure::ReadOnly,
            other if ["57", "08"].contains(&&other[..2]) => Failure::Away,
            other if ["40", "53"].contains(&&other[..2]) => Failure::Busy,
            _ => Failure::Other,
        };
    }
    match code.parse::<u32>().unwrap_or_default() & 0xff {
        5 | 6 => Failure::Busy,
        8 => Failure::ReadOnly,
        13 => Failure::Full,
        _ => Failure::Other,
    }
}

/// One write of many rows: an insert, or an update of rows named by their key.
///
/// Columns in `shared` have one value for all rows and are bound once. Rows are given flat, row after row.
#[derive(Debug)]
pub(crate) struct Bulk {
    shape: Shape,
    shared: &'static [&'static str],
    pub(crate) columns: &'static [&'static str],
    /// The composite type of PostgreSQL's schema that has just these columns.
    row_type: Option<&'static str>,
    sqlite: OnceLock<[Arc<str>; SIZES.len()]>,
    postgres: OnceLock<Arc<str>>,
    postgres_arrays: OnceLock<Arc<str>>,
}

/// How the values of a column travel to PostgreSQL: an array of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Id,
    Bytes,
    Json,
    Text,
}

impl Kind {
    /// By its name: a column means the same in every table.
    pub(crate) fn of(column: &str) -> Self {
        match column {
            "id" | "user_id" | "student_id" | "batch_id" | "establishment_id" => Self::Id,
            "seq" | "sheet" | "row_index" | "ordinal" | "position" | "number" | "source_column" | "phone_is_own"
            | "active" | "updated_at" | "revision" | "at" => Self::Int,
            "row_hash" => Self::Bytes,
            "raw" | "extra" | "changes" | "fields" | "beside" | "edited" | "aliases" | "departments" => Self::Json,
            _ => Self::Text,
        }
    }

    /// The number of the type in every PostgreSQL.
    pub(crate) const fn oid(self) -> u32 {
        match self {
            Self::Int => 20,
            Self::Id => 2950,
            Self::Bytes => 17,
            Self::Json => 114,
            Self::Text => 25,
        }
    }

    const fn array(self) -> &'static str {
        match self {
            Self::Int => "bigint[]",
            Self::Id => "uuid[]",
            Self::Bytes => "bytea[]",
            // Documents travel as text, which they are, and become json on their way into the table.
            Self::Json | Self::Text => "text[]",
        }
    }
}

#[derive(Debug)]
enum Shape {
    Insert {
        table: &'static str,
        /// A row that is there by its key, the shared columns and the first one of the rows, gets the other values. PostgreSQL looks
        /// each up by the key then, whatever it believes of the table's size.
        over: bool,
    },
    /// `set` may name `v.column` and the shared columns as `s.column`; `keys` are columns of the table that equal those of the row. The
    /// first column of the rows is the one that names them.
    Update { table: &'static str, set: &'static str, keys: &'static str },
}

/// Rows per statement on SQLite. Beyond some hundred rows nothing is gained and the prepared statements grow; a chunk that is no
/// multiple is finished with the smaller ones, all of them cached.
pub(crate) const SIZES: [usize; 4] = [400, 50, 5, 1];

impl Bulk {
    pub(crate) const fn insert(
        table: &'static str,
        shared: &'static [&'static str],
        columns: &'static [&'static str],
    ) -> Self {
        Self::new(Shape::Insert { table, over: false }, shared, columns)
    }

    /// Inserts rows, or writes them anew where their key is there: the shared columns and the first one of the rows.
    pub(crate) const fn replace(
        table: &'static str,
        shared: &'static [&'static str],
        columns: &'static [&'static str],
    ) -> Self {
        Self::new(Shape::Insert { table, over: true }, shared, columns)
    }

    pub(crate) const fn update(
        [table, set, keys]: [&'static str; 3],
        shared: &'static [&'static str],
        columns: &'static [&'static str],
    ) -> Self {
        Self::new(Shape::Update { table, set, keys }, shared, columns)
    }

    const fn new(shape: Shape, shared: &'static [&'static str], columns: &'static [&'static str]) -> Self {
        Self {
            shape,
            shared,
            columns,
            row_type: None,
            sqlite: OnceLock::new(),
            postgres: OnceLock::new(),
            postgres_arrays: OnceLock::new(),
        }
    }

    /// To PostgreSQL rows go as an array of this composite type of the schema. With many columns that is the faster way: the server
    /// keeps what each array gives in a store of its own, row by row.
    pub(crate) const fn rows_of(mut self, row_type: &'static str) -> Self {
        self.row_type = Some(row_type);
        self
    }

    /// Otherwise it writes rows that are there.
    pub(crate) const fn is_insert(&self) -> bool {
        matches!(self.shape, Shape::Insert { .. })
    }

    /// The statement for [`SIZES`]`[size]` rows.
    pub(crate) fn sqlite_text(&self, size: usize) -> Option<Arc<str>> {
        let texts = self.sqlite.get_or_init(|| SIZES.map(|rows| self.sqlite_of(rows).into()));
        texts.get(size).cloned()
    }

    /// One statement for any number of rows: the shared values, then an array for each column.
    pub(crate) fn postgres_text(&self, row_type: Option<&str>) -> Arc<str> {
        let text = if row_type.is_some() { &self.postgres } else { &self.postgres_arrays };
        text.get_or_init(|| self.postgres_of(row_type).into()).clone()
    }

    /// The type as which rows travel, if any. The driver asks for its number with statements of its own, and those have names.
    pub(crate) fn row_type(&self, named: bool) -> Option<&'static str> {
        self.row_type.filter(|_| named)
    }

    fn postgres_of(&self, row_type: Option<&str>) -> String {
        let inserts = self.is_insert();
        // The row of the school, which is `$1`, leads an insert: on a distributed database the rows are then made on the school's own node.
        // From `unnest` alone they would be copied there, which is refused under row security.
        let shared = self.shared.iter().zip(1..).map(|(name, place)| match place {
            1 if inserts => format!("e.id as {name}"),
            _ => format!("${place} as {name}"),
        });
        let column = |name: &&str| {
            let cast = if Kind::of(name) == Kind::Json && row_type.is_none() { "::json" } else { "" };
            format!("u.{name}{cast} as {name}")
        };
        let selected = shared.chain(self.columns.iter().map(column)).collect::<Vec<_>>().join(", ");
        let array = |(name, place): (&&str, usize)| format!("${place}::{}", Kind::of(name).array());
        let arrays = self.columns.iter().zip(self.shared.len() + 1..).map(array).collect::<Vec<_>>().join(", ");
        let columns = self.columns.join(", ");
        let rows = match row_type {
            Some(row_type) => format!("unnest(${}::{row_type}[]) as u", self.shared.len() + 1),
            None => format!("unnest({arrays}) as u ({columns})"),
        };
        match self.shape {
            Shape::Insert { table, over } => format!(
                "insert into {table} ({}, {columns}) select {selected} from establishment e cross join {rows} where e.id = $1{}",
                self.shared.join(", "),
                if over { self.over() } else { String::new() }
            ),
            Shape::Update { table, set, keys } => {
                let school = self.shared.first().unwrap_or(&"");
                // Said twice, the rows are found by their key also in a table so new that the planner takes a list for a row or two.
                let (key, place) = (self.columns.first().unwrap_or(&""), self.shared.len() + 1);
                let kind = Kind::of(key).array();
                format!(
                    "update {table} set {set} from (select {selected} from {rows}) v where {keys} and {table}.{school} = $1 \
                     and {table}.{key} = any(${place}::{kind})"
                )
            }
        }
    }

    /// What becomes of a row that is there.
    fn over(&self) -> String {
        let (key, rest) = self.columns.split_at(1);
        let keys = [self.shared, key].concat().join(", ");
        let set = rest.iter().map(|name| format!("{name} = excluded.{name}")).collect::<Vec<_>>().join(", ");
        format!(" on conflict ({keys}) do update set {set}")
    }

    /// The rows' values are anonymous and come first; the shared ones are numbered behind them and named again in every row.
    fn sqlite_of(&self, rows: usize) -> String {
        let first_shared = rows * self.columns.len() + 1;
        let mut row = String::from("(");
        for index in 0..self.shared.len() {
            let _ = write!(row, "${},", first_shared + index);
        }
        row.push_str(&vec!["?"; self.columns.len()].join(","));
        row.push(')');
        let names = [self.shared, self.columns].concat().join(",");
        let values = vec![row; rows].join(",");
        match self.shape {
            Shape::Insert { table, over } => {
                let over = if over { self.over() } else { String::new() };
                format!("insert or fail into {table} ({names}) values {values}{over}")
            }
            Shape::Update { table, set, keys } => {
                format!("with v ({names}) as (values {values}) update or fail {table} set {set} from v where {keys}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_insert_repeats_the_shared_values_in_every_row() {
        let bulk = Bulk::insert("t", &["e", "b"], &["x", "y"]);
        assert_eq!(bulk.sqlite_of(2), "insert or fail into t (e,b,x,y) values ($5,$6,?,?),($5,$6,?,?)");
    }

    #[test]
    fn postgresql_takes_an_array_for_each_column() {
        let bulk = Bulk::insert("t", &["establishment_id"], &["seq", "raw", "name"]);
        assert_eq!(
            bulk.postgres_of(bulk.row_type),
            "insert into t (establishment_id, seq, raw, name) select e.id as establishment_id, u.seq as seq, u.raw::json as raw, \
             u.name as name from establishment e cross join unnest($2::bigint[], $3::text[], $4::text[]) as u (seq, raw, name) \
             where e.id = $1"
        );
    }

    #[test]
    fn postgresql_takes_rows_of_a_type_in_one_array() {
        let bulk = Bulk::insert("t", &["establishment_id"], &["seq", "raw"]).rows_of("t_row");
        assert_eq!(
            bulk.postgres_of(bulk.row_type),
            "insert into t (establishment_id, seq, raw) select e.id as establishment_id, u.seq as seq, u.raw as raw \
             from establishment e cross join unnest($2::t_row[]) as u where e.id = $1"
        );
    }

    #[test]
    fn a_row_that_is_there_may_be_written_anew() {
        let bulk = Bulk::replace("t", &["e", "b"], &["seq", "raw", "x"]);
        let over = " on conflict (e, b, seq) do update set raw = excluded.raw, x = excluded.x";
        assert_eq!(bulk.sqlite_of(1), format!("insert or fail into t (e,b,seq,raw,x) values ($4,$5,?,?,?){over}"));
        assert!(bulk.postgres_of(None).ends_with(&format!(" where e.id = $1{over}")));
    }

    #[test]
    fn an_update_names_its_rows() {
        let bulk = Bulk::update(["t", "x = v.x", "t.e = v.e and t.id = v.id"], &["e"], &["id", "x"]);
        assert_eq!(
            bulk.sqlite_of(1),
            "with v (e,id,x) as (values ($3,?,?)) update or fail t set x = v.x from v where t.e = v.e and t.id = v.id"
        );
    }

    #[test]
    fn postgresql_is_told_the_keys_of_an_update_as_a_list_too() {
        let bulk = Bulk::update(["t", "x = v.x", "t.e = v.e and t.id = v.id"], &["e"], &["id", "x"]);
        assert_eq!(
            bulk.postgres_of(bulk.row_type),
            "update t set x = v.x from (select $1 as e, u.id as id, u.x as x from unnest($2::uuid[], $3::text[]) as u (id, x)) v \
             where t.e = v.e and t.id = v.id and t.e = $1 and t.id = any($2::uuid[])"
        );
    }

    #[test]
    fn a_list_is_said_in_both_languages() {
        let text = sql!["select 1 from ", each_text("$2"), " where x ", among("$3"), " and y < ", now()];
        assert_eq!(
            text.sqlite,
            "select 1 from json_each($2) k where x in (select value from json_each($3)) and y < cast(unixepoch('subsec') * 1000000 as integer)"
        );
        assert!(text.postgres.contains("from unnest($2::text[]) as k(value) where x = any($3::bigint[])"));
    }
}
