//! What an import found, planned and did, for a person: what was found and why, the mapping with reasons, issues by code with rows and
//! hints, the plan in numbers, and what to do next.

mod ending;

use comfy_table::{Cell, ContentArrangement, Table};
use rentree_app::Tenant;
use rentree_app::imports::report::{IssueGroup, Report, TableReport, UpdateSample};
use rentree_app::imports::survey::SurveyedTable;
use rentree_core::mapping::{Band, Origin, Proposal, Proposed, Source};
use rentree_core::{Issue, Language, Severity};
use rentree_sheets::{FileFacts, Finding, IgnoredSheet, Reason};

use self::ending::ending;
use crate::say::{self, Style, count, inert, number, pick, short, styled};

pub(super) fn report(language: Language, tenant: &Tenant, report: &Report, asked_to_commit: bool) {
    file(language, &report.file);
    for (index, table) in report.tables.iter().enumerate() {
        // Sheets of one shape are shown once; the others are named.
        let like_first = index > 0 && same_shape(table, &report.tables[0]);
        table_line(language, table);
        if !like_first {
            mapping(language, &table.proposal, &table.open, report.tables.len() > 1);
        }
        constants(language, table);
    }
    ignored_sheets(language, &report.ignored_sheets);
    for notice in &report.notices {
        issue_line(language, notice, tenant);
    }
    if !report.refused.is_empty() {
        return refused(language, report, tenant);
    }
    counts(language, report);
    for group in &report.groups {
        issue_group(language, group, tenant);
    }
    updates(language, &report.updates);
    ending(language, report, asked_to_commit);
}

/// A list that was left to the workers.
pub(super) fn queued(language: Language, tenant: &Tenant, report: &Report) {
    file(language, &report.file);
    say::line(String::new());
    let (batch, school) = (report.batch, &tenant.school.slug);
    say::line(match language {
        Language::En => format!(
            "Queued as batch {batch}. A worker (`rentree worker`) does the rest; `rentree batch show {batch} -e {school}` tells how far it is."
        ),
        _ => format!(
            "En file d'attente : lot {batch}. Un travailleur (`rentree worker`) fait le reste ; `rentree batch show {batch} -e {school}` dit où il en est."
        ),
    });
}

fn same_shape(one: &TableReport, other: &TableReport) -> bool {
    one.start.headers == other.start.headers
}

fn title(text: &str) {
    say::line(String::new());
    say::line(styled(Style::Title, text));
}

pub(super) fn file(language: Language, facts: &FileFacts) {
    title(&inert(&facts.name));
    let mut parts = vec![facts.kind.name().to_uppercase(), size(language, facts.size)];
    parts.extend(facts.encoding.clone());
    if let Some(delimiter) = facts.delimiter {
        let shown = if delimiter == '\t' {
            pick(language, "tabulation", "tab").to_owned()
        } else {
            format!("« {delimiter} »")
        };
        parts.push(format!("{} {shown}", pick(language, "séparateur", "separator")));
    }
    if facts.sheets.len() > 1 {
        parts.push(count(
            language,
            facts.sheets.len() as u64,
            pick(language, "feuille", "sheet"),
            pick(language, "feuilles", "sheets"),
        ));
    }
    say::line(format!("  {}", parts.join(", ")));
    if !facts.encoding_examples.is_empty() {
        let examples = facts.encoding_examples.iter().map(|text| short(text, 30)).collect::<Vec<_>>().join(" · ");
        say::line(styled(
            Style::Faint,
            format!("  {} {examples}", pick(language, "accents lus :", "accents read as:")),
        ));
    }
}

fn size(language: Language, bytes: u64) -> String {
    let (kilo, mega) = (pick(language, "Ko", "KB"), pick(language, "Mo", "MB"));
    if bytes < 1 << 20 { format!("{} {kilo}", bytes.div_ceil(1024)) } else { format!("{} {mega}", bytes >> 20) }
}

