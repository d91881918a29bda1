//! `rentree worker`: does what is queued, until it is told to stop.

use std::time::Duration;

use rentree_app::jobs::{Worker, WorkerOptions};
use rentree_app::{Clock, Error};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::{Code, Desk};
use crate::args::Work;
use crate::say::{self, pick};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, work: &Work) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let slots = usize::from(work.slots);
    let options = WorkerOptions { slots, open: slots + 4, lease: Duration::from_secs(work.lease), drain: work.drain };
    let (told, stop) = watch::channel(false);
    listen(told)?;
    say::complain(pick(desk.language, "Au travail. Ctrl-C pour arrêter.", "At work. Ctrl-C to stop."));
    Worker::new(app.clone(), options).run(stop).await;
    app.close().await;
    say::complain(pick(
        desk.language,
        "Arrêté : rien n'est à moitié fait, un autre continuera.",
        "Stopped: nothing is half done, another one will go on.",
    ));
    Ok(exit::DONE)
}

/// The first signal asks to stop at the next chunk; a second one is not waited for.
fn listen(told: watch::Sender<bool>) -> Result<(), Error> {
    let failed = |cause| Error::storage("listen for signals", cause);
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    tokio::spawn(async move {
        for _ in 0..2 {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if told.send_replace(true) {
                #[expect(
                    clippy::exit,
                    reason = "whoever asks twice does not want to wait; every chunk is whole or was never there"
                )]
                std::process::exit(i32::from(exit::STORAGE));
            }
        }
    });
    Ok(())
}
