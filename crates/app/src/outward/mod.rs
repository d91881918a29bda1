//! What leaves this machine towards addresses that schools name. A name is looked up here, every address behind it is judged, and the
//! connection goes to the addresses that were judged: a name that means another machine a moment later gains nothing. No redirect is followed,
//! no proxy is asked, no answer is read beyond its head.

mod address;

use std::error::Error as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Url, header};

use crate::error::Error;

/// How the service speaks to the outside, as whoever runs it says.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Addresses of this machine and its network may be named, and so may plain `http`.
    pub private: bool,
    /// For a whole request.
    pub timeout: Duration,
    /// After the first try that failed.
    pub first_pause: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { private: false, timeout: Duration::from_secs(15), first_pause: Duration::from_secs(5) }
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Outward {
    pub settings: Settings,
    /// Made when the first request leaves: most commands send none.
    client: Arc<OnceLock<reqwest::Client>>,
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// The address is one of this machine's or its network's.
    AddressRefused,
    NameUnknown,
    NoConnection,
    Timeout,
    Broken,
    /// Nothing left: what signs could not be opened.
    Unsigned,
}

impl Unanswered {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::AddressRefused => "ADDRESS_REFUSED",
            Self::NameUnknown => "NAME_UNKNOWN",
            Self::NoConnection => "NO_CONNECTION",
            Self::Timeout => "TIMEOUT",
            Self::Broken => "BROKEN",
            Self::Unsigned => "UNSIGNED",
        }
    }
}

/// The head of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub status: u16,
    /// How long the other side asks us to wait.
    pub retry_after: Option<Duration>,
}

impl Outward {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, client: Arc::default() }
    }

    /// An address that a school may name: `https`, without a password in it, and not a neighbour's.
    pub(crate) fn url(&self, place: &str, text: &str) -> Result<Url, Error> {
        let wrong = |french, english| Err(Error::invalid(place, french, english));
        let Ok(url) = text.trim().parse::<Url>() else {
            return wrong(
                "ce n'est pas une adresse comme https://plateforme.example/rentree",
                "this is no address like https://platform.example/rentree",
            );
        };
        let secure = url.scheme() == "https" || (self.settings.private && url.scheme() == "http");
        if !secure || text.len() > 1_000 {
            return wrong(
                "l'adresse commence par https:// et a au plus 1 000 caractères",
                "the address begins with https:// and has at most 1,000 characters",
            );
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return wrong("sans nom d'utilisateur, mot de passe ni #", "without a user's name, a password or a #");
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']', '.']).to_ascii_lowercase();
        let here = host == "localhost" || host.ends_with(".localhost");
        let neighbour = host.parse::<IpAddr>().map_or(here, |address| !address::is_public(address));
        if host.is_empty() || (neighbour && !self.settings.private) {
            return wrong(
                "cette adresse est celle d'une machine du réseau interne",
                "this is the address of a machine of the internal network",
            );
        }
        Ok(url)
    }

    /// Sends a body and takes the head of the answer.
    pub(crate) async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Result<Head, Unanswered>, Error> {
        // It was judged when it was named; what is allowed may have changed since.
        let Ok(url) = self.url("/url", url) else { return Ok(Err(Unanswered::AddressRefused)) };
        let mut request = self.client()?.post(url).header(header::CONTENT_TYPE, "application/json").body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        Ok(match request.send().await {
            Ok(answer) => Ok(Head { status: answer.status().as_u16(), retry_after: retry_after(answer.headers()) }),
            Err(error) => Err(unanswered(&error)),
        })
    }

    fn client(&self) -> Result<&reqwest::Client, Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        crate::tls::ready();
        let client = reqwest::Client::builder()
            .user_agent(concat!("rentree/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(Judging { private: self.settings.private }))
            .timeout(self.settings.timeout)
            // A connection that lay idle is closed by somebody at the very moment in which it is used again.
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|cause| Error::Task(cause.to_string()))?;
        Ok(self.client.get_or_init(|| client))
    }
}

/// Only seconds: dates are for caches.
fn retry_after(headers: &header::HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}

/// Looks names up, and gives out addresses only when all of them may be spoken to.
#[derive(Debug)]
struct Judging {
    private: bool,
}

#[derive(Debug, Clone, Copy, thiserror::Error)]
enum Judged {
    #[error("an address of the internal network")]
    Refused,
    #[error("the name is unknown")]
    Unknown,
}

impl Resolve for Judging {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(|_| Judged::Unknown)?;
            let all: Vec<SocketAddr> = found.collect();
            if !private && !all.iter().all(|one| address::is_public(one.ip())) {
                return Err(Judged::Refused.into());
            }
            if all.is_empty() {
                return Err(Judged::Unknown.into());
            }
            Ok::<Addrs, Box<dyn std::error::Error + Send + Sync>>(Box::new(all.into_iter()))
        })
    }
}

fn unanswered(error: &reqwest::Error) -> Unanswered {
    let mut cause = error.source();
    while let Some(inner) = cause {
        match inner.downcast_ref::<Judged>() {
            Some(Judged::Refused) => return Unanswered::AddressRefused,
            Some(Judged::Unknown) => return Unanswered::NameUnknown,
            None => cause = inner.source(),
        }
    }
    if error.is_timeout() {
        Unanswered::Timeout
    } else if error.is_connect() {
        Unanswered::NoConnection
    } else {
        Unanswered::Broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public() -> Outward {
        Outward::new(Settings::default())
    }

    #[test]
    fn only_addresses_of_the_public_network_can_be_named() {
        for wrong in [
            "",
            "x",
            "http://a.example/",
            "ftp://a.example",
            "https://user@a.example",
            "https://:p@a.example",
            "https://a.example/#x",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://localhost/",
            "https://a.localhost",
            "https://LOCALHOST./",
        ] {
            assert!(public().url("/url", wrong).is_err(), "{wrong}");
        }
        assert!(public().url("/url", "https://plateforme.example:8443/a?b=c").is_ok());
        let private = Outward::new(Settings { private: true, ..Settings::default() });
        assert!(private.url("/url", "http://127.0.0.1:9/").is_ok());
    }

    #[tokio::test]
    async fn a_name_that_means_a_neighbour_is_refused_when_it_is_spoken_to() {
        // Most systems know a name for the loopback that is not spelled `localhost`.
        let resolved = Judging { private: false }.resolve("localhost".parse().unwrap()).await;
        let refused = resolved.err().unwrap();
        assert!(matches!(refused.downcast_ref(), Some(Judged::Refused)), "{refused}");
        assert!(Judging { private: true }.resolve("localhost".parse().unwrap()).await.is_ok());
    }
}
