//! `#[no_lock_across_await]` changes nothing about the code: same behaviour, same auto traits, same
//! size. Each function stands here twice, with the attribute and without it.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use futures::executor::block_on;
use tokio::task::yield_now;

macro_rules! twins {
    ($(
        async fn $name:ident $(<$Generic:ident: $Bound:path>)? ($($arguments:tt)*)
            $(-> $Result:ty)? $body:block
    )*) => {
        mod plain {
            use super::*;

            $(pub(super) async fn $name $(<$Generic: $Bound>)? ($($arguments)*) $(-> $Result)? $body)*
        }

        mod checked {
            use super::*;

            $(
                #[asyncward::no_lock_across_await]
                pub(super) async fn $name $(<$Generic: $Bound>)? ($($arguments)*) $(-> $Result)? $body
            )*
        }
    };
}

/// Tells when it is dropped.
struct Tells<'l>(&'static str, &'l Log);

type Log = RefCell<Vec<&'static str>>;

impl Drop for Tells<'_> {
    fn drop(&mut self) {
        self.1.borrow_mut().push(self.0);
    }
}

fn tell<'l>(log: &'l Log, name: &'static str) -> Tells<'l> {
    Tells(name, log)
}

async fn length(text: &str) -> usize {
    yield_now().await;
    text.len()
}

twins! {
    async fn adds(counter: &Mutex<u64>) -> u64 {
        for _ in 0..3 {
            {
                let mut count = counter.lock().unwrap();
                *count += 1;
            }
            yield_now().await;
        }
        let count = counter.lock().unwrap();
        *count
    }

    async fn drops(log: &Log, early: bool) {
        let _first = tell(log, "first");
        let second = tell(log, "second");
        let _ = tell(log, "wildcard");
        yield_now().await;
        if early {
            drop(second);
            yield_now().await;
        } else {
            let moved = second;
            let second = tell(log, "shadow");
            yield_now().await;
            drop((moved, second));
        }
        match tell(log, "scrutinee").0.len() {
            0 => {}
            _ => yield_now().await,
        }
        log.borrow_mut().push("end");
    }

    async fn keeps_temporaries(log: &Log) -> usize {
        let length = length(tell(log, "argument").0).await + tell(log, "operand").0.len();
        log.borrow_mut().push("after");
        if let 1.. = tell(log, "condition").0.len() {
            yield_now().await;
            log.borrow_mut().push("in");
        }
        length
    }

    async fn extends(text: &str) -> usize {
        let extended = &String::from(text);
        let (a, b) = (&extended.len(), &mut 1);
        yield_now().await;
        *b += 1;
        a + *b
    }

    async fn returns_early(numbers: &[u32]) -> Result<u32, String> {
        let mut sum = 0;
        'outer: for (index, number) in numbers.iter().enumerate() {
            let checked = number.checked_add(sum).ok_or_else(|| format!("{index}"))?;
            yield_now().await;
            match checked {
                101.. => return Ok(checked),
                even if even % 2 == 0 => sum = even,
                _ if index > 1 => break 'outer,
                _ => continue 'outer,
            }
        }
        let Some(last) = numbers.last() else { return Err("empty".to_owned()) };
        yield_now().await;
        Ok(sum * 1000 + last)
    }

    async fn selects(fast: u32) -> u32 {
        let slow = Arc::new(Mutex::new(7));
        let chosen = tokio::select! {
            biased;
            () = std::future::pending() => 0,
            value = async { yield_now().await; fast } => value + *slow.lock().unwrap(),
        };
        let (a, b) = tokio::join!(async { chosen }, async { 1 });
        a + b
    }

    async fn moves_into_block(text: String) -> usize {
        let shared = Rc::new(Cell::new(0));
        let inner = Rc::clone(&shared);
        let work = async move {
            inner.set(text.len());
            yield_now().await;
            inner.get()
        };
        work.await + shared.get()
    }

    async fn holds_nothing(map: Arc<RwLock<Vec<u8>>>) -> usize {
        let all = map.read().unwrap().clone();
        yield_now().await;
        let buffer = [1_u8; 64];
        length("four").await + all.len() + buffer.len()
    }

    async fn hands_out(value: &Mutex<u32>) -> MutexGuard<'_, u32> {
        yield_now().await;
        value.lock().unwrap()
    }

    async fn generic<I: Iterator>(items: I) -> Vec<Option<I::Item>> {
        let mut all = Vec::new();
        for item in items {
            yield_now().await;
            all.push(Some(item));
        }
        let one = Default::default();
        yield_now().await;
        all.push(one);
        all
    }
}

