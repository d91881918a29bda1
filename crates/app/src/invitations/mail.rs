//! Letters, over SMTP. The dialogue is ours to interrupt: everything up to the server's "go ahead" is said first, then it is written down that
//! the next word may make it keep the letter, and then the letter is sent. Before that word a server throws away what it heard.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use rentree_core::invitation::Written;
use reqwest::Url;

use super::postman::Outcome;
use crate::error::Error;

const TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(super) struct Postbox {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
    from: Mailbox,
}

/// Without what it signs in with.
impl std::fmt::Debug for Postbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Postbox({}:{}, {:?})", self.host, self.port, self.security)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    Tls,
    StartTls,
    /// For a server on the same machine.
    Plain,
}

impl Postbox {
    pub(super) fn new((url, password): (&str, Option<&str>), from: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::Usage(
                "--smtp: smtps://USER:PASSWORD@HOST, smtp://USER:PASSWORD@HOST (STARTTLS) or smtp+plain://HOST"
                    .to_owned(),
            )
        };
        let url: Url = url.parse().map_err(|_| wrong())?;
        let (security, usual) = match url.scheme() {
            "smtps" => (Security::Tls, 465),
            "smtp" => (Security::StartTls, 587),
            "smtp+plain" => (Security::Plain, 25),
            _ => return Err(wrong()),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(wrong)?.to_owned();
        let decoded = |text: &str| percent_decoded(text).ok_or_else(wrong);
        let password = match (password, url.password()) {
            (Some(password), _) => Some(password.to_owned()),
            (None, Some(password)) => Some(decoded(password)?),
            (None, None) => None,
        };
        let user = decoded(url.username())?;
        let credentials = password.map(|password| Credentials::new(user, password));
        let from = from.parse().map_err(|_| Error::Usage(format!("--mail-from: `{from}` is no address")))?;
        Ok(Self { host, port: url.port().unwrap_or(usual), security, credentials, from })
    }

    /// `handing` writes down that the last word comes; `false` says that it must not be said.
    pub(super) async fn send(
        &self,
        (to, name, id): (&str, &str, &str),
        written: &Written,
        handing: impl Future<Output = Result<bool, Error>>,
    ) -> Result<Outcome, Error> {
        let Ok(address) = to.parse::<Address>() else { return Ok(Outcome::Failed { reason: "ADDRESS" }) };
        let name = (!name.is_empty()).then(|| name.chars().filter(|c| !c.is_control()).collect());
        let Ok(letter) = self.letter(Mailbox::new(name, address), id, written) else {
            return Ok(Outcome::Failed { reason: "ADDRESS" });
        };
        let bytes = letter.formatted();
        let ready = tokio::time::timeout(TIMEOUT, self.up_to_the_letter(letter.envelope())).await;
        let mut server = match ready {
            Ok(Ok(server)) => server,
            Ok(Err(outcome)) => return Ok(outcome),
            Err(_) => return Ok(Outcome::Again { reason: "TIMEOUT" }),
        };
        let ours = handing.await;
        if !matches!(ours, Ok(true)) {
            server.abort().await;
            return ours.map(|_| Outcome::Again { reason: "SCHOOL_BUSY" });
        }
        let said = tokio::time::timeout(TIMEOUT, server.message(&bytes)).await;
        let outcome = match said {
            Ok(Ok(_)) => Outcome::Sent { reference: None },
            Ok(Err(error)) if error.is_permanent() => Outcome::Failed { reason: "REFUSED" },
            Ok(Err(error)) if error.is_transient() => Outcome::Again { reason: "SMTP" },
            // The letter is there or it is not: whoever heard it did not say.
            Ok(Err(_)) => Outcome::Unknown { reason: "NO_ANSWER" },
            Err(_) => Outcome::Unknown { reason: "TIMEOUT" },
        };
        // Said on its way out: nobody waits for the farewell.
        tokio::spawn(async move {
            let _ = tokio::time::timeout(TIMEOUT, server.quit()).await;
        });
        Ok(outcome)
    }

    fn letter(&self, to: Mailbox, id: &str, written: &Written) -> Result<Message, lettre::error::Error> {
        let domain = self.from.email.domain();
        MessageBuilder::new()
            .from(self.from.clone())
            .to(to)
            .subject(&written.subject)
            .message_id(Some(format!("<{id}@{domain}>")))
            .date_now()
            .header(ContentType::TEXT_PLAIN)
            .body(written.body.clone())
    }

    /// A server that does not take us is no student's fault; one that does not take the address is.
    async fn up_to_the_letter(&self, envelope: &Envelope) -> Result<AsyncSmtpConnection, Outcome> {
        let mut server = self.received(envelope).await.map_err(|_| Outcome::Again { reason: "SMTP" })?;
        let refused = |error: lettre::transport::smtp::Error| {
            if error.is_permanent() { Outcome::Failed { reason: "REFUSED" } } else { Outcome::Again { reason: "SMTP" } }
        };
        for to in envelope.to() {
            server.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(refused)?;
        }
        server.command(Data).await.map_err(refused)?;
        Ok(server)
    }

    /// Signed in, and said from whom.
    async fn received(&self, envelope: &Envelope) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let me = ClientId::default();
        let tls = || TlsParameters::new(self.host.clone());
        let outer = if self.security == Security::Tls { Some(tls()?) } else { None };
        let mut server =
            AsyncSmtpConnection::connect_tokio1((&*self.host, self.port), Some(TIMEOUT), &me, outer, None).await?;
        if self.security == Security::StartTls {
            server.starttls(tls()?, &me).await?;
        }
        if let Some(credentials) = &self.credentials {
            server.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        server.command(Mail::new(envelope.from().cloned(), Vec::new())).await?;
        Ok(server)
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
        bytes.push((high * 16 + low) as u8);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postbox_is_written_as_an_address() {
        let new = |url, password| Postbox::new((url, password), "Lycée <non-reponse@ecole.cm>");
        let open = new("smtps://u%40x:p%3A1@mail.example", None).unwrap();
        assert_eq!((&*open.host, open.port, open.security), ("mail.example", 465, Security::Tls));
        assert_eq!(open.credentials, Some(Credentials::new("u@x".to_owned(), "p:1".to_owned())));
        let from_a_file = new("smtp://u@mail.example", Some("p:1")).unwrap();
        assert_eq!(from_a_file.credentials, Some(Credentials::new("u".to_owned(), "p:1".to_owned())));
        assert!(!format!("{open:?}{from_a_file:?}").contains("p:1"));
        assert_eq!(new("smtp+plain://127.0.0.1:2525", None).unwrap().port, 2525);
        for wrong in ["", "http://x", "smtp://", "smtps://u:%zz@x"] {
            assert!(new(wrong, None).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nothing_of_a_student_becomes_a_header() {
        let postbox = Postbox::new(("smtp+plain://localhost", None), "a@b.cm").unwrap();
        let to = Mailbox::new(Some("Awa\" <x@y.z>, \"".to_owned()), "awa@ecole.cm".parse().unwrap());
        let written = Written { subject: "é\r\nBcc: x@y.z".to_owned(), body: "corps\r\n.\r\nfin".to_owned() };
        let letter = String::from_utf8(postbox.letter(to, "1", &written).unwrap().formatted()).unwrap();
        let head = letter.split("\r\n\r\n").next().unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert_eq!(head.lines().filter(|line| line.starts_with("To:")).count(), 1, "{head}");
        assert!(head.contains("Message-ID: <1@b.cm>"), "{head}");
    }
}
