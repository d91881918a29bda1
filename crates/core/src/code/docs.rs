//! The reference page of the codes: for each, what it means, why it matters, and how to repair the list.
//!
//! This is data for a generated page (`docs/reference/codes.md`), in English; what a secretary reads on the screen are the
//! shorter sentences and hints of [`Code`]. The match has no wildcard, so a code without its paragraph does not compile.

use super::Code;

/// One paragraph of the reference page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doc {
    pub meaning: &'static str,
    pub why: &'static str,
    pub repair: &'static str,
}

const fn doc(meaning: &'static str, why: &'static str, repair: &'static str) -> Doc {
    Doc { meaning, why, repair }
}

/// What a code is about. The reference page has one part for each, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    File,
    Mapping,
    Row,
    Identity,
    Contact,
    Schooling,
}

impl Family {
    pub const ALL: [Self; 6] = [Self::File, Self::Mapping, Self::Row, Self::Identity, Self::Contact, Self::Schooling];
}

impl Code {
    pub const fn doc(self) -> Doc {
        match self.family() {
            Family::File => of_file(self),
            Family::Mapping => of_mapping(self),
            Family::Row => of_row(self),
            Family::Identity => of_identity(self),
            Family::Contact => of_contact(self),
            Family::Schooling => of_schooling(self),
        }
    }

    pub const fn family(self) -> Family {
        match self {
            Self::FileEmpty
            | Self::FileTypeUnsupported
            | Self::FileUnreadable
            | Self::FileEncrypted
            | Self::FileTooLarge
            | Self::FileTooManyRows
            | Self::FileEncodingSuspect
            | Self::FileSeenBefore
            | Self::FileNoHeader => Family::File,
            Self::MapTargetMissing
            | Self::MapStrongIdMissing
            | Self::MapFieldTwice
            | Self::MapHeaderDuplicate
            | Self::MapDrift
            | Self::DateOrderUs
            | Self::DateOrderMixed
            | Self::DateLocaleMixup => Family::Mapping,
            Self::RowColumnsShifted
            | Self::RowQuotesBroken
            | Self::RowDuplicate
            | Self::RowExcluded
            | Self::RowNotStudent
            | Self::StudentErased
            | Self::CellFormulaError
            | Self::CellBadCharacters
            | Self::ValueTruncated
            | Self::RequiredMissing
            | Self::NameMissing
            | Self::NameHasDigits
            | Self::StrongIdMissing => Family::Row,
            Self::EmailSyntax
            | Self::EmailMultiple
            | Self::EmailDomainTypo
            | Self::EmailShared
            | Self::EmailDupFile
            | Self::EmailTaken
            | Self::MatriculeEmpty
            | Self::MatriculeFormat
            | Self::MatriculePrecisionLost
            | Self::MatriculeDupFile
            | Self::MatriculeTaken
            | Self::IdConflict => Family::Identity,
            Self::PhoneInvalid
            | Self::PhoneAmbiguous
            | Self::PhonePrecisionLost
            | Self::PhoneNotCemac
            | Self::PhoneMultiple
            | Self::PhoneOldPlan
            | Self::PhoneShared
            | Self::PhoneDupFile
            | Self::PhoneTaken
            | Self::ParentPhoneInvalid
            | Self::ParentPhoneNotCemac
            | Self::ParentEmailSyntax => Family::Contact,
            Self::DobInvalid
            | Self::DobFuture
            | Self::DobTooOld
            | Self::DobTooYoung
            | Self::DobApproximate
            | Self::DobAmbiguous
            | Self::YearFormat
            | Self::YearSpan
            | Self::YearNotCurrent
            | Self::LevelUnknown
            | Self::LevelMissing
            | Self::LevelConflict
            | Self::DepartmentUnknown
            | Self::GenderUnknown => Family::Schooling,
        }
    }
}

/// A code that is asked of the wrong family; the test below shows that it never happens.
const NONE: Doc = doc("", "", "");

