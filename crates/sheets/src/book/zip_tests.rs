use std::io::Cursor;

use super::*;
use crate::book::testing::Parts;

fn two_parts() -> Vec<u8> {
    Parts::empty().with("a.xml", "first part, first part, first part").with("b/c.xml", "second").zip()
}

fn open(bytes: Vec<u8>) -> Result<Archive, Refusal> {
    Archive::open(Cursor::new(bytes), &Limits::default())
}

fn text(bytes: Vec<u8>, name: &str) -> Result<Option<String>, Refusal> {
    let mut archive = open(bytes)?;
    let Some(mut part) = archive.part(name)? else { return Ok(None) };
    let mut text = String::new();
    part.read_to_string(&mut text).map_err(|error| refusal(&error, name))?;
    Ok(Some(text))
}

#[track_caller]
fn check_refused(bytes: Vec<u8>, why: &str) {
    let refused = text(bytes, "a.xml").expect_err(why).to_string();
    assert!(refused.contains(why), "{refused}");
}

/// Where the directory begins, and where the end record does.
fn places(bytes: &[u8]) -> (usize, usize) {
    let end = memchr::memmem::rfind(bytes, END).unwrap();
    (u32_at(bytes, end + 16) as usize, end)
}

#[test]
fn parts_are_found_as_spreadsheet_programs_find_them() {
    for name in ["b/c.xml", "B/C.XML", "/b/c.xml", "b\\c.xml", "b/./c.xml"] {
        assert_eq!(text(two_parts(), name).unwrap().as_deref(), Some("second"), "{name}");
    }
    for name in ["c.xml", "b/../b/c.xml", "b/c.xml/", "", ".."] {
        assert_eq!(text(two_parts(), name).unwrap(), None, "{name}");
    }
}

#[test]
fn a_name_that_climbs_is_never_found() {
    let bytes = Parts::empty().with("../a.xml", "x").with("b.xml", "y").zip();
    assert_eq!(text(bytes.clone(), "a.xml").unwrap(), None);
    assert_eq!(text(bytes.clone(), "../a.xml").unwrap(), None);
    assert_eq!(text(bytes, "b.xml").unwrap().as_deref(), Some("y"));
}

#[test]
fn a_line_break_behind_the_archive_does_no_harm() {
    let mut bytes = two_parts();
    bytes.extend(b"\r\n");
    assert_eq!(text(bytes, "b/c.xml").unwrap().as_deref(), Some("second"));
}

#[test]
fn a_second_directory_is_refused() {
    let (one, other) = (two_parts(), Parts::empty().with("a.xml", "other").zip());
    // One archive behind the other, each complete.
    check_refused([one.clone(), other.clone()].concat(), "second directory");
    // The same with the offsets put right: only the second is in the directory.
    let mut joined = [one.clone(), other.clone()].concat();
    let shift = one.len() as u32;
    let (directory, end) = places(&other);
    let (directory, end) = (directory + one.len(), end + one.len());
    joined[directory + 42..directory + 46].copy_from_slice(&shift.to_le_bytes());
    joined[end + 16..end + 20].copy_from_slice(&(directory as u32).to_le_bytes());
    check_refused(joined, "stands before the archive");
    // An end record hidden in the comment of another.
    let mut hidden = one.clone();
    let (_, end) = places(&one);
    hidden[end + 20..end + 22].copy_from_slice(&22_u16.to_le_bytes());
    hidden.extend_from_slice(&one[end..]);
    check_refused(hidden, "second directory");
    // More entries than the end record counts.
    let mut uncounted = one;
    uncounted[end + 8] = 1;
    uncounted[end + 10] = 1;
    check_refused(uncounted, "second directory");
}

#[test]
fn directory_and_part_must_name_the_same() {
    let mut bytes = two_parts();
    bytes[30] = b'z';
    check_refused(bytes, "do not agree");
}

#[test]
fn a_changed_byte_is_seen_by_the_checksum() {
    let mut bytes = two_parts();
    let (directory, _) = places(&bytes);
    bytes[directory + 16] ^= 1;
    check_refused(bytes, "checksum");
}

