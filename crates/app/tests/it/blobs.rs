//! Raw files in a folder and in a bucket: what was put is there, byte for byte, until it is deleted; and nothing else is.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rentree_app::Error;
use rentree_app::blobs::{Blobs, Fault, Patience};
use rentree_testkit::s3::{self, Fate, Server};
use sha2::Digest as _;

const PART: usize = 5 << 20;

fn bucket_of(server: &Server, name: &str) -> Blobs {
    Blobs::bucket(&format!("s3://{name}/kept/here"), server.environment(), &hurry()).unwrap()
}

fn hurry() -> Patience {
    Patience { answer: Duration::from_millis(700), retries: 1, whole: Duration::from_secs(2), ..Patience::default() }
}

/// Bytes in no pattern that a mistake could repeat.
fn list(folder: &Path, size: usize) -> PathBuf {
    let path = folder.join(format!("{size}.csv"));
    let mut seed = 1_u32;
    let bytes = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    });
    std::fs::write(&path, bytes.take(size).collect::<Vec<_>>()).unwrap();
    path
}

async fn everything_comes_back(blobs: &Blobs) {
    let folder = tempfile::tempdir().unwrap();
    for size in [0, 1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 77] {
        let list = list(folder.path(), size);
        let checksum = blobs.put("school/batch/file", &list).await.unwrap();
        assert_eq!(checksum, <[u8; 32]>::from(sha2::Sha256::digest(std::fs::read(&list).unwrap())), "{size} bytes");
        let local = blobs.local("school/batch/file").await.unwrap();
        assert!(std::fs::read(local.path()).unwrap() == std::fs::read(&list).unwrap(), "{size} bytes");
    }
    blobs.delete("school/batch/file").await.unwrap();
    blobs.delete("school/batch/file").await.unwrap();
}

#[tokio::test]
async fn a_folder_gives_back_what_it_got() {
    let folder = tempfile::tempdir().unwrap();
    everything_comes_back(&Blobs::folder(folder.path()).unwrap()).await;
}

#[tokio::test]
async fn a_bucket_gives_back_what_it_got() {
    let server = s3::server();
    let name = server.bucket();
    everything_comes_back(&bucket_of(server, &name)).await;
    assert_eq!(server.keys(&name), Vec::<String>::new());
    assert_eq!(server.unfinished(&name), Vec::<String>::new());
}

#[tokio::test]
async fn keys_stand_below_the_prefix() {
    let (server, folder) = (s3::server(), tempfile::tempdir().unwrap());
    let name = server.bucket();
    bucket_of(server, &name).put("school/batch/file", &list(folder.path(), 10)).await.unwrap();
    assert_eq!(server.keys(&name), ["kept/here/school/batch/file"]);
}

#[tokio::test]
async fn what_was_fetched_is_gone_with_its_guard_and_nobody_else_could_find_it() {
    let (server, folder) = (s3::server(), tempfile::tempdir().unwrap());
    let blobs = bucket_of(server, &server.bucket());
    blobs.put("a/b/c", &list(folder.path(), 10)).await.unwrap();
    let local = blobs.local("a/b/c").await.unwrap();
    let path = local.path().to_owned();
    assert_eq!(std::fs::read(&path).unwrap().len(), 10);
    let named = std::fs::read_link(&path).unwrap();
    assert!(named.to_string_lossy().ends_with("(deleted)"), "{} has a name", named.display());
    let held = std::fs::metadata(&path).unwrap();
    drop(local);
    // The number may have been given to another file meanwhile; this one it is not.
    let now = std::fs::metadata(&path).ok();
    assert!(now.is_none_or(|now| (now.dev(), now.ino()) != (held.dev(), held.ino())));
}

#[tokio::test]
async fn an_upload_that_fails_leaves_no_parts() {
    let (server, folder) = (s3::server(), tempfile::tempdir().unwrap());
    let name = server.bucket();
    let door = server.between(|line| if line.contains("partNumber=2&") { Fate::Cut } else { Fate::Pass });
    let failed = bucket_of(&door, &name).put("a/b/c", &list(folder.path(), 3 * PART)).await.unwrap_err();
    assert_eq!(fault(&failed), Fault::Silent);
    assert_eq!(server.unfinished(&name), Vec::<String>::new());
    assert_eq!(server.keys(&name), Vec::<String>::new());
}

