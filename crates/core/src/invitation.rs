//! What an invitation says: texts of the school's own or ours, filled in. Who is invited and when is the app's.
//!
//! What is filled in cannot become anything else: a name has no line of its own in a header, a text knows only the places listed here.

use serde::{Deserialize, Serialize};

use crate::Language;

/// The way to a student.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    Email,
    Sms,
}

impl Channel {
    pub const ALL: [Self; 2] = [Self::Email, Self::Sms];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// A text of the school's own, in place of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub channel: Channel,
    pub language: Language,
    /// Of an e-mail.
    #[serde(default)]
    pub subject: String,
    pub body: String,
}

/// How a school invites its new students. Off until it says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Invitations {
    pub email: bool,
    pub sms: bool,
    /// Also by a phone or an address that others share: whoever reads it there can set the password.
    pub shared_contacts: bool,
    /// How long an invitation is good.
    pub days: u16,
    pub texts: Vec<Text>,
}

impl Default for Invitations {
    fn default() -> Self {
        Self { email: false, sms: false, shared_contacts: false, days: 14, texts: Vec::new() }
    }
}

/// What is filled in.
#[derive(Debug, Clone, Copy)]
pub struct Filled<'a> {
    pub name: &'a str,
    pub school: &'a str,
    pub link: &'a str,
    /// The last day, as the language writes it.
    pub until: &'a str,
}

/// A letter or a message, ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    pub body: String,
}

/// Why a text cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("the text has no {{link}}")]
    NoLink,
    #[error("only {{name}}, {{school}}, {{link}} and {{until}} are filled in")]
    UnknownPlace,
    #[error("the subject is one line of 1 to 150 characters")]
    Subject,
    #[error("the text is too long")]
    TooLong,
}

const PLACES: [&str; 4] = ["name", "school", "link", "until"];
const LONGEST_SUBJECT: usize = 150;
const LONGEST_LETTER: usize = 5_000;
/// Three messages of 153 characters, without what is filled in.
const LONGEST_MESSAGE: usize = 300;

const fn ours(channel: Channel, language: Language) -> (&'static str, &'static str) {
    match (channel, language) {
        (Channel::Email, Language::Fr) => (
            "{school} : votre accès",
            "Bonjour {name},\n\n{school} vous invite à choisir votre mot de passe :\n\n{link}\n\nCe lien sert une seule fois, jusqu'au {until}. \
             Ne le transmettez à personne.\n\nSi vous n'êtes pas {name}, ne faites rien et prévenez l'établissement.\n",
        ),
        (Channel::Email, Language::En) => (
            "{school}: your access",
            "Hello {name},\n\n{school} invites you to choose your password:\n\n{link}\n\nThis link works once, until {until}. \
             Do not pass it on.\n\nIf you are not {name}, do nothing and tell the school.\n",
        ),
        (Channel::Email, Language::Es) => (
            "{school}: su acceso",
            "Hola {name}:\n\n{school} le invita a elegir su contraseña:\n\n{link}\n\nEste enlace sirve una sola vez, hasta el {until}. \
             No lo comparta con nadie.\n\nSi usted no es {name}, no haga nada y avise al centro.\n",
        ),
        (Channel::Sms, Language::Fr) => {
            ("", "{school} : bonjour {name}, choisissez votre mot de passe avant le {until} : {link}")
        }
        (Channel::Sms, Language::En) => ("", "{school}: hello {name}, choose your password before {until}: {link}"),
        (Channel::Sms, Language::Es) => ("", "{school}: hola {name}, elija su contraseña antes del {until}: {link}"),
    }
}

impl Invitations {
    /// The school's own text, or ours.
    pub fn text(&self, channel: Channel, language: Language) -> Text {
        let own = self.texts.iter().find(|text| text.channel == channel && text.language == language);
        own.cloned().unwrap_or_else(|| {
            let (subject, body) = ours(channel, language);
            Text { channel, language, subject: subject.to_owned(), body: body.to_owned() }
        })
    }
}

impl Text {
    pub fn check(&self) -> Result<(), TextError> {
        let subject = self.subject.chars().count();
        if self.channel == Channel::Email
            && (!(1..=LONGEST_SUBJECT).contains(&subject) || self.subject.chars().any(char::is_control))
        {
            return Err(TextError::Subject);
        }
        let longest = if self.channel == Channel::Email { LONGEST_LETTER } else { LONGEST_MESSAGE };
        if self.body.chars().count() > longest || self.body.contains('\0') {
            return Err(TextError::TooLong);
        }
        if !places(&self.subject).chain(places(&self.body)).all(|place| PLACES.contains(&place)) {
            return Err(TextError::UnknownPlace);
        }
        if places(&self.body).any(|place| place == "link") { Ok(()) } else { Err(TextError::NoLink) }
    }

    pub fn write(&self, filled: &Filled<'_>) -> Written {
        Written { subject: fill(&self.subject, filled), body: fill(&self.body, filled) }
    }
}

/// What stands between braces.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(place, _)| place))
}

/// From left to right: what was filled in is not looked at again.
fn fill(text: &str, filled: &Filled<'_>) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        written.push_str(before);
        let Some((place, behind)) = after.split_once('}') else {
            written.push('{');
            rest = after;
            continue;
        };
        let value = match place {
            "name" => filled.name,
            "school" => filled.school,
            "link" => filled.link,
            "until" => filled.until,
            _ => "",
        };
        written.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c }));
        rest = behind;
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILLED: Filled<'static> =
        Filled {
            name: "Awa {link}\r\nBcc: x@y.z", school: "Lycée", link: "https://r.example/#t", until: "15/10/2025"
        };

    fn text(channel: Channel, subject: &str, body: &str) -> Text {
        Text { channel, language: Language::Fr, subject: subject.to_owned(), body: body.to_owned() }
    }

    #[test]
    fn what_is_filled_in_stays_what_it_is() {
        let written = text(Channel::Email, "Pour {name}", "{name}: {link} {").write(&FILLED);
        assert_eq!(written.subject, "Pour Awa {link}  Bcc: x@y.z");
        assert_eq!(written.body, "Awa {link}  Bcc: x@y.z: https://r.example/#t {");
    }

    #[test]
    fn our_own_texts_can_be_used_in_every_language() {
        for channel in Channel::ALL {
            for language in [Language::Fr, Language::En, Language::Es] {
                let ours = Invitations::default().text(channel, language);
                assert_eq!(ours.check(), Ok(()), "{ours:?}");
                let plain = Filled { name: "Awa", ..FILLED };
                assert!(ours.write(&plain).body.contains("https://r.example/#t"));
            }
        }
    }

    #[test]
    fn a_text_that_cannot_be_used_says_why() {
        for (subject, body, why) in [
            ("x", "sans lien", TextError::NoLink),
            ("x", "{link} {password}", TextError::UnknownPlace),
            ("", "{link}", TextError::Subject),
            ("a\nBcc: b", "{link}", TextError::Subject),
        ] {
            assert_eq!(text(Channel::Email, subject, body).check(), Err(why), "{body}");
        }
        let long = format!("{{link}}{}", "x".repeat(300));
        assert_eq!(text(Channel::Sms, "", &long).check(), Err(TextError::TooLong));
        let own = Invitations { texts: vec![text(Channel::Sms, "", "{link}")], ..Invitations::default() };
        assert_eq!(own.text(Channel::Sms, Language::Fr).body, "{link}");
        assert_ne!(own.text(Channel::Sms, Language::En).body, "{link}");
    }
}
