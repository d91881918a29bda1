//! Listening, and ending well: what is being answered is finished, then the process leaves.
//!
//! A connection that sends its header slowly is cut off; so is one that sends a body slower than [`Settings::slowest`]. There are so many
//! connections at most, and the rest wait in the system's queue.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use metrics_exporter_prometheus::PrometheusHandle;
use rentree_app::{App, Error};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower::Service as _;

use crate::Web;
use crate::router::router;
use crate::v1::Watched;

#[derive(Debug)]
pub struct Settings {
    /// Cookies are sent over HTTPS only.
    pub secure: bool,
    /// The proxy in front says where a request comes from.
    pub behind_proxy: bool,
    /// What `/metrics` shows.
    pub metrics: Option<PrometheusHandle>,
    pub connections: usize,
    /// For the header of a request.
    pub patience: Duration,
    /// Where files are received, piece by piece.
    pub incoming: std::path::PathBuf,
}

/// Until `stop` says so.
pub async fn serve(
    app: App,
    settings: Settings,
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Error> {
    let (room, patience) = (Arc::new(Semaphore::new(settings.connections.max(1))), settings.patience);
    let routes = router(Web { app, settings: Arc::new(settings), watched: Watched::default() });
    let graceful = hyper_util::server::graceful::GracefulShutdown::new();
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let (stream, peer): (_, SocketAddr) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Too many open files, most likely: those that end make room.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            _ = stop.changed() => break,
        };
        let routes = routes.clone();
        let service = hyper::service::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            routes.clone().call(request)
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(place);
        });
    }
    let finished = graceful.shutdown();
    let _ = tokio::time::timeout(Duration::from_secs(20), finished).await;
    Ok(())
}

const _: fn() = || {
    fn is_send<T: Send>(_: T) {}
    fn check(app: App, settings: Settings, listener: TcpListener, stop: watch::Receiver<bool>) {
        let future: std::pin::Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(serve(app, settings, listener, stop));
        is_send(future);
    }
    let _ = check;
};
