//! Text files as a whole: what is said of them, and what their rows are.

use std::io::Write as _;

use proptest::prelude::*;

use super::*;
use crate::{RowFlag, book};

fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

fn open(bytes: &[u8]) -> book::Opened {
    book::open(file_of(bytes), "liste.csv", &Limits::default(), &Wishes::default()).unwrap()
}

/// One line per row: its number, its cells between bars, its flags.
fn rows(bytes: &[u8]) -> Vec<String> {
    let mut lines = Vec::new();
    open(bytes)
        .book
        .rows(0, &mut |row| {
            let cells: Vec<&str> = row.cells().map(|cell| cell.text).collect();
            let flags: Vec<&str> = row.flags.iter().map(RowFlag::code).collect();
            lines.push(format!("{} {} {}", row.number, cells.join("|"), flags.join(" ")).trim().to_owned());
            Ok(())
        })
        .unwrap();
    lines
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(rows(text.as_bytes()), expected, "{text:?}");
}

#[test]
fn every_record_counts_one() {
    check(
        "sep=;\r\nnom;classe\r\n\r\nAwa;\"6e\r\nA\"\r\nBih;5e",
        &["1 sep=;", "2 nom|classe", "3", "4 Awa|6e\nA", "5 Bih|5e"],
    );
}

#[test]
fn quotes_inside_a_plain_cell_are_text() {
    check("nom;classe\nJean \"Jojo\" Diop;6e\n", &["1 nom|classe", "2 Jean \"Jojo\" Diop|6e"]);
    check("a, \"b, c\" ,d\n1,2,3\n", &["1 a|b, c|d", "2 1|2|3"]);
}

#[test]
fn a_quote_that_is_never_closed_spoils_its_row_only() {
    check(
        "n;nom;lieu;tel\n1;Awa;Edéa;600\n2;\"Bih;Kribi;601\n3;Cos;Lomé;602\n4;Dia;Buéa;603\n",
        &[
            "1 n|nom|lieu|tel",
            "2 1|Awa|Edéa|600",
            "3 2|Bih|Kribi|601 ROW_QUOTES_BROKEN",
            "4 3|Cos|Lomé|602",
            "5 4|Dia|Buéa|603",
        ],
    );
    // Another quoted cell further down is not its end.
    check(
        "n;nom;tel\n1;\"Bih;601\n2;\"Cos, B\";602\n3;Dia;603\n",
        &["1 n|nom|tel", "2 1|Bih|601 ROW_QUOTES_BROKEN", "3 2|Cos, B|602", "4 3|Dia|603"],
    );
    check(
        "\"n\",\"nom\",\"tel\"\n\"1\",\"Bih,\"601\"\n\"2\",\"Cos\",\"602\n\"3\",\"Dia\",\"603\"\n",
        &["1 n|nom|tel", "2 1|Bih|601 ROW_QUOTES_BROKEN", "3 2|Cos|602 ROW_QUOTES_BROKEN", "4 3|Dia|603"],
    );
    // Even when the next lone quote would close it by the book.
    check(
        "n;nom;taille\n1;\"Bih;160\n2;Cos;5'10\"\n3;Dia;170\n",
        &["1 n|nom|taille", "2 1|Bih|160 ROW_QUOTES_BROKEN", "3 2|Cos|5'10\"", "4 3|Dia|170"],
    );
}

#[test]
fn quotes_that_nobody_doubled_stay_in_their_cell() {
    check("a,b,c\n1,\"Jean \"Jojo\" Diop\",3\n", &["1 a|b|c", "2 1|Jean \"Jojo\" Diop|3 ROW_QUOTES_BROKEN"]);
    check(
        "a,b,c\n1,\"Rue\nface \"Jo\"\nici\",3\n4,5,6\n",
        &["1 a|b|c", "2 1|Rue\nface \"Jo\"\nici|3 ROW_QUOTES_BROKEN", "3 4|5|6"],
    );
    check("a,b\n1,\"Jean \\\"Jojo\\\" Diop\"\n", &["1 a|b", "2 1|Jean \"Jojo\" Diop"]);
}

