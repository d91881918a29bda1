//! On PostgreSQL, durable as installed, three ways to the same rows in a database made by the same migrations:
//!
//! - **job**: `rentree import LIST --commit`, process start included, as a role under row security;
//! - **floor**: the rows that the job left (staging, users, profiles), ready made, by COPY on two connections at once, into the same tables with their
//!   indexes and the foreign key, as a superuser, whom row security does not bind. Each COPY is a transaction, six in all. No list is parsed, nothing
//!   mapped, checked, planned or written down as a change;
//! - **script**: what a careful person writes by hand: COPY of ready-made staging rows, then set-based SQL that finds duplicates in the list and students
//!   who are there already, and inserts users, profiles and changes, in one transaction.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rentree_testkit::postgres::{self, Cluster, Database};

use crate::{Outcome, Wanted, job, list, median, rentree, succeed};

const TABLES: [&str; 3] = ["staging_student_row", "users", "student_profile"];

pub(crate) fn compare(home: &Path, wanted: &Wanted) -> Outcome<()> {
    let cluster = postgres::durable();
    println!(
        "{:>9}  {:>8} {:>8} {:>6} {:>8} {:>6}  {:>8}  {:>7}  where the job's time goes",
        "rows", "job", "floor", "ratio", "script", "ratio", "rows/s", "memory"
    );
    for &rows in &wanted.rows {
        let list = list(home, rows, "csv")?;
        let (mut jobs, mut floors, mut scripts) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..wanted.runs {
            let database = migrated(home, cluster)?;
            jobs.push(job(home, &list, Some(&database.app))?);
            let ready = Ready::of(home, cluster, &database)?;
            floors.push(ready.floor(cluster, &migrated(home, cluster)?)?);
            scripts.push(ready.script(cluster, &migrated(home, cluster)?)?);
        }
        let (job, floor, script) = (median(jobs), median(floors), median(scripts));
        let seconds = job.wall.as_secs_f64();
        println!(
            "{rows:>9}  {seconds:>7.2}s {:>7.2}s {:>5.2}x {:>7.2}s {:>5.2}x  {:>8.0}  {:>4} MB  {}",
            floor.as_secs_f64(),
            seconds / floor.as_secs_f64(),
            script.as_secs_f64(),
            seconds / script.as_secs_f64(),
            rows as f64 / seconds,
            job.peak_bytes >> 20,
            job.phases,
        );
    }
    Ok(())
}

fn migrated(home: &Path, cluster: &Cluster) -> Outcome<Database> {
    let database = cluster.empty();
    succeed(rentree(home, Some(&database.owner)).args(["migrate", "--grant-to", postgres::APP]))?;
    Ok(database)
}

/// Files for COPY, each table in two halves; a user and the profile are in the same one.
struct Ready {
    folder: PathBuf,
    students: u64,
}

impl Ready {
    fn of(home: &Path, cluster: &Cluster, from: &Database) -> Outcome<Self> {
        let folder = home.join("ready");
        std::fs::create_dir_all(&folder)?;
        for (table, key, order) in [
            ("staging_student_row", "student_id", "seq"),
            ("users", "id", "id"),
            ("student_profile", "user_id", "user_id"),
        ] {
            for half in 0..2 {
                let file = folder.join(format!("{table}.{half}"));
                let rows = format!(
                    "select * from {table} where coalesce(hashtext({key}::text), 0) & 1 = {half} order by {order}"
                );
                succeed(&mut cluster.client(&from.admin, &format!("\\copy ({rows}) to '{}'", file.display())))?;
            }
        }
        let count = cluster.client(&from.admin, "select count(*) from student_profile").output()?;
        let students = String::from_utf8_lossy(&count.stdout).trim().parse()?;
        Ok(Self { folder, students })
    }

    fn copy(&self, table: &str, half: usize) -> String {
        format!("\\copy {table} from '{}'", self.folder.join(format!("{table}.{half}")).display())
    }

