//! People, sessions and keys: who is asking.

use rentree_core::EstablishmentId;

use crate::app::App;
use crate::ctx::Actor;
use crate::error::Error;

/// What a request brings to be recognised by.
#[derive(Debug, Clone, Copy)]
pub enum Credential<'a> {
    Session(&'a str),
    Key(&'a str),
}

#[derive(Debug, Clone)]
pub struct Recognised {
    pub actor: Actor,
    /// `None` for whoever runs the service.
    pub school: Option<EstablishmentId>,
    /// What a page must send along with everything that changes something.
    pub csrf: Option<String>,
}

impl App {
    pub async fn recognise(&self, credential: &Credential<'_>, _origin: &str) -> Result<Recognised, Error> {
        let _ = (credential, self.store.writers());
        Err(Error::NotSignedIn)
    }
}
