//! Rows that a person touched, judged again, with all rows that this reaches: those that share an identifier with them before or after, and
//! those that mean the same student. What comes out is what a check of the whole list would give.
//!
//! Rows are found by the hashes of their identifiers, which are kept by stretches of rows; a hash that two texts share costs a second look
//! and changes nothing. Memory depends on the rows reached, not on the list.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rentree_core::batch::Counters;
use rentree_core::check::CheckedRow;
use rentree_core::duplicates::{Duplicates, Keys};
use rentree_core::hash::row_hash;
use rentree_core::matching::Known;
use rentree_core::plan::{Action, Planned, Planner};
use rentree_core::{UserId, Values};
use rentree_store::{StagedRow, Stretch, TenantTx};

use super::desk::{Desk, Paper};
use super::overlay::Overlay;
use super::yardstick::Judges;
use crate::app::App;
use crate::error::Error;
use crate::imports::validate::known_students;

/// Rows and stretches that are read at once.
const PAGE: usize = 1_000;
const STRETCHES: usize = 16;

/// What is to be written.
#[derive(Debug)]
pub(crate) struct Settled {
    pub rows: Vec<StagedRow>,
    pub counters: Counters,
    pub stretches: Vec<(i64, Vec<u8>)>,
}

/// A row on its way.
struct Fresh {
    before: StagedRow,
    checked: CheckedRow,
    keys: Keys,
}

