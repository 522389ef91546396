//! Who is woken by a cancel, how often, and in what state (c05, c07).

use std::future::{Future, pending};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Wake, Waker};
use std::time::Duration;

use asyncward::{CancelExt, CancellationToken, Cancelled, cancellable, with_timeout, with_token};
use asyncward_tests::{elsewhere, on_both, paused};
use futures::future::BoxFuture;
use tokio::sync::oneshot;

#[cancellable]
async fn parked() -> Result<(), Cancelled> {
    pending().await
}

#[cancellable]
async fn parked_in_select() -> Result<(), Cancelled> {
    tokio::select! {
        () = pending() => {}
        result = parked() => result?,
    }
    Ok(())
}

#[derive(Default)]
struct CountWakes(AtomicU32);

impl Wake for CountWakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Polls once, cancels twice from another thread, and says how often that woke.
fn wakes<F: Future<Output = Result<(), Cancelled>>>(token: &CancellationToken, run: F) -> [u32; 2] {
    let count = Arc::new(CountWakes::default());
    let waker = Waker::from(Arc::clone(&count));
    let mut cx = Context::from_waker(&waker);
    let mut run = pin!(run);
    assert!(run.as_mut().poll(&mut cx).is_pending());
    let woken = [(); 2].map(|()| {
        let token = token.clone();
        std::thread::spawn(move || token.cancel()).join().unwrap();
        count.0.load(Ordering::SeqCst)
    });
    // The first poll after the cancel stops it.
    assert!(run.as_mut().poll(&mut cx).is_ready());
    woken
}

#[test]
fn c05_cancel_wakes_once_and_a_second_wakes_nobody() {
    let token = CancellationToken::new;
    let t = token();
    assert_eq!(wakes(&t, with_token(t.clone(), parked())), [1, 1]);
    let t = token();
    assert_eq!(wakes(&t, with_token(t.clone(), with_token(t.clone(), parked()))), [1, 1]);
    let t = token();
    assert_eq!(wakes(&t, with_token(t.clone(), with_token(token(), parked()))), [1, 1]);
    let t = token();
    assert_eq!(wakes(&t, with_token(t.clone(), parked_in_select())), [1, 1]);
    let t = token();
    assert_eq!(wakes(&t, with_token(t.clone(), async { parked().await })), [1, 1]);
    let t = token();
    let waits = async { pending::<()>().or_cancelled(&t).await };
    assert_eq!(wakes(&t, waits), [1, 1]);
}

#[test]
fn c05_only_the_last_waker_is_woken() {
    let token = CancellationToken::new();
    let mut run = pin!(with_token(token.clone(), parked()));
    let [old, new] = [(); 2].map(|()| {
        let count = Arc::new(CountWakes::default());
        let waker = Waker::from(Arc::clone(&count));
        assert!(run.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        count
    });
    token.cancel();
    assert_eq!(old.0.load(Ordering::SeqCst), 0);
    assert_eq!(new.0.load(Ordering::SeqCst), 1);
}

#[test]
fn c05_task_parked_in_a_runtime_is_woken_from_another_thread() {
    #[cancellable]
    async fn says_so(started: oneshot::Sender<()>) -> Result<(), Cancelled> {
        started.send(()).unwrap();
        parked().await
    }

    on_both(|| async {
        let token = CancellationToken::new();
        let (tx, rx) = oneshot::channel();
        let task = tokio::spawn(with_token(token.clone(), says_so(tx)));
        rx.await.unwrap();
        tokio::task::yield_now().await;
        elsewhere(move || token.cancel()).await;
        let stopped = task.await.unwrap().unwrap_err();
        assert_eq!(stopped.site().function(), Some("parked"));
    });
}

/// A waker that uses the token it is woken by, also while it is dropped.
struct Reenters {
    token: CancellationToken,
    wakes: AtomicU32,
}

impl Reenters {
    fn use_token(&self) {
        let clone = self.token.clone();
        assert!(clone.is_cancelled());
        clone.cancel();
        clone.child_token().cancel();
        let mut run = pin!(with_token(clone, parked()));
        assert!(run.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    }
}

impl Wake for Reenters {
    fn wake(self: Arc<Self>) {
        self.wakes.fetch_add(1, Ordering::SeqCst);
        self.use_token();
    }
}

impl Drop for Reenters {
    fn drop(&mut self) {
        if self.token.is_cancelled() {
            self.use_token();
        }
    }
}

/// Runs what may deadlock on a thread of its own, so that it fails instead of hanging.
fn ends(run: impl FnOnce() + Send + 'static) {
    let (done, is_done) = mpsc::channel();
    std::thread::spawn(move || {
        run();
        done.send(()).unwrap();
    });
    is_done.recv_timeout(Duration::from_secs(30)).expect("panicked or deadlocked");
}

#[test]
fn c07_waker_that_re_enters_the_token_does_not_deadlock() {
    ends(|| {
        let token = CancellationToken::new();
        let below = with_token(token.child_token(), parked());
        let mut run = Box::pin(with_token(token.clone(), below));
        let reenters = Arc::new(Reenters { token: token.clone(), wakes: AtomicU32::new(0) });
        let waker = Waker::from(Arc::clone(&reenters));
        assert!(run.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        token.cancel();
        assert!(reenters.wakes.load(Ordering::SeqCst) >= 1);
        // The root holds the last waker: its destructor runs where the root replaces it.
        drop((waker, reenters));
        assert!(run.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    });
}

#[test]
fn c07_waker_that_polls_and_drops_the_root_does_not_deadlock() {
    /// Owns the future it is the waker of, and runs it inline.
    struct Owner {
        token: CancellationToken,
        run: Mutex<Option<BoxFuture<'static, Result<(), Cancelled>>>>,
        stopped: AtomicU32,
    }

    impl Wake for Owner {
        fn wake(self: Arc<Self>) {
            let run = self.run.lock().unwrap().take();
            if let Some(mut run) = run {
                // Registers another waker with the root that is just waking this one.
                let polled = run.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                self.stopped.fetch_add(u32::from(polled.is_ready()), Ordering::SeqCst);
            }
            self.token.cancel();
        }
    }

    ends(|| {
        let token = CancellationToken::new();
        let owner = Arc::new(Owner {
            token: token.clone(),
            run: Mutex::new(None),
            stopped: AtomicU32::new(0),
        });
        let waker = Waker::from(Arc::clone(&owner));
        let mut run: BoxFuture<'static, _> = Box::pin(with_token(token.clone(), parked()));
        assert!(run.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        *owner.run.lock().unwrap() = Some(run);
        token.cancel();
        assert_eq!(owner.stopped.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn c05_deadline_wakes_a_parked_task() {
    paused(async {
        let task = tokio::spawn(with_timeout(Duration::from_secs(1), parked()));
        assert!(task.await.unwrap().is_err());
        assert!(with_timeout(Duration::from_secs(1), parked_in_select()).await.is_err());
    });
}
