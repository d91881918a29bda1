//! Short messages, through whatever gateway a country has: a template says the request, and what its answer means.
//!
//! ```json
//! {"url": "https://sms.example/send", "headers": {"Authorization": "Bearer …"},
//!  "json": {"to": "{to}", "text": "{text}", "ref": "{id}"}, "success": {"status": [200], "json": {"/state": ["queued"]}}, "reference": "/id"}
//! {"profile": "twilio", "account": "AC…", "token": "…", "from": "+237…"}
//! ```
//!
//! The last byte of the body is held back until it is written down that it comes: a gateway acts on whole requests only.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rentree_core::invitation::Written;
use reqwest::{Method, Url, header};
use serde::Deserialize;
use serde_json::Value;

use super::postman::Outcome;
use crate::error::Error;

const TIMEOUT: Duration = Duration::from_secs(30);
/// Of an answer.
const LONGEST: usize = 64 << 10;

/// How a message is sent, as the file says it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    url: String,
    #[serde(default = "post")]
    method: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// Behind the `?`.
    #[serde(default)]
    query: BTreeMap<String, String>,
    form: Option<BTreeMap<String, String>>,
    json: Option<Value>,
    #[serde(default)]
    success: Success,
    /// Where the answer says the message's name there: a JSON Pointer.
    reference: Option<String>,
}

/// What an answer must be.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Success {
    /// Without, any of 200 to 299.
    status: Vec<u16>,
    /// Values by JSON Pointer, one of which must be there.
    json: BTreeMap<String, Vec<Value>>,
    /// What the answer must hold.
    text: Option<String>,
}

/// Without its secrets.
impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gateway")
    }
}

