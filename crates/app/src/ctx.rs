//! Who asks, for which school, from where, and under which request id: the first argument of every use case that a face offers.

use jiff::Timestamp;
use rentree_core::{AdminId, EmbedId, KeyId, Language, Role, UserId};
use rentree_store::{AuditEvent, Json, TenantTx};

use crate::Error;
use crate::access::{Action, Scope, allows};
use crate::app::Tenant;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Whoever runs the command on the machine itself, and so owns its files.
    Machine,
    Person {
        id: UserId,
        role: Role,
    },
    Key {
        id: KeyId,
        role: Role,
        scopes: Vec<Scope>,
    },
    /// Whoever sits before our page inside a platform's own, let in with its key.
    Embedded {
        id: EmbedId,
        role: Role,
        scopes: Vec<Scope>,
    },
    Admin {
        id: AdminId,
    },
    /// Whoever runs the service, let into a school for a while. Sees what a viewer sees.
    Guest {
        id: AdminId,
    },
    /// Somebody who is not signed in yet.
    Nobody,
}

impl Actor {
    pub fn may(&self, action: Action) -> bool {
        match self {
            Self::Machine => true,
            Self::Nobody => false,
            Self::Person { role, .. } => allows(*role, action),
            Self::Key { role, scopes, .. } => allows(*role, action) && scopes.iter().any(|scope| scope.covers(action)),
            // It cannot let others in.
            Self::Embedded { role, scopes, .. } => {
                !matches!(action, Action::OpenEmbed)
                    && allows(*role, action)
                    && scopes.iter().any(|scope| scope.covers(action))
            }
            Self::Admin { .. } => allows(Role::PlatformAdmin, action),
            Self::Guest { .. } => allows(Role::Viewer, action),
        }
    }

    pub const fn person(&self) -> Option<UserId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// `person:ID`, `key:ID`: how an actor is written in logs and in the trail.
impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Machine => f.write_str("machine"),
            Self::Nobody => f.write_str("nobody"),
            Self::Person { id, .. } => write!(f, "person:{id}"),
            Self::Key { id, .. } => write!(f, "key:{id}"),
            Self::Embedded { id, .. } => write!(f, "embed:{id}"),
            Self::Admin { id } | Self::Guest { id } => write!(f, "admin:{id}"),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Ctx {
    pub actor: Actor,
    pub tenant: Tenant,
    pub request_id: String,
    /// An address, or `cli`.
    pub origin: String,
    pub language: Language,
}

impl Ctx {
    /// Whoever runs a command on the machine.
    pub fn on_the_machine(tenant: Tenant, request_id: String, language: Language) -> Self {
        Self { actor: Actor::Machine, tenant, request_id, origin: "cli".to_owned(), language }
    }

    /// Before it is known who asks. `from`: the address and the request.
    pub(crate) fn of_nobody(tenant: Tenant, (origin, request_id): (&str, &str)) -> Self {
        Self {
            actor: Actor::Nobody,
            tenant,
            request_id: request_id.to_owned(),
            origin: origin.to_owned(),
            language: Language::default(),
        }
    }

    pub fn may(&self, action: Action) -> Result<(), Error> {
        if self.actor.may(action) { Ok(()) } else { Err(Error::Forbidden { action }) }
    }

    /// Whether values of students are to be shown so that nobody is recognised.
    pub fn masks(&self) -> bool {
        !self.actor.may(Action::SeeValues)
    }

    /// Writes into the school's trail, in the transaction of what is done. `subject`: `batch:ID`, `student:ID`, `school`; details are ids,
    /// codes and counts, never a value of a student.
    pub(crate) async fn record(
        &self,
        tx: &mut TenantTx,
        now: Timestamp,
        (action, subject): (&str, String),
        details: serde_json::Value,
    ) -> Result<(), Error> {
        tx.audit_append(&AuditEvent {
            at: now,
            actor: Some(self.actor.to_string()),
            action: action.to_owned(),
            subject,
            details: Json::of(&details)?,
            origin: Some(self.origin.clone()),
            request_id: Some(self.request_id.clone()),
        })
        .await?;
        Ok(())
    }
}