#[test]
fn a_line_feed_that_nobody_quoted_is_mended() {
    check(
        "a;b;c\r\n1;2;3\r\n4;x\ny;6\r\n7;8;9\r\n1;2;3\r\n4;5;6\r\n",
        &["1 a|b|c", "2 1|2|3", "3 4|x\ny|6 ROW_QUOTES_BROKEN", "4 7|8|9", "5 1|2|3", "6 4|5|6"],
    );
}

#[test]
fn every_line_end_is_read() {
    for (end, name) in [("\n", "lf"), ("\r\n", "crlf"), ("\r", "cr")] {
        let text = format!("nom;classe{end}Awa;6e{end}Bih;5e");
        check(&text, &["1 nom|classe", "2 Awa|6e", "3 Bih|5e"]);
        assert_eq!(open(text.as_bytes()).book.facts().newline.as_deref(), Some(name));
    }
}

#[test]
fn strangers_in_a_utf8_list_are_read_and_said() {
    let mut bytes = "nom;lieu\nAïcha;Edéa\nZoé;Lomé\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"Ren\xE9;Edea\nA\0wa;\xEF\xBB\xBFKribi\n");
    assert_eq!(rows(&bytes)[3..], ["4 René|Edea CELL_BAD_CHARACTERS", "5 Awa|Kribi CELL_BAD_CHARACTERS"]);
}

#[test]
fn what_is_over_a_limit_is_cut_or_refused() {
    let limits = Limits { rows: 3, columns: 4, cell_chars: 5, ..Limits::default() };
    let read = |text: &str| {
        let mut seen = Vec::new();
        let mut opened = book::open(file_of(text.as_bytes()), "", &limits, &Wishes::default()).unwrap();
        let end = opened.book.rows(0, &mut |row| {
            seen.push(row.clone());
            Ok(())
        });
        (seen, end)
    };
    let (seen, end) = read("a;b\nélèves;x\n");
    assert_eq!(
        (seen[1].cell(0).text, &seen[1].flags[..], end),
        ("élève", &[RowFlag::CellCut { column: 0 }][..], Ok(()))
    );
    assert_eq!(read("a;b\n1;2\n1;2\n1;2\n").1, Err(Refusal::TooManyRows { value: 3 }));
    assert_eq!(read("a;b\n1;2;3;4;5\n").1, Err(Refusal::TooLarge { limit: "columns".into(), value: 4 }));
    assert_eq!(read("a;b\n1;2;;;;;;;;;\n").1, Ok(()));
}

#[test]
fn the_samples_are_seen_as_they_were_written() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_string_lossy().ends_with(".truth.json") {
            continue;
        }
        let truth: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        if truth["encoding"].is_null() {
            continue;
        }
        let name = truth["file"].as_str().unwrap();
        let file = File::open(format!("{folder}/{name}")).unwrap();
        let opened = book::open(file, name, &Limits::default(), &Wishes::default()).unwrap();
        let facts = opened.book.facts();
        assert_eq!(facts.encoding.as_deref(), truth["encoding"].as_str(), "{name}");
        assert_eq!(facts.bom, truth["bom"].as_bool(), "{name}");
        assert_eq!(facts.delimiter.map(String::from).as_deref(), truth["delimiter"].as_str(), "{name}");
        assert_eq!(facts.newline.as_deref(), truth["newline"].as_str(), "{name}");
        assert_eq!(opened.kind.name(), truth["format"].as_str().unwrap(), "{name}");
        assert!(facts.findings.is_empty(), "{name}: {:?}", facts.findings);
        seen += 1;
    }
    assert!(seen >= 6);
}

