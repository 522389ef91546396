//! `#[bounded_spawn]` around code as it is written without it: guards in a statement, handles from
//! elsewhere, bodies that never end, blocks that run outside the scope.
#![forbid(unsafe_code)]
#![expect(clippy::async_yields_async, reason = "the shapes are what is tested")]

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asyncward::bounded_spawn;
use asyncward_tests::{Log, on_both, paused};
use tokio::spawn;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinHandle, LocalSet};
use tokio::time::{Instant, sleep};

type Handles = Arc<Mutex<Vec<AbortHandle>>>;

async fn takes(handles: Handles, log: Log) {
    tokio::task::yield_now().await;
    log.push(if handles.try_lock().is_ok() { "free" } else { "locked" });
}

#[bounded_spawn(limit = 1, timeout = "30s", on_failure = wait_all)]
async fn under_a_lock(handles: Handles, log: Log) -> anyhow::Result<()> {
    for _ in 0..2 {
        handles
            .lock()
            .unwrap()
            .push(tokio::spawn(takes(Arc::clone(&handles), log.clone())).abort_handle());
        handles
            .lock()
            .unwrap()
            .push(spawn(takes(Arc::clone(&handles), log.clone())).abort_handle());
    }
    let by_number = Mutex::new(HashMap::new());
    match 1 {
        1 => by_number.lock().unwrap().insert(1, tokio::spawn(takes(handles, log))),
        _ => None,
    };
    let last = by_number.into_inner()?.remove(&1).unwrap();
    Ok(last.await?)
}

#[bounded_spawn(limit = 1, timeout = "30s", on_failure = wait_all)]
async fn under_a_borrow(log: Log) -> anyhow::Result<()> {
    let handles = Rc::new(RefCell::new(Vec::new()));
    for _ in 0..3 {
        let inner = Rc::clone(&handles);
        let log = log.clone();
        handles.borrow_mut().push(tokio::task::spawn_local(async move {
            tokio::task::yield_now().await;
            log.push(if inner.try_borrow_mut().is_ok() { "free" } else { "borrowed" });
        }));
    }
    Ok(())
}

#[test]
fn no_guard_is_held_while_a_spawn_waits_for_its_slot() {
    on_both(|| async {
        let log = Log::default();
        let done = tokio::spawn(under_a_lock(Handles::default(), log.clone()));
        done.await.unwrap().unwrap();
        assert_eq!(log.entries(), ["free"; 5]);
    });
    paused(async {
        let log = Log::default();
        LocalSet::new().run_until(under_a_borrow(log.clone())).await.unwrap();
        assert_eq!(log.entries(), ["free"; 3]);
    });
}

#[bounded_spawn(limit = 4, timeout = "1s", grace = "1s", on_failure = supervise)]
async fn serves(mut requests: mpsc::Receiver<u32>, log: Log) {
    loop {
        let request = requests.recv().await.unwrap();
        let log = log.clone();
        tokio::spawn(async move { log.push(if request == 1 { "one" } else { "?" }) });
    }
}

#[bounded_spawn(limit = 4, timeout = none, on_failure = supervise)]
async fn never_ends(mut requests: mpsc::Receiver<u32>, log: Log) -> ! {
    loop {
        let request = requests.recv().await.unwrap();
        let log = log.clone();
        spawn(async move { log.push(if request == 2 { "two" } else { "?" }) });
    }
}

#[test]
fn s_a_body_without_an_end_ends_with_its_scope() {
    paused(async {
        let (sender, receiver) = mpsc::channel(4);
        let log = Log::default();
        sender.send(1).await.unwrap();
        let begun = Instant::now();
        serves(receiver, log.clone()).await;
        assert_eq!(begun.elapsed(), Duration::from_secs(2));
        assert_eq!(log.entries(), ["one"]);

        let (sender, receiver) = mpsc::channel(4);
        sender.send(2).await.unwrap();
        let late = tokio::time::timeout(Duration::from_secs(1), never_ends(receiver, log.clone()));
        assert!(late.await.is_err());
        assert_eq!(log.entries(), ["one", "two"]);
    });
}

fn start(n: u32) -> JoinHandle<u32> {
    tokio::spawn(async move { n })
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = wait_all)]
async fn handles_from_elsewhere(many: bool) -> anyhow::Result<u32> {
    let mut pushed: Vec<JoinHandle<u32>> = Vec::new();
    pushed.push(start(1));
    let collected: Vec<JoinHandle<u32>> = (2..4).map(start).collect();
    let either: JoinHandle<u32> = if many { start(4) } else { start(5) };
    let mut later: Option<JoinHandle<u32>> = None;
    for n in 6..8 {
        if let Some(before) = later.take() {
            before.abort();
        }
        later = Some(start(n));
    }
    let mut current: Option<JoinHandle<u32>> = None;
    for n in 8..10 {
        if let Some(before) = current.take() {
            before.abort();
        }
        current = Some(tokio::spawn(async move { n }));
    }
    let mut sum = either.await?;
    for handle in pushed.into_iter().chain(collected).chain(later) {
        sum += handle.await?;
    }
    if let Some(handle) = current {
        sum += handle.await?;
    }
    Ok(sum)
}

