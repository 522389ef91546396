//! The progress bar on standard error; nothing at all when that is no terminal.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use asyncward::cancellable;
use indicatif::{HumanBytes, ProgressBar, ProgressState, ProgressStyle};

use crate::error::Error;
use crate::walk::{Found, Walk};

const TEMPLATE: &str = "{elapsed_precise} [{wide_bar}] {pos}/{len} files, {read}";

#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Apart from the bar, so that it moves while a large file is read.
    bytes: Arc<AtomicU64>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bytes = Arc::new(AtomicU64::new(0));
        let bar = ProgressBar::new(0);
        // Otherwise a thread would draw what nobody sees.
        if !bar.is_hidden()
            && let Ok(style) = ProgressStyle::with_template(TEMPLATE)
        {
            let bytes = Arc::clone(&bytes);
            let read = move |_: &ProgressState, out: &mut dyn Write| {
                // The bar has no way to report that it could not be drawn.
                let _ = write!(out, "{}", HumanBytes(bytes.load(Ordering::Relaxed)));
            };
            bar.set_style(style.with_key("read", read).progress_chars("=> "));
            bar.enable_steady_tick(Duration::from_millis(100));
        }
        Progress { bar, bytes }
    }

    /// Counts the files in a walk of its own, ahead of the one that reads them, so that the bar
    /// knows its length without anyone keeping a list.
    #[cancellable]
    pub(crate) async fn count(&self, root: &Path) -> Result<(), Error> {
        if self.bar.is_hidden() {
            return Ok(());
        }
        let mut walk = Walk::start(root).await?;
        while let Some(found) = walk.next().await? {
            if let Found::File(_) = found {
                self.bar.inc_length(1);
            }
        }
        Ok(())
    }

    pub(crate) fn read(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn file_done(&self) {
        self.bar.inc(1);
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
