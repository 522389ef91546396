//! What a channel costs beside those one would take instead. Each figure is for one item.
//!
//! `accepted`: into a channel with room. `passed`: into an empty one, and out again. `rejected`: into
//! a full one that takes nothing. `evicted`: into a full one that gives up its oldest. `two threads`:
//! from a thread that tries again when full to a task on another.
#![forbid(unsafe_code)]

use std::future::Future;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use asyncward::channel;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use crossbeam_queue::ArrayQueue;
use tokio::sync::{Notify, mpsc};

const CAPACITY: usize = 1024;
const MESSAGES: u64 = 100_000;

/// What one would write around a lock-free queue to be able to wait for it.
struct Notified {
    queue: ArrayQueue<u64>,
    notify: Notify,
}

impl Notified {
    fn new() -> Self {
        Notified { queue: ArrayQueue::new(CAPACITY), notify: Notify::new() }
    }

    fn push(&self, item: u64) -> bool {
        let pushed = self.queue.push(item).is_ok();
        if pushed {
            self.notify.notify_one();
        }
        pushed
    }

    fn force_push(&self, item: u64) -> Option<u64> {
        let evicted = self.queue.force_push(item);
        self.notify.notify_one();
        evicted
    }

    async fn pop(&self) -> u64 {
        loop {
            if let Some(item) = self.queue.pop() {
                return item;
            }
            self.notify.notified().await;
        }
    }
}

/// Times `put` only, in lots that fit.
fn fill(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    put: impl Fn(u64) -> bool,
    mut take: impl FnMut() -> bool,
) {
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|mut rounds| {
            let mut time = Duration::ZERO;
            while rounds > 0 {
                let lot = rounds.min(CAPACITY as u64);
                let begin = Instant::now();
                for n in 0..lot {
                    assert!(put(black_box(n)));
                }
                time += begin.elapsed();
                while take() {}
                rounds -= lot;
            }
            time
        });
    });
}

fn accepted(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("accepted");
    {
        let (publisher, mut receiver) = channel::bounded(CAPACITY).reject();
        let publish = |n| publisher.publish(n).is_taken();
        fill(&mut group, "asyncward", publish, || receiver.try_recv().is_ok());
    }
    {
        let (sender, mut receiver) = mpsc::channel(CAPACITY);
        fill(&mut group, "tokio", |n| sender.try_send(n).is_ok(), || receiver.try_recv().is_ok());
    }
    {
        let (sender, receiver) = async_channel::bounded(CAPACITY);
        let send = |n| sender.try_send(n).is_ok();
        fill(&mut group, "async-channel", send, || receiver.try_recv().is_ok());
    }
    {
        let (sender, receiver) = flume::bounded(CAPACITY);
        fill(&mut group, "flume", |n| sender.try_send(n).is_ok(), || receiver.try_recv().is_ok());
    }
    {
        let (sender, receiver) = kanal::bounded_async(CAPACITY);
        let receive = || matches!(receiver.try_recv(), Ok(Some(_)));
        fill(&mut group, "kanal", |n| matches!(sender.try_send(n), Ok(true)), receive);
    }
    {
        let (sender, receiver) = crossfire::mpsc::bounded_async(CAPACITY);
        let send = |n| sender.try_send(n).is_ok();
        fill(&mut group, "crossfire", send, || receiver.try_recv().is_ok());
    }
    {
        let queue = Notified::new();
        fill(&mut group, "ArrayQueue + Notify", |n| queue.push(n), || queue.queue.pop().is_some());
    }
    group.finish();
}

fn passed(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("passed");
    {
        let (publisher, mut receiver) = channel::bounded(CAPACITY).reject();
        group.bench_function("asyncward", |bencher| {
            bencher.iter(|| (publisher.publish(1).is_taken(), receiver.try_recv()));
        });
    }
    {
        let (sender, mut receiver) = mpsc::channel(CAPACITY);
        group.bench_function("tokio", |bencher| {
            bencher.iter(|| (sender.try_send(1), receiver.try_recv()));
        });
    }
    {
        let (sender, receiver) = async_channel::bounded(CAPACITY);
        group.bench_function("async-channel", |bencher| {
            bencher.iter(|| (sender.try_send(1), receiver.try_recv()));
        });
    }
    {
        let (sender, receiver) = flume::bounded(CAPACITY);
        group.bench_function("flume", |bencher| {
            bencher.iter(|| (sender.try_send(1), receiver.try_recv()));
        });
    }
    group.finish();
}

