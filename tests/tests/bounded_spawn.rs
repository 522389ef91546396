//! `#[bounded_spawn]`: the spawns of a function are children of its scope.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use asyncward::{Cancelled, ScopeError, bounded_spawn, cancellable};
use asyncward_tests::{Counts, Log, on_both, paused};
use tokio::task::{self, JoinHandle};
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

/// The error of these functions.
#[derive(Debug, PartialEq)]
enum Error {
    Scope(String),
    Stopped,
    Own(&'static str),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Error {}

impl From<ScopeError> for Error {
    fn from(error: ScopeError) -> Self {
        Error::Scope(error.to_string())
    }
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Error::Stopped
    }
}

impl From<task::JoinError> for Error {
    fn from(_: task::JoinError) -> Self {
        Error::Own("join")
    }
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
async fn all_kinds(log: &Log) -> Result<u32, Error> {
    let inner = log.clone();
    tokio::spawn(async move {
        task::yield_now().await;
        inner.push("spawn");
    });
    let inner = log.clone();
    tokio::task::spawn(async move {
        let deeper = inner.clone();
        tokio::spawn(async move {
            task::yield_now().await;
            deeper.push("nested");
        });
        inner.push("task::spawn");
    });
    let inner = log.clone();
    task::spawn(async move { inner.push("imported module") });
    let inner = log.clone();
    let work = tokio::task::spawn_blocking(move || {
        inner.push("blocking");
        20
    });
    let inner = log.clone();
    task::spawn_blocking(move || inner.push("imported blocking"));
    let mut handles: Vec<JoinHandle<Result<u32, Error>>> = Vec::new();
    for n in 0..2 {
        handles.push(tokio::spawn(async move { Ok(n) }));
    }
    let mut sum = work.await?;
    for handle in handles {
        sum += handle.await??;
    }
    Ok(sum)
}

#[test]
fn s02_children_have_ended_before_the_function_returns() {
    on_both(|| async {
        let log = Log::default();
        assert_eq!(all_kinds(&log).await, Ok(21));
        let mut entries = log.entries();
        entries.sort_unstable();
        assert_eq!(
            entries,
            ["blocking", "imported blocking", "imported module", "nested", "spawn", "task::spawn"]
        );
    });
}

#[bounded_spawn(limit = 2, timeout = "30s", on_failure = cancel_siblings)]
async fn at_most_two(alive: &Arc<AtomicUsize>, most: &Arc<AtomicUsize>) -> Result<(), Error> {
    for _ in 0..10 {
        let (alive, most) = (Arc::clone(alive), Arc::clone(most));
        tokio::spawn(async move {
            most.fetch_max(alive.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            sleep(Duration::from_millis(1)).await;
            alive.fetch_sub(1, Ordering::SeqCst);
        });
    }
    Ok(())
}

#[test]
fn s09_never_more_children_than_the_limit() {
    on_both(|| async {
        let (alive, most) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
        at_most_two(&alive, &most).await.unwrap();
        assert_eq!((alive.load(Ordering::SeqCst), most.load(Ordering::SeqCst)), (0, 2));
    });
}

#[bounded_spawn(limit = children, timeout = LIMIT, on_failure = wait_all, grace = "10ms")]
async fn stuck(children: usize, counts: &Counts) -> Result<(), Error> {
    for _ in 0..children {
        tokio::spawn(counts.probe());
    }
    Ok(())
}

const LIMIT: Duration = SECOND;

#[test]
fn s_timeout_names_the_stragglers() {
    paused(async {
        let counts = Counts::default();
        let Err(Error::Scope(text)) = stuck(2, &counts).await else { panic!("no error") };
        assert_eq!(counts.drops(), 2);
        assert!(text.contains("stuck") && text.contains("1s"), "{text}");
        assert!(
            text.contains("tokio::spawn(counts.probe())") && text.contains("bounded_spawn.rs:"),
            "{text}"
        );
    });
}

#[test]
fn s_a_limit_of_zero_runs_nothing() {
    paused(async {
        let counts = Counts::default();
        let Err(Error::Scope(text)) = stuck(0, &counts).await else { panic!("no error") };
        assert!(text.contains("limit"), "{text}");
    });
}

#[bounded_spawn(limit = 4, timeout = none, on_failure = cancel_siblings, name = format!("job {id}"))]
async fn first_failure(id: u32, log: &Log) -> Result<(), Error> {
    let guard = log.on_drop("sibling dropped");
    tokio::spawn(async move {
        let _guard = guard;
        std::future::pending::<()>().await;
    });
    tokio::spawn(async { Err::<(), _>(Error::Own("failed")) });
    std::future::pending().await
}

#[test]
fn s_the_first_failure_cancels_the_others_and_is_returned() {
    on_both(|| async {
        let log = Log::default();
        let Err(Error::Scope(text)) = first_failure(7, &log).await else { panic!("no error") };
        assert!(text.contains("job 7") && text.contains("failed"), "{text}");
        assert_eq!(log.entries(), ["sibling dropped"]);
    });
}

#[bounded_spawn(limit = 4, timeout = "1s", on_failure = wait_all)]
async fn both_fail() -> Result<(), Error> {
    tokio::spawn(async { Err::<(), _>(Error::Own("one")) });
    tokio::spawn(async { Err::<(), _>(Error::Own("two")) });
    Ok(())
}

#[test]
fn s_wait_all_keeps_all_failures() {
    on_both(|| async {
        let Err(Error::Scope(text)) = both_fail().await else { panic!("no error") };
        assert!(text.contains("one") && text.contains("two"), "{text}");
    });
}

#[bounded_spawn(limit = 4, timeout = "1s", on_failure = supervise)]
async fn supervised(log: Log) -> &'static str {
    tokio::spawn(async { Err::<(), _>(Error::Own("logged")) });
    let _guard = log.on_drop("parameter");
    tokio::spawn(async move {
        sleep(Duration::from_millis(1)).await;
        log.push("child");
    });
    "result"
}

#[bounded_spawn(limit = 4, timeout = "1s", on_failure = supervise)]
async fn nothing_returned(log: &Log) {
    let log = log.clone();
    tokio::spawn(async move { log.push("child") });
}

#[test]
fn s_supervise_needs_no_result() {
    on_both(|| async {
        let log = Log::default();
        assert_eq!(supervised(log.clone()).await, "result");
        assert_eq!(log.entries(), ["parameter", "child"]);
        nothing_returned(&log).await;
        assert_eq!(log.entries().len(), 3);
    });
}

#[bounded_spawn(limit = 4, timeout = "1s", on_failure = cancel_siblings)]
async fn child_panics() -> Result<(), Error> {
    tokio::spawn(async { std::panic::panic_any("of the child") });
    tokio::spawn(async {
        loop {
            sleep(SECOND).await;
        }
    });
    Ok(())
}

#[test]
fn s_a_childs_panic_is_raised_again() {
    paused(async {
        let panicked = tokio::spawn(child_panics()).await.unwrap_err().into_panic();
        assert_eq!(panicked.downcast_ref(), Some(&"of the child"));
    });
}

#[bounded_spawn(limit = 4, timeout = "1s", on_failure = cancel_siblings)]
async fn local(log: std::rc::Rc<Log>) -> Result<(), Error> {
    let inner = std::rc::Rc::clone(&log);
    let task = tokio::task::spawn_local(async move {
        inner.push("local");
        1
    });
    {
        use tokio::task::spawn_local;
        spawn_local(async move { log.push("imported") });
    }
    assert_eq!(task.await?, 1);
    Ok(())
}

#[test]
fn s_local_children_on_a_local_set() {
    paused(async {
        let log = std::rc::Rc::new(Log::default());
        tokio::task::LocalSet::new().run_until(local(log.clone())).await.unwrap();
        assert_eq!(log.entries().len(), 2);
    });
}

async fn callee(log: Log) -> Result<(), asyncward::SpawnError> {
    asyncward::spawn(async move {
        sleep(Duration::from_millis(1)).await;
        log.push("of the callee");
    })
    .await?;
    Ok(())
}

#[bounded_spawn(limit = 4, timeout = "1s", on_failure = cancel_siblings)]
async fn calls(log: &Log) -> Result<(), Error> {
    callee(log.clone()).await.unwrap();
    assert!(log.entries().is_empty());
    Ok(())
}

#[test]
fn s_callees_spawn_into_the_scope_around() {
    on_both(|| async {
        let log = Log::default();
        calls(&log).await.unwrap();
        assert_eq!(log.entries(), ["of the callee"]);
    });
}

#[cancellable]
async fn polite(log: Log) -> Result<(), Error> {
    let _guard = log.on_drop("child stopped");
    std::future::pending().await
}

#[cancellable]
#[bounded_spawn(limit = 1, timeout = "1m", on_failure = cancel_siblings)]
async fn waits_for_a_slot(log: &Log) -> Result<(), Error> {
    tokio::spawn(polite(log.clone()));
    tokio::spawn(polite(log.clone()));
    unreachable!("there is no second slot")
}

#[bounded_spawn(limit = 1, timeout = "1m", on_failure = cancel_siblings)]
#[cancellable(timeout = "2s")]
async fn waits_for_a_slot_with_root(log: &Log) -> Result<(), Error> {
    use tokio::spawn;
    spawn(polite(log.clone()));
    spawn(polite(log.clone()));
    unreachable!("there is no second slot")
}

#[derive(Debug)]
struct At(Cancelled);

impl From<Cancelled> for At {
    fn from(cancelled: Cancelled) -> Self {
        At(cancelled)
    }
}

impl From<ScopeError> for At {
    fn from(error: ScopeError) -> Self {
        panic!("{error}")
    }
}

#[cancellable]
#[bounded_spawn(limit = 1, timeout = "1m", on_failure = supervise)]
async fn shows_the_users_spawn(log: &Log) -> Result<(), At> {
    tokio::spawn(polite(log.clone()));
    use tokio::spawn;
    spawn(polite(log.clone()));
    Ok(())
}

#[cancellable]
#[bounded_spawn(limit = 1, timeout = "1m", on_failure = supervise)]
async fn shows_the_users_await(log: &Log) -> Result<(), At> {
    let _over = tokio::spawn(polite(log.clone())).await;
    Ok(())
}

#[test]
fn e_waiting_for_a_slot_is_a_checkpoint() {
    paused(async {
        let log = Log::default();
        let stopped = asyncward::with_timeout(SECOND, waits_for_a_slot(&log)).await;
        assert_eq!(stopped, Err(Error::Stopped));
        assert_eq!(log.entries(), ["child stopped"]);
        assert_eq!(waits_for_a_slot_with_root(&log).await, Err(Error::Stopped));
        assert_eq!(log.entries().len(), 2);
        let At(at) =
            asyncward::with_timeout(SECOND, shows_the_users_spawn(&log)).await.unwrap_err();
        assert_eq!(at.site().expression(), Some("spawn(polite(log.clone()))"));
        assert_eq!(at.site().function(), Some("shows_the_users_spawn"));
        let At(at) =
            asyncward::with_timeout(SECOND, shows_the_users_await(&log)).await.unwrap_err();
        assert_eq!(at.site().expression(), Some("tokio::spawn(polite(log.clone()))"));
    });
}

#[cancellable]
async fn around(log: &Log) -> Result<(), Error> {
    let held = slow_to_stop(log).await;
    log.push("scope left");
    held
}

#[bounded_spawn(limit = 2, timeout = none, on_failure = cancel_siblings)]
#[cancellable]
async fn slow_to_stop(log: &Log) -> Result<(), Error> {
    let log = log.clone();
    tokio::spawn(async move {
        let _stopped = polite(log.clone()).await;
        asyncward::shield(sleep(Duration::from_millis(100))).await;
        log.push("child done");
    });
    std::future::pending().await
}

#[test]
fn s_a_checkpoint_around_waits_for_the_children() {
    paused(async {
        let log = Log::default();
        let joined = async { tokio::join!(around(&log), async {}).0 };
        let stopped = asyncward::with_timeout(SECOND, joined).await;
        assert_eq!(stopped, Err(Error::Stopped));
        assert_eq!(log.entries(), ["child stopped", "child done", "scope left"]);
    });
}
