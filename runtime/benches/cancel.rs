//! What cancellation costs: checkpoints beside a bare `.await` and beside what one would write by
//! hand. Each figure is for one await. Ends with the allocations of each, counted.
#![forbid(unsafe_code)]

mod leaf;

use std::future::{Future, poll_fn};
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use asyncward::{CancellationToken, Cancelled, cancellable, with_timeout, with_token};
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, measurement::WallTime};
use leaf::Suspends;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

const AWAITS: u64 = 10_000;

/// A leaf that is ready at once, behind a call that is not inlined.
struct Ready(u64);

impl Future for Ready {
    type Output = u64;

    #[inline(never)]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u64> {
        Poll::Ready(black_box(self.0))
    }
}

/// The same loop in all the ways to wait: `LEAF` is awaited `AWAITS` times.
macro_rules! ways {
    ($ways:ident, $leaf:expr) => {
        mod $ways {
            use super::*;

            pub(super) async fn bare() -> Result<u64, Cancelled> {
                let mut sum = 0;
                for n in 0..AWAITS {
                    sum += $leaf(n).await;
                }
                Ok(sum)
            }

            #[cancellable]
            pub(super) async fn checkpoint() -> Result<u64, Cancelled> {
                let mut sum = 0;
                for n in 0..AWAITS {
                    sum += $leaf(n).await;
                }
                Ok(sum)
            }

            pub(super) async fn run_until_cancelled(token: CancellationToken) -> Option<u64> {
                let mut sum = 0;
                for n in 0..AWAITS {
                    sum += token.run_until_cancelled($leaf(n)).await?;
                }
                Some(sum)
            }

            pub(super) async fn select(token: CancellationToken) -> Option<u64> {
                let mut sum = 0;
                for n in 0..AWAITS {
                    sum += tokio::select! {
                        n = $leaf(n) => n,
                        () = token.cancelled() => return None,
                    };
                }
                Some(sum)
            }

            pub(super) async fn timeout() -> Option<u64> {
                let mut sum = 0;
                for n in 0..AWAITS {
                    sum += tokio::time::timeout(Duration::from_secs(60), $leaf(n)).await.ok()?;
                }
                Some(sum)
            }
        }
    };
}

async fn suspend(n: u64) -> u64 {
    Suspends::default().await;
    n
}

/// Suspends as a service does: the task goes through the scheduler's queue.
async fn reschedule(n: u64) -> u64 {
    tokio::task::yield_now().await;
    n
}

ways!(ready, Ready);
ways!(suspending, suspend);
ways!(rescheduled, reschedule);

/// The leaf of a service: a message that is there already.
async fn receive_bare(mut messages: mpsc::UnboundedReceiver<u64>) -> Result<u64, Cancelled> {
    let mut sum = 0;
    for _ in 0..AWAITS {
        sum += messages.recv().await.unwrap_or_default();
    }
    Ok(sum)
}

#[cancellable]
async fn receive_checkpoint(mut messages: mpsc::UnboundedReceiver<u64>) -> Result<u64, Cancelled> {
    let mut sum = 0;
    for _ in 0..AWAITS {
        sum += messages.recv().await.unwrap_or_default();
    }
    Ok(sum)
}

fn filled() -> mpsc::UnboundedReceiver<u64> {
    let (sender, receiver) = mpsc::unbounded_channel();
    for n in 0..AWAITS {
        sender.send(n).expect("the receiver is here");
    }
    receiver
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Polls again at once when pending: what parking and waking a thread costs is not in the figures.
async fn spin<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let polled_again = poll_fn(|cx| {
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(cx) {
                return Poll::Ready(output);
            }
        }
    });
    // Within one poll of the task its budget is not renewed.
    tokio::task::unconstrained(polled_again).await
}

/// On a task of its own, as in a service: the waker of `block_on` is another one at each poll, as
/// far as `will_wake` can tell.
fn run<F>(runtime: &Runtime, future: F) -> F::Output
where
    F: Future<Output: Send> + Send + 'static,
{
    runtime.block_on(runtime.spawn(spin(future))).expect("no panic")
}

/// A task that is suspended goes through the scheduler.
fn run_scheduled<F>(runtime: &Runtime, future: F) -> F::Output
where
    F: Future<Output: Send> + Send + 'static,
{
    runtime.block_on(runtime.spawn(future)).expect("no panic")
}

fn bench<F>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    runtime: &Runtime,
    run: fn(&Runtime, F) -> F::Output,
    mut make: impl FnMut() -> F,
) where
    F: Future,
{
    group.bench_function(name, |bencher| {
        bencher.iter(|| black_box(run(runtime, make())));
    });
}

