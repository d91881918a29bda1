//! Whether every statement of this crate would run on a database that is distributed by school (`distribute`, `docs/scale.md`), read
//! from the sources so that none is forgotten: the macros with their parts, the bulk writes, and every other text that looks like SQL.
//!
//! The rules: a table of a school is asked for with the school (`establishment_id = $1`) in each query and sub-query that names it, or
//! joined by the school to one that is; a row is inserted with the school as its first column, from `$1` or from a row of the
//! same school; the school of a row never changes; a write names no function whose answer differs from node to node; no sub-query in
//! `values`. Those few that ask all schools are named in [`ALL_SCHOOLS`].

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::dialect::Bulk;
use crate::distribute::{Place, TABLES};

/// Statements over all schools, by their beginnings. Every node answers for its own schools.
const ALL_SCHOOLS: [(&str, &str); 13] = [
    ("select b.establishment_id, b.id from import_batch b join establishment e", "the purge looks for old batches"),
    ("select e.id, e.slug, e.students_revision", "the list of schools, by the copy of the slugs that every node has"),
    ("select establishment_id, id from (select j.establishment_id", "workers look for jobs that are due"),
    (
        "select establishment_id, endpoint_id, seq from (select d.establishment_id",
        "workers look for deliveries that are due",
    ),
    ("select i.establishment_id, i.user_id from invitation i", "workers look for invitations that are due"),
    ("select establishment_id, user_id, coalesce(holder", "workers look for invitations whose sender is gone"),
    ("select e.id from establishment e where (select v.at", "the purge looks for old events"),
    ("select count(*) from job where status", "how many jobs are open"),
    ("select establishment_id, holder from lease", "who is at work"),
    ("select distinct establishment_id from idempotency where created_at", "the purge looks for old answers"),
    ("select master, count(*) from data_key", "which master keys are needed"),
    ("select (select count(*) from purge_certificate", "whether a file is to be written anew"),
    ("select distinct establishment_id from upload where expires_at", "the purge looks for half-sent files"),
];

/// Views, by the column that says the school.
const VIEWS: [(&str, &str); 1] = [("import_row", "establishment_id")];

const VOLATILE: [&str; 9] = [
    "clock_timestamp",
    "now",
    "current_timestamp",
    "random",
    "gen_random_uuid",
    "nextval",
    "timeofday",
    "set_config",
    "statement_timestamp",
];

/// The column of a table that says the school, if the table is spread.
fn key_of(table: &str) -> Option<&'static str> {
    let views = VIEWS.iter().map(|&(name, key)| (name, Place::BySchool(key)));
    let place = TABLES.into_iter().chain(views).find(|(name, _)| *name == table)?.1;
    if let Place::BySchool(key) = place { Some(key) } else { None }
}

// ---------------------------------------------------------------------------------------------------------------- SQL

#[derive(Debug, Clone, PartialEq)]
enum Sql {
    Word(String),
    Group(Vec<Self>),
}

impl Sql {
    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own == word)
    }

    fn word(&self) -> &str {
        if let Self::Word(own) = self { own } else { "" }
    }
}

fn parse(text: &str) -> Vec<Sql> {
    let mut open = vec![Vec::new()];
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '(' => open.push(Vec::new()),
            ')' => {
                let group = open.pop().unwrap();
                open.last_mut().unwrap_or_else(|| panic!("one `)` too many: {text}")).push(Sql::Group(group));
            }
            '\'' => {
                let quoted: String = characters.by_ref().take_while(|&c| c != '\'').collect();
                open.last_mut().unwrap().push(Sql::Word(format!("'{quoted}'")));
            }
            c if c.is_whitespace() => {}
            c => {
                let part = |c: char| c.is_alphanumeric() || ['_', '.', '$'].contains(&c);
                let mut word = String::from(c.to_ascii_lowercase());
                while part(c) && characters.peek().is_some_and(|&next| part(next)) {
                    word.extend(characters.next().map(|c| c.to_ascii_lowercase()));
                }
                open.last_mut().unwrap().push(Sql::Word(word));
            }
        }
    }
    assert_eq!(open.len(), 1, "one `(` too many: {text}");
    open.pop().unwrap()
}

