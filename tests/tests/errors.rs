//! What `Cancelled` says and what it turns into.

use std::error::Error;
use std::future::pending;
use std::io;
use std::time::Duration;

use asyncward::{CancellationToken, Cancelled, Cause, Overrun, cancellable, shield_for};
use asyncward_tests::paused;

const LIMIT: Duration = Duration::from_millis(1500);

#[cancellable(timeout = "1500ms")]
async fn fetch<E: From<Cancelled>>(token: CancellationToken) -> Result<(), E> {
    pending::<()>().await;
    Ok(())
}
const LINE: u32 = line!() - 3;

/// Expired, or cancelled before it began.
async fn stopped<E: From<Cancelled>>(cause: Cause) -> E {
    let token = CancellationToken::new();
    if cause == Cause::Requested {
        token.cancel();
    }
    fetch(token).await.expect_err("waits for ever")
}

const EXPIRED: Cause = Cause::Deadline { limit: LIMIT };

#[test]
fn display_says_why_and_where() {
    paused(async {
        let at = format!("at `pending::<()>()` in `fetch`, {}:{LINE}:21", file!());
        let requested: Cancelled = stopped(Cause::Requested).await;
        assert_eq!(requested.to_string(), format!("cancelled {at}"));
        let expired: Cancelled = stopped(EXPIRED).await;
        assert_eq!(expired.to_string(), format!("timed out after 1.5s {at}"));
        assert_eq!(expired.cause().to_string(), "timed out after 1.5s");
        assert!(format!("{expired:?}").starts_with("Cancelled { cause: Deadline { limit: 1.5s }"));
        assert!(expired.source().is_none());
        assert_eq!(expired, stopped(EXPIRED).await);
        assert_ne!(expired, requested);
    });
}

#[test]
fn converts_into_a_boxed_error() {
    paused(async {
        let boxed: Box<dyn Error + Send + Sync> = stopped(EXPIRED).await;
        assert_eq!(boxed.downcast_ref::<Cancelled>().unwrap().cause(), EXPIRED);
        let boxed: Box<dyn Error> = stopped(Cause::Requested).await;
        let unboxed: Cancelled = *boxed.downcast().unwrap();
        assert_eq!(unboxed.cause(), Cause::Requested);
    });
}

#[test]
fn converts_into_anyhow() {
    paused(async {
        let error: anyhow::Error = stopped(EXPIRED).await;
        let error = error.context("while fetching");
        assert_eq!(error.downcast_ref::<Cancelled>().unwrap().cause(), EXPIRED);
        assert!(
            format!("{error:#}").starts_with("while fetching: timed out after 1.5s at `pending")
        );
    });
}

#[test]
fn converts_into_io_error_with_its_kind() {
    paused(async {
        for (cause, kind) in
            [(Cause::Requested, io::ErrorKind::Other), (EXPIRED, io::ErrorKind::TimedOut)]
        {
            let error: io::Error = stopped(cause).await;
            assert_eq!(error.kind(), kind);
            let inner = error.get_ref().unwrap().downcast_ref::<Cancelled>().unwrap();
            assert_eq!(inner.cause(), cause);
            assert_eq!(error.to_string(), inner.to_string());
            assert_eq!(error.downcast::<Cancelled>().unwrap().cause(), cause);
        }
    });
}

#[test]
fn overrun_converts_into_io_error() {
    paused(async {
        let overrun = shield_for(LIMIT, pending::<()>()).await.unwrap_err();
        assert_eq!(overrun.limit(), LIMIT);
        let error = io::Error::from(overrun);
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(error.downcast::<Overrun>().unwrap(), overrun);
    });
}

#[test]
fn errors_are_small_and_send() {
    fn assert_error<E: Error + Send + Sync + Copy + 'static>() {}
    assert_error::<Cancelled>();
    assert_error::<Overrun>();
    // Returned through every caller: a few words.
    assert!(size_of::<Cancelled>() <= 40, "{}", size_of::<Cancelled>());
}

#[test]
fn on_cancel_replaces_the_conversion() {
    #[cancellable(on_cancel = None)]
    async fn option(token: CancellationToken) -> Option<u32> {
        pending().await
    }

    #[cancellable(on_cancel = Err("stopped"))]
    async fn foreign_error(token: &CancellationToken) -> Result<(), &'static str> {
        pending().await
    }

    #[cancellable(on_cancel = ())]
    async fn nothing(token: CancellationToken, done: &mut bool) {
        pending::<()>().await;
        *done = true;
    }

    struct Service(CancellationToken);

    impl Service {
        #[cancellable(token = self.0, on_cancel = fallback)]
        async fn stops(&self, fallback: u32) -> u32 {
            pending().await
        }
    }

    paused(async {
        let token = CancellationToken::new();
        token.cancel();
        assert_eq!(option(token.clone()).await, None);
        assert_eq!(foreign_error(&token).await, Err("stopped"));
        let mut done = false;
        nothing(token.clone(), &mut done).await;
        assert!(!done);
        assert_eq!(Service(token).stops(7).await, 7);
    });
}