macro_rules! bench_ways {
    ($criterion:expr, $ways:ident, $run:ident) => {{
        let runtime = runtime();
        let token = CancellationToken::new();
        let mut group = $criterion.benchmark_group(stringify!($ways));
        group.throughput(Throughput::Elements(AWAITS));
        bench(&mut group, "bare", &runtime, $run, $ways::bare);
        bench(&mut group, "checkpoint, no root", &runtime, $run, $ways::checkpoint);
        bench(&mut group, "bare in a root", &runtime, $run, || {
            with_token(token.clone(), $ways::bare())
        });
        bench(&mut group, "checkpoint in a root", &runtime, $run, || {
            with_token(token.clone(), $ways::checkpoint())
        });
        bench(&mut group, "checkpoint in a root with token and timeout", &runtime, $run, || {
            with_timeout(Duration::from_secs(60), with_token(token.clone(), $ways::checkpoint()))
        });
        bench(&mut group, "run_until_cancelled", &runtime, $run, || {
            $ways::run_until_cancelled(token.clone())
        });
        bench(&mut group, "select! with cancelled()", &runtime, $run, || {
            $ways::select(token.clone())
        });
        bench(&mut group, "tokio::time::timeout", &runtime, $run, $ways::timeout);
        group.finish();
    }};
}

fn one_thread(criterion: &mut Criterion) {
    bench_ways!(criterion, ready, run);
    bench_ways!(criterion, suspending, run);
    bench_ways!(criterion, rescheduled, run_scheduled);
}

fn message(criterion: &mut Criterion) {
    let runtime = runtime();
    let token = CancellationToken::new();
    let mut group = criterion.benchmark_group("message");
    group.throughput(Throughput::Elements(AWAITS));
    group.bench_function("bare", |bencher| {
        bencher.iter_batched(
            filled,
            |messages| run(&runtime, receive_bare(messages)),
            criterion::BatchSize::LargeInput,
        );
    });
    group.bench_function("checkpoint in a root", |bencher| {
        bencher.iter_batched(
            filled,
            |messages| run(&runtime, with_token(token.clone(), receive_checkpoint(messages))),
            criterion::BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// Each thread runs the same work under the same token: the time must not grow with the threads.
fn threads(criterion: &mut Criterion) {
    let token = CancellationToken::new();
    let mut group = criterion.benchmark_group("threads on one token");
    group.throughput(Throughput::Elements(AWAITS));
    for threads in [1, 2] {
        let on_all = |work: fn(&Runtime, &CancellationToken)| {
            let token = token.clone();
            move |rounds| {
                let workers: Vec<_> = (0..threads)
                    .map(|_| {
                        let token = token.clone();
                        std::thread::spawn(move || {
                            let runtime = runtime();
                            let begin = std::time::Instant::now();
                            for _ in 0..rounds {
                                work(&runtime, &token);
                            }
                            begin.elapsed()
                        })
                    })
                    .collect();
                workers
                    .into_iter()
                    .map(|worker| worker.join().expect("no panic"))
                    .max()
                    .unwrap_or_default()
            }
        };
        group.bench_function(format!("bare, {threads}"), |bencher| {
            bencher.iter_custom(on_all(|runtime, _| consume(run(runtime, suspending::bare()))));
        });
        group.bench_function(format!("checkpoint in a root, {threads}"), |bencher| {
            bencher.iter_custom(on_all(|runtime, token| {
                consume(run(runtime, with_token(token.clone(), suspending::checkpoint())));
            }));
        });
        group.bench_function(format!("run_until_cancelled, {threads}"), |bencher| {
            bencher.iter_custom(on_all(|runtime, token| {
                consume(run(runtime, suspending::run_until_cancelled(token.clone())));
            }));
        });
    }
    group.finish();
}

fn consume<T>(result: T) {
    black_box(result);
}

fn print_allocations() {
    let runtime = runtime();
    let token = CancellationToken::new();
    let count = |name: &str, work: &mut dyn FnMut()| {
        work();
        let allocations = allocation_counter::measure(work).count_total;
        println!("allocations: {name:<45} {allocations:>6} for {AWAITS} awaits");
    };
    count("bare, ready", &mut || consume(run(&runtime, ready::bare())));
    count("checkpoint in a root, ready", &mut || {
        consume(run(&runtime, with_token(token.clone(), ready::checkpoint())));
    });
    count("bare, suspending", &mut || consume(run(&runtime, suspending::bare())));
    count("bare in a root, suspending", &mut || {
        consume(run(&runtime, with_token(token.clone(), suspending::bare())));
    });
    count("checkpoint in a root, suspending", &mut || {
        consume(run(&runtime, with_token(token.clone(), suspending::checkpoint())));
    });
    count("checkpoint with a timeout, suspending", &mut || {
        let limit = Duration::from_secs(60);
        consume(run(&runtime, with_timeout(limit, suspending::checkpoint())));
    });
}

criterion_group!(benches, one_thread, message, threads);

fn main() {
    benches();
    print_allocations();
    Criterion::default().configure_from_args().final_summary();
}