/// A table in a query, by the name under which its columns are said.
#[derive(Debug)]
struct Named {
    table: String,
    alias: String,
}

/// Words that follow a table and are no name for it.
const AFTER_A_TABLE: [&str; 20] = [
    "where",
    "on",
    "join",
    "cross",
    "left",
    "inner",
    "right",
    "full",
    "order",
    "group",
    "set",
    "limit",
    "values",
    "select",
    "returning",
    "for",
    "using",
    "union",
    "having",
    ",",
];

fn tables(query: &[Sql]) -> Vec<Named> {
    let mut found = Vec::new();
    for (at, token) in query.iter().enumerate() {
        let before = if at == 0 { "" } else { query[at - 1].word() };
        let leads = match token.word() {
            "from" => before != "distinct",
            "join" | "into" => true,
            "update" => !["for", "do"].contains(&before),
            _ => false,
        };
        if leads {
            listed(&query[at + 1..], &mut found);
        }
    }
    found
}

/// `a x, b as y, f(…) z`: tables one after the other.
fn listed(mut rest: &[Sql], found: &mut Vec<Named>) {
    loop {
        let Some((first, after)) = rest.split_first() else { return };
        rest = after;
        if let Sql::Group(_) = first {
            // A sub-query; it is looked at by itself.
        } else if matches!(rest.first(), Some(Sql::Group(_))) && key_of(first.word()).is_none() {
            rest = &rest[1..];
        } else {
            let table = first.word().to_owned();
            found.push(Named { alias: table.clone(), table });
        }
        if rest.first().is_some_and(|token| token.is("as")) {
            rest = &rest[1..];
        }
        if let Some(Sql::Word(alias)) = rest.first()
            && !AFTER_A_TABLE.contains(&alias.as_str())
        {
            if !matches!(first, Sql::Group(_))
                && let Some(named) = found.last_mut().filter(|named| named.table == first.word())
            {
                named.alias.clone_from(alias);
            }
            rest = &rest[1..];
            if matches!(rest.first(), Some(Sql::Group(_))) {
                rest = &rest[1..];
            }
        }
        if !rest.first().is_some_and(|token| token.is(",")) {
            return;
        }
        rest = &rest[1..];
    }
}

/// The conditions that hold for every row: those of `where` and `on` that no `or` stands beside.
fn conditions(query: &[Sql]) -> Vec<&[Sql]> {
    const ENDS: [&str; 14] = [
        "where",
        "on",
        "order",
        "group",
        "limit",
        "returning",
        "join",
        "left",
        "cross",
        "inner",
        "do",
        "for",
        "having",
        "union",
    ];
    let mut found = Vec::new();
    for (at, token) in query.iter().enumerate() {
        if !token.is("where") && !token.is("on") {
            continue;
        }
        let rest = &query[at + 1..];
        let end = rest.iter().position(|token| ENDS.contains(&token.word())).unwrap_or(rest.len());
        if !rest[..end].iter().any(|token| token.is("or")) {
            found.extend(rest[..end].split(|token| token.is("and")));
        }
    }
    found
}

/// Why a text would not run, or would ask every node; nothing if it is fine.
fn faults(text: &str, all_schools: bool) -> Vec<String> {
    let tokens = parse(text);
    let mut faults = Vec::new();
    faults_of_query(&tokens, all_schools, &mut faults);
    faults_of_write(&tokens, &mut faults);
    if names_a_school(&tokens) {
        let volatile = words(&tokens).into_iter().filter(|word| VOLATILE.contains(word));
        faults.extend(volatile.map(|word| format!("`{word}` may differ from node to node")));
    }
    faults
}

fn words<'a>(tokens: &'a [Sql]) -> Vec<&'a str> {
    let of = |token: &'a Sql| match token {
        Sql::Word(word) => vec![word.as_str()],
        Sql::Group(group) => words(group),
    };
    tokens.iter().flat_map(of).collect()
}

