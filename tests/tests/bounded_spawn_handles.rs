//! `#[bounded_spawn]` where a child's handle goes to code that asks for tokio's `JoinHandle`.
#![forbid(unsafe_code)]

use std::future::pending;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asyncward::{ScopeError, bounded_spawn};
use asyncward_tests::{Log, on_both, paused};
use tokio::task::{JoinError, JoinHandle, LocalSet};
use tokio::time::{Instant, sleep};

async fn flatten<T>(handle: JoinHandle<anyhow::Result<T>>) -> anyhow::Result<T> {
    handle.await?
}

async fn number(n: u32) -> anyhow::Result<u32> {
    tokio::task::yield_now().await;
    Ok(n)
}

#[bounded_spawn(limit = 4, timeout = "30s", on_failure = cancel_siblings)]
async fn flattened() -> anyhow::Result<u32> {
    use tokio::spawn;
    let (a, b) = (tokio::spawn(number(1)), 2);
    let c = spawn(number(3));
    let (c, d) = tokio::try_join!(flatten(c), flatten(tokio::spawn(number(4))))?;
    let mut handles = Vec::new();
    for n in 5..7 {
        handles.push(tokio::spawn(number(n)));
    }
    let mut sum = a.await?? + b + c + d;
    for handle in handles {
        sum += flatten(handle).await?;
    }
    let last = vec![tokio::spawn(number(7)), tokio::spawn(number(8))];
    for n in futures::future::try_join_all(last.into_iter().map(flatten)).await? {
        sum += n;
    }
    Ok(sum)
}

struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct OnDrop(Log);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.push("dropped");
    }
}

#[bounded_spawn(limit = 4, timeout = "30s", on_failure = cancel_siblings)]
async fn aborted(log: Log) -> anyhow::Result<()> {
    let on_drop = OnDrop(log.clone());
    let child = tokio::spawn(async move {
        let _on_drop = on_drop;
        pending().await
    });
    let guard = AbortOnDrop(child);
    sleep(Duration::from_millis(1)).await;
    drop(guard);
    log.push("let go");
    Ok(())
}

struct Workers {
    first: JoinHandle<&'static str>,
    others: Vec<JoinHandle<&'static str>>,
    last: Option<JoinHandle<&'static str>>,
    shared: Arc<Mutex<Vec<JoinHandle<&'static str>>>>,
}

impl Workers {
    fn add(&mut self, worker: JoinHandle<&'static str>) {
        self.others.push(worker);
    }
}

#[bounded_spawn(limit = 1, timeout = "30s", on_failure = cancel_siblings)]
async fn in_fields(shared: Arc<Mutex<Vec<JoinHandle<&'static str>>>>) -> anyhow::Result<String> {
    let mut workers = Workers {
        first: tokio::spawn(async { "a" }),
        others: Vec::new(),
        last: None,
        shared: Arc::clone(&shared),
    };
    workers.others.push(tokio::spawn(async { "b" }));
    workers.add(tokio::spawn(async { "c" }));
    let named = tokio::task::spawn_blocking(|| "d");
    workers.add(named);
    workers.last = Some(tokio::spawn(async { "e" }));
    workers.shared.lock().unwrap().push(tokio::spawn(async { "f" }));
    let mut text = workers.first.await?.to_owned();
    let shared: Vec<_> = shared.lock().unwrap().drain(..).collect();
    for worker in workers.others.into_iter().chain(workers.last).chain(shared) {
        text += worker.await?;
    }
    Ok(text)
}

#[test]
fn s_a_handle_that_others_ask_for_is_one_of_tokios() {
    on_both(|| async {
        assert_eq!(tokio::spawn(flattened()).await.unwrap().unwrap(), 36);
        let text = tokio::spawn(in_fields(Arc::default())).await.unwrap().unwrap();
        assert_eq!(text, "abcdef");
    });
    paused(async {
        let log = Log::default();
        let begun = Instant::now();
        aborted(log.clone()).await.unwrap();
        assert_eq!(begun.elapsed(), Duration::from_millis(1));
        assert_eq!(log.entries(), ["let go", "dropped"]);
    });
}

async fn outcome<T>(handle: JoinHandle<T>) -> Result<T, JoinError> {
    handle.await
}

#[bounded_spawn(limit = 4, timeout = "30s", on_failure = wait_all)]
async fn panics(log: Log) -> anyhow::Result<()> {
    let error = outcome(tokio::spawn(async { panic!("the child's words") })).await.unwrap_err();
    let payload = error.into_panic().downcast::<&str>().unwrap();
    log.push(*payload);
    Ok(())
}

#[bounded_spawn(limit = 4, timeout = "30s", on_failure = cancel_siblings)]
async fn fails(log: Log) -> anyhow::Result<()> {
    let waits = tokio::spawn(pending::<()>());
    let fails = tokio::spawn(async { anyhow::Result::<()>::Err(anyhow::anyhow!("no disk")) });
    waits.abort();
    let error = outcome(waits).await.unwrap_err();
    log.push(if error.is_cancelled() { "cancelled" } else { "?" });
    flatten(fails).await
}