fn table_line(language: Language, table: &TableReport) {
    let start = &table.start;
    let sheet = start
        .sheet
        .as_ref()
        .map(|sheet| format!("{} « {} » : ", pick(language, "Feuille", "Sheet"), inert(sheet)))
        .unwrap_or_default();
    let header = match start.header_rows {
        1 => format!("{} {}", pick(language, "titres en ligne", "titles in row"), start.header_row),
        rows => format!(
            "{} {}-{}",
            pick(language, "titres en lignes", "titles in rows"),
            start.header_row,
            start.header_row + rows - 1
        ),
    };
    let students = count(
        language,
        table.rows,
        pick(language, "ligne d'élève", "student row"),
        pick(language, "lignes d'élèves", "student rows"),
    );
    say::line(format!("  {sheet}{header}, {students}{}", ignored(language, table.ignored.iter().map(|row| row.why))));
}

/// ", 10 lignes laissées de côté (6 vides, 2 totaux, 2 fins de liste)".
fn ignored(language: Language, reasons: impl Iterator<Item = Reason>) -> String {
    let reasons: Vec<Reason> = reasons.collect();
    if reasons.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = Reason::ALL
        .into_iter()
        .filter_map(|reason| {
            let number = reasons.iter().filter(|one| **one == reason).count();
            (number > 0).then(|| format!("{number} {}", reason_words(language, reason)))
        })
        .collect();
    let all = count(
        language,
        reasons.len() as u64,
        pick(language, "ligne laissée de côté", "row left aside"),
        pick(language, "lignes laissées de côté", "rows left aside"),
    );
    format!(", {all} ({})", parts.join(", "))
}

const fn reason_words(language: Language, reason: Reason) -> &'static str {
    match reason {
        Reason::Blank => pick(language, "vides", "blank"),
        Reason::RepeatedHeader => pick(language, "titres répétés", "repeated titles"),
        Reason::Total => pick(language, "totaux", "totals"),
        Reason::Footer => pick(language, "fin de liste", "closing lines"),
        Reason::RepeatedTitle => pick(language, "en-tête répété", "repeated heading"),
        Reason::Section => pick(language, "noms de classe", "class names"),
        Reason::OnlyNumber => pick(language, "numéros seuls", "numbers alone"),
        Reason::Hint => pick(language, "consignes", "hints"),
        Reason::Title => pick(language, "titre", "heading"),
        Reason::Header => pick(language, "titres de colonnes", "column titles"),
        Reason::SeparatorHint => "sep=",
        Reason::NoList => pick(language, "pas une liste", "not a list"),
        Reason::Empty => pick(language, "vide", "empty"),
        Reason::Hidden => pick(language, "masquée", "hidden"),
        Reason::Instructions => pick(language, "mode d'emploi", "instructions"),
        Reason::NotChosen => pick(language, "non choisie", "not chosen"),
    }
}

pub(super) fn ignored_sheets(language: Language, sheets: &[IgnoredSheet]) {
    for sheet in sheets {
        say::line(format!(
            "  {} « {} » {} ({})",
            pick(language, "Feuille", "Sheet"),
            inert(&sheet.sheet),
            pick(language, "laissée de côté", "left aside"),
            reason_words(language, sheet.why)
        ));
    }
}

fn new_table(width: u16) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        table.set_width(width);
    }
    table
}

fn mapping(language: Language, proposal: &Proposal, open: &[u16], many: bool) {
    let heading = if many {
        pick(
            language,
            "Ce que veulent dire les colonnes (feuilles de même forme)",
            "What the columns mean (sheets of this shape)",
        )
    } else {
        pick(language, "Ce que veulent dire les colonnes", "What the columns mean")
    };
    title(heading);
    let mut table = new_table(118);
    for column in &proposal.columns {
        if column.header.is_empty() && column.target.is_none() {
            continue;
        }
        let (mark, meaning) = meaning(language, column, open.contains(&column.column));
        table.add_row([
            Cell::new(format!(" {mark} {}", rentree_sheets::column_letters(column.column))),
            Cell::new(short(&column.header, 34)),
            Cell::new(meaning),
            Cell::new(column.reason.sentence(language)),
        ]);
    }
    say::line(table);
}