fn names_a_school(tokens: &[Sql]) -> bool {
    words(tokens).into_iter().any(|word| key_of(word).is_some())
}

/// Each query and sub-query for itself.
fn faults_of_query(query: &[Sql], all_schools: bool, faults: &mut Vec<String>) {
    if query.iter().any(|token| token.is("union")) {
        query.split(|token| token.is("union")).for_each(|part| faults_of_query(part, all_schools, faults));
        return;
    }
    for token in query {
        if let Sql::Group(group) = token {
            faults_of_query(group, all_schools, faults);
        }
    }
    let named = tables(query);
    let inserted = query.iter().position(|token| token.is("into")).map(|at| query[at + 1].word());
    let spread = |one: &Named| key_of(&one.table).map(|key| (one.alias.clone(), key));
    let spread: Vec<_> = named.iter().filter(|one| inserted != Some(&one.table)).filter_map(spread).collect();
    let alone = named.iter().filter(|one| inserted != Some(&one.table)).count() == 1;
    let is_key = |word: &str| {
        let qualified = spread.iter().find(|(alias, key)| word == format!("{alias}.{key}"));
        let bare = spread.iter().find(|(_, key)| alone && word == *key);
        qualified.or(bare).map(|(alias, _)| alias.clone())
    };
    let mut joined: HashSet<String> = HashSet::new();
    let equal: Vec<(String, String)> = conditions(query)
        .into_iter()
        .filter(|one| one.len() == 3 && one[1].is("="))
        .map(|one| (one[0].word().to_owned(), one[2].word().to_owned()))
        .flat_map(|(left, right)| [(left.clone(), right.clone()), (right, left)])
        .collect();
    for (left, right) in &equal {
        if right == "$1" {
            joined.extend(is_key(left));
        }
    }
    let reached = !joined.is_empty();
    if !reached && all_schools {
        joined.extend(spread.first().map(|(alias, _)| alias.clone()));
    }
    for _ in &spread {
        for (left, right) in &equal {
            if let (Some(left), Some(right)) = (is_key(left), is_key(right))
                && joined.contains(&right)
            {
                joined.insert(left);
            }
        }
    }
    for (alias, key) in &spread {
        if !joined.contains(alias) {
            faults.push(format!("`{alias}` without its school (`{key}`)"));
        }
    }
    let locks = query.windows(2).any(|pair| pair[0].is("for") && (pair[1].is("update") || pair[1].is("share")));
    if locks && !reached {
        faults.push("rows of more than one school cannot be locked".to_owned());
    }
}

fn faults_of_write(tokens: &[Sql], faults: &mut Vec<String>) {
    let position = |word: &str| tokens.iter().position(|token| token.is(word));
    if let Some(into) = position("into") {
        faults_of_insert(&tokens[into + 1..], faults);
    }
    // `update t set …` and `on conflict … do update set …`.
    let updates = tokens.first().filter(|verb| verb.is("update")).map(|_| 0);
    let table = position("into").or(updates).and_then(|at| tokens.get(at + 1)).map_or("", Sql::word);
    let (Some(set), Some(key)) = (position("set"), key_of(table)) else { return };
    for assigned in tokens[set..].windows(3) {
        if (assigned[0].is("set") || assigned[0].is(",")) && assigned[1].is(key) && assigned[2].is("=") {
            faults.push(format!("the school of a row of `{table}` would change"));
        }
    }
}

