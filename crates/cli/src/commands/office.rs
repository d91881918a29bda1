//! The process beside `worker` and `serve` in which invitations are sent. It has the command line of whoever opened it, and one word more.

use rentree_app::invitations::office::Office;
use rentree_app::{Clock, Error};
use tokio::sync::watch;

use super::{Code, Desk};
use crate::{config, exit};

const WORD: &str = "--post-office";

pub(super) fn beside() -> Result<Office, Error> {
    let program = std::env::current_exe().map_err(|cause| Error::storage("find the own program", cause))?;
    let arguments = std::env::args_os().skip(1).chain([WORD.into()]).collect();
    Ok(Office { program, arguments })
}

pub(super) async fn run(desk: &Desk) -> Code {
    let app = config::open(&desk.common, Clock::System).await?;
    let (told, stop) = watch::channel(false);
    super::signals::listen(told)?;
    app.keep_office(stop).await;
    app.close().await;
    Ok(exit::DONE)
}
