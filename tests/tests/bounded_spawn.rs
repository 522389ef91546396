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

/// Functions of the user's own, by the same names.
mod own {
    use std::cell::Cell;
    use std::rc::Rc;

    pub(super) fn spawn(name: &str) -> &str {
        &name[1..]
    }

    pub(super) async fn spawn_local(name: &str) -> usize {
        name.len()
    }

    pub(super) fn spawn_blocking<R>(work: impl FnOnce(&[u32]) -> R) -> R {
        work(&[1, 2, 3])
    }

    pub(super) struct Pool(pub(super) Cell<u32>);

    impl Pool {
        pub(super) fn spawn(&self, n: u32) -> Rc<u32> {
            self.0.set(self.0.get() + n);
            Rc::new(n)
        }
    }

    pub(super) fn take(slice: &[u32]) -> Box<dyn Fn() -> usize + '_> {
        Box::new(move || slice.len())
    }
}

#[bounded_spawn(limit = 1, timeout = "1s", on_failure = cancel_siblings)]
async fn own_functions() -> Result<u32, Error> {
    use own::{spawn, spawn_blocking, spawn_local};
    let n = 3;
    assert_eq!(spawn(&format!("x{n}")), "3");
    assert_eq!(spawn_local(&format!("x{n}")).await, 2);
    assert_eq!(spawn_local(&later(n).await).await, 1);
    let sum = spawn_blocking(|numbers| numbers.iter().sum::<u32>());
    let pool = own::Pool(std::cell::Cell::new(0));
    pool.spawn(4);
    let five = pool.spawn(5);
    {
        use own::take as spawn;
        assert_eq!(spawn(&[1, 2])(), 2);
    }
    Ok(sum + pool.0.get() + *five)
}

async fn later(n: u32) -> String {
    n.to_string()
}

#[test]
fn what_is_named_alike_is_called_as_ever() {
    paused(async {
        assert_eq!(own_functions().await, Ok(6 + 9 + 5));
    });
}

#[bounded_spawn(limit = 1, timeout = "1s", on_failure = cancel_siblings)]
async fn inside_out() -> Result<u32, Error> {
    use tokio::spawn;
    // With the outer slot taken first, the inner child would wait for ever.
    let twice = tokio::spawn(double(tokio::spawn(async { 4 }).await?)).await?;
    let again = spawn(double(spawn(async { 1 }).await?)).await?;
    let (a, b) = tokio::join!(tokio::spawn(double(1)), spawn(double(2)));
    let list = vec![spawn(double(3))];
    let mut sum = twice + again + a? + b?;
    for task in list {
        sum += task.await?;
    }
    tokio::select! {
        done = tokio::spawn(double(5)) => sum += done?,
        () = std::future::pending() => {}
    }
    Ok(sum)
}

async fn double(n: u32) -> u32 {
    2 * n
}

#[test]
fn spawns_stand_in_other_spawns_and_in_macros() {
    on_both(|| async {
        assert_eq!(inside_out().await, Ok(8 + 2 + 2 + 4 + 6 + 10));
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

struct Service {
    limit: usize,
    log: Log,
}

impl Service {
    #[bounded_spawn(limit = self.limit, timeout = "1s", on_failure = wait_all)]
    async fn method(&self, names: &[&'static str]) -> Result<usize, Error> {
        for &name in names {
            let log = self.log.clone();
            tokio::spawn(async move { log.push(name) });
        }
        Ok(names.len())
    }
}

#[async_trait::async_trait]
trait Serve {
    async fn serve(&self, name: String) -> Result<usize, Error>;
}

#[async_trait::async_trait]
impl Serve for Service {
    #[bounded_spawn(limit = self.limit, timeout = "1s", on_failure = wait_all, name = name.clone())]
    async fn serve(&self, name: String) -> Result<usize, Error> {
        let log = self.log.clone();
        let task = tokio::spawn(async move {
            log.push("served");
            name.len()
        });
        Ok(task.await?)
    }
}

#[tracing::instrument(skip_all)]
#[bounded_spawn(limit = 2, timeout = "1s", on_failure = wait_all)]
async fn instrumented(log: &Log) -> Result<(), Error> {
    let log = log.clone();
    tokio::spawn(async move { log.push("instrumented") });
    Ok(())
}

#[bounded_spawn(limit = 2, timeout = "1s", on_failure = wait_all)]
#[tracing::instrument(skip_all, err)]
async fn instrumented_below(log: &Log) -> Result<(), Error> {
    let log = log.clone();
    tokio::spawn(async move { log.push("instrumented") });
    Ok(())
}

#[bounded_spawn(limit = 2, timeout = "1s", on_failure = wait_all)]
#[expect(clippy::manual_async_fn, reason = "the shape is what is tested")]
fn returns_future(log: &Log) -> impl Future<Output = Result<(), Error>> + '_ {
    async move {
        let log = log.clone();
        tokio::spawn(async move { log.push("instrumented") });
        Ok(())
    }
}

#[test]
fn kinds_of_functions() {
    on_both(|| async {
        let service = Service { limit: 2, log: Log::default() };
        assert_eq!(service.method(&["a", "b"]).await, Ok(2));
        assert_eq!(service.serve("name".to_owned()).await, Ok(4));
        instrumented(&service.log).await.unwrap();
        instrumented_below(&service.log).await.unwrap();
        returns_future(&service.log).await.unwrap();
        assert_eq!(service.log.entries().len(), 6);
    });
}

#[bounded_spawn(limit = 2, timeout = "1s", on_failure = wait_all)]
#[tokio::test]
async fn below_our_attribute_tokios_test() -> Result<(), Error> {
    let task = tokio::spawn(async { 1 });
    assert_eq!(task.await?, 1);
    Ok(())
}

#[bounded_spawn(limit = 4, timeout = "1s", on_failure = wait_all)]
async fn handles() -> Result<u32, Error> {
    let typed: JoinHandle<Result<u32, Error>> = tokio::spawn(async {
        other()?;
        Ok(1)
    });
    let named = tokio::task::Builder::new().name("named").spawn(async { 2 }).expect("a runtime");
    assert_eq!(named.name(), Some("named"));
    let mut maybe = None::<JoinHandle<u32>>;
    if maybe.is_none() {
        maybe = Some(tokio::spawn(async { 3 }));
    }
    let aborted = tokio::spawn(std::future::pending::<()>());
    aborted.abort();
    assert!(aborted.await.unwrap_err().is_cancelled());
    let detached: JoinHandle<u32> = tokios();
    let tasks = futures::future::join_all((0..2).map(async |n| tokio::spawn(async move { n })));
    let mut sum = typed.await?? + named.await? + detached.await?;
    if let Some(task) = maybe {
        sum += task.await?;
    }
    for task in tasks.await {
        sum += task.await?;
    }
    Ok(sum)
}

/// A handle that is no child's.
fn tokios() -> JoinHandle<u32> {
    asyncward::detach("a test", async { 10 })
}

fn other() -> Result<(), Error> {
    Ok(())
}

#[test]
fn handles_are_used_as_before() {
    on_both(|| async {
        assert_eq!(handles().await, Ok(1 + 2 + 10 + 3 + 1));
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