const fn of_file(code: Code) -> Doc {
    match code {
        Code::FileEmpty => doc(
            "The file has no bytes, or nothing but blanks.",
            "There is nothing to import; often an export was interrupted or the wrong file was chosen.",
            "Open the list, check that the students are there, save it and send it again.",
        ),
        Code::FileTypeUnsupported => doc(
            "The bytes are not those of a spreadsheet or a delimited text, whatever the name says: a PDF, a picture, a Word document, an archive.",
            "A list can only be read where it has rows and columns.",
            "Open the list in a spreadsheet and save it as Excel (.xlsx) or CSV; ask for the original when only a scan exists.",
        ),
        Code::FileUnreadable => doc(
            "The file is of a known kind, but its inside is damaged or not what the kind promises.",
            "Half a list must never pass for a whole one, so nothing is imported.",
            "Open it in a spreadsheet, save it under a new name and send that one.",
        ),
        Code::FileEncrypted => doc(
            "The workbook can only be opened with a password.",
            "The server does not know the password and must not ask for it.",
            "Open it, remove the password (File > Info > Protect workbook), save it and send it again.",
        ),
        Code::FileTooLarge => doc(
            "The file, or what it unpacks to, is larger than this server accepts.",
            "Limits keep one list from slowing down every other school.",
            "Remove pictures, unused sheets and formats beyond the table, or send the list in two parts.",
        ),
        Code::FileTooManyRows => doc(
            "A sheet has more rows than this server accepts.",
            "Limits keep one list from slowing down every other school; often the rows are blank but formatted.",
            "Delete the unused rows below the list, or split it into several files.",
        ),
        Code::FileEncodingSuspect => doc(
            "Some letters beyond ASCII look as if the text had been read with the wrong encoding.",
            "A name imported with a wrong accent is found again by nobody.",
            "Choose another encoding (`--encoding`) and look at the three examples, or save the list as Excel. When the issue names an encoding, as in `FranÃ§ois → François, utf-8-as-windows-1252`, that one repairs it.",
        ),
        Code::FileSeenBefore => doc(
            "The same bytes were already uploaded by this school.",
            "Sending a list twice changes nothing, but may mean that the corrected file was not the one chosen.",
            "Open the earlier import, or go on when the repetition is meant.",
        ),
        Code::FileNoHeader => doc(
            "No row among the first ones looks like column titles.",
            "Without titles nobody knows which column holds the names and which the phones.",
            "Point at the title row on the preview, or add one.",
        ),
        _ => NONE,
    }
}

const fn of_mapping(code: Code) -> Doc {
    match code {
        Code::MapTargetMissing => doc(
            "No column and no fixed value gives a field that this school requires.",
            "Every single row would be refused later; it is better known now.",
            "Map a column, give a fixed value for the whole list, or stop requiring the field.",
        ),
        Code::MapStrongIdMissing => doc(
            "No column is mapped to matricule, e-mail or phone.",
            "A name alone never says which student is meant: homonyms are common.",
            "Map at least one of the three.",
        ),
        Code::MapFieldTwice => doc(
            "Two columns are mapped to the same field.",
            "One of them would win silently.",
            "Keep one, or ask for them to be joined (two surnames, two given names).",
        ),
        Code::MapHeaderDuplicate => doc(
            "The same title stands over several columns.",
            "The columns are kept apart, but a person must say which one is meant.",
            "Look at the examples of each column and choose; better, rename one in the list.",
        ),
        Code::MapDrift => doc(
            "The columns differ from those that the remembered mapping knows.",
            "A new or missing column may have moved the meaning of others.",
            "Check the proposal for the named columns; the rest is taken as before.",
        ),
        Code::DateOrderUs => doc(
            "All or nearly all dates of the column can only be read month first.",
            "Read day first, half of the birth dates would be wrong without anyone noticing.",
            "Compare two or three dates with the certificates and confirm the order.",
        ),
        Code::DateOrderMixed => doc(
            "Some dates of the column can only be day first, others only month first.",
            "Dates whose day and month are both 12 or less cannot be told: they are marked.",
            "Check the marked dates; in the list, set one format for the whole column.",
        ),
        Code::DateLocaleMixup => doc(
            "The column holds typed dates with a day up to 12 beside texts with larger days.",
            "This is what a spreadsheet with American settings makes of day-first dates: it swaps day and month where it can.",
            "Compare a few certificates; swap the typed dates of the column in one click when they are wrong.",
        ),
        _ => NONE,
    }
}