fn post() -> String {
    "POST".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Twilio {
    #[expect(dead_code, reason = "what says that it is one")]
    profile: String,
    account: String,
    token: String,
    from: String,
    /// Of a service that speaks the same way.
    #[serde(default = "twilio")]
    url: String,
}

fn twilio() -> String {
    "https://api.twilio.com".to_owned()
}

impl Gateway {
    /// What a file says.
    pub fn read(text: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::Usage(format!("--sms-gateway: {why}"));
        let json: Value = serde_json::from_str(text).map_err(|cause| wrong(cause.to_string()))?;
        let gateway = match json["profile"].as_str() {
            None => serde_json::from_value(json).map_err(|cause| wrong(cause.to_string()))?,
            Some("twilio") => {
                let said: Twilio = serde_json::from_value(json).map_err(|cause| wrong(cause.to_string()))?;
                Self::of_twilio(&said)
            }
            Some(other) => return Err(wrong(format!("no profile `{other}`; there is twilio"))),
        };
        gateway.url.parse::<Url>().map_err(|cause| wrong(format!("url: {cause}")))?;
        gateway.method.parse::<Method>().map_err(|cause| wrong(format!("method: {cause}")))?;
        for (name, value) in &gateway.headers {
            header::HeaderName::try_from(name).map_err(|cause| wrong(format!("headers: {cause}")))?;
            header::HeaderValue::try_from(value).map_err(|cause| wrong(format!("headers: {cause}")))?;
        }
        Ok(gateway)
    }

    fn of_twilio(said: &Twilio) -> Self {
        let key = STANDARD.encode(format!("{}:{}", said.account, said.token));
        let form = [("To", "{to}"), ("From", &*said.from), ("Body", "{text}")];
        let accepted = ["accepted", "queued", "sending", "sent", "scheduled", "delivered"];
        Self {
            url: format!("{}/2010-04-01/Accounts/{}/Messages.json", said.url, said.account),
            method: post(),
            headers: BTreeMap::from([("Authorization".to_owned(), format!("Basic {key}"))]),
            query: BTreeMap::new(),
            form: Some(form.map(|(name, value)| (name.to_owned(), value.to_owned())).into()),
            json: None,
            success: Success {
                status: vec![200, 201],
                json: BTreeMap::from([("/status".to_owned(), accepted.map(Value::from).to_vec())]),
                text: None,
            },
            reference: Some("/sid".to_owned()),
        }
    }

    /// `handing` writes down that the last byte comes; `false` says that it must not be sent.
    pub(super) async fn send(
        &self,
        (to, id): (&str, &str),
        written: &Written,
        handing: impl Future<Output = Result<bool, Error>> + Send + 'static,
    ) -> Result<Outcome, Error> {
        let filled = Places { to, id, text: &written.body };
        let (request, handed) = if self.form.is_some() || self.json.is_some() {
            self.request(&filled, handing)?
        } else {
            // Nothing of it can be held back: it is written down before it leaves.
            if !handing.await? {
                return Ok(Outcome::Again { reason: "SCHOOL_BUSY" });
            }
            let (request, handed) = self.request(&filled, std::future::ready(Ok(true)))?;
            handed.store(true, Ordering::Release);
            (request, handed)
        };
        let client = client()?;
        let answer = match client.execute(request).await {
            Ok(answer) => answer,
            Err(_) if !handed.load(Ordering::Acquire) => return Ok(Outcome::Again { reason: "NO_CONNECTION" }),
            Err(_) => return Ok(Outcome::Unknown { reason: "NO_ANSWER" }),
        };
        let status = answer.status().as_u16();
        match read(answer).await {
            Some(body) => Ok(self.judge(status, &body)),
            // What it did it did not say whole.
            None => Ok(Outcome::Unknown { reason: "NO_ANSWER" }),
        }
    }

    fn request(
        &self,
        filled: &Places<'_>,
        handing: impl Future<Output = Result<bool, Error>> + Send + 'static,
    ) -> Result<(reqwest::Request, Arc<AtomicBool>), Error> {
        let wrong = |cause: String| Error::Task(cause);
        let mut url: Url = self.url.parse().map_err(|_| wrong("the gateway's address".to_owned()))?;
        if !self.query.is_empty() {
            let pairs = self.query.iter().map(|(name, value)| (name.as_str(), filled.fill(value)));
            url.query_pairs_mut().extend_pairs(pairs);
        }
        let method: Method = self.method.parse().map_err(|_| wrong("the gateway's method".to_owned()))?;
        let (kind, body) = match (&self.form, &self.json) {
            (Some(form), _) => {
                let mut encoded: Url = "x:".parse().map_err(|_| wrong("a form".to_owned()))?;
                encoded
                    .query_pairs_mut()
                    .extend_pairs(form.iter().map(|(name, value)| (name.as_str(), filled.fill(value))));
                let body = encoded.query().unwrap_or_default().to_owned();
                (Some("application/x-www-form-urlencoded"), body)
            }
            (None, Some(json)) => (Some("application/json"), filled.fill_json(json).to_string()),
            (None, None) => (None, String::new()),
        };
        let handed = Arc::new(AtomicBool::new(false));
        let mut request = client()?.request(method, url);
        for (name, value) in &self.headers {
            request = request.header(name, filled.fill_line(value));
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if !body.is_empty() {
            request = request.header(header::CONTENT_LENGTH, body.len());
            request = request.body(reqwest::Body::wrap_stream(held_back(body, Arc::clone(&handed), handing)));
        }
        let request = request.build();
        Ok((request.map_err(|cause| wrong(cause.to_string()))?, handed))
    }

    fn judge(&self, status: u16, body: &str) -> Outcome {
        let json: Value = serde_json::from_str(body).unwrap_or(Value::Null);
        let right_status = if self.success.status.is_empty() {
            (200..300).contains(&status)
        } else {
            self.success.status.contains(&status)
        };
        let right_json = self
            .success
            .json
            .iter()
            .all(|(place, values)| json.pointer(place).is_some_and(|found| values.contains(found)));
        let right_text = self.success.text.as_ref().is_none_or(|text| body.contains(text.as_str()));
        if right_status && right_json && right_text {
            let reference = self.reference.as_ref().and_then(|place| json.pointer(place));
            let reference = reference.map(|found| found.as_str().map_or_else(|| found.to_string(), str::to_owned));
            return Outcome::Sent { reference: reference.map(|text| text.chars().take(100).collect()) };
        }
        match status {
            408 | 429 | 503 => Outcome::Again { reason: "GATEWAY_BUSY" },
            // It does not know us, or is not paid: no student's fault.
            401..=403 | 407 => Outcome::Again { reason: "GATEWAY_ACCESS" },
            500.. => Outcome::Unknown { reason: "GATEWAY_FAILED" },
            _ => Outcome::Failed { reason: "REFUSED" },
        }
    }
}

/// The body without its last byte; then the word; then the last byte, or none when it must not be sent.
fn held_back(
    body: String,
    handed: Arc<AtomicBool>,
    handing: impl Future<Output = Result<bool, Error>> + Send + 'static,
) -> impl futures_util::Stream<Item = Result<Vec<u8>, std::io::Error>> + Send + 'static {
    let mut bytes = body.into_bytes();
    let last = bytes.split_off(bytes.len().saturating_sub(1));
    let first = futures_util::stream::iter([Ok(bytes)]);
    let rest = futures_util::stream::once(async move {
        match handing.await {
            Ok(true) => {
                handed.store(true, Ordering::Release);
                Ok(last)
            }
            Ok(false) => Err(std::io::Error::other("overtaken")),
            Err(cause) => Err(std::io::Error::other(cause.to_string())),
        }
    });
    futures_util::StreamExt::chain(first, rest)
}

/// The whole of it, as text.
async fn read(mut answer: reqwest::Response) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(part) = answer.chunk().await.ok()? {
        bytes.extend_from_slice(&part);
        if bytes.len() > LONGEST {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The gateway is named by whoever runs the service, so it may be anywhere; it sends nobody elsewhere.
fn client() -> Result<reqwest::Client, Error> {
    static CLIENT: std::sync::OnceLock<reqwest::Client> = std::sync::OnceLock::new();
    if let Some(client) = CLIENT.get() {
        return Ok(client.clone());
    }
    crate::tls::ready();
    let client = reqwest::Client::builder()
        .user_agent(concat!("rentree/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .timeout(TIMEOUT)
        .pool_max_idle_per_host(0)
        .build()
        .map_err(|cause| Error::Task(cause.to_string()))?;
    Ok(CLIENT.get_or_init(|| client).clone())
}

/// What is filled in.
struct Places<'a> {
    to: &'a str,
    id: &'a str,
    text: &'a str,
}

impl Places<'_> {
    /// From left to right: what was filled in is not looked at again.
    fn fill(&self, template: &str) -> String {
        let mut filled = String::new();
        let mut rest = template;
        while let Some(at) = rest.find('{') {
            filled.push_str(&rest[..at]);
            let known = [("{to}", self.to), ("{id}", self.id), ("{text}", self.text)];
            if let Some((place, value)) = known.into_iter().find(|(place, _)| rest[at..].starts_with(place)) {
                filled.push_str(value);
                rest = &rest[at + place.len()..];
            } else {
                filled.push('{');
                rest = &rest[at + 1..];
            }
        }
        filled + rest
    }

    fn fill_line(&self, template: &str) -> String {
        self.fill(template).chars().filter(|c| !c.is_control()).collect()
    }

    fn fill_json(&self, template: &Value) -> Value {
        match template {
            Value::String(text) => Value::String(self.fill(text)),
            Value::Array(all) => all.iter().map(|one| self.fill_json(one)).collect(),
            Value::Object(fields) => {
                Value::Object(fields.iter().map(|(name, one)| (name.clone(), self.fill_json(one))).collect())
            }
            other => other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILLED: Places<'static> = Places { to: "+237699112233", id: "i1", text: "é & {to}\"\n" };

    #[test]
    fn what_is_filled_in_stays_what_it_is() {
        assert_eq!(FILLED.fill("{id}:{text}:{other}"), "i1:é & {to}\"\n:{other}");
        let json = FILLED.fill_json(&serde_json::json!({"a": ["{text}", 1]}));
        assert_eq!(json.to_string(), r#"{"a":["é & {to}\"\n",1]}"#);
        assert_eq!(FILLED.fill_line("x {text}"), "x é & {to}\"");
    }

    #[test]
    fn an_answer_is_judged_by_the_rule() {
        let twilio = Gateway::read(r#"{"profile": "twilio", "account": "AC1", "token": "t", "from": "+1"}"#).unwrap();
        let judged = |status, body| twilio.judge(status, body);
        assert_eq!(
            judged(201, r#"{"sid": "SM1", "status": "queued"}"#),
            Outcome::Sent { reference: Some("SM1".to_owned()) }
        );
        assert_eq!(judged(201, r#"{"sid": "SM1", "status": "failed"}"#), Outcome::Failed { reason: "REFUSED" });
        assert_eq!(judged(400, "{}"), Outcome::Failed { reason: "REFUSED" });
        assert_eq!(judged(429, "{}"), Outcome::Again { reason: "GATEWAY_BUSY" });
        assert_eq!(judged(401, "{}"), Outcome::Again { reason: "GATEWAY_ACCESS" });
        assert_eq!(judged(502, ""), Outcome::Unknown { reason: "GATEWAY_FAILED" });
        let own = Gateway::read(r#"{"url": "https://x.example", "success": {"text": "OK"}}"#).unwrap();
        assert_eq!(own.judge(200, "OK 17"), Outcome::Sent { reference: None });
        assert_eq!(own.judge(200, "NO"), Outcome::Failed { reason: "REFUSED" });
    }

    #[test]
    fn a_template_that_cannot_be_used_says_why() {
        for (text, why) in [
            ("", "--sms-gateway"),
            (r#"{"url": "x"}"#, "url"),
            (r#"{"url": "https://x", "methode": "GET"}"#, "methode"),
            (r#"{"url": "https://x", "headers": {"A": "b\nc"}}"#, "headers"),
            (r#"{"profile": "other"}"#, "there is twilio"),
        ] {
            let refused = Gateway::read(text).unwrap_err().to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }
}