#[bounded_spawn(limit = 8, timeout = "30s", on_failure = wait_all)]
async fn types_that_are_said_later() -> anyhow::Result<(Vec<u32>, String, u32)> {
    let numbers = tokio::spawn(async { (0..3).collect() });
    let text = spawn(async { Default::default() });
    let parsed = spawn(async { "3".parse() });
    let numbers: Vec<u32> = numbers.await?;
    let text: String = text.await?;
    Ok((numbers, text, parsed.await??))
}

#[test]
fn handles_and_outputs_have_the_types_they_had() {
    paused(async {
        assert_eq!(handles_from_elsewhere(true).await.unwrap(), 1 + 2 + 3 + 4 + 7 + 9);
        let said = types_that_are_said_later().await.unwrap();
        assert_eq!(said, (vec![0, 1, 2], String::new(), 3));
    });
}

#[bounded_spawn(limit = 1, timeout = "30s", on_failure = wait_all)]
async fn hands_blocks_over(
    actor: mpsc::Sender<futures::future::BoxFuture<'static, u32>>,
) -> anyhow::Result<()> {
    actor.send(Box::pin(async { tokio::spawn(async { 1 }).await.unwrap() })).await.ok();
    actor.send(Box::pin(async { spawn(async { 2 }).await.unwrap() })).await.ok();
    actor.send(Box::pin(async { tokio::task::spawn_blocking(|| 3).await.unwrap() })).await.ok();
    Ok(())
}

#[bounded_spawn(limit = 1, timeout = "30s", on_failure = wait_all)]
async fn detaches(log: Log) -> anyhow::Result<()> {
    asyncward::detach("it may be late", async move {
        tokio::spawn(async move {
            sleep(Duration::from_secs(60)).await;
            log.push("late");
        })
    });
    Ok(())
}

#[test]
fn a_block_that_runs_outside_the_scope_spawns_as_ever() {
    paused(async {
        let (actor, mut work) = mpsc::channel::<futures::future::BoxFuture<'static, u32>>(4);
        let runs = tokio::spawn(async move {
            let mut gave = Vec::new();
            while let Some(work) = work.recv().await {
                gave.push(work.await);
            }
            gave
        });
        let before = asyncward::detached();
        hands_blocks_over(actor).await.unwrap();
        assert_eq!(runs.await.unwrap(), [1, 2, 3]);
        assert!(asyncward::detached() >= before + 3);

        let log = Log::default();
        detaches(log.clone()).await.unwrap();
        assert!(log.entries().is_empty());
        sleep(Duration::from_secs(61)).await;
        assert_eq!(log.entries(), ["late"]);
    });
}

async fn serves_one(log: Log) {
    sleep(Duration::from_millis(5)).await;
    log.push("served");
}

#[bounded_spawn(limit = 2, timeout = "30s", on_failure = wait_all)]
async fn accepts(mut connections: mpsc::Receiver<u32>, log: Log) -> anyhow::Result<()> {
    let mut served: Vec<JoinHandle<()>> = Vec::new();
    loop {
        tokio::select! {
            next = connections.recv() => match next {
                Some(1) => served.push(tokio::spawn(serves_one(log.clone()))),
                Some(_) => { tokio::spawn(serves_one(log.clone())); }
                None => break,
            },
            () = sleep(Duration::from_secs(9)) => { tokio::spawn(serves_one(log.clone())); }
        }
    }
    tokio::join!(tokio::spawn(serves_one(log.clone())), async {
        tokio::spawn(serves_one(log.clone()));
    })
    .0?;
    log.push("left");
    Ok(())
}

#[test]
fn what_a_macro_spawns_that_is_a_statement_is_a_child() {
    paused(async {
        let (connect, connections) = mpsc::channel(8);
        for n in 0..3 {
            connect.send(n).await.unwrap();
        }
        drop(connect);
        let log = Log::default();
        let before = asyncward::detached();
        accepts(connections, log.clone()).await.unwrap();
        assert_eq!(log.entries().iter().filter(|entry| **entry == "served").count(), 5);
        assert_eq!(asyncward::detached(), before);
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
async fn own_functions() -> anyhow::Result<u32> {
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
        assert_eq!(own_functions().await.unwrap(), 6 + 9 + 5);
    });
}

#[bounded_spawn(limit = 1, timeout = "1s", on_failure = cancel_siblings)]
async fn inside_out() -> anyhow::Result<u32> {
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
        assert_eq!(inside_out().await.unwrap(), 8 + 2 + 2 + 4 + 6 + 10);
    });
}

#[asyncward::cancellable]
#[asyncward::no_blocking]
#[bounded_spawn(limit = 2, timeout = "30s", on_failure = cancel_siblings)]
async fn reads() -> anyhow::Result<usize> {
    use tokio::task::spawn_blocking;
    let text = tokio::task::spawn_blocking(|| std::fs::read_to_string("Cargo.toml")).await??;
    let length: JoinHandle<anyhow::Result<usize>> =
        tokio::task::spawn_blocking(move || Ok(std::fs::read("Cargo.toml")?.len() + text.len()));
    let work = || std::fs::metadata("Cargo.toml");
    let known = spawn_blocking(work).await??.len();
    Ok(length.await?? - 2 * usize::try_from(known)?)
}

#[test]
fn a_blocking_child_may_block_under_no_blocking() {
    on_both(|| async { assert_eq!(reads().await.unwrap(), 0) });
}