    fn floor(&self, cluster: &Cluster, into: &Database) -> Outcome<Duration> {
        let begun = Instant::now();
        let loads = [0, 1].map(|half| {
            let commands: Vec<String> = TABLES.iter().map(|table| self.copy(table, half)).collect();
            start(&mut cluster.script(&into.admin, &commands))
        });
        for load in loads {
            finish(load?)?;
        }
        let spent = begun.elapsed();
        self.checked(cluster, into, spent)
    }

    fn script(&self, cluster: &Cluster, into: &Database) -> Outcome<Duration> {
        let mut commands: Vec<String> = [0, 1].map(|half| self.copy("staging_student_row", half)).into();
        commands.push(by_hand());
        let begun = Instant::now();
        finish(start(&mut cluster.script(&into.admin, &commands))?)?;
        let spent = begun.elapsed();
        self.checked(cluster, into, spent)
    }

    /// A loader that leaves something out is no measure.
    fn checked(&self, cluster: &Cluster, into: &Database, spent: Duration) -> Outcome<Duration> {
        let count = cluster.client(&into.admin, "select count(*) from student_profile").output()?;
        let found: u64 = String::from_utf8_lossy(&count.stdout).trim().parse()?;
        if found.abs_diff(self.students) * 100 > self.students {
            return Err(format!("{found} students instead of {}", self.students).into());
        }
        Ok(spent)
    }
}

fn start(command: &mut Command) -> Outcome<Child> {
    Ok(command.stdout(Stdio::null()).spawn()?)
}

fn finish(mut child: Child) -> Outcome<()> {
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(format!("psql ended with {status}").into()) }
}

/// The commit as one set: the first row of each key stays, rows of known students are left alone.
fn by_hand() -> String {
    let profile = "matricule, first_name, last_name, current_school_year, level_code, level_name, department_code, department_name, \
        date_of_birth, place_of_birth, gender, nationality, address, parent_name_1, parent_phone_1, parent_email_1, parent_name_2, \
        parent_phone_2, parent_email_2, extra, row_hash";
    let mut text = String::from("begin; analyze staging_student_row;");
    let _ = write!(
        text,
        "create temp table chosen on commit drop as \
         with ranked as (select establishment_id, batch_id, seq, student_id, status, email, phone, phone_is_own, matricule, \
           row_number() over (partition by email order by seq) as nth_email, \
           row_number() over (partition by matricule order by seq) as nth_matricule, \
           row_number() over (partition by phone, phone_is_own order by seq) as nth_phone \
           from staging_student_row where status <> 'error' and student_id is not null) \
         select r.establishment_id, r.batch_id, r.seq from ranked r \
         left join users e on e.establishment_id = r.establishment_id and e.email = r.email \
         left join users p on p.establishment_id = r.establishment_id and p.phone = r.phone and p.phone_is_own = 1 and r.phone_is_own = 1 \
         left join student_profile m on m.establishment_id = r.establishment_id and m.matricule = r.matricule \
         where e.id is null and p.id is null and m.user_id is null and (r.email is null or nth_email = 1) \
         and (r.matricule is null or nth_matricule = 1) and (r.phone is null or r.phone_is_own = 0 or nth_phone = 1); \
         analyze chosen; \
         insert into users (establishment_id, id, role, full_name, email, phone, phone_is_own, active, created_by_batch, created_at, updated_at) \
         select s.establishment_id, s.student_id, 'student', s.full_name, s.email, s.phone, s.phone_is_own, 1, s.batch_id, 0, 0 \
         from chosen join staging_student_row s using (establishment_id, batch_id, seq) order by s.seq; \
         insert into student_profile (establishment_id, user_id, {profile}) select establishment_id, student_id, {profile} \
         from chosen join staging_student_row s using (establishment_id, batch_id, seq) order by seq; \
         insert into import_change (establishment_id, batch_id, seq, outcome, user_id) \
         select establishment_id, batch_id, seq, 'created', student_id \
         from chosen join staging_student_row s using (establishment_id, batch_id, seq) order by seq; \
         commit;"
    );
    text
}
