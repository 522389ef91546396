//! Ctrl-C: the first one stops the run cooperatively, the next one ends the process.

use std::process;

use asyncward::{CancelExt, CancellationToken, cancellable, shield};
use tokio::signal::ctrl_c;

use crate::error::Error;
use crate::exit;

/// Listens until the process ends. A token that was cancelled for another reason (a timeout) counts
/// as the first Ctrl-C.
#[cancellable]
pub(crate) async fn listen(token: CancellationToken) -> Result<(), Error> {
    if let Ok(pressed) = ctrl_c().or_cancelled(&token).await {
        pressed?;
        token.cancel();
    }
    // The function is cancelled now, with all the rest; this wait goes on nevertheless.
    shield(ctrl_c()).await?;
    process::exit(exit::INTERRUPTED.into())
}
