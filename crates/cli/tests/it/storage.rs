//! Raw files in a bucket: the same reports as with a folder, purged like there, and a plain word when the store is not as it should be.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

use rentree_testkit::s3::{self, Server};
use rentree_testkit::truth::{self, Sample};
use rentree_testkit::watch;
use serde_json::{Value, json};

use rentree_testkit::house::Said;

use crate::house::{self, Base, House};
use crate::samples::run_import;

/// A house whose files lie in a bucket, and the bucket's name.
fn with_bucket(server: &Server) -> (House, String) {
    let bucket = server.bucket();
    let mut house = house::new();
    house.set(server.environment());
    house.set([("STORAGE_URL".to_owned(), format!("s3://{bucket}/rentree"))]);
    (house, bucket)
}

fn sample(name: &str) -> Sample {
    Sample::open(&truth::folder().join(name))
}

/// A report without what differs from run to run.
fn comparable(mut report: Value) -> Value {
    for moving in ["batch", "durations_ms", "durations"] {
        report.as_object_mut().unwrap().remove(moving);
    }
    report
}

#[test]
fn a_bucket_gives_the_same_report_as_a_folder() {
    for name in
        ["d01_lycee_utf8_comma.csv.truth.json", "d05_primaire_sheets.xlsx.truth.json", "d07_lycee_tchad.xls.truth.json"]
    {
        let sample = sample(name);
        let (remote, bucket) = with_bucket(s3::server());
        let [by_folder, by_bucket] = [&house::new(), &remote].map(|house| {
            house.apply(&sample.school());
            let (said, report, rows) = run_import(house, &sample, "merge");
            (said.code, comparable(report), rows, said.err)
        });
        assert_eq!(by_folder, by_bucket, "{name}");
        let keys = s3::server().keys(&bucket);
        let ids: Vec<&str> = keys.iter().flat_map(|key| key.split('/')).collect();
        assert_eq!(ids.len(), 4, "{keys:?}");
        assert_eq!(ids[0], "rentree");
        assert!(
            ids[1..].iter().all(|id| id.len() == 36 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-')),
            "{keys:?}"
        );
        assert!(!remote.path("data").join("files").exists(), "nothing is kept beside the bucket");
    }
}

#[test]
fn a_purge_deletes_the_object_and_may_find_it_gone() {
    let (house, bucket) = with_bucket(s3::server());
    let sample = sample("d01_lycee_utf8_comma.csv.truth.json");
    house.apply(&sample.school());
    run_import(&house, &sample, "merge");
    assert_eq!(s3::server().keys(&bucket).len(), 1);
    // Somebody else was faster once.
    let gone = || s3::server().delete(&bucket, &s3::server().keys(&bucket)[0]);
    let purge = |day: &str| house.run(&["purge", "--as-of", day, "--json"]);
    assert_eq!(batches_in(&purge("2025-10-20")), 0);
    assert_eq!(s3::server().keys(&bucket).len(), 1, "kept while its time has not come");
    gone();
    assert_eq!(batches_in(&purge("2027-01-01")), 1);
    assert_eq!(batches_in(&purge("2027-01-01")), 0);

    let sample = self::sample("d02_college_cp1252_semicolon.csv.truth.json");
    house.apply(&sample.school());
    run_import(&house, &sample, "merge");
    assert_eq!(s3::server().keys(&bucket).len(), 1);
    assert_eq!(batches_in(&purge("2027-01-01")), 1);
    assert_eq!(s3::server().keys(&bucket), Vec::<String>::new());
}

fn batches_in(said: &Said) -> usize {
    assert_eq!(said.code, 0, "{}", said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    report["batches"].as_array().unwrap().len()
}

#[test]
fn a_store_that_is_not_as_it_should_be_is_said_in_both_languages() {
    let server = s3::server();
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let down = ("AWS_ENDPOINT_URL".to_owned(), format!("http://{free}"));
    let storage = |url: &str| ("STORAGE_URL".to_owned(), url.to_owned());
    let cases = [
        (vec![storage("s3://no-such-bucket")], server, 6, "ne connaît pas ce seau", "has no such bucket"),
        (vec![storage("s3://lists")], s3::distrustful(), 6, "refuse la clé", "refuses the key"),
        (vec![storage("s3://lists"), down], server, 6, "ne répond pas", "does not answer"),
        (
            vec![storage("s3://lists"), ("AWS_SECRET_ACCESS_KEY".to_owned(), String::new())],
            server,
            2,
            "ne suffisent pas",
            "are not enough",
        ),
        (vec![storage("gs://lists")], server, 2, "`gs://`", "`gs://`"),
    ];
    let sample = sample("d01_lycee_utf8_comma.csv.truth.json");
    for (variables, server, code, french, english) in cases {
        let mut house = house::new();
        house.apply(&sample.school());
        house.set(server.environment());
        house.set(variables);
        let list = sample.list.to_string_lossy();
        let import = ["import", &list, "--establishment", sample.slug(), "--commit"];
        for (language, words) in [("fr", french), ("en", english)] {
            let said = house.run(&[&import[..], &["--lang", language]].concat());
            assert_eq!(said.code, code, "{}", said.err);
            assert!(said.err.contains(words), "{}", said.err);
            assert!(!said.err.contains("something"), "no key is said: {}", said.err);
        }
        // Nothing was begun that would have to be cleaned up.
        let mut house = house;
        house.set([storage(&house.path("files").to_string_lossy())]);
        let said = house.run(&["batch", "list", "--establishment", sample.slug(), "--json"]);
        assert_eq!(serde_json::from_str::<Value>(&said.out).unwrap(), json!([]), "{}", said.out);
    }
}

/// A workbook with photographs that nobody reads: what counts here is the way of the file, not of its students. That the copy has the bytes
/// that were read is asked by the import itself.
fn heavy(house: &House, sample: &Sample, megabytes: usize) -> PathBuf {
    let path = house.write("lourd.xlsx", std::fs::read(&sample.list).unwrap());
    let file = std::fs::OpenOptions::new().read(true).write(true).open(&path).unwrap();
    let mut book = zip::ZipWriter::new_append(file).unwrap();
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    book.start_file("xl/media/photo.png", stored).unwrap();
    for number in 0..megabytes {
        book.write_all(&vec![number as u8; 1 << 20]).unwrap();
    }
    book.finish().unwrap();
    path
}

#[test]
fn a_big_file_goes_through_a_bucket_whole_and_in_the_memory_of_a_small_one() {
    let sample = sample("d04_ces_title_block.xlsx.truth.json");
    let [small, big] = [10, 60].map(|megabytes| {
        let (house, bucket) = with_bucket(s3::server());
        house.apply(&sample.school());
        let list = heavy(&house, &sample, megabytes);
        let mut import = house.command();
        import.arg("import").arg(&list).args(["--establishment", sample.slug(), "--as-of", sample.today()]);
        let sent =
            watch::run(import.args(["--commit", "--queue"]).stdout(Stdio::null()).stderr(Stdio::null())).unwrap();
        assert_eq!(sent.code, Some(0));
        let keys = s3::server().keys(&bucket);
        assert_eq!(s3::server().size(&bucket, &keys[0]), std::fs::metadata(&list).unwrap().len());
        // Another process, which finds the file only in the bucket.
        std::fs::remove_file(&list).unwrap();
        let fetched = watch::run(house.command().args(["worker", "--drain"]).stderr(Stdio::null())).unwrap();
        assert_eq!(fetched.code, Some(0));
        assert!(house.digest(sample.slug()).0 > 0, "its students are there");
        sent.peak_bytes.max(fetched.peak_bytes)
    });
    println!("peak: {} MiB with 10 MB, {} MiB with 60 MB", small >> 20, big >> 20);
    assert!(big < small + (16 << 20), "{big} and {small}");
}

/// The rows of the first reading are kept in a temporary file. A limit on the size of files that the list and its copy keep, and those rows
/// do not, stands for a disk without room: the list is read again.
#[test]
fn no_room_for_what_was_read_costs_nothing_but_time() {
    let sample = sample("d01_lycee_utf8_comma.csv.truth.json");
    let list = sample.list.to_string_lossy();
    let blocks = std::fs::metadata(&sample.list).unwrap().len().div_ceil(512);
    let [whole, tight] = [None, Some(blocks)].map(|limit| {
        let house = house::on(Base::Postgres);
        house.apply(&sample.school());
        let mut import = house.command();
        if let Some(blocks) = limit {
            let program = import.get_program().to_owned();
            import = house.command_of("sh");
            import.args(["-c", &format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$@\""), "sh"]).arg(program);
        }
        import.args([
            "import",
            &list,
            "--establishment",
            sample.slug(),
            "--as-of",
            sample.today(),
            "--commit",
            "--json",
        ]);
        let said = Said::of(&import.output().unwrap());
        let report = serde_json::from_str(&said.out).unwrap_or_else(|cause| panic!("{cause}: {}", said.err));
        (said.code, comparable(report), house.digest(sample.slug()))
    });
    assert_eq!(whole, tight);
}