const fn of_row(code: Code) -> Doc {
    match code {
        Code::RowColumnsShifted => doc(
            "The row has more cells than there are titles: a separator stands inside a text that is not quoted.",
            "Every value after it would land in the wrong column, so none is used.",
            "Put the text that holds the separator between quotes, or save the list as Excel.",
        ),
        Code::RowQuotesBroken => doc(
            "A quote is opened and never closed, or text follows a closing quote.",
            "The row was read as well as it can be, but a value may hold more or less than was meant.",
            "Compare the row with the list; remove the stray quote, or save the list as Excel.",
        ),
        Code::RowDuplicate => doc(
            "All values equal those of an earlier row.",
            "The student is imported once; the second row is skipped.",
            "Nothing to do; remove the row to keep the list clean.",
        ),
        Code::RowExcluded => doc(
            "Somebody left the row out while reviewing the list.",
            "Nothing is written for it; it is counted among the skipped rows.",
            "Take the row in again on the review page when it was left out by mistake.",
        ),
        Code::RowNotStudent => doc(
            "A column of the list says who each row is (role, profile, type of user), and this row is a teacher, a parent or another person who is no student.",
            "An export of all accounts of a school must not make students of its teachers. Nothing of the row is checked or written; it is counted among the skipped rows.",
            "Nothing to do. When the row is a student all the same, correct the cell on the review page or in the list.",
        ),
        Code::StudentErased => doc(
            "The row names a student whom the school erased. Who it was is not kept; keyed hashes of matricule, e-mail, phone, birth date and words of the name say so.",
            "An old list must not bring back whom the school promised to forget. The row's cells are blanked before they are staged, and it is counted among the skipped rows.",
            "Remove the row from the list. When the student comes back, an administrator of the school lifts the erasure with a reason, and the list is checked again.",
        ),
        Code::CellFormulaError => doc(
            "The cell shows a formula error such as #N/A, or a formula that was saved without its result.",
            "What the cell should say is unknown, so it counts as empty.",
            "Type the value in the cell, or repair the formula and save the workbook again.",
        ),
        Code::CellBadCharacters => doc(
            "The cell holds a character that was already lost when the file was saved (shown as a question mark in a lozenge).",
            "The lost letter cannot be guessed, and a name with a hole is found again by nobody.",
            "Type the text again, or export the list once more as Excel.",
        ),
        Code::ValueTruncated => doc(
            "The text is longer than the field holds; it was cut.",
            "The rest is not kept, and two columns may have been joined by mistake.",
            "Shorten the text.",
        ),
        Code::RequiredMissing => doc(
            "A field that this school requires has no usable value in the row.",
            "The school decided that a student without it must not go in.",
            "Fill in the cell, or change the school's required fields.",
        ),
        Code::NameMissing => doc(
            "Neither the full name nor its parts have a value.",
            "A student without a name cannot be created or recognised.",
            "Write the name.",
        ),
        Code::NameHasDigits => doc(
            "The name contains digits.",
            "Often a class, a number or a homonym's rank slipped into the name.",
            "Check the name; a rank such as \"2\" belongs elsewhere.",
        ),
        Code::StrongIdMissing => doc(
            "After cleaning, the row has no matricule, no e-mail and no phone.",
            "A name alone never says which student is meant, now or at the next import.",
            "Give at least one of the three; look first at the warnings of the same row, which say what was dropped.",
        ),
        _ => NONE,
    }
}