/// The same of both twins, and of equal futures.
macro_rules! same {
    ($name:ident($($argument:expr),*)) => {{
        let plain = plain::$name($($argument),*);
        let checked = checked::$name($($argument),*);
        assert_eq!(size_of_val(&plain), size_of_val(&checked), stringify!($name));
        assert_eq!(align_of_val(&plain), align_of_val(&checked), stringify!($name));
        assert_eq!(block_on(plain), block_on(checked), stringify!($name));
    }};
}

#[test]
fn same_results_and_sizes() {
    block_on(async {
        let counter = Mutex::new(0);
        assert_eq!(plain::adds(&counter).await, 3);
        assert_eq!(checked::adds(&counter).await, 6);
    });
    for numbers in [&[2, 4, 5][..], &[2, 3], &[], &[200], &[u32::MAX], &[2, u32::MAX]] {
        same!(returns_early(numbers));
    }
    same!(extends("text"));
    same!(selects(3));
    same!(moves_into_block("text".to_owned()));
    same!(holds_nothing(Arc::default()));
    same!(generic([1_u8, 2].into_iter()));
}

#[test]
fn same_sizes_where_results_differ() {
    let (counter, log) = (Mutex::new(0), Log::default());
    assert_eq!(size_of_val(&plain::adds(&counter)), size_of_val(&checked::adds(&counter)));
    assert_eq!(size_of_val(&plain::drops(&log, true)), size_of_val(&checked::drops(&log, true)));
    let (plain, checked) = (plain::keeps_temporaries(&log), checked::keeps_temporaries(&log));
    assert_eq!(size_of_val(&plain), size_of_val(&checked));
}

#[test]
fn same_drops() {
    for early in [false, true] {
        let (plain, checked) = (Log::default(), Log::default());
        block_on(plain::drops(&plain, early));
        block_on(checked::drops(&checked, early));
        assert_eq!(plain, checked);
    }
    let (plain, checked) = (Log::default(), Log::default());
    assert_eq!(
        block_on(plain::keeps_temporaries(&plain)),
        block_on(checked::keeps_temporaries(&checked))
    );
    assert_eq!(plain, checked);
}

fn drop_half_way(future: impl Future) {
    let mut future = Box::pin(future);
    assert!(block_on(async { futures::poll!(&mut future) }).is_pending());
}

#[test]
fn dropped_half_way_alike() {
    let (plain, checked) = (Log::default(), Log::default());
    drop_half_way(plain::drops(&plain, false));
    drop_half_way(checked::drops(&checked, false));
    assert_eq!(plain, checked);
    assert!(!plain.borrow().is_empty());
}

#[test]
fn guards_may_be_returned() {
    let value = Mutex::new(1);
    *block_on(checked::hands_out(&value)) += 1;
    assert_eq!(*block_on(plain::hands_out(&value)), 2);
}

fn send<F: Future + Send>(future: F) -> F {
    future
}

fn send_and_static<F: Future + Send + 'static>(future: F) -> F {
    future
}

fn sync<F: Future + Sync>(future: F) -> F {
    future
}

#[test]
fn what_was_send_stays_send() {
    let counter = Mutex::new(0);
    drop(send(checked::adds(&counter)));
    drop(sync(checked::adds(&counter)));
    drop(send(checked::extends("text")));
    drop(send(checked::returns_early(&[])));
    drop(send_and_static(checked::selects(1)));
    drop(send_and_static(checked::holds_nothing(Arc::default())));
    drop(send(checked::generic([1_u8].into_iter())));
}
