//! `rentree worker`: does what is queued, until it is told to stop.

use std::time::Duration;

use rentree_app::Clock;
use rentree_app::jobs::{Worker, WorkerOptions};
use tokio::sync::watch;

use super::{Code, Desk};
use crate::args::Work;
use crate::say::{self, pick};
use crate::{config, exit};

pub(super) async fn run(desk: &Desk, work: &Work) -> Code {
    if work.post_office {
        return super::office::run(desk).await;
    }
    let app = config::open(&desk.common, Clock::System).await?;
    let slots = usize::from(work.slots);
    let options = WorkerOptions { slots, open: slots + 4, lease: Duration::from_secs(work.lease), drain: work.drain };
    let (told, stop) = watch::channel(false);
    super::signals::listen(told)?;
    say::complain(pick(desk.language, "Au travail. Ctrl-C pour arrêter.", "At work. Ctrl-C to stop."));
    Worker::new(app.clone(), options).with_office(super::office::beside()?).run(stop).await;
    app.close().await;
    say::complain(pick(
        desk.language,
        "Arrêté : rien n'est à moitié fait, un autre continuera.",
        "Stopped: nothing is half done, another one will go on.",
    ));
    Ok(exit::DONE)
}