fn faults_of_insert(rest: &[Sql], faults: &mut Vec<String>) {
    let [table, Sql::Group(columns), after @ ..] = rest else {
        return faults.push("an insert that does not name its columns".to_owned());
    };
    if after.first().is_some_and(|token| token.is("values")) {
        for group in after.iter().filter_map(|token| if let Sql::Group(group) = token { Some(group) } else { None }) {
            if words(group).contains(&"select") {
                faults.push("a sub-query in `values`".to_owned());
            }
        }
    }
    let table = table.word();
    let Some(key) = key_of(table) else { return };
    if !columns.first().is_some_and(|first| first.is(key)) {
        faults.push(format!("`{table}`: the school is not the first column"));
    }
    let first = match after {
        [verb, Sql::Group(values), ..] if verb.is("values") => values.first().map_or("", Sql::word),
        [verb, first, ..] if verb.is("select") => first.word(),
        _ => "",
    };
    let from_a_row = after.first().is_some_and(|verb| verb.is("select"))
        && tables(after)
            .iter()
            .filter_map(|one| Some((one, key_of(&one.table)?)))
            .any(|(one, key)| first == format!("{}.{key}", one.alias) || (tables(after).len() == 1 && first == key));
    let from_the_transaction = after.first().is_some_and(|verb| verb.is("values")) && first == "$1";
    if !from_a_row && !from_the_transaction {
        faults.push(format!("`{table}`: the school comes neither from `$1` nor from a row of the school"));
    }
    let conflict = after.windows(2).position(|pair| pair[0].is("on") && pair[1].is("conflict"));
    if let Some(at) = conflict {
        let arbiter = after.get(at + 2).map(|token| words(std::slice::from_ref(token))).unwrap_or_default();
        if !arbiter.contains(&key) {
            faults.push(format!("`{table}`: a conflict over all schools"));
        }
    }
}

// ---------------------------------------------------------------------------------------------------------- the sources

#[derive(Debug, Clone, PartialEq)]
enum Rust {
    Word(String),
    Text(String),
    Mark(char),
}

fn tokens(source: &str) -> Vec<Rust> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(after_quote) = rest.strip_prefix('"') {
            let (text, after) = literal(after_quote);
            found.push(Rust::Text(text));
            rest = after;
        } else if c == '\'' {
            // A character or a lifetime.
            let escaped = rest.strip_prefix("'\\");
            let end = escaped.and_then(|after| after.find('\'')).map(|at| at + 3);
            let short = rest.char_indices().nth(2).filter(|(_, c)| *c == '\'').map(|(at, _)| at + 1);
            rest = &rest[end.or(short).unwrap_or(1)..];
        } else if c.is_alphanumeric() || c == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(Rust::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            if !c.is_whitespace() {
                found.push(Rust::Mark(c));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    found
}

fn literal(after_quote: &str) -> (String, &str) {
    let mut text = String::new();
    let mut rest = after_quote;
    loop {
        let c = rest.chars().next().expect("a text ends");
        rest = &rest[c.len_utf8()..];
        match c {
            '"' => return (text, rest),
            '\\' if rest.starts_with('\n') => rest = rest.trim_start(),
            '\\' => {
                let escaped = rest.chars().next().expect("a text ends");
                text.push(if escaped == 'n' { '\n' } else { escaped });
                rest = &rest[escaped.len_utf8()..];
            }
            c => text.push(c),
        }
    }
}

/// What stands between brackets, and where it ends.
fn inside(tokens: &[Rust], open: usize) -> (&[Rust], usize) {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Rust::Mark('(' | '[' | '{') => depth += 1,
            Rust::Mark(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&tokens[open + 1..at], at);
        }
    }
    panic!("a bracket that does not end");
}

fn is_call(tokens: &[Rust], at: usize, name: &str) -> bool {
    tokens[at] == Rust::Word(name.to_owned())
        && tokens.get(at + 1) == Some(&Rust::Mark('!'))
        && matches!(tokens.get(at + 2), Some(Rust::Mark('(' | '[' | '{')))
}

/// The parts of a `sql!` in PostgreSQL's words; `rest` stands where a macro takes what its caller adds.
fn said(parts: &[Rust], rest: &str) -> String {
    let mut text = String::new();
    let mut at = 0;
    while at < parts.len() {
        match &parts[at] {
            Rust::Text(literal) => text += literal,
            Rust::Mark('$') => {
                text += rest;
                return text;
            }
            Rust::Word(word) => {
                let (arguments, end) = inside(parts, at + 1);
                let argument = if let [Rust::Text(argument)] = arguments { argument.as_str() } else { "" };
                text += &part(word, argument);
                at = end;
            }
            Rust::Mark(_) => {}
        }
        at += 1;
    }
    text
}