impl Desk<'_> {
    /// `touched`: rows over which the transaction wrote something.
    pub(crate) async fn settle(&self, app: &App, tx: &mut TenantTx, touched: Vec<i64>) -> Result<Settled, Error> {
        let mut fresh = self.judged(tx, touched).await?;
        let moved: HashMap<i64, Keys> = fresh.iter().map(|(seq, row)| (*seq, row.keys)).collect();
        let stretches = self.moved_keys(tx, &moved).await?;
        // Whoever shares an identifier with a touched row, as it was or as it is.
        let mut seeds: HashSet<u64> = moved.values().flat_map(|keys| keys.hashes()).collect();
        seeds.extend(stretches.before.values().flat_map(|keys| keys.hashes()));
        let mut reached: BTreeSet<i64> = moved.keys().copied().collect();
        let others = self.sharing(tx, &seeds, &moved).await?;
        reached.extend(others.keys());
        if !others.is_empty() {
            // A row is judged against all that share with it, also those that the touched rows do not reach.
            seeds.extend(others.values().flat_map(|keys| keys.hashes()));
            let context = self.sharing(tx, &seeds, &moved).await?;
            let seqs = context.into_keys().filter(|seq| !fresh.contains_key(seq)).collect();
            fresh.extend(self.judged(tx, seqs).await?);
        }
        self.mark_duplicates(&mut fresh);
        fresh.retain(|seq, _| reached.contains(seq));
        let planned = self.planned(app, tx, fresh, &moved).await?;
        let mut counters = self.batch.counters.clone();
        let mut rows = Vec::new();
        for (before, checked, planned) in planned {
            if checked == before.checked && planned == before.planned {
                continue;
            }
            counters.uncount(&before.checked, &before.planned);
            counters.count(&checked, &planned);
            let hash = Some(row_hash(&checked.values, &checked.extra));
            rows.push(StagedRow { checked, planned, hash, ..before });
        }
        Ok(Settled { rows, counters, stretches: stretches.after })
    }

    /// Rows judged anew from what was read and what stands over it, without a look at others.
    async fn judged(&self, tx: &mut TenantTx, seqs: Vec<i64>) -> Result<BTreeMap<i64, Fresh>, Error> {
        let mut judges = self.judges();
        let mut fresh = BTreeMap::new();
        for page in seqs.chunks(PAGE) {
            let rows = tx.staging_rows_by_seq(self.batch.id, page.to_vec()).await?;
            for paper in self.papers(tx, rows).await? {
                let seq = paper.row.staged.seq;
                let checked = judges.again(&paper, &paper.overlay)?;
                let keys = keys_of(&checked);
                fresh.insert(seq, Fresh { before: paper.row.staged, checked, keys });
            }
        }
        Ok(fresh)
    }

    /// The rows of other sheets and stretches that have one of these hashes, with their keys; the moved ones by their new keys.
    async fn sharing(
        &self,
        tx: &mut TenantTx,
        hashes: &HashSet<u64>,
        moved: &HashMap<i64, Keys>,
    ) -> Result<BTreeMap<i64, Keys>, Error> {
        let mut found = BTreeMap::new();
        if hashes.is_empty() {
            return Ok(found);
        }
        for starts in self.starts().chunks(STRETCHES) {
            for stretch in tx.stretches(self.batch.id, starts.to_vec()).await? {
                for (seq, stored) in keys_in(&stretch) {
                    let keys = moved.get(&seq).copied().unwrap_or(stored);
                    if !moved.contains_key(&seq) && keys.hashes().any(|hash| hashes.contains(&hash)) {
                        found.insert(seq, keys);
                    }
                }
            }
        }
        Ok(found)
    }

    /// The stretches of the moved rows, with their new keys, and the keys that they had.
    async fn moved_keys(&self, tx: &mut TenantTx, moved: &HashMap<i64, Keys>) -> Result<Moved, Error> {
        let mut all = Moved { before: HashMap::new(), after: Vec::new() };
        let starts: BTreeSet<i64> = moved.keys().filter_map(|seq| self.start_of(*seq)).collect();
        let starts: Vec<i64> = starts.into_iter().collect();
        for page in starts.chunks(STRETCHES) {
            for mut stretch in tx.stretches(self.batch.id, page.to_vec()).await? {
                let before: Vec<(i64, Keys)> = keys_in(&stretch).filter(|(seq, _)| moved.contains_key(seq)).collect();
                let mut differs = false;
                for (seq, keys) in before {
                    all.before.insert(seq, keys);
                    let Some(now) = moved.get(&seq).filter(|now| **now != keys) else { continue };
                    let at = (seq - stretch.seq) as usize * Keys::BYTES;
                    if let Some(place) = stretch.keys.get_mut(at..at + Keys::BYTES) {
                        place.copy_from_slice(&now.to_bytes());
                        differs = true;
                    }
                }
                if differs {
                    all.after.push((stretch.seq, stretch.keys));
                }
            }
        }
        Ok(all)
    }

    fn mark_duplicates(&self, fresh: &mut BTreeMap<i64, Fresh>) {
        let mut duplicates = Duplicates::default();
        for row in fresh.values_mut() {
            duplicates.judge(self.row_ref(&row.before), &mut row.checked);
        }
    }

    /// The rows in their order, each with its plan, and with them the rows that mean a student whom these meant or mean.
    async fn planned(
        &self,
        app: &App,
        tx: &mut TenantTx,
        fresh: BTreeMap<i64, Fresh>,
        moved: &HashMap<i64, Keys>,
    ) -> Result<Vec<(StagedRow, CheckedRow, Planned)>, Error> {
        let planner = Planner::new(&self.tenant.school, &self.batch.options);
        let mut rows: BTreeMap<i64, (StagedRow, CheckedRow)> =
            fresh.into_iter().map(|(seq, row)| (seq, (row.before, row.checked))).collect();
        if tx.students_any().await? {
            let students = self.meant(tx, &planner, &rows).await?;
            let hashes = hashes_of_students(tx, &students).await?;
            let seqs: Vec<i64> =
                self.sharing(tx, &hashes, moved).await?.into_keys().filter(|seq| !rows.contains_key(seq)).collect();
            for page in seqs.chunks(PAGE) {
                for row in tx.staging_rows_by_seq(self.batch.id, page.to_vec()).await? {
                    let means = row.staged.planned.student.filter(|_| row.staged.planned.action != Action::Create);
                    if means.is_some_and(|student| students.contains(&student)) {
                        let checked = row.staged.checked.clone();
                        rows.insert(row.staged.seq, (row.staged, checked));
                    }
                }
            }
        }
        let erased = app.erased(tx).await?;
        for (_, checked) in rows.values_mut() {
            erased.mark(checked);
        }
        let mut known = self.known(tx, &rows).await?;
        let mut all = Vec::with_capacity(rows.len());
        for (before, mut checked) in rows.into_values() {
            let mut planned = planner.plan(&mut checked, &mut known);
            if planned.action == Action::Create {
                // The id that the student will get stays, so that planning again writes the same.
                let own = before.planned.student.filter(|_| before.planned.action == Action::Create);
                planned.student = own.or_else(|| Some(UserId(app.ids.next())));
            }
            all.push((before, checked, planned));
        }
        Ok(all)
    }

    /// The students whom these rows meant, and whom they mean now.
    async fn meant(
        &self,
        tx: &mut TenantTx,
        planner: &Planner<'_>,
        rows: &BTreeMap<i64, (StagedRow, CheckedRow)>,
    ) -> Result<HashSet<UserId>, Error> {
        let mut known = self.known(tx, rows).await?;
        let mut students = HashSet::new();
        for (before, checked) in rows.values() {
            let now = planner.plan(&mut checked.clone(), &mut known);
            let all = [&before.planned, &now].into_iter().filter(|planned| planned.action != Action::Create);
            students.extend(all.filter_map(|planned| planned.student));
        }
        Ok(students)
    }

    async fn known(&self, tx: &mut TenantTx, rows: &BTreeMap<i64, (StagedRow, CheckedRow)>) -> Result<Known, Error> {
        let rows: Vec<&CheckedRow> = rows.values().map(|(_, checked)| checked).collect();
        let mut students = Vec::new();
        let mut seen = HashSet::new();
        for page in rows.chunks(PAGE) {
            let found = known_students(tx, page.iter().copied()).await?;
            students.extend(found.into_iter().filter(|student| seen.insert(student.id)));
        }
        // Eldest first, also over pages: ids grow with time.
        students.sort_by_key(|student| student.id.0);
        Ok(Known::new(students))
    }
}