/// A sign, and the field; an open column says what it could be.
fn meaning(language: Language, column: &Proposed, open: bool) -> (&'static str, String) {
    let fields = || column.targets().map(rentree_core::Target::name).collect::<Vec<_>>().join(" + ");
    match (column.target, open) {
        (Some(_), false) => {
            let sure = match column.band {
                Band::Remembered | Band::Exact => "✓",
                Band::Likely | Band::Guess => "~",
            };
            (sure, format!("→ {}", fields()))
        }
        (Some(_), true) => ("?", format!("{} {} ?", pick(language, "peut-être", "perhaps"), fields())),
        (None, true) => ("?", pick(language, "non reconnue", "not recognised").to_owned()),
        (None, false) if column.extra => ("+", pick(language, "gardée à part", "kept aside").to_owned()),
        (None, false) => ("·", pick(language, "non reprise", "not taken").to_owned()),
    }
}

fn constants(language: Language, table: &TableReport) {
    for bound in &table.binding.fields {
        let Source::Constant { text, origin } = &bound.source else { continue };
        let place = match origin {
            Origin::Title { row } => {
                format!("{} {row}", pick(language, "lu dans le titre, ligne", "read in the heading, row"))
            }
            Origin::Section => pick(language, "lu dans les lignes de classe", "read in the class rows").to_owned(),
            Origin::Header { column } => format!(
                "{} {}",
                pick(language, "lu dans le titre de la colonne", "read in the title of column"),
                rentree_sheets::column_letters(*column)
            ),
            Origin::SheetName => pick(language, "lu dans le nom de la feuille", "read in the sheet's name").to_owned(),
            Origin::Tenant => pick(language, "année de l'établissement", "the school's own").to_owned(),
            Origin::Person => pick(language, "votre choix", "your choice").to_owned(),
        };
        let shown = if text.is_empty() { String::new() } else { format!(" = {}", inert(text)) };
        say::line(format!("   + {}{shown}  {}", bound.target, styled(Style::Faint, format!("({place})"))));
    }
}

pub(super) fn table_of_survey(language: Language, table: &SurveyedTable, proposal: &Proposal) {
    let view = TableReport {
        start: table.profile.start.clone(),
        first_data_row: table.end.first_data_row,
        last_data_row: table.end.last_data_row,
        rows: table.profile.rows,
        ignored: table.ignored.clone(),
        proposal: proposal.clone(),
        binding: rentree_core::mapping::Binding::default(),
        open: proposal
            .columns
            .iter()
            .filter(|one| one.target.is_some() && one.band < Band::Exact)
            .map(|one| one.column)
            .collect(),
    };
    table_line(language, &view);
    mapping(language, proposal, &view.open, false);
}

pub(super) fn findings(language: Language, findings: &[Finding]) {
    for finding in findings {
        if let Some(code) = rentree_core::Code::named(&finding.code) {
            let issue = Issue { value: Some(finding.value.clone()), ..Issue::new(code) };
            say::line(format!("  {} {}", styled(Style::Warn, "!"), inert(&issue.sentence(language, None))));
        }
    }
}

const fn mark(severity: Severity) -> (&'static str, Style) {
    match severity {
        Severity::Error => ("✗", Style::Bad),
        Severity::Warning => ("!", Style::Warn),
    }
}

fn issue_line(language: Language, issue: &Issue, tenant: &Tenant) {
    let (mark, style) = mark(issue.severity());
    say::line(format!("  {} {}", styled(style, mark), inert(&issue.sentence(language, None))));
    say::line(styled(Style::Faint, format!("      {}", issue.hint(language, tenant.school.country))));
}

