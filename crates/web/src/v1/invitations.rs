//! New students who are invited to choose a password.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use rentree_app::access::Action;
use rentree_app::{Invitation, InvitationStatus};
use rentree_core::invitation::{Channel, Text, Written};
use rentree_core::{BatchId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::school::{ChannelView, InvitationTextView, LanguageView};
use super::session::Whence;
use crate::extract::{Asked, AtBatch, Body, In, Named};
use crate::problem::Problem;
use crate::views::{limit, no_cursor, short};
use crate::{Web, request};

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(dry_run))
        .routes(routes!(preview))
        .routes(routes!(test))
        .routes(routes!(again))
        .routes(routes!(bounced))
        .routes(routes!(look))
        .routes(routes!(accept))
}

/// What became of an invitation.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InvitationStatusView {
    /// To be sent.
    Waiting,
    /// Being sent.
    Claimed,
    /// The last word of it is being said.
    Handing,
    Sent,
    Failed,
    /// Whoever sent it was lost at its end: it has most likely arrived, and is not sent a second time but by a person's word.
    Unknown,
    /// The password is set.
    Accepted,
    /// There is nobody to invite, or no contact of their own any more.
    Withdrawn,
}

macro_rules! same_names {
    ($($name:ident),+) => {
        impl From<InvitationStatus> for InvitationStatusView {
            fn from(status: InvitationStatus) -> Self {
                match status { $(InvitationStatus::$name => Self::$name),+ }
            }
        }

        impl From<InvitationStatusView> for InvitationStatus {
            fn from(status: InvitationStatusView) -> Self {
                match status { $(InvitationStatusView::$name => Self::$name),+ }
            }
        }
    };
}

same_names!(Waiting, Claimed, Handing, Sent, Failed, Unknown, Accepted, Withdrawn);

/// One invitation. It shows no address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationView {
    student: Uuid,
    /// The import that brought the student.
    batch: Option<Uuid>,
    /// `email` or `sms`.
    channel: &'static str,
    status: InvitationStatusView,
    #[schema(minimum = 0)]
    attempts: i64,
    /// Until when the link is good.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// `REFUSED`, `BOUNCED`, `ADDRESS`, `NO_CONTACT`, `GIVEN_UP`, `WORKER_LOST`, `NO_ANSWER`, `TIMEOUT`, `SMTP`…
    reason: Option<String>,
    /// What the gateway calls it.
    reference: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    accepted_at: Option<Timestamp>,
}

impl From<Invitation> for InvitationView {
    fn from(one: Invitation) -> Self {
        Self {
            student: one.student.0,
            batch: one.batch.map(|batch: BatchId| batch.0),
            channel: one.channel.name(),
            status: one.status.into(),
            attempts: one.attempts,
            expires_at: one.expires_at,
            reason: one.reason,
            reference: one.reference,
            created_at: one.created_at,
            sent_at: one.sent_at,
            accepted_at: one.accepted_at,
        }
    }
}

/// A page, and how many there are of each status.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationPage {
    items: Vec<InvitationView>,
    /// To be sent back as `cursor`; `null` on the last page.
    next: Option<String>,
    /// By status.
    counts: std::collections::BTreeMap<&'static str, u64>,
}

/// Which invitations, and how many.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct InvitationsQuery {
    /// What the page before gave as `next`.
    #[param(max_length = 200)]
    cursor: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<usize>,
    /// Only these.
    #[param(inline)]
    status: Option<InvitationStatusView>,
}

/// Whom a batch would invite, and why not the others.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitedView {
    email: u64,
    sms: u64,
    /// Who has neither an address nor a phone of a way that is switched on.
    unreachable: u64,
    /// Who has only a contact that others share.
    shared: u64,
    /// Ways that are switched on, and that the service was not prepared to send by.
    not_configured: Vec<&'static str>,
}

/// A letter or a message as it would be read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrittenView {
    subject: String,
    body: String,
}

impl From<Written> for WrittenView {
    fn from(written: Written) -> Self {
        Self { subject: written.subject, body: written.body }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestMessageBody {
    channel: ChannelView,
    language: LanguageView,
    /// An e-mail address, or a number like +237699112233.
    #[schema(max_length = 254)]
    to: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenBody {
    /// What stands behind the `#` of the link.
    #[schema(max_length = 200)]
    token: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptBody {
    /// What stands behind the `#` of the link.
    #[schema(max_length = 200)]
    token: String,
    #[schema(min_length = 12, max_length = 1000)]
    password: String,
}

/// For whoever holds a link.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LookedView {
    /// The school's name.
    school: String,
    language: LanguageView,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AtStudent {
    student: UserId,
}

/// Who was invited, in the order in which they came.
#[utoipa::path(get, path = "/v1/establishments/{slug}/invitations", tag = "invitations", extensions(("x-action" = json!("invitations.show"))),
    params(("slug" = String, Path), InvitationsQuery), responses((status = 200, body = InvitationPage)))]
async fn list(
    In(ctx): In,
    State(web): State<Web>,
    Asked(query): Asked<InvitationsQuery>,
) -> Result<Json<InvitationPage>, Problem> {
    ctx.may(Action::ShowInvitations)?;
    let limit = limit(query.limit)?;
    let after = query.cursor.map(|cursor| cursor.parse().map_err(|_| no_cursor())).transpose()?;
    let page = web.app.invitations(&ctx, (after, query.status.map(InvitationStatus::from)), limit).await?;
    let counts = web.app.invitation_counts(&ctx).await?;
    let next = page.get(limit - 1).map(|one| one.student.to_string());
    let counts = counts.into_iter().map(|(status, count)| (status.name(), count)).collect();
    Ok(Json(InvitationPage { items: page.into_iter().map(InvitationView::from).collect(), next, counts }))
}

/// Whom a batch would invite. Nothing is sent.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/invitations", tag = "invitations",
    extensions(("x-action" = json!("invitations.show"))), params(("slug" = String, Path), ("batch" = Uuid, Path)),
    responses((status = 200, body = InvitedView)))]