fn rejected(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rejected");
    {
        let (publisher, _receiver) = channel::bounded(CAPACITY).reject();
        while publisher.publish(0).is_taken() {}
        group.bench_function("asyncward, counted", |bencher| {
            bencher.iter(|| publisher.publish(black_box(1)));
        });
    }
    {
        let (sender, _receiver) = mpsc::channel(CAPACITY);
        while sender.try_send(0).is_ok() {}
        group.bench_function("tokio", |bencher| bencher.iter(|| sender.try_send(black_box(1))));
        let rejected = AtomicU64::new(0);
        group.bench_function("tokio, counted", |bencher| {
            bencher.iter(|| {
                let sent = sender.try_send(black_box(1));
                if sent.is_err() {
                    rejected.fetch_add(1, Ordering::Relaxed);
                }
                sent
            });
        });
    }
    {
        let (sender, _receiver) = async_channel::bounded(CAPACITY);
        while sender.try_send(0).is_ok() {}
        group.bench_function("async-channel", |bencher| {
            bencher.iter(|| sender.try_send(black_box(1)));
        });
    }
    {
        let (sender, _receiver) = flume::bounded(CAPACITY);
        while sender.try_send(0).is_ok() {}
        group.bench_function("flume", |bencher| bencher.iter(|| sender.try_send(black_box(1))));
    }
    {
        let (sender, _receiver) = kanal::bounded_async(CAPACITY);
        while matches!(sender.try_send(0), Ok(true)) {}
        group.bench_function("kanal", |bencher| bencher.iter(|| sender.try_send(black_box(1))));
    }
    {
        let (sender, _receiver) = crossfire::mpsc::bounded_async(CAPACITY);
        while sender.try_send(0).is_ok() {}
        group.bench_function("crossfire", |bencher| bencher.iter(|| sender.try_send(black_box(1))));
    }
    {
        let queue = Notified::new();
        while queue.push(0) {}
        group.bench_function("ArrayQueue + Notify", |bencher| {
            bencher.iter(|| queue.push(black_box(1)));
        });
    }
    group.finish();
}

fn evicted(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("evicted");
    {
        let (publisher, _receiver) = channel::bounded(CAPACITY).evict_oldest();
        for n in 0..CAPACITY as u64 {
            assert!(publisher.publish(n).is_taken());
        }
        group.bench_function("asyncward", |bencher| {
            bencher.iter(|| publisher.publish(black_box(1)));
        });
    }
    {
        let (sender, _receiver) = async_channel::bounded(CAPACITY);
        while sender.try_send(0).is_ok() {}
        group.bench_function("async-channel, force_send", |bencher| {
            bencher.iter(|| sender.force_send(black_box(1)));
        });
    }
    {
        let queue = Notified::new();
        while queue.push(0) {}
        group.bench_function("ArrayQueue + Notify, force_push", |bencher| {
            bencher.iter(|| queue.force_push(black_box(1)));
        });
    }
    group.finish();
}

/// `put` runs on a thread of its own until all messages are in; `take` gives one.
fn through<S, R, F>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    make: impl Fn() -> (S, R),
    put: fn(&S, u64) -> bool,
    take: fn(R) -> F,
) where
    S: Send + 'static,
    F: Future<Output = R>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|rounds| {
            (0..rounds)
                .map(|_| {
                    let (sender, mut receiver) = make();
                    let begin = Instant::now();
                    let sends = std::thread::spawn(move || {
                        for n in 0..MESSAGES {
                            while !put(&sender, n) {
                                std::thread::yield_now();
                            }
                        }
                    });
                    runtime.block_on(async {
                        for _ in 0..MESSAGES {
                            receiver = take(receiver).await;
                        }
                    });
                    let time = begin.elapsed();
                    sends.join().expect("no panic");
                    time
                })
                .sum()
        });
    });
}

fn two_threads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("two threads");
    group.throughput(Throughput::Elements(MESSAGES)).sample_size(20);
    // A macro, and not a function: what `receive` gives borrows from the receiver.
    macro_rules! peer {
        ($name:literal, $make:expr, $put:expr, $receive:ident) => {
            through(
                &mut group,
                $name,
                || $make,
                $put,
                |#[allow(unused_mut)] mut receiver| async {
                    let _ = black_box(receiver.$receive().await);
                    receiver
                },
            );
        };
    }
    peer!("asyncward", channel::bounded(CAPACITY).reject(), |to, n| to.publish(n).is_taken(), recv);
    peer!("tokio", mpsc::channel(CAPACITY), |to, n| to.try_send(n).is_ok(), recv);
    peer!("async-channel", async_channel::bounded(CAPACITY), |to, n| to.try_send(n).is_ok(), recv);
    peer!("flume", flume::bounded(CAPACITY), |to, n| to.try_send(n).is_ok(), recv_async);
    let send = |to: &kanal::AsyncSender<u64>, n| matches!(to.try_send(n), Ok(true));
    peer!("kanal", kanal::bounded_async(CAPACITY), send, recv);
    peer!(
        "crossfire",
        crossfire::mpsc::bounded_async(CAPACITY),
        |to, n| to.try_send(n).is_ok(),
        recv
    );
    let both_ends = || {
        let queue = Arc::new(Notified::new());
        (Arc::clone(&queue), queue)
    };
    peer!("ArrayQueue + Notify", both_ends(), |queue, n| queue.push(n), pop);
    group.finish();
}

criterion_group!(benches, accepted, passed, rejected, evicted, two_threads);
criterion_main!(benches);