#[test]
fn parts_over_each_other_are_refused() {
    let mut bytes = two_parts();
    let (directory, _) = places(&bytes);
    let second = directory + CENTRAL_LENGTH + "a.xml".len();
    assert!(bytes[second..].starts_with(CENTRAL));
    bytes[second + 42..second + 46].copy_from_slice(&3_u32.to_le_bytes());
    check_refused(bytes, "over each other");
    let mut long = two_parts();
    long[directory + 20..directory + 24].copy_from_slice(&100_000_u32.to_le_bytes());
    check_refused(long, "over each other");
}

#[test]
fn encrypted_parts_and_foreign_methods_have_their_own_refusals() {
    let (directory, _) = places(&two_parts());
    let mut encrypted = two_parts();
    encrypted[directory + 8] |= 1;
    assert_eq!(text(encrypted, "a.xml"), Err(Refusal::Encrypted));
    for (method, name) in [(9, "deflate64"), (93, "zstandard"), (77, "number 77")] {
        let mut foreign = two_parts();
        foreign[directory + 10] = method;
        check_refused(foreign, name);
    }
}

#[test]
fn a_lie_about_the_size_changes_nothing() {
    let mut bytes = two_parts();
    let (directory, _) = places(&bytes);
    bytes[directory + 24..directory + 28].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(text(bytes, "a.xml").unwrap().unwrap().len(), 34);
}

#[test]
fn inflated_bytes_are_counted_over_all_parts_and_once_each() {
    let parts = Parts::empty().with("a.xml", &"a".repeat(600)).with("b.xml", &"b".repeat(600)).zip();
    let limits = Limits { unpacked_bytes: 1_000, ..Limits::default() };
    let mut archive = Archive::open(Cursor::new(parts), &limits).unwrap();
    for _ in 0..3 {
        assert_eq!(archive.small_part("a.xml", 1_000).unwrap().unwrap().len(), 600);
    }
    assert_eq!(
        archive.small_part("b.xml", 1_000),
        Err(Refusal::TooLarge { limit: "unpacked_bytes".into(), value: 1_000 })
    );
}

#[test]
fn too_many_entries_are_refused_by_their_limit() {
    let limits = Limits { zip_entries: 1, ..Limits::default() };
    let refused = Archive::open(Cursor::new(two_parts()), &limits).err();
    assert_eq!(refused, Some(Refusal::TooLarge { limit: "zip_entries".into(), value: 1 }));
}

#[test]
fn a_cut_archive_says_so() {
    let bytes = two_parts();
    check_refused(bytes[..bytes.len() - 1].to_vec(), "cut on its way");
    check_refused(b"PK\x03\x04".to_vec(), "cut on its way");
}

#[test]
fn archives_of_the_large_kind_are_read() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    writer.start_file("a.xml", options).unwrap();
    std::io::Write::write_all(&mut writer, b"large").unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(text(bytes, "a.xml").unwrap().as_deref(), Some("large"));
    // The same with the directory's end in its large form.
    let plain = two_parts();
    let (directory, end) = places(&plain);
    let mut large = plain[..end].to_vec();
    large.extend(END_64);
    large.extend(44_u64.to_le_bytes());
    large.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    large.extend([2_u64, 2, (end - directory) as u64, directory as u64].iter().flat_map(|n| n.to_le_bytes()));
    large.extend(END_64_LOCATOR);
    large.extend([0; 4]);
    large.extend((end as u64).to_le_bytes());
    large.extend(1_u32.to_le_bytes());
    large.extend(END);
    large.extend([0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
    large.extend([0xFF; 8]);
    large.extend([0, 0]);
    assert_eq!(text(large, "b/c.xml").unwrap().as_deref(), Some("second"));
}

proptest::proptest! {
    #[test]
    fn damaged_archives_never_panic(changes in proptest::collection::vec((0_usize..400, proptest::num::u8::ANY), 1..8), length in 0_usize..400) {
        let mut bytes = two_parts();
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        let _ = text(bytes.clone(), "a.xml");
        bytes.truncate(length);
        let _ = text(bytes, "b/c.xml");
    }
}
