//! Schools in which lists, hands and undos come in any order, and a model of them that was written without looking at the program: plain
//! maps, and the rules as a secretary would tell them. What the program says and what it leaves must be what the model says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rentree_app::Store;
use rentree_core::{Target, UserId};
use rentree_store::StudentWrite;
use serde_json::{Value, json};

use crate::house::House;
use crate::lists::Dice;

/// What a series of schools went through.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub undos: usize,
    pub lists: usize,
    pub edits: usize,
    pub reversed: u64,
    pub kept: u64,
    pub not_reversible: u64,
}

type Field = &'static str;
const FIELDS: [Field; 4] = ["email", "address", "place_of_birth", "parent_name_1"];
const TARGETS: [Target; 4] = [Target::Email, Target::Address, Target::PlaceOfBirth, Target::ParentName1];
const LEVEL: &str = "6E";

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pupil {
    fields: BTreeMap<Field, String>,
    edited: BTreeSet<Field>,
    active: bool,
}

#[derive(Debug, Clone)]
enum Write {
    Created { who: String, fields: BTreeMap<Field, String> },
    Updated { who: String, fields: Vec<(Field, Option<String>, String)>, came_back: bool },
    Deactivated { who: String },
}

#[derive(Debug)]
struct Batch {
    id: String,
    writes: Vec<Write>,
    stands: bool,
}

/// One school: the model beside the real one.
struct School<'a> {
    house: &'a House,
    slug: String,
    dice: Dice,
    pupils: BTreeMap<String, Pupil>,
    batches: Vec<Batch>,
    /// E-mails that somebody had once.
    former: Vec<String>,
    made: usize,
    told: Told,
}

/// As many undos as asked, each school with a few of them.
pub fn run(house: &House, undos: usize, seed: u64) -> Told {
    let mut told = Told::default();
    let mut schools = 0;
    while told.undos < undos {
        schools += 1;
        let one = School::new(house, seed * 10_000 + schools).live();
        told.undos += one.undos;
        told.lists += one.lists;
        told.edits += one.edits;
        told.reversed += one.reversed;
        told.kept += one.kept;
        told.not_reversible += one.not_reversible;
    }
    told
}

impl<'a> School<'a> {
    fn new(house: &'a House, seed: u64) -> Self {
        let slug = format!("ecole-{seed}");
        house.apply(&json!({
            "slug": slug, "name": "École", "country": "CM", "language": "fr", "school_year": "2025-2026",
            "levels": [{"code": LEVEL, "name": "Sixième"}], "departments": [],
        }));
        Self {
            house,
            slug,
            dice: Dice::new(seed),
            pupils: BTreeMap::new(),
            batches: Vec::new(),
            former: Vec::new(),
            made: 0,
            told: Told::default(),
        }
    }

    fn live(mut self) -> Told {
        self.list();
        for _ in 0..4 + self.dice.below(4) {
            match self.dice.below(8) {
                0..=2 => self.list(),
                3..=5 => self.edit(),
                _ => self.undo(),
            }
            self.same();
        }
        self.undo();
        self.same();
        self.told
    }

    fn text(&mut self, field: Field) -> String {
        self.made += 1;
        match field {
            "email" => format!("eleve{}@lycee-test.cm", self.made),
            "parent_name_1" => format!("PARENT Numero{}", letters(self.made)),
            _ => format!("Quartier {}", letters(self.made)),
        }
    }

    // ------------------------------------------------------------------------------------------------------------ a list

