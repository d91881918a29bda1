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

pub(crate) use rentree_testkit::server::{Answer, Caller, Server};
use serde_json::{Value, json};

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

/// What is answered once no worker holds the school any more: one may come for a moment at any time, and the answer says to try again.
pub(crate) fn when_free(ask: impl Fn() -> Answer) -> Answer {
    let begun = std::time::Instant::now();
    loop {
        let answer = ask();
        let busy = answer.status == 409 && answer.json()["code"] == "BUSY";
        if !busy || begun.elapsed().as_secs() > 60 {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// A list that is sent and checked; its place.
pub(crate) fn send_checked(program: &Caller, (name, list): (&str, &str), key: &str) -> String {
    let sent = program.send_list(SLUG, (name, list.as_bytes()), key);
    assert_eq!(sent.status, 201, "{}", sent.text());
    let place = sent.header("location").unwrap().to_owned();
    program.wait_for(&place, "validated");
    place
}

/// And written.
pub(crate) fn commit(program: &Caller, place: &str, key: &str) {
    let approved = when_free(|| program.approve(place));
    assert_eq!(approved.status, 200, "{}", approved.text());
    let begun = when_free(|| program.with("idempotency-key", key).post(&format!("{place}/commit"), &json!({})));
    assert!(begun.status < 300, "{}", begun.text());
    program.wait_for(place, "committed");
}

pub(crate) fn repository(path: &str) -> String {
    format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn sample(name: &str) -> Vec<u8> {
    std::fs::read(repository(&format!("samples/{name}"))).unwrap()
}