fn part(word: &str, argument: &str) -> String {
    match word {
        "index" => String::new(),
        "users_hold" => format!("position({argument} in users) > 0"),
        "ints" => format!("(select unnest({argument}::bigint[]))"),
        "among" => format!("= any({argument}::bigint[])"),
        "each_text" => format!("unnest({argument}::text[]) as k(value)"),
        "each_id" => format!("unnest({argument}::uuid[]) as k(value)"),
        "places" => format!("string_agg({argument}::text, ',')"),
        "now" => "clock_timestamp()".to_owned(),
        "insert_into" => format!("insert into {argument} "),
        "for_update" => " for update".to_owned(),
        "for_share" => " for share".to_owned(),
        "values" => "full_name".to_owned(),
        "student_columns" => "u.id".to_owned(),
        other => panic!("a part of a statement that this test does not know: {other}"),
    }
}

fn bulk(arguments: &[Rust], file: &[Rust], update: bool) -> String {
    let lists: Vec<Vec<&'static str>> = split(arguments).map(|one| list(one, file)).collect();
    let leaked = |list: &Vec<&'static str>| -> &'static [&'static str] { Vec::leak(list.clone()) };
    let [first, shared, columns] = &lists[..] else { panic!("a bulk write has three arguments: {arguments:?}") };
    let text = if update {
        Bulk::update([first[0], first[1], first[2]], leaked(shared), leaked(columns)).postgres_text(None)
    } else {
        Bulk::insert(first[0], leaked(shared), leaked(columns)).postgres_text(None)
    };
    text.to_string()
}

fn split(arguments: &[Rust]) -> impl Iterator<Item = &[Rust]> {
    let mut depth = 0;
    arguments
        .split(move |token| {
            match token {
                Rust::Mark('(' | '[' | '{') => depth += 1,
                Rust::Mark(')' | ']' | '}') => depth -= 1,
                _ => {}
            }
            depth == 0 && *token == Rust::Mark(',')
        })
        .filter(|one| !one.is_empty())
}

/// Texts, or the name of a constant list of texts in the same file.
fn list(argument: &[Rust], file: &[Rust]) -> Vec<&'static str> {
    if let [Rust::Word(name)] = argument {
        let declared =
            file.windows(2).position(|pair| *pair == [Rust::Word("const".to_owned()), Rust::Word(name.clone())]);
        let declared = declared.unwrap_or_else(|| panic!("no list `{name}` in the file of the bulk write"));
        let open = file[declared..].iter().position(|token| *token == Rust::Mark('=')).unwrap() + declared + 2;
        return list(inside(file, open).0, file);
    }
    let texts =
        argument.iter().filter_map(|token| if let Rust::Text(text) = token { Some(text.clone()) } else { None });
    texts.map(|text| &*text.leak()).collect()
}