    fn list(&mut self) {
        let mut rows: Vec<(String, BTreeMap<Field, String>)> = Vec::new();
        let known: Vec<String> = self.pupils.keys().cloned().collect();
        for who in known {
            if self.dice.below(10) < 3 {
                continue;
            }
            let mut row = BTreeMap::new();
            for field in FIELDS {
                match self.dice.below(4) {
                    0 => {
                        let text = self.text(field);
                        row.insert(field, text);
                    }
                    1 => {
                        row.extend(self.pupils[&who].fields.get(field).map(|text| (field, text.clone())));
                    }
                    _ => {}
                }
            }
            rows.push((who, row));
        }
        for _ in 0..2 + self.dice.below(8) {
            self.made += 1;
            let who = format!("25M{:05}", self.made);
            let mut row = BTreeMap::new();
            for field in FIELDS {
                if self.dice.below(3) > 0 {
                    let text = self.text(field);
                    row.insert(field, text);
                }
            }
            rows.push((who, row));
        }
        let deactivates = self.dice.below(5) < 2;
        let id = self.import(&rows, deactivates);
        let writes = self.listed(&rows, deactivates);
        self.batches.push(Batch { id, writes, stands: true });
        self.told.lists += 1;
    }

    fn import(&self, rows: &[(String, BTreeMap<Field, String>)], deactivates: bool) -> String {
        let mut text = String::from("Matricule;Nom complet;Classe;E-mail;Adresse;Lieu de naissance;Nom du parent\n");
        for (who, row) in rows {
            let cell = |field: Field| row.get(field).map_or("", String::as_str);
            let cells = FIELDS.map(cell).join(";");
            text.push_str(&format!("{who};{};{LEVEL};{cells}\n", name_of(who)));
        }
        let list = self.house.write(&format!("liste-{}-{}.csv", self.slug, self.batches.len()), text);
        let list = list.to_string_lossy().into_owned();
        let mut command = vec![
            "import",
            &list,
            "--establishment",
            &self.slug,
            "--commit",
            "--approve",
            "--json",
            "--as-of",
            "2025-10-15",
            "--header-row",
            "1",
            "--set",
            "Matricule=matricule",
            "--set",
            "Nom complet=full_name",
            "--set",
            "Classe=level_code",
            "--set",
            "E-mail=email",
            "--set",
            "Adresse=address",
            "--set",
            "Lieu de naissance=place_of_birth",
            "--set",
            "Nom du parent=parent_name_1",
        ];
        if deactivates {
            command.extend(["--absent", "deactivate"]);
        }
        let said: Value = serde_json::from_str(&self.house.succeed(&command)).expect("a report");
        assert_eq!(said["batch"]["status"], "committed", "{said}");
        said["batch"]["id"].as_str().expect("an id").to_owned()
    }

    /// What the list does by the rules.
    fn listed(&mut self, rows: &[(String, BTreeMap<Field, String>)], deactivates: bool) -> Vec<Write> {
        let before: Vec<String> = self.pupils.keys().cloned().collect();
        let mut writes = Vec::new();
        for (who, row) in rows {
            let Some(pupil) = self.pupils.get_mut(who) else {
                let pupil = Pupil { fields: row.clone(), edited: BTreeSet::new(), active: true };
                self.pupils.insert(who.clone(), pupil);
                writes.push(Write::Created { who: who.clone(), fields: row.clone() });
                continue;
            };
            let mut fields = Vec::new();
            for (field, text) in row {
                let current = pupil.fields.get(field).cloned();
                if !pupil.edited.contains(field) && current.as_ref() != Some(text) {
                    if *field == "email" {
                        self.former.extend(current.clone());
                    }
                    pupil.fields.insert(field, text.clone());
                    fields.push((*field, current, text.clone()));
                }
            }
            let came_back = !pupil.active;
            pupil.active = true;
            if came_back || !fields.is_empty() {
                writes.push(Write::Updated { who: who.clone(), fields, came_back });
            }
        }
        for who in before.into_iter().filter(|_| deactivates) {
            if let Some(pupil) = self.pupils.get_mut(&who)
                && pupil.active
                && !rows.iter().any(|(named, _)| *named == who)
            {
                pupil.active = false;
                writes.push(Write::Deactivated { who });
            }
        }
        writes
    }