#[bounded_spawn(limit = 4, timeout = "30s", on_failure = wait_all)]
async fn not_send() -> anyhow::Result<u32> {
    let child = tokio::task::spawn_local(async { Rc::new(3) });
    Ok(*outcome(child).await?)
}

#[test]
fn s_such_a_handle_gives_what_the_child_gives() {
    paused(async {
        let log = Log::default();
        let error = fails(log.clone()).await.unwrap_err();
        assert!(format!("{error:#}").contains("no disk"), "{error:#}");
        assert_eq!(log.entries(), ["cancelled"]);
        let log = Log::default();
        let error = panics(log.clone()).await.unwrap_err();
        assert_eq!(log.entries(), ["the child's words"]);
        assert_eq!(error.downcast_ref::<ScopeError>().unwrap().failures().len(), 1);
        assert_eq!(LocalSet::new().run_until(not_send()).await.unwrap(), 3);
    });
}

#[bounded_spawn(limit = 4, timeout = "1s", on_failure = wait_all)]
async fn handles() -> anyhow::Result<u32> {
    let typed: JoinHandle<anyhow::Result<u32>> = tokio::spawn(async {
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

fn other() -> anyhow::Result<()> {
    Ok(())
}

#[test]
fn handles_are_used_as_before() {
    on_both(|| async {
        assert_eq!(handles().await.unwrap(), 1 + 2 + 10 + 3 + 1);
    });
}

async fn all<T>(handles: Vec<JoinHandle<T>>) -> Result<Vec<T>, JoinError> {
    futures::future::try_join_all(handles).await
}

fn started(n: u32) -> JoinHandle<anyhow::Result<u32>> {
    tokio::spawn(number(n))
}

fn abort_if<T>(handle: JoinHandle<T>, asks: impl Fn(&str) -> bool) -> bool {
    let answer = asks("abort");
    if answer {
        handle.abort();
    }
    answer
}

struct Registry(Vec<(String, JoinHandle<anyhow::Result<u32>>)>);

impl Registry {
    fn new() -> Self {
        Registry(Vec::new())
    }

    fn with(mut self, name: impl Into<String>, handle: JoinHandle<anyhow::Result<u32>>) -> Self {
        self.0.push((name.into(), handle));
        self
    }
}

struct Service {
    workers: Vec<JoinHandle<anyhow::Result<u32>>>,
    metrics: Option<JoinHandle<anyhow::Result<u32>>>,
    sidecar: Option<JoinHandle<anyhow::Result<u32>>>,
}

#[bounded_spawn(limit = 2, timeout = "30s", on_failure = cancel_siblings)]
async fn collections(metrics: bool) -> anyhow::Result<Vec<u32>> {
    let mut workers = Vec::new();
    for n in 0..3 {
        workers.push(tokio::spawn(number(n)));
    }
    let sidecar = if metrics { Some(tokio::spawn(number(10))) } else { None };
    let service = Service {
        workers,
        metrics: match metrics {
            true => Some(tokio::spawn(number(11))),
            false => None,
        },
        sidecar,
    };
    let mut gave = Vec::new();
    for worker in service.workers.into_iter().chain(service.metrics).chain(service.sidecar) {
        gave.push(worker.await??);
    }
    for n in all(vec![tokio::spawn(number(20)), tokio::spawn(number(21))]).await? {
        gave.push(n?);
    }
    let Registry(named) = Registry::new()
        .with("a", tokio::spawn(number(30)))
        .with(format!("b"), tokio::spawn(number(31)));
    for (_, handle) in named {
        gave.push(handle.await??);
    }
    Ok(gave)
}

#[bounded_spawn(limit = 2, timeout = "30s", on_failure = cancel_siblings)]
async fn mixed() -> anyhow::Result<u32> {
    let mut handles: Vec<JoinHandle<anyhow::Result<u32>>> = Vec::new();
    handles.push(tokio::spawn(number(1)));
    handles.push(started(2));
    handles.extend(vec![started(5), tokio::spawn(number(6))]);
    let mut sum = 0;
    for handle in handles {
        sum += handle.await??;
    }
    #[allow(clippy::disallowed_names)]
    let foo = abort_if(tokio::spawn(pending::<()>()), |word| word.len() == 5);
    #[cfg(miri)]
    abort_if(tokio::spawn(nothing()), |_| true);
    #[cfg(not(miri))]
    assert!(abort_if(tokio::spawn(pending::<()>()), |word| word.starts_with('a')));
    Ok(if foo { sum } else { 0 })
}

#[test]
fn s_collections_of_handles_that_others_ask_for_are_ones_of_tokios() {
    on_both(|| async {
        let gave = tokio::spawn(collections(true)).await.unwrap().unwrap();
        assert_eq!(gave, [0, 1, 2, 11, 10, 20, 21, 30, 31]);
        assert_eq!(collections(false).await.unwrap().len(), 7);
        assert_eq!(tokio::spawn(mixed()).await.unwrap().unwrap(), 14);
    });
}
