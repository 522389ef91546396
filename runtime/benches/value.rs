//! What a call costs that is complete at once, one that suspends once and is polled again on the spot,
//! and one that suspends once in a runtime: an async method behind `dyn` in all the ways to have one,
//! beside a static `async fn`. Each figure is for one call. Ends with the allocations of each, counted.
#![forbid(unsafe_code)]

mod leaf;

use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use asyncward::await_value;
use criterion::{Criterion, Throughput, criterion_group};
use leaf::Suspends;
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::ReusableBoxFuture;

const CALLS: u64 = 1_000;

struct Table(Vec<u64>);

impl Table {
    fn look(&self, key: u64) -> Option<u64> {
        self.0.get(usize::try_from(black_box(key)).ok()?).copied()
    }
}

/// A trait with one async method, which looks and then waits.
macro_rules! get {
    ($way:ident, $(#[$attribute:meta])*, $(#[$of_method:meta])*) => {
        mod $way {
            use super::{Suspends, Table};

            $(#[$attribute])*
            #[allow(dead_code)]
            pub(super) trait Get {
                $(#[$of_method])*
                async fn get(&self, key: u64) -> u64;
            }

            $(#[$attribute])*
            impl Get for Table {
                $(#[$of_method])*
                async fn get(&self, key: u64) -> u64 {
                    if let Some(value) = self.look(key) {
                        return value;
                    }
                    Suspends::default().await;
                    key
                }
            }
        }
    };
}

get!(generic, ,);
get!(boxed, #[async_trait::async_trait],);
get!(ours, , #[asyncward::value_future]);

mod saur {
    use super::{Suspends, Table};

    #[dynosaur::dynosaur(pub(super) DynGet = dyn(box) Get)]
    pub(super) trait Get {
        async fn get(&self, key: u64) -> u64;
    }

    impl Get for Table {
        async fn get(&self, key: u64) -> u64 {
            if let Some(value) = self.look(key) {
                return value;
            }
            Suspends::default().await;
            key
        }
    }
}

/// The caller keeps a box for all its calls.
mod reused {
    use super::{ReusableBoxFuture, Suspends, Table};

    pub(super) trait Get {
        fn get<'a>(&'a self, key: u64, into: &mut ReusableBoxFuture<'a, u64>);
    }

    impl Get for Table {
        fn get<'a>(&'a self, key: u64, into: &mut ReusableBoxFuture<'a, u64>) {
            into.set(async move {
                if let Some(value) = self.look(key) {
                    return value;
                }
                Suspends::default().await;
                key
            });
        }
    }
}

mod by_hand {
    use super::{Context, Future, Pin, Poll, Suspends, Table};

    pub(super) enum Value<'a> {
        Ready(u64),
        Boxed(Pin<Box<dyn Future<Output = u64> + Send + 'a>>),
    }

    impl Future for Value<'_> {
        type Output = u64;

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u64> {
            match &mut *self {
                Value::Ready(value) => Poll::Ready(*value),
                Value::Boxed(future) => future.as_mut().poll(cx),
            }
        }
    }

    pub(super) trait Get {
        fn get(&self, key: u64) -> Value<'_>;
    }

    impl Get for Table {
        fn get(&self, key: u64) -> Value<'_> {
            match self.look(key) {
                Some(value) => Value::Ready(value),
                None => Value::Boxed(Box::pin(async move {
                    Suspends::default().await;
                    key
                })),
            }
        }
    }
}

/// Polls again at once when pending, or lets a runtime do it.
fn run<F: Future>(runtime: Option<&Runtime>, future: F) -> F::Output {
    if let Some(runtime) = runtime {
        return runtime.block_on(future);
    }
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

/// `CALLS` calls, one after the other.
macro_rules! calls {
    ($get:expr) => {
        async {
            let mut sum = 0;
            for _ in 0..CALLS {
                sum += $get;
            }
            sum
        }
    };
}

/// Each way to call, by its name.
fn ways(key: u64, runtime: Option<&Runtime>, mut each: impl FnMut(&str, &mut dyn FnMut() -> u64)) {
    let table = &Table((0..64).collect());
    let fixed = black_box(table);
    each("static async fn", &mut || run(runtime, calls!(generic::Get::get(fixed, key).await)));
    let saur = black_box(saur::DynGet::from_ref(table));
    each("dynosaur", &mut || run(runtime, calls!(saur::Get::get(saur, key).await)));
    let boxed: &dyn boxed::Get = black_box(table);
    each("#[async_trait]", &mut || run(runtime, calls!(boxed.get(key).await)));
    let reused: &dyn reused::Get = black_box(table);
    let mut kept = ReusableBoxFuture::new(async { 0 });
    each("ReusableBoxFuture", &mut || {
        run(
            runtime,
            calls!({
                reused.get(key, &mut kept);
                (&mut kept).await
            }),
        )
    });
    let by_hand: &dyn by_hand::Get = black_box(table);
    each("an enum by hand", &mut || run(runtime, calls!(by_hand.get(key).await)));
    each("an enum by hand, matched", &mut || {
        run(
            runtime,
            calls!(match by_hand.get(key) {
                by_hand::Value::Ready(value) => value,
                by_hand::Value::Boxed(future) => future.await,
            }),
        )
    });
    let ours: &dyn ours::Get = black_box(table);
    each("#[value_future]", &mut || run(runtime, calls!(ours.get(key).await)));
    each("#[value_future], await_value!", &mut || {
        run(runtime, calls!(await_value!(ours.get(key))))
    });
}

const AT_ONCE: u64 = 7;
const LATER: u64 = 1_000;

fn all(criterion: &mut Criterion) {
    let runtime = Builder::new_current_thread().build().unwrap();
    let groups = [
        ("complete at once", AT_ONCE, None),
        ("suspends once", LATER, None),
        ("suspends once in a runtime", LATER, Some(&runtime)),
    ];
    for (name, key, runtime) in groups {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(CALLS));
        ways(key, runtime, |way, work| {
            group.bench_function(way, |bencher| bencher.iter(&mut *work));
        });
        group.finish();
    }
}

fn print_allocations() {
    for (name, key) in [("complete at once", AT_ONCE), ("suspends once", LATER)] {
        ways(key, None, |way, work| {
            let allocated = allocation_counter::measure(|| {
                black_box(work());
            });
            println!(
                "allocations: {name}, {way:<30} {:>6} for {CALLS} calls",
                allocated.count_total
            );
        });
    }
}

criterion_group!(benches, all);

fn main() {
    benches();
    print_allocations();
    Criterion::default().configure_from_args().final_summary();
}