    // ------------------------------------------------------------------------------------------------------------ a hand

    fn edit(&mut self) {
        for _ in 0..=self.dice.below(5) {
            if self.pupils.is_empty() {
                return;
            }
            let who = self.pupils.keys().nth(self.dice.below(self.pupils.len())).cloned().expect("a pupil");
            let field = FIELDS[self.dice.below(FIELDS.len())];
            let text = self.by_hand(field);
            let pupil = self.pupils.get_mut(&who).expect("a pupil");
            pupil.edited.insert(field);
            let former = match &text {
                Some(text) => pupil.fields.insert(field, text.clone()),
                None => pupil.fields.remove(field),
            };
            if field == "email" {
                self.former.extend(former);
            }
            let pupil = pupil.clone();
            self.write(&who, &pupil);
            self.told.edits += 1;
        }
    }

    /// Nothing, something new, or an e-mail that somebody else had.
    fn by_hand(&mut self, field: Field) -> Option<String> {
        let held: BTreeSet<&String> = self.pupils.values().filter_map(|pupil| pupil.fields.get("email")).collect();
        let free: Vec<String> = self.former.iter().filter(|email| !held.contains(email)).cloned().collect();
        match self.dice.below(4) {
            0 => None,
            1 | 2 if field == "email" && !free.is_empty() => free.get(self.dice.below(free.len())).cloned(),
            _ => Some(self.text(field)),
        }
    }