#[tokio::test]
async fn an_upload_for_which_nobody_waits_any_more_leaves_no_parts() {
    let (server, folder) = (s3::server(), tempfile::tempdir().unwrap());
    let name = server.bucket();
    let door = server.between(|line| if line.contains("partNumber=2&") { Fate::Hold } else { Fate::Pass });
    let blobs = bucket_of(&door, &name);
    let list = list(folder.path(), 3 * PART);
    let upload = tokio::spawn(async move { blobs.put("a/b/c", &list).await });
    until(|| !server.unfinished(&name).is_empty()).await;
    upload.abort();
    assert!(upload.await.unwrap_err().is_cancelled());
    until(|| server.unfinished(&name).is_empty()).await;
    assert_eq!(server.keys(&name), Vec::<String>::new());
}

#[tokio::test]
async fn a_piece_that_breaks_off_is_asked_for_again() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let (server, folder) = (s3::server(), tempfile::tempdir().unwrap());
    let name = server.bucket();
    let list = list(folder.path(), 2 * PART + 5);
    let count = AtomicUsize::new(0);
    // Every third request breaks: sending, fetching and deleting must all get over it.
    let door = server.between(move |_| match count.fetch_add(1, Ordering::Relaxed) % 3 {
        2 => Fate::Cut,
        _ => Fate::Pass,
    });
    let blobs = bucket_of(&door, &name);
    blobs.put("a/b/c", &list).await.unwrap();
    let local = blobs.local("a/b/c").await.unwrap();
    assert!(std::fs::read(local.path()).unwrap() == std::fs::read(&list).unwrap());
    blobs.delete("a/b/c").await.unwrap();
    assert_eq!(server.keys(&name), Vec::<String>::new());
    assert_eq!(server.unfinished(&name), Vec::<String>::new());
}

#[tokio::test]
async fn each_refusal_says_what_it_is() {
    let (server, folder) = (s3::server(), tempfile::tempdir().unwrap());
    let list = list(folder.path(), 10);
    let nowhere = bucket_of(server, "no-such-bucket");
    assert_eq!(fault(&nowhere.put("a/b/c", &list).await.unwrap_err()), Fault::NoBucket);
    // A purge that looks into the wrong bucket must not believe that the file is deleted.
    assert_eq!(fault(&nowhere.delete("a/b/c").await.unwrap_err()), Fault::NoBucket);
    let empty = bucket_of(server, &server.bucket());
    assert_eq!(fault(&empty.local("a/b/c").await.unwrap_err()), Fault::NoFile);
    let stranger = bucket_of(s3::distrustful(), "any-bucket");
    assert_eq!(fault(&stranger.put("a/b/c", &list).await.unwrap_err()), Fault::Denied);
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_not_waited_for_for_long() {
    let folder = tempfile::tempdir().unwrap();
    let list = list(folder.path(), 10);
    let deaf = s3::server().between(|_| Fate::Hold);
    for blobs in [bucket_of(&deaf, "lists"), Blobs::bucket("s3://lists", nobody(), &hurry()).unwrap()] {
        let begun = Instant::now();
        assert_eq!(fault(&blobs.put("a/b/c", &list).await.unwrap_err()), Fault::Silent);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}

#[test]
fn settings_that_are_not_enough_are_refused_before_anything_is_sent() {
    let some = |names: &[&str]| -> Vec<(String, String)> {
        s3::server().environment().into_iter().filter(|(name, _)| names.contains(&name.as_str())).collect()
    };
    let all = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    for (url, names) in [
        ("s3://", &all[..]),
        ("s3:///prefix", &all),
        ("s3://user@bucket", &all),
        ("s3://lists", &["AWS_ENDPOINT_URL"]),
        ("s3://lists", &["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID"]),
        ("s3://lists", &["AWS_ENDPOINT_URL", "AWS_SECRET_ACCESS_KEY"]),
    ] {
        let refused = Blobs::bucket(url, some(names), &hurry()).unwrap_err();
        assert_eq!(fault(&refused), Fault::Settings, "{url} with {names:?}");
    }
}

/// An address where nobody listens: the port was free a moment ago.
fn nobody() -> Vec<(String, String)> {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let mut settings = s3::server().environment();
    settings[0].1 = format!("http://{free}");
    settings.into()
}

fn fault(error: &Error) -> Fault {
    match error {
        Error::Bucket { fault, .. } => *fault,
        other => panic!("{other:?}"),
    }
}

async fn until(happened: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_secs(10);
    while !happened() {
        assert!(Instant::now() < patience, "it never happened");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
