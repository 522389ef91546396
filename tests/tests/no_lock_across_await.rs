//! `#[no_lock_across_await]` changes nothing about the code: the same values at the same time dropped,
//! the same auto traits, the same size. Each function stands here twice, with the attribute and without
//! it.

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

thread_local! {
    static NOTES: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn note(what: &'static str) {
    NOTES.with_borrow_mut(|notes| notes.push(what));
}

/// What a future gives, and what was noted meanwhile.
fn noted<T>(future: impl Future<Output = T>) -> (T, Vec<&'static str>) {
    NOTES.take();
    let value = block_on(future);
    (value, NOTES.take())
}

/// Notes when it is dropped.
struct Noted(&'static str);

impl Noted {
    fn text(&self) -> &str {
        self.0
    }

    fn inner(&self) -> Option<Noted> {
        Some(Noted("inner"))
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        note(self.0);
    }
}

/// A call, whose value is a temporary of a type that the macro does not see.
fn tell(name: &'static str) -> Noted {
    Noted(name)
}

async fn waits(text: &str) -> usize {
    yield_now().await;
    note("awaited");
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
        let before = { *counter.lock().unwrap() };
        yield_now().await;
        let count = counter.lock().unwrap();
        before.max(*count)
    }

    async fn drops(early: bool) {
        let _first = tell("first");
        let second = tell("second");
        let _ = tell("wildcard");
        yield_now().await;
        if early {
            drop(second);
            yield_now().await;
        } else {
            let moved = second;
            let second = tell("shadow");
            yield_now().await;
            drop((moved, second));
        }
        match tell("scrutinee").0.len() {
            0 => {}
            _ => yield_now().await,
        }
        note("end");
    }

    async fn keeps_temporaries() -> usize {
        let length = waits(tell("argument").0).await + tell("operand").0.len();
        note("after");
        if let 1.. = tell("condition").0.len() {
            yield_now().await;
            note("in");
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
        waits("four").await + all.len() + buffer.len()
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

    async fn bindings(first: Noted, second: Noted) -> usize {
        let third = Noted("third");
        let first = (first, Noted("fourth"));
        let _ = Noted("fifth");
        waits(third.text()).await + waits(first.0.text()).await + waits(second.text()).await
    }

    async fn temporaries() -> usize {
        let extended = &Noted("extended");
        let length = waits(Noted("operand").text()).await + waits(extended.text()).await;
        match Noted("scrutinee").inner() {
            Some(inner) => length + waits(inner.text()).await,
            None => length,
        }
    }

    async fn conditions() -> usize {
        let mut length = 0;
        if let Some(inner) = Noted("if").inner() {
            length += waits(inner.text()).await;
        }
        #[allow(clippy::never_loop)]
        while let Some(inner) = Noted("while").inner() {
            length += waits(inner.text()).await;
            break;
        }
        for letter in Noted("for").text().chars() {
            length += letter.len_utf8();
            yield_now().await;
        }
        length
    }

    async fn nested(value: Noted) -> usize {
        let moved = async move {
            let second = Noted("second");
            waits(second.text()).await + waits(value.text()).await
        };
        let borrowed = Noted("borrowed");
        let length = async { waits(borrowed.text()).await }.await;
        length + moved.await
    }

    async fn selected() -> usize {
        let one = Noted("one");
        tokio::select! {
            biased;
            length = waits(one.text()) => {
                let two = Noted("two");
                length + waits(two.text()).await
            }
            () = std::future::pending() => 0,
        }
    }

    async fn closures() -> usize {
        let lengths = ["a", "bc"].map(|word| async move {
            let word = Noted(word);
            waits(word.text()).await
        });
        let mut sum = 0;
        for length in lengths {
            sum += length.await;
        }
        sum
    }
}

/// The same of both twins: what they give, and what is noted meanwhile.
macro_rules! same {
    ($name:ident($($argument:expr),*)) => {
        assert_eq!(
            noted(plain::$name($($argument),*)),
            noted(checked::$name($($argument),*)),
            stringify!($name)
        )
    };
}

macro_rules! same_size {
    ($name:ident($($argument:expr),*)) => {{
        let plain = plain::$name($($argument),*);
        let checked = checked::$name($($argument),*);
        assert_eq!(size_of_val(&plain), size_of_val(&checked), stringify!($name));
        assert_eq!(align_of_val(&plain), align_of_val(&checked), stringify!($name));
    }};
}

/// In release: a temporary that moved once may need less room than one that did not.
macro_rules! no_bigger {
    ($name:ident($($argument:expr),*)) => {{
        let plain = plain::$name($($argument),*);
        let checked = checked::$name($($argument),*);
        let sizes = (size_of_val(&plain), size_of_val(&checked));
        if cfg!(not(debug_assertions)) {
            assert!(sizes.1 <= sizes.0, "size of {}: {sizes:?}", stringify!($name));
        }
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
        same_size!(returns_early(numbers));
    }
    same!(extends("text"));
    same_size!(extends("text"));
    same!(selects(3));
    same_size!(selects(3));
    same!(moves_into_block("text".to_owned()));
    same_size!(moves_into_block("text".to_owned()));
    same!(holds_nothing(Arc::default()));
    same_size!(holds_nothing(Arc::default()));
    same!(generic([1_u8, 2].into_iter()));
    same_size!(generic([1_u8, 2].into_iter()));
}

#[test]
fn same_sizes_where_results_differ() {
    let counter = Mutex::new(0);
    same_size!(adds(&counter));
    same_size!(drops(true));
    same_size!(keeps_temporaries());
}

#[test]
fn same_drops() {
    for early in [false, true] {
        same!(drops(early));
    }
    same!(keeps_temporaries());
}

#[test]
fn what_runs_is_the_same() {
    same!(bindings(Noted("first"), Noted("second")));
    no_bigger!(bindings(Noted("first"), Noted("second")));
    same!(temporaries());
    no_bigger!(temporaries());
    same!(conditions());
    no_bigger!(conditions());
    same!(nested(Noted("captured")));
    no_bigger!(nested(Noted("captured")));
    same!(selected());
    no_bigger!(selected());
    same!(closures());
    no_bigger!(closures());
}

async fn half_way(future: impl Future) {
    let mut future = Box::pin(future);
    assert!(futures::poll!(&mut future).is_pending());
}

#[test]
fn dropped_half_way_alike() {
    let ((), plain) = noted(half_way(plain::drops(false)));
    let ((), checked) = noted(half_way(checked::drops(false)));
    assert_eq!(plain, checked);
    assert!(!plain.is_empty());
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
    drop(send_and_static(checked::bindings(Noted("first"), Noted("second"))));
    drop(send_and_static(checked::temporaries()));
    drop(send_and_static(checked::nested(Noted("captured"))));
    drop(send_and_static(checked::selected()));
    drop(send_and_static(checked::closures()));
}