/// What is missing, and exactly what to pass.
fn refused(language: Language, report: &Report, tenant: &Tenant) {
    title(pick(language, "Il manque une colonne", "A column is missing"));
    for issue in &report.refused {
        issue_line(language, issue, tenant);
    }
    let open: Vec<&Proposed> = report
        .tables
        .iter()
        .flat_map(|table| table.proposal.columns.iter().filter(|one| table.open.contains(&one.column)))
        .collect();
    for column in open.iter().take(6) {
        if let Some(target) = column.target {
            say::line(format!("      --set '{}={target}'", inert(&column.header)));
        }
    }
    if open.iter().all(|column| column.target.is_none()) {
        let header =
            report.tables.first().and_then(|table| table.start.headers.iter().find(|header| !header.is_empty()));
        let target = report.refused.iter().find_map(|issue| issue.target).map_or("matricule", |target| target.name());
        say::line(format!("      --set '{}={target}'", header.map(|header| inert(header)).unwrap_or_default()));
        say::line(styled(
            Style::Faint,
            format!("      {} {}", pick(language, "champs :", "fields:"), crate::args::target_names()),
        ));
    }
    say::line(String::new());
    say::line(pick(language, "Rien n'a été contrôlé ni écrit.", "Nothing was checked or written."));
}

fn counts(language: Language, report: &Report) {
    let counters = &report.counters;
    title(pick(language, "Contrôle", "Check"));
    let words = |number: u64, one, many| count(language, number, one, many);
    let ok = words(
        counters.ok,
        pick(language, "ligne en ordre", "row in order"),
        pick(language, "lignes en ordre", "rows in order"),
    );
    let warning =
        words(counters.warning, pick(language, "à regarder", "to look at"), pick(language, "à regarder", "to look at"));
    let error = words(counters.error, pick(language, "en erreur", "in error"), pick(language, "en erreur", "in error"));
    say::line(format!(
        "  {} {ok}   {} {warning}   {} {error}",
        styled(Style::Good, "✓"),
        styled(Style::Warn, "!"),
        styled(Style::Bad, "✗")
    ));
}

pub(super) fn issue_group(language: Language, group: &IssueGroup, tenant: &Tenant) {
    let (mark, style) = mark(group.code.severity());
    let mut rows: Vec<String> = Vec::new();
    let mut sheet_named: Option<&str> = None;
    for (sheet, row) in &group.rows {
        let new_sheet = sheet.as_deref().filter(|name| sheet_named != Some(name));
        rows.push(new_sheet.map_or_else(|| row.to_string(), |name| format!("{} {row}", short(name, 20))));
        sheet_named = sheet.as_deref();
    }
    let more = group.count.saturating_sub(group.rows.len() as u64);
    let more = if more > 0 {
        format!(
            " {} {}",
            pick(language, "et", "and"),
            count(language, more, pick(language, "autre", "other"), pick(language, "autres", "others"))
        )
    } else {
        String::new()
    };
    say::line(format!(
        "  {} {} × {}",
        styled(style, mark),
        number(language, group.count),
        styled(Style::Title, group.code)
    ));
    say::line(format!("      {}", short(&group.example.sentence(language, group.header.as_deref()), 110)));
    say::line(styled(Style::Faint, format!("      → {}", group.example.hint(language, tenant.school.country))));
    let lines = if group.count == 1 { pick(language, "ligne", "row") } else { pick(language, "lignes", "rows") };
    say::line(styled(Style::Faint, format!("      {lines} {}{more}", rows.join(", "))));
}

fn updates(language: Language, updates: &[UpdateSample]) {
    if updates.is_empty() {
        return;
    }
    title(pick(language, "Exemples de mises à jour", "Examples of updates"));
    for update in updates {
        let none = pick(language, "(vide)", "(empty)");
        let changes: Vec<String> = update
            .changes
            .iter()
            .map(|change| {
                let shown =
                    |text: &Option<String>| text.as_deref().map_or_else(|| none.to_owned(), |text| short(text, 30));
                format!("{} : {} → {}", change.target, shown(&change.before), shown(&change.after))
            })
            .collect();
        say::line(format!("  {} {} — {}", pick(language, "ligne", "row"), update.row, changes.join(" ; ")));
    }
}