/// Every statement of a file.
fn statements_of(source: &str) -> Vec<String> {
    let product = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let file = tokens(product);
    let mut macros: HashMap<String, Vec<Rust>> = HashMap::new();
    let mut found = Vec::new();
    let mut at = 0;
    while at < file.len() {
        let bulk_of = |verb: &str| {
            file[at..].starts_with(&[
                Rust::Word("Bulk".to_owned()),
                Rust::Mark(':'),
                Rust::Mark(':'),
                Rust::Word(verb.to_owned()),
            ])
        };
        if file[at] == Rust::Word("macro_rules".to_owned()) {
            let Rust::Word(name) = &file[at + 2] else { panic!("a macro has a name") };
            let (body, end) = inside(&file, at + 3);
            if let Some(inner) = (0..body.len()).find(|&at| is_call(body, at, "sql")) {
                macros.insert(name.clone(), inside(body, inner + 2).0.to_vec());
            }
            at = end;
        } else if is_call(&file, at, "sql") {
            let (parts, end) = inside(&file, at + 2);
            found.push(said(parts, ""));
            at = end;
        } else if let Some((_, parts)) = macros.iter().find(|(name, _)| is_call(&file, at, name)) {
            let (rest, end) = inside(&file, at + 2);
            found.push(said(parts, &said(rest, "")));
            at = end;
        } else if bulk_of("insert") || bulk_of("update") {
            let (arguments, end) = inside(&file, at + 4);
            found.push(bulk(arguments, &file, bulk_of("update")));
            at = end;
        } else if let Rust::Text(text) = &file[at]
            // What a bulk write is made from was judged where the write is declared.
            && !text.contains("{table}")
            && ["select ", "insert ", "update ", "delete ", "with "].iter().any(|verb| text.starts_with(verb))
        {
            found.push(text.clone());
        }
        at += 1;
    }
    found
}

