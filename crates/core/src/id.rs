//! The registry of ids. An id has a type; a bare `Uuid` never crosses a signature.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A school: the tenant. First column of every key.
    EstablishmentId,
    UserId,
    BatchId,
    FileId,
    JobId,
    /// One immutable version of a mapping.
    MappingId,
    SessionId,
    /// A file on its way.
    UploadId,
    /// A file that was made of a batch.
    ExportId,
    /// A key of the API.
    KeyId,
    /// A session of a page that stands inside a platform's own.
    EmbedId,
    /// Somebody who runs the service.
    AdminId,
    /// Where events are told.
    WebhookId,
}
