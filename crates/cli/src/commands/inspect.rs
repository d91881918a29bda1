//! `rentree inspect`: what a file is, before any school and any database.

use std::fs::File;
use std::io::{BufWriter, Write as _};

use rentree_app::Error;
use rentree_app::imports::survey::Survey;
use rentree_core::mapping::{Memory, ProposeOptions, propose};
use rentree_sheets::Event;

use super::{Code, Desk, import_text, json};
use crate::args::Inspect;
use crate::say;
use crate::{config, exit};

pub(super) fn run(desk: &Desk, inspect: &Inspect) -> Code {
    let reader = config::reader(&desk.common.limit)?;
    let name = json::file_name(&inspect.file);
    if !inspect.file.is_file() {
        return Err(Error::Usage(format!(
            "`{}` : {}",
            inspect.file.display(),
            say::pick(desk.language, "aucun fichier de ce nom", "there is no such file")
        )));
    }
    let wishes = inspect.layout.wishes(inspect.all);
    let survey = Survey::of(&reader, &inspect.file, &name, &wishes)?;
    if let Some(path) = &inspect.rows {
        let unwritten = |cause: std::io::Error| Error::storage("write the rows", cause);
        let mut out = BufWriter::new(File::create(path).map_err(unwritten)?);
        let mut sheets: Vec<Option<String>> = Vec::new();
        reader.read(&inspect.file, &name, &wishes, |event| {
            match event {
                Event::Table(start) => sheets.push(start.sheet),
                Event::Row { table, row } => {
                    let sheet = sheets.get(usize::from(table)).and_then(Option::as_deref);
                    serde_json::to_writer(&mut out, &json::inspected_row(sheet, &row))
                        .map_err(|cause| unwritten(cause.into()))?;
                    out.write_all(b"\n").map_err(unwritten)?;
                }
                _ => {}
            }
            Ok(())
        })?;
        out.flush().map_err(unwritten)?;
    }
    let options = ProposeOptions { school: None };
    let proposals: Vec<_> =
        survey.tables.iter().map(|table| propose(&table.profile, &Memory::default(), &options)).collect();
    if desk.common.json || !stdout_is_terminal() {
        say::json(&json::inspected(&survey, &proposals, desk.language));
    } else {
        import_text::file(desk.language, &survey.facts);
        for (table, proposal) in survey.tables.iter().zip(&proposals) {
            import_text::table_of_survey(desk.language, table, proposal);
        }
        import_text::ignored_sheets(desk.language, &survey.ignored_sheets);
        import_text::findings(desk.language, &survey.findings);
    }
    Ok(exit::DONE)
}

/// The contract says that `inspect` prints one JSON document; a person at a terminal gets words instead.
fn stdout_is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stdout())
}