struct Moved {
    before: HashMap<i64, Keys>,
    after: Vec<(i64, Vec<u8>)>,
}

impl Judges<'_> {
    /// A staged row judged anew, with this over it.
    pub(crate) fn again(&mut self, paper: &Paper, overlay: &Overlay) -> Result<CheckedRow, Error> {
        // Nothing of it was kept that could be judged.
        if crate::erasure::is_marked(&paper.row.staged.checked) {
            return Ok(paper.row.staged.checked.clone());
        }
        let raw: Vec<String> = paper.row.staged.raw.read()?;
        let row = paper.marks.row(paper.row.staged.row, &raw);
        Ok(self.check(paper.row.staged.sheet, &row, overlay))
    }
}

/// Nobody shares anything with a row that is left out.
pub(crate) fn keys_of(checked: &CheckedRow) -> Keys {
    let out = checked.issues.iter().any(|issue| issue.code.leaves_out());
    if out { Keys::default() } else { Keys::of(&checked.values) }
}

/// Takes the identifiers of rows out of their stretch; whether there was something to take.
pub(crate) fn keys_blanked(stretch: &mut Stretch, seqs: &[i64]) -> bool {
    let mut differs = false;
    for at in seqs.iter().filter_map(|seq| usize::try_from(seq - stretch.seq).ok()) {
        if let Some(place) = stretch.keys.get_mut(at * Keys::BYTES..(at + 1) * Keys::BYTES) {
            place.copy_from_slice(&Keys::default().to_bytes());
            differs = true;
        }
    }
    differs
}

fn keys_in(stretch: &Stretch) -> impl Iterator<Item = (i64, Keys)> {
    let (all, _) = stretch.keys.as_chunks::<{ Keys::BYTES }>();
    (stretch.seq..).zip(all.iter().map(|bytes| Keys::from_bytes(*bytes)))
}

/// The hashes by which a row can mean one of these students.
pub(crate) async fn hashes_of_students(tx: &mut TenantTx, students: &HashSet<UserId>) -> Result<HashSet<u64>, Error> {
    let ids: Vec<UserId> = students.iter().copied().collect();
    let mut hashes = HashSet::new();
    for page in ids.chunks(PAGE) {
        let found = tx.students_by_id(page).await?;
        let of = |values: &Values| Keys::of(values).hashes().collect::<Vec<_>>();
        hashes.extend(found.iter().flat_map(|student| of(&student.known.values)));
    }
    Ok(hashes)
}
