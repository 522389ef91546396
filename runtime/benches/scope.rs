//! What a scope costs beside what one would write by hand: spawn and join 100 000 children, a limit
//! of 64, the fan-out of a cancel. Ends with the allocations of a child and the memory of a million
//! finished ones, counted, and with the processor time of the same work.
#![forbid(unsafe_code)]

use std::future::{Future, pending};
use std::hint::black_box;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use asyncward::{CancellationToken, Cancelled, OnFailure, Scope, ScopeError, cancellable};
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, measurement::WallTime};
use futures::StreamExt;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, yield_now};
use tokio_util::task::TaskTracker;

const CHILDREN: usize = 100_000;
const LIMIT: usize = 64;

/// A child that is ready in its first poll, and one that waits once.
async fn ready(n: usize) -> usize {
    black_box(n)
}

async fn suspending(n: usize) -> usize {
    yield_now().await;
    black_box(n)
}

fn unbounded(limit: usize) -> asyncward::Builder<usize, Option<Duration>, OnFailure> {
    Scope::builder().limit(limit).timeout(None).on_failure(OnFailure::CancelSiblings)
}

async fn scope<F>(limit: usize, children: usize, child: fn(usize) -> F)
where
    F: Future<Output = usize> + Send + 'static,
{
    let ran: Result<(), ScopeError> = unbounded(limit)
        .run(async |scope| {
            for n in 0..children {
                if scope.spawn(child(n)).await.is_err() {
                    break;
                }
            }
            Ok(())
        })
        .await;
    ran.expect("no child fails");
}

async fn tracker<F>(children: usize, child: fn(usize) -> F)
where
    F: Future<Output = usize> + Send + 'static,
{
    let (tracker, token) = (TaskTracker::new(), CancellationToken::new());
    for n in 0..children {
        tracker.spawn(token.clone().run_until_cancelled_owned(child(n)));
    }
    tracker.close();
    tracker.wait().await;
}

async fn join_set<F>(children: usize, child: fn(usize) -> F)
where
    F: Future<Output = usize> + Send + 'static,
{
    let mut set = JoinSet::new();
    for n in 0..children {
        set.spawn(child(n));
    }
    while let Some(joined) = set.join_next().await {
        black_box(joined.expect("no panic"));
    }
}

/// The set is emptied on the way, as one has to for memory's sake.
async fn join_set_with_semaphore<F>(children: usize, child: fn(usize) -> F)
where
    F: Future<Output = usize> + Send + 'static,
{
    let slots = Arc::new(Semaphore::new(LIMIT));
    let mut set = JoinSet::new();
    for n in 0..children {
        let slot = slots.clone().acquire_owned().await.expect("open");
        let child = child(n);
        set.spawn(async move {
            let output = child.await;
            drop(slot);
            output
        });
        while let Some(joined) = set.try_join_next() {
            black_box(joined.expect("no panic"));
        }
    }
    while let Some(joined) = set.join_next().await {
        black_box(joined.expect("no panic"));
    }
}

async fn buffer_unordered<F>(children: usize, child: fn(usize) -> F)
where
    F: Future<Output = usize> + Send + 'static,
{
    let tasks = futures::stream::iter((0..children).map(|n| tokio::spawn(child(n))));
    let mut joined = tasks.buffer_unordered(LIMIT);
    while let Some(joined) = joined.next().await {
        black_box(joined.expect("no panic"));
    }
}

fn runtimes() -> [(&'static str, Runtime); 2] {
    let current = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let multi = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    [("current_thread", current), ("multi_thread", multi.expect("a runtime"))]
}

fn bench<F>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    runtime: &Runtime,
    make: impl Fn() -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    // On a task, as in a service.
    group.bench_function(name, |bencher| {
        bencher.iter(|| runtime.block_on(runtime.spawn(make())).expect("no panic"));
    });
}

macro_rules! bench_children {
    ($criterion:expr, $child:ident) => {
        for (flavor, runtime) in &runtimes() {
            let name = format!("{} on {flavor}", stringify!($child));
            let mut group = $criterion.benchmark_group(name);
            group.sample_size(20).throughput(Throughput::Elements(CHILDREN as u64));
            bench(&mut group, "scope", runtime, || scope(CHILDREN, CHILDREN, $child));
            bench(&mut group, "TaskTracker and run_until_cancelled_owned", runtime, || {
                tracker(CHILDREN, $child)
            });
            bench(&mut group, "JoinSet", runtime, || join_set(CHILDREN, $child));
            bench(&mut group, "scope of 64", runtime, || scope(LIMIT, CHILDREN, $child));
            bench(&mut group, "JoinSet and Semaphore(64)", runtime, || {
                join_set_with_semaphore(CHILDREN, $child)
            });
            bench(&mut group, "buffer_unordered(64)", runtime, || {
                buffer_unordered(CHILDREN, $child)
            });
            group.finish();
        }
    };
}

fn spawn_and_join(criterion: &mut Criterion) {
    bench_children!(criterion, ready);
    bench_children!(criterion, suspending);
}

#[cancellable]
async fn parked() -> Result<(), Cancelled> {
    pending().await
}

/// From the cancel until all have ended.
async fn cancel_scope(children: usize) -> Duration {
    let took: Result<Instant, ScopeError> = unbounded(children)
        .run(async |scope| {
            for _ in 0..children {
                scope.spawn(parked()).await.expect("open");
            }
            while tokio::runtime::Handle::current().metrics().global_queue_depth() > 0 {
                yield_now().await;
            }
            yield_now().await;
            let begin = Instant::now();
            scope.cancel();
            Ok(begin)
        })
        .await;
    took.expect("a cancel is no failure").elapsed()
}