async fn dry_run(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Json<InvitedView>, Problem> {
    let told = web.app.invitations_dry_run(&ctx, batch).await?;
    Ok(Json(InvitedView {
        email: told.would.email,
        sms: told.would.sms,
        unreachable: told.would.unreachable,
        shared: told.would.shared,
        not_configured: told.not_configured.into_iter().map(Channel::name).collect(),
    }))
}

/// A text as a student would read it, with somebody invented in it.
#[utoipa::path(post, path = "/v1/establishments/{slug}/invitations/preview", tag = "invitations",
    extensions(("x-action" = json!("invitations.show"))), params(("slug" = String, Path)), request_body = InvitationTextView,
    responses((status = 200, body = WrittenView)))]
async fn preview(
    In(ctx): In,
    State(web): State<Web>,
    Body(body): Body<InvitationTextView>,
) -> Result<Json<WrittenView>, Problem> {
    Ok(Json(web.app.invitation_preview(&ctx, &Text::from(body))?.into()))
}

/// The school's text as somebody of the school wants to see it arrive. Its link opens nothing.
#[utoipa::path(post, path = "/v1/establishments/{slug}/invitations/test", tag = "invitations",
    extensions(("x-action" = json!("invitations.send"))), params(("slug" = String, Path)), request_body = TestMessageBody,
    responses((status = 200, body = WrittenView)))]
async fn test(
    In(ctx): In,
    State(web): State<Web>,
    Body(body): Body<TestMessageBody>,
) -> Result<Json<WrittenView>, Problem> {
    let what = (body.channel.into(), body.language.into());
    Ok(Json(web.app.invitation_test(&ctx, what, &body.to).await?.into()))
}

/// Send an invitation once more, with a new link. The one before is worth nothing then.
#[utoipa::path(post, path = "/v1/establishments/{slug}/invitations/{student}/again", tag = "invitations",
    extensions(("x-action" = json!("invitations.send"))), params(("slug" = String, Path), ("student" = Uuid, Path)),
    responses((status = 202, body = InvitationView)))]
async fn again(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtStudent { student }): Named<AtStudent>,
) -> Result<(StatusCode, Json<InvitationView>), Problem> {
    Ok((StatusCode::ACCEPTED, Json(web.app.invitation_again(&ctx, student).await?.into())))
}

/// It was heard later that it did not arrive.
#[utoipa::path(post, path = "/v1/establishments/{slug}/invitations/{student}/bounced", tag = "invitations",
    extensions(("x-action" = json!("invitations.send"))), params(("slug" = String, Path), ("student" = Uuid, Path)),
    responses((status = 200, body = InvitationView)))]
async fn bounced(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtStudent { student }): Named<AtStudent>,
) -> Result<Json<InvitationView>, Problem> {
    Ok(Json(web.app.invitation_bounced(&ctx, student).await?.into()))
}

/// Where a link comes from, and until when it is good.
#[utoipa::path(post, path = "/v1/invitations/look", tag = "invitations", security(()), request_body = TokenBody,
    responses((status = 200, body = LookedView)))]
async fn look(State(web): State<Web>, Body(body): Body<TokenBody>) -> Result<Json<LookedView>, Problem> {
    short("/token", Some(&body.token), 200)?;
    let looked = web.app.invitation_look(&body.token).await?;
    Ok(Json(LookedView { school: looked.school, language: looked.language.into(), expires_at: looked.expires_at }))
}

/// Set the student's password. The link works once.
#[utoipa::path(post, path = "/v1/invitations/accept", tag = "invitations", security(()), request_body = AcceptBody,
    responses((status = 204)))]
async fn accept(State(web): State<Web>, whence: Whence, Body(body): Body<AcceptBody>) -> Result<StatusCode, Problem> {
    short("/token", Some(&body.token), 200)?;
    let from = (whence.origin(), &*request::context().request_id);
    web.app.invitation_accept(&body.token, &body.password, from).await?;
    Ok(StatusCode::NO_CONTENT)
}
