//! `rentree serve` as its users reach it: a process, a port, and requests by people and keys.
//!
//! ```text
//! Server::start(&house) ► server.as_key(key) / server.as_person(…) ► caller.get(path) / caller.post(path, json)…
//! ```

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::house::House;

#[derive(Debug)]
pub struct Server {
    child: Child,
    pub address: String,
    /// Everything that it wrote on standard error.
    pub log: std::sync::Arc<std::sync::Mutex<String>>,
}

/// Somebody who asks, always in English.
#[derive(Debug, Clone)]
pub struct Caller {
    agent: ureq::Agent,
    base: String,
    headers: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What a request carries.
#[derive(Debug, Clone)]
pub enum Sent<'a> {
    Nothing,
    Json(&'a Value),
    Bytes(&'a str, &'a [u8]),
}

impl Server {
    /// On a port of its own, in the given house.
    pub fn start(house: &House) -> Self {
        Self::start_with(house, &[])
    }

    pub fn start_with(house: &House, arguments: &[&str]) -> Self {
        let mut command = house.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the server starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its standard error"));
        let log = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
        let address = loop {
            let mut line = String::new();
            let read = lines.read_line(&mut line).expect("a line");
            log.lock().expect("the log").push_str(&line);
            assert!(read > 0, "the server ended: {}", log.lock().expect("the log"));
            if let Some(at) = line.find("http://") {
                break line[at..].trim().to_owned();
            }
        };
        let kept = log.clone();
        std::thread::spawn(move || {
            let mut line = String::new();
            while lines.read_line(&mut line).is_ok_and(|read| read > 0) {
                kept.lock().expect("the log").push_str(&std::mem::take(&mut line));
            }
        });
        Self { child, address, log }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Told to stop, and waited for.
    pub fn stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-s", "TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|told| told.success()), "the server is there");
        self.child.wait().expect("its end").code()
    }

    pub fn nobody(&self) -> Caller {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // A connection that lay idle may be closed by the server at any moment.
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_mins(2)))
            .build();
        Caller {
            agent: ureq::Agent::new_with_config(config),
            base: self.address.clone(),
            headers: vec![("accept-language".to_owned(), "en".to_owned())],
        }
    }

    pub fn as_key(&self, key: &str) -> Caller {
        self.nobody().with("authorization", &format!("Bearer {key}"))
    }

    /// Signs in, and keeps the cookie and the token of the session.
    pub fn as_person(&self, establishment: Option<&str>, email: &str, password: &str) -> Caller {
        let nobody = self.nobody();
        let mut asked = json!({"email": email, "password": password});
        if let (Some(slug), Some(asked)) = (establishment, asked.as_object_mut()) {
            asked.insert("establishment".to_owned(), slug.into());
        }
        let answer = nobody.post("/v1/session", &asked);
        assert!(answer.status < 300, "{email} cannot sign in: {}", answer.text());
        let cookie = answer.header("set-cookie").expect("a cookie").split(';').next().unwrap_or_default().to_owned();
        let token = answer.json()["csrf"].as_str().expect("the session's token").to_owned();
        nobody.with("cookie", &cookie).with("x-csrf-token", &token)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Caller {
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.retain(|(known, _)| known != name);
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    /// The same caller, over connections that it keeps.
    #[must_use]
    pub fn keeping(&self) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(64)
            .max_idle_connections_per_host(64)
            .timeout_global(Some(Duration::from_mins(2)))
            .build();
        Self { agent: ureq::Agent::new_with_config(config), ..self.clone() }
    }

    pub fn send(&self, method: &str, path: &str, sent: &Sent<'_>) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body = match sent {
            Sent::Nothing => Vec::new(),
            Sent::Json(json) => {
                request = request.header("content-type", "application/json");
                json.to_string().into_bytes()
            }
            Sent::Bytes(kind, bytes) => {
                request = request.header("content-type", *kind);
                bytes.to_vec()
            }
        };
        let request = request.body(body).expect("a request");
        let agent = self.agent.configure_request(request).allow_non_standard_methods(true).build();
        let mut response = self.agent.run(agent).unwrap_or_else(|cause| panic!("{method} {path}: {cause}"));
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let body = response.body_mut().with_config().limit(1 << 30).read_to_vec().expect("the answer");
        Answer { status: response.status().as_u16(), headers, body }
    }

    /// What this caller sends with every request.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &Sent::Nothing)
    }

    pub fn post(&self, path: &str, json: &Value) -> Answer {
        self.send("POST", path, &Sent::Json(json))
    }

    pub fn put(&self, path: &str, json: &Value) -> Answer {
        self.send("PUT", path, &Sent::Json(json))
    }

    pub fn patch(&self, path: &str, json: &Value) -> Answer {
        self.send("PATCH", path, &Sent::Json(json))
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &Sent::Nothing)
    }

    /// A list as a form, under a key of idempotency.
    pub fn send_list(&self, slug: &str, (name, bytes): (&str, &[u8]), key: &str) -> Answer {
        self.send_form(&format!("/v1/establishments/{slug}/batches"), (name, bytes), None, key)
    }

    pub fn send_form(&self, path: &str, (name, bytes): (&str, &[u8]), options: Option<&Value>, key: &str) -> Answer {
        const EDGE: &str = "----edge-of-a-part";
        let mut form =
            format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
                .into_bytes();
        form.extend_from_slice(bytes);
        if let Some(options) = options {
            form.extend(
                format!("\r\n--{EDGE}\r\ncontent-disposition: form-data; name=\"options\"\r\n\r\n{options}")
                    .into_bytes(),
            );
        }
        form.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.with("idempotency-key", key).send("POST", path, &Sent::Bytes(&kind, &form))
    }

    /// Says yes to the plan of a batch as it is now.
    pub fn approve(&self, batch: &str) -> Answer {
        let revision = self.get(batch).json()["revision"].clone();
        self.post(&format!("{batch}/approve"), &json!({"revision": revision}))
    }

    /// Until a batch stands there, or nothing more happens to it.
    pub fn wait_for(&self, batch: &str, status: &str) -> Value {
        let begun = Instant::now();
        loop {
            let answer = self.get(batch);
            let view = answer.json();
            if view["status"] == status {
                return view;
            }
            assert!(begun.elapsed() < Duration::from_mins(2), "it is not {status}: {view}");
            assert!(view["status"] != "failed" && answer.status == 200, "it is not {status}: {view}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
