//! The post office: invitations leave from a process of their own. A worker that is ended in the middle takes no letter along: the office sees
//! that nobody holds its other end any more, brings the letter in its hands to its end, writes that down, and closes.
//!
//! ```text
//! worker ──pipe──► office: postmen, one for each way      pipe closed: end after the letter in hand
//! ```

use std::ffi::OsString;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use rentree_core::invitation::Channel;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::postman::Postman;
use crate::app::App;
use crate::webhooks::courier::End;

/// Before one that ended by itself is opened again.
const AGAIN: Duration = Duration::from_secs(1);
/// The word to close once nothing is due any more.
const WHEN_DONE: u8 = b'd';

/// How to open an office: a program that calls [`App::keep_office`].
#[derive(Debug, Clone)]
pub struct Office {
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
}

impl Office {
    /// Until it is told to end.
    pub(crate) async fn run(self, mut told: watch::Receiver<End>) {
        loop {
            if let Err(error) = self.once(&mut told).await {
                tracing::warn!(%error, "the process that sends invitations could not be run");
            }
            if *told.borrow() != End::NotYet {
                return;
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    async fn once(&self, told: &mut watch::Receiver<End>) -> std::io::Result<()> {
        let mut office = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            // What a terminal sends to all of a group, the worker tells by itself.
            .process_group(0)
            .spawn()?;
        let Some(mut line) = office.stdin.take() else { return Ok(()) };
        if *told.borrow() == End::NotYet {
            tokio::select! {
                ended = office.wait() => {
                    tracing::warn!(status = %ended?, "the process that sends invitations ended by itself");
                    return Ok(());
                }
                _ = told.changed() => {}
            }
        }
        if *told.borrow() == End::WhenDone {
            line.write_all(&[WHEN_DONE]).await?;
        }
        drop(line);
        office.wait().await?;
        Ok(())
    }
}

impl App {
    /// Sends invitations until whoever opened this office is gone or says so on standard input, or until `stop`.
    pub async fn keep_office(&self, mut stop: watch::Receiver<bool>) {
        let (tell, told) = watch::channel(End::NotYet);
        let word = tell.clone();
        // A thread of its own: nobody waits for it when the process ends.
        std::thread::spawn(move || {
            let mut said = [0];
            let end = match std::io::stdin().read(&mut said) {
                Ok(1) if said == [WHEN_DONE] => End::WhenDone,
                _ => End::Now,
            };
            let _ = word.send(end);
        });
        let mut postmen = JoinSet::new();
        for channel in Channel::ALL {
            postmen.spawn(Postman::new(self.clone(), channel).run(told.clone()));
        }
        loop {
            tokio::select! {
                ended = postmen.join_next() => if ended.is_none() { return },
                Ok(()) = stop.changed() => {
                    let _ = tell.send(End::Now);
                }
            }
        }
    }
}
