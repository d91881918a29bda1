//! `rentree serve`: the API, with a worker beside it unless others do the work.

use std::time::Duration;

use rentree_app::accounts::Demand;
use rentree_app::jobs::{LEASE, Worker, WorkerOptions};
use rentree_app::{Clock, Error};
use rentree_web::Settings;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{Code, Desk};
use crate::args::Serve;
use crate::say::{self, pick};
use crate::{config, exit};

/// For the header of a request: a person on the slowest line needs less, and whoever sends a letter a minute is cut off.
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) async fn run(desk: &Desk, serve: &Serve) -> Code {
    if serve.post_office {
        return super::office::run(desk).await;
    }
    let demand = if serve.second_factor_for_admins { Demand::Admins } else { Demand::Nobody };
    let app = config::open(&desk.common, Clock::System).await?.demanding(demand);
    let app = app.noting_looks(&desk.common.data.join("looks"))?;
    let incoming = desk.common.data.join("incoming");
    rentree_app::blobs::make_private_folder(&incoming)
        .map_err(|cause| Error::storage("make the folder of what is received", cause))?;
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new()
        .install_recorder()
        .map_err(|cause| Error::Task(cause.to_string()))?;
    let settings = Settings {
        secure: serve.behind_proxy,
        behind_proxy: serve.behind_proxy,
        metrics: Some(metrics),
        connections: serve.connections,
        connections_of_one: serve.connections_of_one,
        patience: PATIENCE,
        incoming,
    };
    let listener = TcpListener::bind(serve.listen).await.map_err(|cause| Error::storage("listen", cause))?;
    let address = listener.local_addr().map_err(|cause| Error::storage("listen", cause))?;
    let (told, stop) = watch::channel(false);
    super::signals::listen(told)?;
    say::complain(format!("{} http://{address}", pick(desk.language, "À l'écoute :", "Listening:")));
    let work = app.beside();
    let worker = if serve.slots > 0 {
        let options = WorkerOptions { slots: serve.slots, open: serve.slots + 4, lease: LEASE, drain: false };
        let worker = Worker::new(work.clone(), options).with_office(super::office::beside()?);
        Some(worker.run_beside(stop.clone())?)
    } else {
        None
    };
    let looks = tokio::spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move { app.settle_looks_until(stop).await }
    });
    let served = rentree_web::serve(app.clone(), settings, listener, stop).await;
    if let Some(worker) = worker {
        let _ = tokio::task::spawn_blocking(|| worker.join()).await;
    }
    let _ = looks.await;
    // Those of the last answers.
    app.settle_looks().await?;
    work.close().await;
    app.close().await;
    served?;
    say::complain(pick(desk.language, "Arrêté.", "Stopped."));
    Ok(exit::DONE)
}