const fn of_identity(code: Code) -> Doc {
    match code {
        Code::EmailSyntax => doc(
            "The text is not an e-mail address.",
            "It was left out: a message to it would reach nobody.",
            "Write one address such as name@example.com, without accents or spaces.",
        ),
        Code::EmailMultiple => doc(
            "The cell holds several addresses; the first valid one is kept.",
            "A student has one address to sign in with.",
            "Leave one address, or put the parent's in its own column.",
        ),
        Code::EmailDomainTypo => doc(
            "The part after the @ looks like a slip of a well-known one (gmail.con).",
            "The address is kept as written, and messages to it may be lost.",
            "Accept the proposal, or correct the address.",
        ),
        Code::EmailShared => doc(
            "Another student has this address, and the row shows that it is somebody else.",
            "An address signs one person in, so it is left out of this row; the row goes in.",
            "Give the student an own address, or put the family's address in the parent's column.",
        ),
        Code::EmailDupFile => doc(
            "An earlier row has the same address and nothing tells the two students apart.",
            "One of the two would overwrite the other.",
            "Keep one row, or add the matricules.",
        ),
        Code::EmailTaken => doc(
            "A student of the school has this address, but the birth date or matricule differs, and the row has no other identifier.",
            "Writing the row would change the wrong student.",
            "Add the matricule, or correct the address.",
        ),
        Code::MatriculeEmpty => doc(
            "The list has a matricule column, but this row has none.",
            "The row goes in by its e-mail or phone, which are weaker: families share them.",
            "Fill it in when the student has one.",
        ),
        Code::MatriculeFormat => doc(
            "The matricule does not have the form that this school declared.",
            "Often a digit is missing or two columns were swapped.",
            "Check it against the register.",
        ),
        Code::MatriculePrecisionLost => doc(
            "A spreadsheet turned the matricule into a rounded number (2,02512E+13).",
            "The lost digits cannot be found again in this file.",
            "Set the column to Text, type the matricules again, or export the list anew.",
        ),
        Code::MatriculeDupFile => doc(
            "An earlier row has the same matricule with other data.",
            "A matricule is one student; one of the rows is wrong.",
            "Correct one of the two, or keep one row.",
        ),
        Code::MatriculeTaken => doc(
            "A student of the school has this matricule, with another birth date and no word of the name in common.",
            "Writing the row would turn one student into another.",
            "Correct the matricule, or the name when it is the same student.",
        ),
        Code::IdConflict => doc(
            "The matricule is that of one student of the school and the e-mail that of another.",
            "Only a person can say which of the two is meant; nothing is written.",
            "Correct the matricule or the e-mail.",
        ),
        _ => NONE,
    }
}

const fn of_contact(code: Code) -> Doc {
    match code {
        Code::PhoneInvalid => doc(
            "The text is not a phone number of the school's country or of any other.",
            "It was left out: a wrong number may reach a stranger.",
            "Correct the number; the hint shows an example of the country.",
        ),
        Code::PhoneAmbiguous => doc(
            "The digits can be read as more than one number: an old number, or two numbers glued together.",
            "Choosing for the family would be guessing.",
            "Choose the proposal when there is one, or write the number again.",
        ),
        Code::PhonePrecisionLost => doc(
            "A spreadsheet rounded the number (6,99E+08).",
            "The lost digits cannot be found again in this file.",
            "Set the column to Text, type the numbers again, or export the list anew.",
        ),
        Code::PhoneNotCemac => doc(
            "The number is valid, but of a country outside the CEMAC.",
            "This school does not accept such a number as a student's own.",
            "Give a local number, or allow foreign numbers in the school's settings.",
        ),
        Code::PhoneMultiple => doc(
            "The cell holds several numbers; the first valid one is kept.",
            "A student has one number to be reached by.",
            "Leave one number per cell; a parent's has its own column.",
        ),
        Code::PhoneOldPlan => doc(
            "The number is of a numbering plan that has ended; it was converted to the new one.",
            "The conversion follows the operator's table, but the line may have changed hands.",
            "Check it with the family when you next meet.",
        ),
        Code::PhoneShared => doc(
            "Another student has the same number, and the row shows that it is somebody else: brothers and sisters, usually.",
            "The number is kept to call the family, but does not identify this student.",
            "Nothing to do for siblings; otherwise correct one of the two.",
        ),
        Code::PhoneDupFile => doc(
            "An earlier row has the same number and nothing tells the two students apart.",
            "One of the two would overwrite the other.",
            "Add the matricules, or keep one row.",
        ),
        Code::PhoneTaken => doc(
            "A student of the school has this number, but the birth date, matricule or e-mail differs, and the row has no other identifier.",
            "Writing the row would change the wrong student.",
            "Add the matricule.",
        ),
        Code::ParentPhoneInvalid => doc(
            "The parent's number is not a phone number.",
            "It was left out; the parent could not be called.",
            "Correct it, or leave the cell empty.",
        ),
        Code::ParentPhoneNotCemac => doc(
            "The parent's number is of a country outside the CEMAC; it is kept.",
            "Parents abroad are normal, but a slip in the country code looks the same.",
            "Check the country code.",
        ),
        Code::ParentEmailSyntax => doc(
            "The parent's text is not an e-mail address.",
            "It was left out: a message to it would reach nobody.",
            "Write one address such as name@example.com.",
        ),
        _ => NONE,
    }
}