    fn write(&self, who: &str, pupil: &Pupil) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let store = Store::open(&self.house.url()).await.expect("the database");
            let mut system = store.system_read().await.expect("a transaction");
            let school = system.establishment_by_slug(&self.slug).await.expect("an answer").expect("the school").id;
            drop(system);
            let mut tx = store.begin(school).await.expect("a transaction");
            let mut student = tx.student_by_matricule(who).await.expect("an answer").expect("the student");
            for (field, target) in FIELDS.into_iter().zip(TARGETS) {
                student.known.values.set(target, pupil.fields.get(field).map(String::as_str));
                if pupil.edited.contains(field) {
                    student.known.edited.insert(target);
                }
            }
            let known = &student.known;
            let id: UserId = known.id;
            let write = StudentWrite {
                id,
                values: &known.values,
                phone_is_own: known.phone_is_own,
                extra: &student.extra,
                edited: known.edited,
                active: known.active,
                hash: student.row_hash,
            };
            tx.student_edit(write, Timestamp::UNIX_EPOCH).await.expect("an edit");
            tx.commit().await.expect("a commit");
            store.close().await;
        });
    }

    // ------------------------------------------------------------------------------------------------------------ an undo

    fn undo(&mut self) {
        let standing: Vec<usize> = (0..self.batches.len()).filter(|&index| self.batches[index].stands).collect();
        if standing.is_empty() {
            return;
        }
        let index = standing[self.dice.below(standing.len())];
        let id = self.batches[index].id.clone();
        let said = self.house.succeed(&["batch", "revert", &id, "--establishment", &self.slug, "--json"]);
        let said: Value = serde_json::from_str(&said).expect("what was undone");
        assert_eq!(said["batch"]["status"], "reverted", "{said}");
        let [reversed, kept, not_reversible] = self.undone(index);
        let counts = json!({"reversed": reversed, "kept": kept, "not_reversible": not_reversible});
        assert_eq!(said["counts"], counts, "{}: {said}\n{:#?}", self.slug, self.batches[index].writes);
        self.told.undos += 1;
        self.told.reversed += reversed;
        self.told.kept += kept;
        self.told.not_reversible += not_reversible;
    }

    /// The undo by the rules: reversed, kept, not reversible.
    fn undone(&mut self, index: usize) -> [u64; 3] {
        self.batches[index].stands = false;
        let writes = self.batches[index].writes.clone();
        let mut counts = [0; 3];
        for write in writes.into_iter().rev() {
            counts[self.undo_one(&write)] += 1;
        }
        counts
    }

    fn undo_one(&mut self, write: &Write) -> usize {
        let (Write::Created { who, .. } | Write::Updated { who, .. } | Write::Deactivated { who }) = write;
        let Some(mut pupil) = self.pupils.get(who).cloned() else { return 2 };
        let result = match write {
            Write::Created { fields, .. } => {
                if pupil.fields != *fields || !pupil.edited.is_empty() || !pupil.active {
                    return 1;
                }
                if !self.is_needed(who) {
                    self.pupils.remove(who);
                    return 0;
                }
                pupil.active = false;
                1
            }
            Write::Updated { fields, came_back, .. } => {
                let mut worst = 0;
                for (field, before, after) in fields {
                    let current = pupil.fields.get(field);
                    let taken = |text: &String| {
                        *field == "email"
                            && self
                                .pupils
                                .iter()
                                .any(|(other, pupil)| other != who && pupil.fields.get("email") == Some(text))
                    };
                    if current == before.as_ref() {
                        continue;
                    }
                    if current != Some(after) {
                        worst = worst.max(1);
                    } else if before.as_ref().is_some_and(taken) {
                        worst = 2;
                    } else if let Some(before) = before {
                        if *field == "email" {
                            self.former.push(after.clone());
                        }
                        pupil.fields.insert(field, before.clone());
                    } else {
                        pupil.fields.remove(field);
                    }
                }
                pupil.active = pupil.active && !came_back;
                worst
            }
            Write::Deactivated { .. } => {
                pupil.active = true;
                0
            }
        };
        self.pupils.insert(who.clone(), pupil);
        result
    }

    /// Whether another list that stands wrote to the pupil.
    fn is_needed(&self, who: &str) -> bool {
        let wrote = |write: &Write| match write {
            Write::Created { .. } => false,
            Write::Updated { who: other, .. } | Write::Deactivated { who: other } => other == who,
        };
        self.batches.iter().any(|batch| batch.stands && batch.writes.iter().any(wrote))
    }

    /// The real school is as the model's.
    fn same(&self) {
        let said = self.house.succeed(&["student", "export", "--establishment", &self.slug, "--json"]);
        let students: Vec<Value> = serde_json::from_str(&said).expect("students in JSON");
        let real: BTreeMap<String, Value> = students
            .iter()
            .map(|student| {
                let mut shown = json!({"active": student["active"], "full_name": student["full_name"]});
                for field in FIELDS {
                    shown[field] = student[field].clone();
                }
                (student["matricule"].as_str().unwrap_or_default().to_owned(), shown)
            })
            .collect();
        let model: BTreeMap<String, Value> = self
            .pupils
            .iter()
            .map(|(who, pupil)| {
                let mut shown = json!({"active": pupil.active, "full_name": name_of(who)});
                for field in FIELDS {
                    shown[field] = json!(pupil.fields.get(field));
                }
                (who.clone(), shown)
            })
            .collect();
        for (who, wanted) in &model {
            assert_eq!(real.get(who), Some(wanted), "{}: {who}", self.slug);
        }
        assert_eq!(real.len(), model.len(), "{}: students that nobody knows of", self.slug);
    }
}

fn name_of(who: &str) -> String {
    let number: usize = who.get(3..).and_then(|digits| digits.parse().ok()).unwrap_or_default();
    format!("ELEVE {}", capital(&letters(number)))
}

fn capital(text: &str) -> String {
    let mut all = text.chars();
    all.next().map(|first| first.to_uppercase().chain(all).collect()).unwrap_or_default()
}

/// A number in letters, so that it looks like a name.
fn letters(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "ko", "mi", "ta", "nga", "lo", "fe", "du", "wa", "so"];
    let text: String = number.to_string().bytes().map(|digit| SYLLABLES[usize::from(digit - b'0')]).collect();
    capital(&text)
}
