//! Files that are no list, told by their first bytes and named as a person would name them.
//!
//! Only what people send by mistake is named; anything else that is not text is "binary data". To add one: a line in the table,
//! the longer signature before the shorter.

/// (offset, bytes, what it is said to be).
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF", "PDF"),
    (0, b"\x89PNG", "image PNG"),
    (0, b"\xFF\xD8\xFF", "image JPEG"),
    (0, b"GIF87a", "image GIF"),
    (0, b"GIF89a", "image GIF"),
    (0, b"II*\0", "image TIFF"),
    (0, b"MM\0*", "image TIFF"),
    (8, b"WEBP", "image WebP"),
    (8, b"WAVE", "audio"),
    (4, b"ftyphei", "image HEIC"),
    (4, b"ftypmif", "image HEIC"),
    (4, b"ftypavif", "image AVIF"),
    (4, b"ftyp", "video"),
    (0, b"\x00\x00\x01\x00\x01\x00", "image ICO"),
    (0, b"8BPS", "image Photoshop"),
    (0, b"Rar!\x1A\x07", "archive RAR"),
    (0, b"7z\xBC\xAF\x27\x1C", "archive 7z"),
    (0, b"\x1F\x8B", "archive GZIP"),
    (0, b"BZh", "archive BZIP2"),
    (0, b"\xFD7zXZ\0", "archive XZ"),
    (0, b"\x28\xB5\x2F\xFD", "archive Zstandard"),
    (0, b"MSCF", "archive CAB"),
    (257, b"ustar", "archive TAR"),
    (0, b"SQLite format 3\0", "database SQLite"),
    (4, b"Standard Jet DB", "database Access"),
    (4, b"Standard ACE DB", "database Access"),
    (0, b"\x7FELF", "program"),
    (0, b"MZ", "program"),
    (0, b"\xCA\xFE\xBA\xBE", "program"),
    (0, b"\xCF\xFA\xED\xFE", "program"),
    (0, b"\xCE\xFA\xED\xFE", "program"),
    (0, b"ID3", "audio"),
    (0, b"OggS", "audio"),
    (0, b"RIFF", "video"),
    (0, b"\x1A\x45\xDF\xA3", "video"),
    (0, b"bplist", "property list"),
    (0, b"PAR1", "Parquet"),
    (0, b"\x00\x00\x1A\x00", "Lotus 1-2-3"),
    (0, b"\x00\x00\x02\x00", "Lotus 1-2-3"),
    (0, b"wOFF", "font"),
    (0, b"OTTO", "font"),
    (0, b"\x00\x01\x00\x00\x00", "font"),
    (0, b"ITSF", "help file"),
    (0, b"L\0\0\0\x01\x14\x02\0", "shortcut"),
];

/// Text formats that are no delimited text; looked for after a byte order mark and white space.
const TEXT_STARTS: &[(&str, &str)] = &[
    ("{\\rtf", "text RTF"),
    ("%!ps", "PostScript"),
    ("id;p", "SYLK"),
    ("begin:vcard", "contacts vCard"),
    ("begin:vcalendar", "calendar"),
    ("mime-version:", "web archive MHTML"),
    ("-----begin ", "certificate or key"),
    ("#!/", "program"),
    ("{\"", "JSON"),
    ("[{", "JSON"),
    ("[[", "JSON"),
    ("[\"", "JSON"),
];

pub(super) fn binary(head: &[u8]) -> Option<&'static str> {
    let name = |(at, bytes, what): &(usize, &[u8], &'static str)| {
        let found = head.get(*at..*at + bytes.len()) == Some(*bytes);
        // `MZ`, `ID3` and `BZh` are also the beginning of honest words; a program or a song has NUL bytes, a list has none.
        (found && (!bytes.iter().all(u8::is_ascii_alphanumeric) || head.contains(&0))).then_some(*what)
    };
    SIGNATURES.iter().find_map(name)
}

/// `start` is the lower-cased beginning of the text.
pub(super) fn textual(start: &str) -> Option<&'static str> {
    let json_line = start.starts_with('{') && start.contains("\":");
    let table = TEXT_STARTS.iter().find(|(prefix, _)| start.starts_with(prefix)).map(|(_, what)| *what);
    table.or_else(|| json_line.then_some("JSON"))
}

/// Whether bytes that carry no signature are something else than text. UTF-16 is told before.
pub(super) fn looks_binary(head: &[u8]) -> bool {
    // Tab, line ends, form feed, escape and DOS's end-of-file mark occur in text; NUL is counted apart because damaged exports
    // hold a few.
    let odd = |b: &&u8| matches!(b, 1..=8 | 11 | 14..=25 | 28..=31 | 127);
    let controls = head.iter().filter(odd).count();
    let nuls = memchr::memchr_iter(0, head).count();
    controls * 50 > head.len() || nuls * 10 > head.len()
}
