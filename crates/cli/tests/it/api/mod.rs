//! The API as programs and people reach it: `rentree serve` in a house of its own.

mod batches;
mod contract;
mod embeds;
mod guide;
mod layout;
mod load;
mod outputs;
mod people;
mod privacy;
mod retention;
mod review;
mod rights;

pub(crate) use rentree_testkit::server::{Caller, Server};
use serde_json::Value;

use crate::house::{self, Base, House};

pub(crate) const SLUG: &str = "ces-ndoumbele";
pub(crate) const HERE: &str = "/v1/establishments/ces-ndoumbele";

/// A house with a school and a server.
pub(crate) struct Desk {
    pub house: House,
    pub server: Server,
}

impl Desk {
    pub(crate) fn open(base: Base) -> Self {
        let house = house::on(base);
        house.succeed(&["establishment", "apply", &repository("examples/ces-ndoumbele.json")]);
        let server = Server::start(&house);
        Self { house, server }
    }

    pub(crate) fn key(&self, role: &str, scopes: &str) -> Caller {
        let made = ["key", "create", "--establishment", SLUG, "--role", role, "--scope", scopes, "--json"];
        let key: Value = serde_json::from_str(&self.house.succeed(&made)).unwrap();
        self.server.as_key(key["key"].as_str().unwrap())
    }

    /// A key that may do everything that a key can.
    pub(crate) fn program(&self) -> Caller {
        self.key("school_admin", "upload,commit,read,export")
    }
}

pub(crate) fn repository(path: &str) -> String {
    format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn sample(name: &str) -> Vec<u8> {
    std::fs::read(repository(&format!("samples/{name}"))).unwrap()
}
