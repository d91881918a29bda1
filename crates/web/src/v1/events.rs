//! Progress as it happens: server-sent events of one batch. However many people watch, the database is asked once for all of them.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use rentree_app::{Ctx, Error};
use rentree_core::{BatchId, EstablishmentId};
use tokio::sync::watch;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::batches::BatchView;
use crate::Web;
use crate::extract::{AtBatch, In, Named};
use crate::problem::Problem;

pub(crate) fn router() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(events))
}

/// One event.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes a line of the stream")]
pub(crate) struct EventView {
    /// `batch`, or `rest` when nothing more happens by itself.
    event: String,
    /// The batch as JSON.
    data: String,
}

/// How often a batch that is watched is looked at.
const LOOK: Duration = Duration::from_millis(400);
/// A line between events, so that nothing in between takes the connection for dead.
const ALIVE: Duration = Duration::from_secs(15);

/// Who is watched now. A batch is looked at by one task as long as anybody listens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watched {
    batches: Arc<Mutex<Watches>>,
}

type Watches = HashMap<(EstablishmentId, BatchId), watch::Receiver<Told>>;

/// The batch as JSON, and whether nothing more will happen by itself.
#[derive(Debug, Clone)]
struct Told {
    text: Arc<str>,
    over: bool,
    /// When it was asked for: whoever begins to listen after that knows better.
    asked: Instant,
}

impl Watched {
    fn listen(&self, web: &Web, ctx: &Ctx, id: BatchId, now: Told) -> watch::Receiver<Told> {
        let key = (ctx.tenant.id, id);
        let mut batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has closed tells nothing any more.
        if let Some(told) = batches.get(&key).filter(|told| told.has_changed().is_ok()) {
            return told.clone();
        }
        let (tell, told) = watch::channel(now);
        batches.insert(key, told.clone());
        let (web, ctx, watched) = (web.clone(), ctx.clone(), self.clone());
        tokio::spawn(async move {
            // The one in the table does not count as a listener.
            while tell.receiver_count() > 1 {
                tokio::time::sleep(LOOK).await;
                match look(&web, &ctx, id).await {
                    Ok(now) => {
                        tell.send_replace(now);
                    }
                    Err(error) if error.retryable() => {}
                    Err(_) => break,
                }
            }
            let mut batches = watched.batches.lock().unwrap_or_else(PoisonError::into_inner);
            if batches.get(&key).is_some_and(|told| told.same_channel(&tell.subscribe())) {
                batches.remove(&key);
            }
        });
        told
    }
}

async fn look(web: &Web, ctx: &Ctx, id: BatchId) -> Result<Told, Error> {
    let asked = Instant::now();
    let standing = web.app.standing(ctx, id).await?;
    let over = standing.job.is_none() && (standing.batch.status.is_over() || standing.batch.status.is_before_commit());
    let text = serde_json::to_string(&BatchView::of(&standing)).unwrap_or_default();
    Ok(Told { text: text.into(), over, asked })
}

/// Each event is the batch as `GET` shows it; the last one is called `rest`: nothing more happens by itself.
#[utoipa::path(get, path = "/v1/establishments/{slug}/batches/{batch}/events", tag = "batches",
    extensions(("x-action" = json!("batches.show"))),
    params(("slug" = String, Path), ("batch" = uuid::Uuid, Path)),
    responses((status = 200, description = "One event after another", body = EventView, content_type = "text/event-stream")))]
async fn events(
    In(ctx): In,
    State(web): State<Web>,
    Named(AtBatch { batch }): Named<AtBatch>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let now = look(&web, &ctx, batch).await?;
    let told = web.watched.listen(&web, &ctx, batch, now.clone());
    let stream =
        futures_util::stream::unfold(Listening { told, shown: None, begun: now }, |mut listening| async move {
            let now = listening.next().await?;
            let event = Event::default().event(if now.over { "rest" } else { "batch" }).data(&*now.text);
            Some((Ok(event), listening))
        });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(ALIVE)))
}

/// One who listens, and what they were shown last.
struct Listening {
    told: watch::Receiver<Told>,
    shown: Option<Told>,
    /// How it stood when they came.
    begun: Told,
}

impl Listening {
    /// What they do not know yet; nothing after the last word.
    async fn next(&mut self) -> Option<Told> {
        let Some(shown) = &self.shown else {
            self.shown = Some(self.begun.clone());
            return Some(self.begun.clone());
        };
        if shown.over {
            return None;
        }
        loop {
            self.told.changed().await.ok()?;
            let now = self.told.borrow_and_update().clone();
            if now.asked > self.begun.asked && now.text != shown.text {
                self.shown = Some(now.clone());
                return Some(now);
            }
        }
    }
}