/// One fault in one row: every other row is right, and the spoilt one is right or does not look right.
#[test]
fn no_fault_spoils_a_row_in_silence() {
    type Fault = (&'static str, fn(&str, char) -> Option<String>);
    let faults: [Fault; 12] = [
        ("a closing quote is missing", |line, _| {
            nth_quote(line, 1).map(|at| format!("{}{}", &line[..at], &line[at + 1..]))
        }),
        ("the last closing quote is missing", |line, _| line.strip_suffix('"').map(str::to_owned)),
        ("an opening quote is missing", |line, _| {
            nth_quote(line, 0).map(|at| format!("{}{}", &line[..at], &line[at + 1..]))
        }),
        ("a quote inside a quoted cell", |line, _| {
            nth_quote(line, 0).map(|at| format!("{}\"{}", &line[..at + 3], &line[at + 3..]))
        }),
        ("a pair of quotes inside a quoted cell", |line, _| {
            line.find("\"Awa").map(|at| format!("{}\"{}\"{}", &line[..at + 2], &line[at + 2..at + 3], &line[at + 3..]))
        }),
        ("a stray quote before a plain cell", |line, d| {
            line.find(d).map(|at| format!("{}\"{}", &line[..=at], &line[at + 1..]))
        }),
        ("a stray quote at the beginning", |line, _| Some(format!("\"{line}"))),
        ("a stray quote at the end", |line, _| Some(format!("{line}\""))),
        ("a delimiter too many", |line, d| {
            plain_place(line, "Awa").map(|at| format!("{}{d}{}", &line[..=at], &line[at + 1..]))
        }),
        ("text after a closing quote", |line, _| {
            nth_quote(line, 1).map(|at| format!("{}x{}", &line[..=at], &line[at + 1..]))
        }),
        ("a line feed inside a plain cell", |line, _| {
            plain_place(line, "600").map(|at| format!("{}\n{}", &line[..at + 3], &line[at + 3..]))
        }),
        ("a zero byte", |line, _| plain_place(line, "Awa").map(|at| format!("{}\0{}", &line[..=at], &line[at + 1..]))),
    ];
    let (mut seen, mut silent) = (0, Vec::new());
    for (name, fault) in faults {
        for delimiter in [';', ',', '\t'] {
            for quoting in 0..3 {
                for spoilt in [2, 7, 11] {
                    let Some((text, truth)) = spoilt_list(delimiter, quoting, spoilt, fault) else { continue };
                    seen += 1;
                    let read = read_cells(&text, delimiter);
                    if let Some(row) = wrong_in_silence(&read, &truth, spoilt) {
                        silent.push(format!("{name}, {delimiter:?}, quoting {quoting}, row {spoilt}: {row:?}"));
                    }
                }
            }
        }
    }
    println!("spoilt files {seen}, silently wrong {}", silent.len());
    assert!(silent.is_empty(), "{silent:#?}");
}

fn nth_quote(line: &str, n: usize) -> Option<usize> {
    line.match_indices('"').nth(n).map(|(at, _)| at)
}

/// Inside quotes a delimiter or a line end is no fault.
fn plain_place(line: &str, word: &str) -> Option<usize> {
    line.find(word).filter(|at| !line[..*at].ends_with('"') && !line[*at + word.len()..].starts_with('"'))
}

type Cells = Vec<Vec<String>>;

/// `quoting`: 0 where needed, 1 texts, 2 everything. The row `spoilt` has the fault.
fn spoilt_list(
    delimiter: char,
    quoting: usize,
    spoilt: usize,
    fault: fn(&str, char) -> Option<String>,
) -> Option<(String, Cells)> {
    let mut truth = vec![["n", "nom", "lieu", "adresse", "tel"].map(str::to_owned).to_vec()];
    for row in 1..=12 {
        let adresse = if row % 3 == 0 { format!("Rue {row}{delimiter} face\nBP 1") } else { format!("BP {row}") };
        truth.push(vec![row.to_string(), format!("Awa {row}"), "Kribi".into(), adresse, format!("6{row:02}600")]);
    }
    let mut text = String::new();
    for (number, row) in truth.iter().enumerate() {
        let must = |cell: &String| {
            cell.contains([delimiter, '\n'])
                || quoting == 2
                || (quoting == 1 && !cell.starts_with(|c: char| c.is_ascii_digit()))
        };
        let line: Vec<String> =
            row.iter().map(|cell| if must(cell) { format!("\"{cell}\"") } else { cell.clone() }).collect();
        let line = line.join(&delimiter.to_string());
        text.push_str(&if number == spoilt { fault(&line, delimiter)? } else { line });
        text.push_str("\r\n");
    }
    Some((text, truth))
}

fn read_cells(text: &str, delimiter: char) -> Vec<(Vec<String>, bool)> {
    let wishes = Wishes { delimiter: Some(delimiter), ..Wishes::default() };
    let mut read = Vec::new();
    TextBook::open(file_of(text.as_bytes()), &Limits::default(), &wishes)
        .unwrap()
        .rows(0, &mut |row| {
            read.push((row.cells().map(|cell| cell.text.to_owned()).collect(), !row.flags.is_empty()));
            Ok(())
        })
        .unwrap();
    read
}

/// A row that is neither right nor marked nor of another width than the header.
fn wrong_in_silence(read: &[(Vec<String>, bool)], truth: &Cells, spoilt: usize) -> Option<Vec<String>> {
    let wrong = read.iter().find(|(cells, marked)| !truth.contains(cells) && !marked && cells.len() == truth[0].len());
    let missing = truth
        .iter()
        .enumerate()
        .find(|(number, cells)| *number != spoilt && !read.iter().any(|(read, _)| read == *cells));
    wrong.map(|(cells, _)| cells.clone()).or_else(|| missing.map(|(_, cells)| cells.clone()))
}

/// Without a bound each of these lines would look through a megabyte.
#[test]
fn hostile_quotes_cost_little() {
    let begun = std::time::Instant::now();
    for line in ["\"a\n", "\"a;b;c;d\n", "a;\"\n", "\"\"\"\n", "x\"y;\"\"\"z\n", "\" \";\n"] {
        let text = format!("a;b;c\n1;2;3\n1;2;3\n{}", line.repeat(150_000));
        read_all(text.as_bytes()).unwrap();
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_all(&bytes);
    }

    #[test]
    fn no_soup_of_marks_makes_it_panic_or_lose_text(text in "[\"';,\t|\\\\\r\n\u{FEFF}é\0a-c1 ]{0,200}") {
        let _ = read_all(text.as_bytes());
    }

    /// Whatever a well-formed writer writes is read back as it was.
    #[test]
    fn what_was_quoted_by_the_book_comes_back(
        cells in proptest::collection::vec(proptest::collection::vec("[a-zé,;\"\n ]{0,8}", 4), 6..12),
    ) {
        let mut text = String::from("nom;prénom;classe;tel\r\n");
        for row in &cells {
            let quoted: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&quoted.join(";"));
            text.push_str("\r\n");
        }
        let wishes = Wishes { delimiter: Some(';'), ..Wishes::default() };
        let mut read = Vec::new();
        TextBook::open(file_of(text.as_bytes()), &Limits::default(), &wishes).unwrap().rows(0, &mut |row| {
            read.push(row.cells().map(|cell| cell.text.to_owned()).collect::<Vec<_>>());
            Ok(())
        }).unwrap();
        prop_assert_eq!(&read[1..], &cells[..]);
    }
}

fn read_all(bytes: &[u8]) -> Result<(), Refusal> {
    let mut opened = book::open(file_of(bytes), "x", &Limits::default(), &Wishes::default())?;
    for sheet in 0..opened.book.facts().sheets.len() {
        opened.book.merges(sheet as u16)?;
        opened.book.rows(sheet as u16, &mut |row| {
            std::hint::black_box(row.is_blank());
            Ok(())
        })?;
    }
    Ok(())
}
