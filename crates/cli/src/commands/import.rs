//! `rentree import`: the whole job in one command.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rentree_app::imports::{Asked, ImportRequest, Phase, mapping_from, report::Report};
use rentree_app::{App, Clock, Error, Tenant};
use rentree_core::batch::{Key, Keys, Options, Status};
use rentree_core::mapping::Mapping;
use rentree_core::{Language, Target};

use super::{Code, Desk, import_text, json};
use crate::args::Import;
use crate::say::{self, pick};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, import: &Import) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let tenant = app.tenant(&import.establishment).await?;
    let mut code = exit::DONE;
    for file in &import.files {
        let one = match one(desk, import, (&app, &tenant), file).await {
            Ok(one) => one,
            // The other lists have a right to be read.
            Err(error) if import.files.len() > 1 => {
                super::say_error(desk, &error);
                exit::of(&error)
            }
            Err(error) => return Err(error),
        };
        code = exit::worse(code, one);
    }
    app.close().await;
    Ok(code)
}

async fn one(desk: &Desk, import: &Import, (app, tenant): (&App, &Tenant), file: &Path) -> Code {
    if !file.is_file() {
        return Err(Error::Usage(format!(
            "`{}` : {}",
            file.display(),
            pick(desk.language, "aucun fichier de ce nom", "there is no such file")
        )));
    }
    let request = request(import, app, tenant, file).await?;
    if import.queue {
        let report = app.queue_import(tenant, &request).await?;
        if desk.common.json {
            say::json(&json::imported(&report, desk.language));
        } else if report.refused.is_empty() {
            import_text::queued(desk.language, tenant, &report);
        } else {
            import_text::report(desk.language, tenant, &report, import.commit);
        }
        return Ok(if report.refused.is_empty() { exit::DONE } else { exit::USAGE });
    }
    let bar = Bar::new(desk.language, desk.common.json);
    let report = app.import(tenant, &request, &|phase, done, whole| bar.show(phase, done, whole)).await;
    bar.finish();
    let report = report?;
    if let Some(path) = &import.rows {
        write_rows(app, tenant, &report, path).await?;
    }
    if desk.common.json {
        say::json(&json::imported(&report, desk.language));
    } else {
        import_text::report(desk.language, tenant, &report, import.commit);
    }
    Ok(exit_code(&report, import))
}

fn exit_code(report: &Report, import: &Import) -> u8 {
    use rentree_core::batch::Held;
    let held_by_rows = report.held.iter().any(|held| matches!(held, Held::Errors { .. } | Held::Known { .. }));
    if !report.refused.is_empty() {
        exit::USAGE
    } else if report.counters.error > 0 || held_by_rows {
        exit::ROWS_IN_ERROR
    } else if import.commit && report.status != Status::Committed {
        exit::HELD
    } else {
        exit::DONE
    }
}

async fn request(import: &Import, app: &App, tenant: &Tenant, file: &Path) -> Result<ImportRequest, Error> {
    let keys = import.keys.iter().map(|name| key(name)).collect::<Result<Vec<_>, _>>()?;
    let keys = if keys.is_empty() {
        Keys::default()
    } else {
        Keys::try_from(keys).map_err(|wrong| Error::Usage(wrong.to_string()))?
    };
    let usual = tenant.school.settings.options();
    Ok(ImportRequest {
        path: file.to_path_buf(),
        name: json::file_name(file),
        options: Options {
            strategy: import.strategy.unwrap_or(usual.strategy),
            keys,
            guard: usual.guard && !import.no_guard,
            override_edits: import.override_edits,
            all_or_nothing: import.all_or_nothing,
            absent: import.absent,
            ..usual
        },
        values: import.values.iter().map(|text| value(text, tenant)).collect::<Result<_, _>>()?,
        asked: Asked {
            layout: import.layout.wishes(false),
            mapping: mapping(import, app, tenant).await?,
            wishes: import.set.clone(),
            accept: import.accept,
            school_year: school_year(import)?,
            save_mapping: import.save_mapping.clone(),
            commit: import.commit,
            approve: import.approve,
            today: import.as_of,
        },
        request_id: app.ids.next().to_string(),
    })
}

