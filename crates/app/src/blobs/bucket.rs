//! A bucket of an S3-compatible store: its address and settings, how long it is waited for, and what its refusals mean.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::client::{HttpError, HttpErrorKind};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};

use crate::error::Error;

/// How long a store may keep us waiting.
#[derive(Debug, Clone)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For an answer to a request, and then for each next piece of it.
    pub answer: Duration,
    /// How often a request is repeated that may be, after short pauses.
    pub retries: usize,
    /// After this no request is repeated any more.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let second = Duration::from_secs(1);
        Self { connect: 5 * second, answer: 30 * second, retries: 4, whole: 45 * second }
    }
}

/// Why a store did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The address or the settings are not understood, or incomplete.
    Settings,
    /// Nobody is there, or the answer does not come.
    Silent,
    /// The key is unknown, wrong, or may not do this.
    Denied,
    NoBucket,
    /// The bucket is there, the file is not.
    NoFile,
    /// It answered with a failure of its own.
    Failed,
}

const AWS: &str = "AWS_";

pub(super) fn open(
    url: &str,
    settings: impl IntoIterator<Item = (String, String)>,
    patience: &Patience,
) -> Result<Arc<dyn ObjectStore>, Error> {
    let wrong = |cause: String| Error::Bucket { what: "use the storage", fault: Fault::Settings, cause: cause.into() };
    let (bucket, prefix) = url
        .strip_prefix("s3://")
        .map(|rest| rest.split_once('/').unwrap_or((rest, "")))
        .filter(|(bucket, _)| !bucket.is_empty() && !bucket.contains(['@', ':', '?']))
        .ok_or_else(|| wrong("s3://BUCKET or s3://BUCKET/PREFIX".to_owned()))?;
    // One request for a deletion: not every store knows the one that deletes many.
    let mut builder = AmazonS3Builder::new().with_bucket_name(bucket).with_disable_bulk_delete(true);
    for (name, value) in settings {
        let key = name.starts_with(AWS).then(|| name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>());
        if let Some(Ok(key)) = key
            && !value.is_empty()
        {
            builder = builder.with_config(key, value);
        }
    }
    let set = |key: AmazonS3ConfigKey| builder.get_config_value(&key);
    let endpoint = set(AmazonS3ConfigKey::S3Endpoint).or_else(|| set(AmazonS3ConfigKey::Endpoint));
    if endpoint.is_some() && set(AmazonS3ConfigKey::AccessKeyId).is_none() {
        // Only Amazon's own machines hand out keys without being asked; anywhere else the question would go to nobody.
        return Err(wrong("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".to_owned()));
    }
    // Unencrypted only where the address itself says so.
    let plain = endpoint.is_some_and(|endpoint| endpoint.starts_with("http://"));
    let options = ClientOptions::new()
        .with_allow_http(plain)
        .with_connect_timeout(patience.connect)
        .with_read_timeout(patience.answer)
        // A big file takes as long as it takes, while it moves.
        .with_timeout_disabled();
    let retry =
        RetryConfig { backoff: BackoffConfig::default(), max_retries: patience.retries, retry_timeout: patience.whole };
    // The one TLS library of the program, with the one provider that it is built with. Whoever comes second finds it chosen already.
    crate::tls::ready();
    let store = builder.with_client_options(options).with_retry(retry).build();
    let store = store.map_err(|cause| wrong(innermost(&cause)))?;
    Ok(Arc::new(PrefixStore::new(store, prefix)))
}

/// What the store said is XML with the request in it; its code says the same in one word.
pub(super) fn failed(what: &'static str, cause: &object_store::Error) -> Error {
    let text = cause.to_string();
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map(|(code, _)| code);
    let fault = match cause {
        _ if code == Some("NoSuchBucket") => Fault::NoBucket,
        object_store::Error::NotFound { .. } => Fault::NoFile,
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => Fault::Denied,
        _ if is_silence(cause) => Fault::Silent,
        _ => Fault::Failed,
    };
    Error::Bucket { what, fault, cause: code.map_or_else(|| innermost(cause), str::to_owned).into() }
}

fn is_silence(cause: &object_store::Error) -> bool {
    let mut source = cause.source();
    while let Some(inner) = source {
        if let Some(http) = inner.downcast_ref::<HttpError>() {
            return !matches!(http.kind(), HttpErrorKind::Decode);
        }
        source = inner.source();
    }
    false
}

/// The last of the causes is the plainest: "Connection refused".
fn innermost(cause: &object_store::Error) -> String {
    let mut last: &dyn std::error::Error = cause;
    while let Some(inner) = last.source() {
        last = inner;
    }
    last.to_string()
}