const fn of_schooling(code: Code) -> Doc {
    match code {
        Code::DobInvalid => doc(
            "The text is not a date that exists, or not in the order of its column.",
            "It was left out: a wrong birth date follows a student to the diploma.",
            "Write the date of the certificate as DD/MM/YYYY.",
        ),
        Code::DobFuture => doc("The birth date is after today.", "It was left out.", "Check the year."),
        Code::DobTooOld => doc(
            "The birth date makes the student more than 80 years old.",
            "It was left out; usually the century or a digit is wrong.",
            "Check the year.",
        ),
        Code::DobTooYoung => doc(
            "The birth date makes the student younger than the minimum age of this school.",
            "The school set the minimum so that such rows are looked at; the row is refused.",
            "Check the date, or change the minimum age in the school's settings.",
        ),
        Code::DobApproximate => doc(
            "Only the year, or the year and month, are given (\"born about 2008\").",
            "A day is never invented, so the date stays empty.",
            "Give the date of the certificate when there is one.",
        ),
        Code::DobAmbiguous => doc(
            "Day and month may have been swapped: both readings exist.",
            "The first reading is kept, and may be wrong by months.",
            "Compare with the certificate; accept the proposal when it is the right one.",
        ),
        Code::YearFormat => doc(
            "The text is not a school year.",
            "It was left out; a year alone does not say which of two school years is meant.",
            "Write it as 2025-2026.",
        ),
        Code::YearSpan => doc(
            "The second year does not follow the first.",
            "It was left out: a school year spans two consecutive years.",
            "Write it as 2025-2026.",
        ),
        Code::YearNotCurrent => doc(
            "The row's school year is not the year of this import.",
            "It is kept; the row may come from an old list.",
            "Check that it is meant, or remove the row.",
        ),
        Code::LevelUnknown => doc(
            "The class does not match any level of this school's catalogue.",
            "A student in a level that does not exist is in nobody's class list.",
            "Choose a level once for this spelling: the choice is remembered. Add the level to the catalogue when it is missing.",
        ),
        Code::LevelMissing => {
            doc("The row says no class.", "The row goes in, but the student is in no class list.", "Give the class.")
        }
        Code::LevelConflict => doc(
            "Two sources of the row (a column, the sheet's name, a section line) say different levels.",
            "The stronger source is kept: a column of its own before the sheet's name.",
            "Correct one of the two; often a student stands in the wrong sheet.",
        ),
        Code::DepartmentUnknown => doc(
            "The series or department does not exist at this level of the school's catalogue.",
            "A student in a series that the level does not have is in nobody's class list.",
            "Choose one once for this spelling: the choice is remembered.",
        ),
        Code::GenderUnknown => {
            doc("The text could not be read as male or female.", "It was left out.", "Write M or F.")
        }
        _ => NONE,
    }
}
