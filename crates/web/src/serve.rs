//! Listening, and ending well: what is being answered is finished, then the process leaves.
//!
//! Nobody can keep others out by being slow: a connection whose header does not come is cut off, so is one whose body falls silent, there are
//! so many connections at most, and so many of one address.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use metrics_exporter_prometheus::PrometheusHandle;
use rentree_app::{App, Error};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::Service as _;

use crate::Web;
use crate::router::router;
use crate::v1::Watched;

#[derive(Debug)]
pub struct Settings {
    /// Cookies are sent over HTTPS only.
    pub secure: bool,
    /// The proxy in front says where a request comes from, and all connections are its own.
    pub behind_proxy: bool,
    /// What `/metrics` shows.
    pub metrics: Option<PrometheusHandle>,
    pub connections: usize,
    /// Of one address.
    pub connections_of_one: usize,
    /// For the header of a request.
    pub patience: Duration,
    /// Where files are received, piece by piece.
    pub incoming: PathBuf,
}

/// For what is being answered when the process is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(20);

/// Who is connected now.
#[derive(Debug, Clone, Default)]
struct Doors(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A connection's place, given back with it.
struct Place {
    doors: Doors,
    address: IpAddr,
    _room: OwnedSemaphorePermit,
}

impl Doors {
    fn enter(&self, address: IpAddr, most: usize, room: OwnedSemaphorePermit) -> Option<Place> {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = inside.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { doors: self.clone(), address, _room: room })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.doors.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = inside.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                inside.remove(&self.address);
            }
        }
    }
}

/// Until `stop` says so.
pub async fn serve(
    app: App,
    settings: Settings,
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Error> {
    let (room, doors) = (Arc::new(Semaphore::new(settings.connections.max(1))), Doors::default());
    let most = if settings.behind_proxy { usize::MAX } else { settings.connections_of_one.max(1) };
    let patience = settings.patience;
    let routes = router(Web { app, settings: Arc::new(settings), watched: Watched::default() });
    let graceful = GracefulShutdown::new();
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            _ = stop.changed() => break,
        };
        // One too many of the same address is closed at once: its others go on.
        if let Some(place) = doors.enter(peer.ip(), most, place) {
            answer(routes.clone(), (stream, peer), (place, patience), &graceful);
        }
    }
    let _ = tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await;
    Ok(())
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                // Too many open files, most likely: those that end make room.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

fn answer(
    routes: axum::Router,
    (stream, peer): (TcpStream, SocketAddr),
    (place, patience): (Place, Duration),
    graceful: &GracefulShutdown,
) {
    let service = hyper::service::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        routes.clone().call(request)
    });
    // Small answers are sent at once: a page of rows is many small writes.
    let _ = stream.set_nodelay(true);
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
