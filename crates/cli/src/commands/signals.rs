//! Being told to stop, by the terminal or by the system.

use rentree_app::Error;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::exit;

/// The first signal asks to stop at the next chunk; a second one is not waited for.
pub(super) fn listen(told: watch::Sender<bool>) -> Result<(), Error> {
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
