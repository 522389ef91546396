//! `.or_cancelled(&token)` on any future, with or without tokio around it.

use std::future::{pending, ready};
use std::panic::Location;
use std::pin::pin;

use asyncward::{
    CancelExt as _, CancellationToken, Cancelled, Cause, cancellable, checkpoint, with_token,
};
use asyncward_tests::{Counts, elsewhere, on_both};
use futures::executor::block_on;
use futures::poll;
use tokio::sync::oneshot;

#[track_caller]
fn here() -> &'static Location<'static> {
    Location::caller()
}

#[test]
fn join_handle_goes_on_running() {
    on_both(|| async {
        let token = CancellationToken::new();
        let (open, gate) = oneshot::channel::<()>();
        let (done, is_done) = oneshot::channel();
        let task = tokio::spawn(async move {
            gate.await.unwrap();
            done.send("ran to its end").unwrap();
        });
        let mut waits = pin!(task.or_cancelled(&token));
        assert!(poll!(waits.as_mut()).is_pending());
        elsewhere(move || token.cancel()).await;
        assert_eq!(waits.await.unwrap_err().cause(), Cause::Requested);
        open.send(()).unwrap();
        assert_eq!(is_done.await, Ok("ran to its end"));
    });
}

#[test]
fn join_handle_by_reference_can_be_waited_for_again() {
    on_both(|| async {
        let token = CancellationToken::new();
        let (open, gate) = oneshot::channel::<u32>();
        let mut task = tokio::spawn(gate);
        token.cancel();
        assert!((&mut task).or_cancelled(&token).await.is_err());
        open.send(7).unwrap();
        assert_eq!(task.await.unwrap(), Ok(7));
    });
}

#[test]
fn ready_value_wins() {
    on_both(|| async {
        let token = CancellationToken::new();
        let (tx, rx) = oneshot::channel();
        let mut waits = pin!(rx.or_cancelled(&token));
        assert!(poll!(waits.as_mut()).is_pending());
        tx.send(7).unwrap();
        token.cancel();
        assert_eq!(waits.await, Ok(Ok(7)));
        // Without a cancel.
        assert_eq!(ready(8).or_cancelled(&CancellationToken::new()).await, Ok(8));
    });
}

#[test]
fn cancelled_before_the_first_poll_is_never_started() {
    on_both(|| async {
        let (token, counts) = (CancellationToken::new(), Counts::default());
        let waits = counts.probe().or_cancelled(&token);
        token.cancel();
        assert!(waits.await.is_err());
        assert_eq!((counts.polls(), counts.drops()), (0, 1));
        assert!(ready(8).or_cancelled(&token).await.is_err());
    });
}

#[test]
fn error_names_the_call() {
    let token = CancellationToken::new();
    token.cancel();
    let (stopped, place) = (block_on(pending::<()>().or_cancelled(&token)).unwrap_err(), here());
    let site = stopped.site();
    assert_eq!((site.function(), site.expression()), (None, None));
    assert_eq!((site.file(), site.line()), (place.file(), place.line()));
    assert_eq!(
        stopped.to_string(),
        format!("cancelled at {}:{}:{}", site.file(), site.line(), site.column())
    );
}

#[test]
fn ambient_context_plays_no_part() {
    on_both(|| async {
        let (ambient, own) = (CancellationToken::new(), CancellationToken::new());
        ambient.cancel();
        let (tx, rx) = oneshot::channel();
        let mut run = pin!(with_token(ambient, rx.or_cancelled(&own)));
        assert!(poll!(run.as_mut()).is_pending());
        tx.send(7).unwrap();
        assert_eq!(run.await, Ok(Ok(7)));
    });
}

#[test]
fn is_send_and_static_where_the_future_is() {
    fn assert_send_static<F: Send + 'static>(future: F) -> F {
        future
    }
    let token = CancellationToken::new();
    let waits = assert_send_static(async { 5 }.or_cancelled(&token));
    drop(token);
    assert_eq!(block_on(waits), Ok(5));
}

#[test]
fn works_outside_tokio() {
    let token = CancellationToken::new();
    let other = token.clone();
    let (parked, is_parked) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        is_parked.recv().unwrap();
        other.cancel();
    });
    let waits = async {
        parked.send(()).unwrap();
        pending::<()>().await;
    };
    assert!(block_on(waits.or_cancelled(&token)).is_err());
    thread.join().unwrap();
}

#[test]
fn with_token_works_outside_tokio() {
    #[cancellable]
    async fn parks(parked: std::sync::mpsc::Sender<()>) -> Result<(), Cancelled> {
        for _ in 0..1_000 {
            ready(()).await;
            checkpoint().await?;
        }
        parked.send(()).unwrap();
        tokio::select! {
            () = pending() => {}
            () = pending() => {}
        }
        Ok(())
    }

    let token = CancellationToken::new();
    let other = token.clone();
    let (parked, is_parked) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        is_parked.recv().unwrap();
        other.cancel();
    });
    let stopped = block_on(with_token(token, parks(parked))).unwrap_err();
    assert_eq!(stopped.site().function(), Some("parks"));
    thread.join().unwrap();
}