async fn cancel_tracker(children: usize) -> Duration {
    let (tracker, token) = (TaskTracker::new(), CancellationToken::new());
    for _ in 0..children {
        tracker.spawn(token.clone().run_until_cancelled_owned(pending::<()>()));
    }
    while tokio::runtime::Handle::current().metrics().global_queue_depth() > 0 {
        yield_now().await;
    }
    yield_now().await;
    tracker.close();
    let begin = Instant::now();
    token.cancel();
    tracker.wait().await;
    begin.elapsed()
}

fn fan_out(criterion: &mut Criterion) {
    for (flavor, runtime) in &runtimes() {
        let mut group = criterion.benchmark_group(format!("cancel fan-out on {flavor}"));
        group.sample_size(10);
        for children in [1, 1_000, CHILDREN] {
            group.throughput(Throughput::Elements(children as u64));
            let sum = |make: fn(usize) -> _| {
                move |rounds| {
                    (0..rounds).map(|_| runtime.block_on(run(make(children)))).sum::<Duration>()
                }
            };
            group.bench_function(format!("scope, {children}"), |bencher| {
                bencher.iter_custom(sum(|children| Box::pin(cancel_scope(children))));
            });
            group.bench_function(format!("TaskTracker and token, {children}"), |bencher| {
                bencher.iter_custom(sum(|children| Box::pin(cancel_tracker(children))));
            });
        }
        group.finish();
    }
}

type Timed = Pin<Box<dyn Future<Output = Duration> + Send>>;

async fn run(timed: Timed) -> Duration {
    tokio::spawn(timed).await.expect("no panic")
}

fn print_allocations() {
    let [(_, runtime), _] = runtimes();
    let count = |name: &str, work: &mut dyn FnMut()| {
        work();
        let counted = allocation_counter::measure(work);
        let each = counted.count_total as f64 / CHILDREN as f64;
        println!(
            "allocations: {name:<45} {each:>6.2} for a child, {} bytes at most",
            counted.bytes_max
        );
    };
    count("tokio::spawn", &mut || {
        runtime.block_on(async {
            for n in 0..CHILDREN {
                tokio::spawn(ready(n)).await.expect("no panic");
            }
        });
    });
    count("scope of 64", &mut || runtime.block_on(scope(LIMIT, CHILDREN, ready)));
    count("JoinSet and Semaphore(64)", &mut || {
        runtime.block_on(join_set_with_semaphore(CHILDREN, ready));
    });
    count("scope", &mut || runtime.block_on(scope(CHILDREN, CHILDREN, ready)));
    count("TaskTracker and run_until_cancelled_owned", &mut || {
        runtime.block_on(tracker(CHILDREN, ready));
    });
    for children in [10_000, 1_000_000] {
        let run = || runtime.block_on(scope(LIMIT, children, ready));
        let bytes = allocation_counter::measure(run).bytes_max;
        println!("memory: {bytes} bytes at most for {children} children in a scope of 64");
    }
}

/// Nanoseconds of processor time that this process has had. None where that is not to be read.
fn cpu_time() -> Option<u64> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let times = threads.map(|thread| {
        let times = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        times.split(' ').next()?.parse::<u64>().ok()
    });
    times.sum()
}

/// The same work by its processor time, in turns: on a busy machine the clock says little.
fn print_cpu_time() {
    const ROUNDS: usize = 13;
    type Work = (&'static str, fn() -> Pin<Box<dyn Future<Output = ()> + Send>>);
    let works: [Work; 10] = [
        ("ready: scope", || Box::pin(scope(CHILDREN, CHILDREN, ready))),
        ("ready: TaskTracker and run_until_cancelled_owned", || Box::pin(tracker(CHILDREN, ready))),
        ("ready: scope of 64", || Box::pin(scope(LIMIT, CHILDREN, ready))),
        ("ready: JoinSet and Semaphore(64)", || Box::pin(join_set_with_semaphore(CHILDREN, ready))),
        ("suspending: scope", || Box::pin(scope(CHILDREN, CHILDREN, suspending))),
        ("suspending: TaskTracker and run_until_cancelled_owned", || {
            Box::pin(tracker(CHILDREN, suspending))
        }),
        ("suspending: scope of 64", || Box::pin(scope(LIMIT, CHILDREN, suspending))),
        ("suspending: JoinSet and Semaphore(64)", || {
            Box::pin(join_set_with_semaphore(CHILDREN, suspending))
        }),
        ("cancelled: scope", || Box::pin(async { _ = cancel_scope(CHILDREN).await })),
        ("cancelled: TaskTracker and token", || {
            Box::pin(async { _ = cancel_tracker(CHILDREN).await })
        }),
    ];
    for (flavor, runtime) in runtimes() {
        let mut times = works.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            for ((_, work), times) in works.iter().zip(&mut times) {
                let before = cpu_time();
                runtime.block_on(runtime.spawn(work())).expect("no panic");
                times.extend(cpu_time().zip(before).map(|(after, before)| after - before));
            }
        }
        for ((name, _), mut times) in works.iter().zip(times) {
            times.sort_unstable();
            let Some(median) = times.get(ROUNDS / 2) else { return };
            println!("cpu time: {:>5.1} ms {name} on {flavor}", *median as f64 / 1e6);
        }
    }
}

criterion_group!(benches, spawn_and_join, fan_out);

fn main() {
    benches();
    print_allocations();
    print_cpu_time();
    Criterion::default().configure_from_args().final_summary();
}