fn key(name: &str) -> Result<Key, Error> {
    match name {
        "email" => Ok(Key::Email),
        "phone" => Ok(Key::Phone),
        "matricule" => Ok(Key::Matricule),
        other => Err(Error::Usage(format!("--keys: `{other}` (email, phone, matricule)"))),
    }
}

fn school_year(import: &Import) -> Result<Option<String>, Error> {
    let Some(text) = &import.school_year else { return Ok(None) };
    match rentree_core::clean::year::read(text).value {
        Some(year) => Ok(Some(year)),
        None => Err(Error::Usage(format!("--school-year `{text}`: 2025-2026"))),
    }
}

/// A name of the school's, or a file.
async fn mapping(import: &Import, app: &App, tenant: &Tenant) -> Result<Option<Mapping>, Error> {
    match &import.mapping {
        None => Ok(None),
        Some(text) if Path::new(text).is_file() => mapping_from(Path::new(text)).map(Some),
        Some(name) => app.mapping(tenant, name, None).await.map(Some),
    }
}

/// `level:Term=TLE`: the field, the text as it stands in the list, what it means in the school's catalogue.
fn value(text: &str, tenant: &Tenant) -> Result<(Target, String, String), Error> {
    let wrong = || Error::Usage(format!("--value `{text}`: level:TEXT=CODE, department:TEXT=CODE, gender:TEXT=M|F"));
    let (field, rest) = text.split_once(':').ok_or_else(wrong)?;
    let (seen, code) = rest.rsplit_once('=').ok_or_else(wrong)?;
    if rentree_sheets::fold(seen).is_empty() {
        return Err(wrong());
    }
    let (target, known) = match field {
        "level" => (Target::LevelCode, tenant.school.levels.iter().any(|level| level.code == code)),
        "department" => (Target::DepartmentCode, tenant.school.departments.iter().any(|one| one.code == code)),
        "gender" => (Target::Gender, matches!(code, "M" | "F")),
        _ => return Err(wrong()),
    };
    if !known {
        return Err(Error::Usage(format!("--value `{text}`: the school has no {field} `{code}`")));
    }
    Ok((target, seen.to_owned(), code.to_owned()))
}

async fn write_rows(app: &App, tenant: &Tenant, report: &Report, path: &Path) -> Result<(), Error> {
    let unwritten = |cause: std::io::Error| Error::storage("write the rows", cause);
    let mut out = BufWriter::new(File::create(path).map_err(unwritten)?);
    let sheets: Vec<_> = report.tables.iter().map(|table| table.start.sheet.clone()).collect();
    app.batch_rows(tenant, report.batch, (&sheets, rentree_app::RowFilter::All), |row| {
        serde_json::to_writer(&mut out, &json::row(&row)).map_err(|cause| unwritten(cause.into()))?;
        out.write_all(b"\n").map_err(unwritten)
    })
    .await?;
    out.flush().map_err(unwritten)
}

/// Progress on long work, for a person at a terminal; nothing is drawn for scripts or before a second has passed.
pub(super) struct Bar {
    bar: ProgressBar,
    language: Language,
}

impl Bar {
    pub(super) fn new(language: Language, json: bool) -> Self {
        let target = if json || !say::on_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(8)
        };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, language }
    }

    pub(super) fn show(&self, phase: Phase, done: u64, whole: Option<u64>) {
        let message = match phase {
            Phase::Read => pick(self.language, "Lecture", "Reading"),
            Phase::Check => pick(self.language, "Contrôle", "Checking"),
            Phase::Commit => pick(self.language, "Écriture", "Writing"),
            Phase::Revert => pick(self.language, "Annulation", "Undoing"),
        };
        if let Some(whole) = whole {
            if let Ok(style) = ProgressStyle::with_template("{msg:>10} {bar:32} {human_pos}/{human_len} {elapsed}") {
                self.bar.set_style(style);
            }
            self.bar.set_length(whole);
        }
        self.bar.set_message(message);
        self.bar.set_position(done);
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