fn statements() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_none_or(|name| name != "statements.rs") {
                found.extend(statements_of(&std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

fn asks_all_schools(statement: &str) -> bool {
    ALL_SCHOOLS.iter().any(|(beginning, _)| statement.starts_with(beginning))
}

#[test]
fn every_statement_would_run_on_a_database_that_is_distributed_by_school() {
    let all = statements();
    let named = all.iter().filter(|text| names_a_school(&parse(text))).count();
    assert!(named >= 60, "the sources were read: {named} statements on tables of a school");
    let wrong: Vec<String> = all
        .iter()
        .filter_map(|text| {
            let faults = faults(text, asks_all_schools(text));
            (!faults.is_empty()).then(|| format!("{text}\n    {}", faults.join("\n    ")))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Citus hands on what `set local` says, and does not look into functions.
#[test]
fn a_transaction_says_its_school_so_that_every_node_hears_it() {
    let school = rentree_core::EstablishmentId(uuid::Uuid::from_u128(7));
    for said in [crate::dialect::postgres_school(school), crate::dialect::POSTGRES_EVERY_SCHOOL.to_owned()] {
        let mut parts = said.split("; ");
        assert_eq!(parts.next(), Some("set local citus.propagate_set_commands = 'local'"));
        assert!(parts.all(|part| part.starts_with("set local ")), "{said}");
    }
}

#[test]
fn every_statement_over_all_schools_is_still_there_and_needs_to_be_named() {
    let all = statements();
    for (beginning, why) in ALL_SCHOOLS {
        let found: Vec<_> = all.iter().filter(|text| text.starts_with(beginning)).collect();
        assert_eq!(found.len(), 1, "{why}: {beginning}");
        assert!(!faults(found[0], false).is_empty(), "{beginning}");
    }
}

#[test]
fn views_join_by_the_school() {
    let texts = [
        include_str!("../migrations/postgres/0001_base.sql"),
        include_str!("../migrations/postgres/0002_jobs.sql"),
        include_str!("../migrations/postgres/0003_slugs.sql"),
    ];
    let mut names = Vec::new();
    for view in texts.iter().flat_map(|text| text.split("create view ").skip(1)) {
        let (head, query) = view.split_once("as\n").unwrap();
        names.push(head.split_whitespace().next().unwrap());
        assert_eq!(faults(query.split(';').next().unwrap(), true), Vec::<String>::new());
    }
    assert_eq!(names, VIEWS.map(|(name, _)| name));
}

#[test]
fn what_would_not_run_is_found() {
    for (statement, fault) in [
        ("select 1 from users where id = $2", "`users` without its school"),
        ("select 1 from users where establishment_id = $2", "`users` without its school"),
        ("select 1 from users where establishment_id = $1 or id = $2", "`users` without its school"),
        (
            "select 1 from users u join student_profile p on p.user_id = u.id where u.establishment_id = $1",
            "`p` without",
        ),
        ("select 1 from job where establishment_id = $1 union all select 1 from lease", "`lease` without its school"),
        ("select 1 from users u, lease l where u.establishment_id = $1", "`l` without its school"),
        (
            "select 1 from job where establishment_id = $1 and batch_id in (select id from import_batch)",
            "`import_batch` without",
        ),
        ("select 1 from establishment where slug = $1", "`establishment` without its school (`id`)"),
        ("select 1 from import_row s where s.batch_id = $2", "`s` without its school"),
        ("delete from job where id = $2", "`job` without its school"),
        ("update job set status = 'x' where id = $2", "`job` without its school"),
        (
            "update job set establishment_id = $2 where establishment_id = $1",
            "the school of a row of `job` would change",
        ),
        ("update job set due_at = clock_timestamp() where establishment_id = $1", "`clock_timestamp` may differ"),
        ("select 1 from job where id = $2 for update", "cannot be locked"),
        ("insert into job (id, establishment_id) values ($2, $1)", "the school is not the first column"),
        ("insert into job (establishment_id, id) values ($2, $1)", "comes neither from"),
        ("insert into job (establishment_id, id) values ($1, (select 1))", "a sub-query in `values`"),
        (
            "insert into job (establishment_id, id) select $1, u.id from unnest($2::uuid[]) as u (id)",
            "comes neither from",
        ),
        ("insert into job values ($1, $2)", "does not name its columns"),
        (
            "insert into lease (establishment_id, name) values ($1, $2) on conflict (name) do nothing",
            "a conflict over all schools",
        ),
        (
            "insert into lease (establishment_id, name) values ($1, $2) on conflict (establishment_id, name) do update set \
             establishment_id = excluded.establishment_id",
            "would change",
        ),
    ] {
        let found = faults(statement, false);
        assert!(found.iter().any(|one| one.contains(fault)), "{statement}\n{found:?}");
    }
    let apart = "select 1 from job j left join lease l on l.name = 'x' where j.due_at < $1";
    assert!(!faults(apart, true).is_empty(), "nodes cannot answer a join of two schools' rows");
}

#[test]
fn what_would_run_passes() {
    for statement in [
        "select 1 from users where establishment_id = $1 and id = $2",
        "select 1 from users u join student_profile p on p.establishment_id = u.establishment_id where u.establishment_id = $1",
        "select 1 from unnest($2::text[]) as k(value) cross join users u where u.establishment_id = $1 and u.email = k.value",
        "select 1 from lease where establishment_id = $1 and name = $2 for share",
        "insert into job (establishment_id, id) select e.id, u.id from establishment e cross join unnest($2::uuid[]) as u (id) where e.id = $1",
        "insert into import_change (establishment_id, seq) select establishment_id, seq from staging_student_row where establishment_id = $1",
        "select establishment_id from establishment_slug where slug = $1",
    ] {
        assert_eq!(faults(statement, false), Vec::<String>::new(), "{statement}");
    }
}

#[test]
fn no_text_that_looks_like_sql_is_overlooked() {
    let source = r#"
        macro_rules! select_x { ($($rest:tt)+) => { sql!["select a from job ", $($rest)+] }; }
        const LIST: &[&str] = &["id", "code"];
        static ROWS: Bulk = Bulk::insert("level", &["establishment_id"], LIST);
        fn f<'a>(c: char) { select_x!("where id = $2", for_update()); // "select not this"
            let plain = "delete from users"; sql!("select 1 \
                 from lease"); c == '"'; }
        #[cfg(test)]
        mod tests { const NO: &str = "select nothing"; }
    "#
    .replace("        #[cfg(test)]\n        mod tests", "#[cfg(test)]\nmod tests");
    let found = statements_of(&source);
    let joined = found.join("\n");
    assert_eq!(found.len(), 4, "{joined}");
    assert!(found[0].starts_with("insert into level (establishment_id, id, code)"), "{joined}");
    assert_eq!(found[1..], ["select a from job where id = $2 for update", "delete from users", "select 1 from lease"]);
}
