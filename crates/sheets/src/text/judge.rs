//! Which encoding a text file has, and why.
//!
//! The order is that of certainty: the person's wish, a byte order mark, the NUL pattern of UTF-16, strict UTF-8, then the encoding of one
//! byte per character under which the letters make words ([`letters`]), and a general detector when none does.
//! General detectors alone fail on small French lists, which is why they come last.

use std::{fs::File, io::Seek as _};

use super::{
    encoding::{Encoding, by_mark, utf16_by_mark_or_pattern},
    letters, mend,
    survey::Survey,
};
use crate::{Finding, Refusal};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub encoding: Encoding,
    pub bom: bool,
    pub reason: String,
    pub findings: Vec<Finding>,
}

/// A letter of a real word scores about -6, and of a word that is not in the model about -10; see `letters`.
const IMPLAUSIBLE: f32 = -15.0;
/// Differences below this say nothing: the commoner encoding is taken.
const SECOND_CHOICE: f32 = 2.5;

pub fn judge(file: &mut File, wish: Option<&str>) -> Result<Judged, Refusal> {
    let broken = |e: std::io::Error| Refusal::unreadable(e.to_string());
    let head = head_of(file).map_err(broken)?;
    let marked = by_mark(&head).map(|(encoding, _)| encoding);
    let wished = wish.and_then(Encoding::by_label);
    let wide = utf16_by_mark_or_pattern(&head).map(|big| if big { Encoding::UTF_16BE } else { Encoding::UTF_16LE });
    let early = match (wished, marked, wide) {
        (Some(wished), ..) => Some((wished, "you chose it")),
        (None, Some(marked), _) => Some((marked, "the file begins with its byte order mark")),
        (None, None, Some(wide)) => Some((wide, "every other byte is zero")),
        _ => None,
    };
    file.rewind().map_err(broken)?;
    if let Some((encoding, why)) = early.filter(|(encoding, _)| *encoding != Encoding::Utf8) {
        return Ok(Judged { encoding, bom: marked == Some(encoding), reason: why.to_owned(), findings: Vec::new() });
    }
    let survey = Survey::of(&mut *file).map_err(broken)?;
    file.rewind().map_err(broken)?;
    let mut judged = match early {
        Some((encoding, why)) => decided(encoding, why.to_owned()),
        None => by_survey(&survey),
    };
    judged.bom = marked == Some(judged.encoding);
    if let Some(value) = survey.spoilt.filter(|_| judged.encoding == Encoding::Utf8) {
        judged.findings.push(spoilt(value));
    }
    Ok(judged)
}

fn head_of(file: &mut File) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut head = Vec::new();
    file.rewind()?;
    file.take(64 << 10).read_to_end(&mut head)?;
    Ok(head)
}

fn decided(encoding: Encoding, reason: String) -> Judged {
    Judged { encoding, bom: false, reason, findings: Vec::new() }
}

pub(super) fn suspect(value: String) -> Finding {
    Finding { code: "FILE_ENCODING_SUSPECT".to_owned(), value }
}

/// A word that was decoded wrongly before: with how it reads, and the encoding to choose, where there is a way back.
pub(super) fn spoilt(word: String) -> Finding {
    match mend::offer(&word) {
        Some((encoding, mended)) => suspect(format!("{word} → {mended}, {}", encoding.name())),
        None => suspect(word),
    }
}

fn by_survey(survey: &Survey) -> Judged {
    if !survey.beyond_ascii {
        return decided(Encoding::Utf8, "there is no accent in the file".to_owned());
    }
    if survey.faulty == 0 {
        return decided(Encoding::Utf8, "every accent is valid UTF-8".to_owned());
    }
    // A list put together from two sources: the few bytes that are not UTF-8 are read as Windows-1252, cell by cell.
    if survey.sound * 4 >= survey.faulty {
        return decided(Encoding::Utf8, format!("almost all accents are valid UTF-8; {} are not", survey.faulty));
    }
    by_words(survey)
}

/// The candidates, the usual ones first, with the head start that the others must make good.
fn candidates(survey: &Survey) -> [(Encoding, f32); 5] {
    // Only old Excel for Mac ends its lines so.
    let mac_lines = survey.carriage_returns > 0 && survey.line_feeds * 20 < survey.carriage_returns;
    [
        (Encoding::WINDOWS_1252, if mac_lines { -SECOND_CHOICE } else { 0.0 }),
        (Encoding::MACINTOSH, if mac_lines { 0.0 } else { -SECOND_CHOICE }),
        (Encoding::Ibm850, -SECOND_CHOICE),
        (Encoding::WINDOWS_1256, -2.0 * SECOND_CHOICE),
        (Encoding::ISO_8859_15, -2.0 * SECOND_CHOICE),
    ]
}

fn by_words(survey: &Survey) -> Judged {
    let weigh = |(encoding, head_start): (Encoding, f32)| {
        let table = encoding.upper_half();
        let sum: f32 =
            survey.words.iter().map(|(word, count)| letters::plausibility(word, &table) * weight(*count)).sum();
        (encoding, sum + head_start, sum)
    };
    let mut scores: Vec<(Encoding, f32, f32)> = candidates(survey).into_iter().map(weigh).collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let letters_seen: f32 = survey.words.iter().map(|(word, count)| high_bytes(word) * weight(*count)).sum();
    let Some(&(best, _, sum)) = scores.first() else { return decided(Encoding::WINDOWS_1252, String::new()) };
    if sum / letters_seen.max(1.0) < IMPLAUSIBLE {
        return by_general_detector(survey, best);
    }
    let example = example_of(survey, best);
    decided(best, format!("the accents make words in {} (“{example}”)", best.name()))
}

fn weight(count: u32) -> f32 {
    1.0 + (count as f32).ln()
}

fn high_bytes(word: &[u8]) -> f32 {
    word.iter().filter(|b| !b.is_ascii()).count() as f32
}

fn example_of(survey: &Survey, encoding: Encoding) -> String {
    let word = survey.words.iter().max_by_key(|(word, count)| (**count, (*word).clone())).map(|(word, _)| word);
    let read: String = word.into_iter().flatten().map(|b| encoding.char_of(*b)).collect();
    read.trim().to_owned()
}

fn by_general_detector(survey: &Survey, plausible: Encoding) -> Judged {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let mut words: Vec<&Vec<u8>> = survey.words.keys().collect();
    words.sort();
    for word in words {
        detector.feed(word, false);
    }
    detector.feed(b"\n", true);
    let guess = Encoding::Listed(detector.guess(None, chardetng::Utf8Detection::Deny));
    let encoding = if guess.is_wide() { plausible } else { guess };
    let value = example_of(survey, encoding);
    let mut judged = decided(
        encoding,
        format!("no usual encoding makes words of the accents; {} is the likeliest", encoding.name()),
    );
    judged.findings.push(suspect(value));
    judged
}
