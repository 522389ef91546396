//! What scopes say in the log, where they cannot return it (e05, e10).
#![forbid(unsafe_code)]

use std::io;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use asyncward::{OnFailure, bounded_spawn};
use asyncward_tests::scope::{Broken, scope_with};
use asyncward_tests::{everywhere, paused};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

/// Where the log of all tests of this file goes.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static LOG: LazyLock<Sink> = LazyLock::new(|| {
    let sink = Sink::default();
    let writer = sink.clone();
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    tracing_subscriber::util::SubscriberInitExt::init(subscriber);
    sink
});

/// The lines of the log that speak of the scope of that name.
fn logged(scope: &str) -> Vec<String> {
    let log = String::from_utf8(LOG.0.lock().unwrap().clone()).unwrap();
    let name = format!("scope=\"{scope}\"");
    log.lines().filter(|line| line.contains(&name)).map(str::to_owned).collect()
}

#[test]
fn e05_supervise_logs_a_failing_child_and_goes_on() {
    LazyLock::force(&LOG);
    everywhere(|| async {
        let sibling = scope_with(OnFailure::Supervise)
            .name("feeds")
            .run(async |scope| {
                let (go, told) = oneshot::channel();
                let sibling = scope.spawn(told).await?;
                scope.named("feed 3").spawn(async { Err::<(), _>(Broken("gone")) }).await?;
                // The failing one has ended, the other has not.
                while scope.len() > 1 {
                    yield_now().await;
                }
                go.send(7).unwrap();
                anyhow::Ok(sibling.await??)
            })
            .await
            .unwrap();
        assert_eq!(sibling, 7);
    });
    let lines = logged("feeds");
    assert_eq!(lines.len(), 3, "one for each runtime: {lines:?}");
    for line in lines {
        assert!(line.contains("ERROR") && line.contains("`feed 3` failed: broken: gone"), "{line}");
    }
}

/// A function that returns neither a `Result` nor `()` has nothing to return but what its body gives.
#[test]
fn e10_a_body_that_cannot_be_dropped_is_in_the_log() {
    #[bounded_spawn(limit = 1, timeout = "1s", on_failure = supervise, name = "number")]
    async fn number() -> u32 {
        sleep(Duration::from_secs(9)).await;
        9
    }

    LazyLock::force(&LOG);
    paused(async {
        let begun = Instant::now();
        assert_eq!(number().await, 9);
        assert_eq!(begun.elapsed(), Duration::from_secs(9));
    });
    let lines = logged("number");
    assert!(lines[0].contains("ERROR") && lines[0].contains("its body goes on"), "{lines:?}");
}
