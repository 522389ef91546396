//! `#[no_lock_across_await]` on small functions: what is held over an await, and what only looks so.
#![allow(clippy::all, unused, deprecated, dropping_copy_types, let_underscore_lock)]

use std::cell::RefCell;
use std::future::Future;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use asyncward::{SyncGuard, no_lock_across_await};
use dashmap::DashMap;

static GLOBAL: Mutex<u32> = Mutex::new(0);

type Alias<'a> = MutexGuard<'a, u32>;

mod exported {
    pub use std::sync::MutexGuard as Locked;
}

struct Failure;

impl<T> From<PoisonError<T>> for Failure {
    fn from(_: PoisonError<T>) -> Failure {
        Failure
    }
}

struct Owner {
    inner: Mutex<u32>,
}

impl Owner {
    fn locked(&self) -> MutexGuard<'_, u32> {
        self.inner.lock().unwrap()
    }

    fn add(&self) {
        *self.locked() += 1;
    }

    async fn work(&self) {}
}

#[derive(SyncGuard)]
struct Holder<'a> {
    guard: MutexGuard<'a, u32>,
    name: &'static str,
}

#[derive(SyncGuard)]
#[sync_guard(reason = "there is one for all")]
struct Own;

async fn later() {}

async fn truth() -> bool {
    true
}

async fn number() -> u32 {
    0
}

async fn fallible() -> Result<u32, String> {
    Ok(0)
}

async fn by_reference(_: &u32) {}

async fn by_number(_: u32) {}

async fn by_guard(_: MutexGuard<'_, u32>) {}

fn pair(_: u32, _: u32) {}

fn helper(m: &Mutex<u32>) -> MutexGuard<'_, u32> {
    m.lock().unwrap()
}

fn consume(_: MutexGuard<'_, u32>) {}

struct Wrapped<'a>(MutexGuard<'a, u32>);

impl Holder<'_> {
    fn done(self) {}
}

fn die() -> ! {
    panic!()
}

async fn by_static(_: &'static Option<u32>) {}

fn consume_with(_: MutexGuard<'_, u32>, _: u32) {}

fn consume_after(_: u32, _: MutexGuard<'_, u32>) {}

struct Numbered<'a> {
    guard: MutexGuard<'a, u32>,
    number: u32,
}

trait Number {}

impl Number for u32 {}

fn make(number: u32) -> Box<u32> {
    Box::new(number)
}

fn sum(_: Box<dyn Number>, _: [Option<u32>; 2], _: u32) -> u32 {
    0
}

macro_rules! whatever {
    ($work:expr) => {
        $work
    };
}

struct Consumed<'a>(MutexGuard<'a, u32>);

impl SyncGuard for Consumed<'_> {
    type Reason = asyncward::reason::Lock;
}

impl Consumed<'_> {
    fn persist(self) {}

    fn touch(&mut self) {}

    fn push(&mut self, _: u32) {}
}

fn consumed(m: &Mutex<u32>) -> Consumed<'_> {
    Consumed(m.lock().unwrap())
}

fn returns() {}

fn ends(_: &str) -> ! {
    panic!()
}

struct Ends;

impl Ends {
    fn now(&self, _: u32) -> ! {
        panic!()
    }
}

mod held {
    use super::*;

    //= held
    #[no_lock_across_await]
    async fn no_method_of_the_guard(m: &Mutex<Option<u32>>) { let guard = m.lock().unwrap(); let value = guard.unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn copied_part(m: &Mutex<u32>) { let pair = (m.lock().unwrap(), 1_u32); let number = pair.1; later().await; }

    //= held
    #[no_lock_across_await]
    async fn part_into_await(m: &Mutex<u32>) { let pair = (m.lock().unwrap(), 1_u32); by_number(pair.1).await; }

    //= held
    #[no_lock_across_await]
    async fn other_part_bound(m: &Mutex<u32>) { let pair = (m.lock().unwrap(), String::new()); let (_, name) = pair; later().await; }

    //= held
    #[no_lock_across_await]
    async fn captured_through_deref(m: &'static Mutex<Owner>) { let guard = m.lock().unwrap(); let work = async move { let inner = &guard.inner; later().await; }; }

    //= held
    #[no_lock_across_await]
    async fn wrapped(m: &Mutex<u32>) { let wrapped = Wrapped(m.lock().unwrap()); later().await; }

    //= held
    #[no_lock_across_await]
    async fn in_plain_struct(m: &Mutex<u32>) { let held = Numbered { guard: m.lock().unwrap(), number: 1 }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_ref(m: &Mutex<u32>) { let ref guard = m.lock().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn extended_in_tuple(m: &Mutex<u32>) { let pair = (&m.lock().unwrap(), 1); later().await; }

    //= held
    #[no_lock_across_await]
    async fn wildcard_assigned(m: &Mutex<u32>) { let guard = m.lock().unwrap(); _ = guard; later().await; }

    //= held
    #[no_lock_across_await]
    async fn map_iterator(map: &DashMap<u32, u32>) { let mut all = map.iter(); all.next(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn block_of_closure(all: &[Mutex<u32>]) { let works: Vec<_> = all.iter().map(|m| async move { let guard = m.lock().unwrap(); later().await; }).collect(); }

    //= held
    #[no_lock_across_await]
    async fn filled_map(m: &Mutex<u32>) { let mut all = std::collections::HashMap::new(); all.insert(1, m.lock().unwrap()); later().await; }

    //= held
    #[no_lock_across_await]
    async fn receiver_by_value(map: &DashMap<u32, u32>) { let entry = map.entry(1); entry.or_insert(number().await); }

    //= held
    #[no_lock_across_await]
    async fn receiver_temporary(map: &DashMap<u32, u32>) { *map.entry(1).or_insert(number().await) += 1; }

    //= held
    #[no_lock_across_await]
    async fn operand_of_call(m: &Mutex<u32>) { let guard = m.lock().unwrap(); consume_with(guard, number().await); }

    //= held
    #[no_lock_across_await]
    async fn operand_temporary(m: &Mutex<u32>) { consume_with(m.lock().unwrap(), number().await); }

    //= held
    #[no_lock_across_await]
    async fn operand_of_tuple(m: &Mutex<u32>) { let guard = m.lock().unwrap(); let both = (guard, number().await); drop(both); }

    //= held
    #[no_lock_across_await]
    async fn operand_of_struct(m: &Mutex<u32>) { let guard = m.lock().unwrap(); drop(Numbered { guard, number: number().await }); }

    //= held
    #[no_lock_across_await]
    async fn operand_of_operand(m: &Mutex<u32>) { let guard = m.lock().unwrap(); drop((Some(guard), number().await)); }

    //= held
    #[no_lock_across_await]
    async fn named(m: &Mutex<u32>) { let guard = m.lock().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn underscored(m: &Mutex<u32>) { let _guard = m.lock(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn used_after(m: &Mutex<u32>) { let mut guard = m.lock().unwrap(); *guard += 1; later().await; *guard += 1; }

    //= held
    #[no_lock_across_await]
    async fn of_static() { let guard = GLOBAL.lock().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn of_field(owner: &Owner) { let guard = owner.inner.lock().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn of_owned_argument(m: Arc<Mutex<u32>>) { let guard = m.lock().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_expect(m: &Mutex<u32>) { let guard = m.lock().expect("poisoned"); later().await; }

    //= held
    #[no_lock_across_await]
    async fn poison_ignored(m: &Mutex<u32>) { let guard = m.lock().unwrap_or_else(|e| e.into_inner()); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_question_mark(m: &'static Mutex<u32>) -> Result<(), Failure> { let guard = m.lock()?; later().await; Ok(()) }

    //= held
    #[no_lock_across_await]
    async fn by_helper(m: &Mutex<u32>) { let guard = helper(m); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_method(owner: &Owner) { let guard = owner.locked(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_alias(m: &Mutex<u32>) { let guard: Alias<'_> = m.lock().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_re_export(m: &Mutex<u32>) { let guard: exported::Locked<'_, u32> = m.lock().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_inference(m: &Mutex<u32>) { let mut guards = Vec::new(); guards.push(m.lock().unwrap()); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_block(m: &Mutex<u32>) { let guard = { let inner = m.lock().unwrap(); inner }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_if(m: &Mutex<u32>, flag: bool) { let guard = if flag { Some(m.lock().unwrap()) } else { None }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_match(m: &Mutex<u32>, flag: bool) { let guard = match flag { true => m.lock().unwrap(), false => return }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_loop(m: &Mutex<u32>) { let guard = loop { if let Ok(guard) = m.try_lock() { break guard; } }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn in_option(m: &Mutex<u32>) { let guard = Some(m.lock().unwrap()); later().await; }

    //= held
    #[no_lock_across_await]
    async fn in_tuple(m: &Mutex<u32>) { let pair = (1, m.lock().unwrap()); later().await; }

    //= held
    #[no_lock_across_await]
    async fn in_array(m: &Mutex<u32>) { let guards = [m.lock().unwrap()]; later().await; }

    //= held
    #[no_lock_across_await]
    async fn in_box(m: &Mutex<u32>) { let guard = Box::new(m.lock().unwrap()); later().await; }

    //= held
    #[no_lock_across_await]
    async fn in_struct(m: &Mutex<u32>) { let held = Holder { guard: m.lock().unwrap(), name: "x" }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn in_struct_from_binding(m: &Mutex<u32>) { let guard = m.lock().unwrap(); let held = Holder { guard, name: "x" }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn collected(ms: &[Mutex<u32>]) { let guards: Vec<_> = ms.iter().map(|m| m.lock().unwrap()).collect(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_pattern(m: &Mutex<u32>) { let (guard, number) = (m.lock().unwrap(), 1); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_struct_pattern(m: &Mutex<u32>) { let Holder { guard, name } = (Holder { guard: m.lock().unwrap(), name: "x" }); later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_let_else(m: &Mutex<u32>) { let Ok(guard) = m.lock() else { return }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_if_let(m: &Mutex<u32>) { if let Ok(guard) = m.lock() { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn by_match_arm(m: &Mutex<u32>) { match m.try_lock() { Ok(guard) => later().await, Err(_) => {} } }

    //= held
    #[no_lock_across_await]
    async fn by_while_let(m: &Mutex<u32>) { while let Ok(guard) = m.try_lock() { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn by_parameter(guard: MutexGuard<'_, u32>) { later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_parameter_pattern((guard, _n): (MutexGuard<'_, u32>, u32)) { later().await; }

    //= held
    #[no_lock_across_await]
    async fn by_mutable_reference(guard: &mut MutexGuard<'_, u32>) { later().await; }

    //= held
    #[no_lock_across_await]
    async fn moved_on(m: &Mutex<u32>) { let guard = m.lock().unwrap(); let other = guard; later().await; }

    //= held
    #[no_lock_across_await]
    async fn late_init(m: &Mutex<u32>) { let guard; guard = m.lock().unwrap(); later().await; drop(guard); }

    //= held
    #[no_lock_across_await]
    async fn assigned_again(m: &Mutex<u32>) { let mut guard = m.lock().unwrap(); drop(guard); guard = m.lock().unwrap(); later().await; drop(guard); }

    //= held
    #[no_lock_across_await]
    async fn shadowed(m: &Mutex<u32>) { let guard = m.lock().unwrap(); let guard = *guard; later().await; }

    //= held
    #[no_lock_across_await]
    async fn dropped_later(m: &Mutex<u32>) { let guard = m.lock().unwrap(); later().await; drop(guard); }

    //= held
    #[no_lock_across_await]
    async fn dropped_on_one_path(m: &Mutex<u32>, flag: bool) { let guard = m.lock().unwrap(); if flag { drop(guard); } later().await; }

    //= held
    #[no_lock_across_await]
    async fn dropped_in_one_arm(m: &Mutex<u32>, n: u32) { let guard = m.lock().unwrap(); match n { 0 => drop(guard), 1 => {} _ => return } later().await; }

    //= held
    #[no_lock_across_await]
    async fn outer_scope(m: &Mutex<u32>) { let guard = m.lock().unwrap(); { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn awaits_twice(m: &Mutex<u32>) { let guard = m.lock().unwrap(); later().await; later().await; }

    //= held
    #[no_lock_across_await]
    async fn in_branch(m: &Mutex<u32>, flag: bool) { if flag { let guard = m.lock().unwrap(); later().await; } }

    //= held
    #[no_lock_across_await]
    async fn await_in_branch(m: &Mutex<u32>, flag: bool) { let guard = m.lock().unwrap(); if flag { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn await_in_else(m: &Mutex<u32>, flag: bool) { let guard = m.lock().unwrap(); if flag { drop(guard); } else { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn await_in_condition(m: &Mutex<u32>) { let guard = m.lock().unwrap(); if truth().await {} }

    //= held
    #[no_lock_across_await]
    async fn await_in_operand(m: &Mutex<u32>) { let guard = m.lock().unwrap(); let sum = *guard + number().await; }

    //= held
    #[no_lock_across_await]
    async fn await_in_argument(m: &Mutex<u32>) { let guard = m.lock().unwrap(); drop(number().await); }

    //= held
    #[no_lock_across_await]
    async fn await_in_return(m: &Mutex<u32>) -> u32 { let guard = m.lock().unwrap(); return number().await; }

    //= held
    #[no_lock_across_await]
    async fn await_in_tail(m: &Mutex<u32>) -> u32 { let guard = m.lock().unwrap(); number().await }

    //= held
    #[no_lock_across_await]
    async fn await_with_question_mark(m: &Mutex<u32>) -> Result<u32, String> { let guard = m.lock().unwrap(); let n = fallible().await?; Ok(n) }

    //= held
    #[no_lock_across_await]
    async fn in_loop(m: &Mutex<u32>) { for _ in 0..3 { let guard = m.lock().unwrap(); later().await; } }

    //= held
    #[no_lock_across_await]
    async fn around_loop(m: &Mutex<u32>) { let guard = m.lock().unwrap(); for _ in 0..3 { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn carried_round(m: &Mutex<u32>) { let mut guard = None; for _ in 0..3 { later().await; guard = m.lock().ok(); } }

    //= held
    #[no_lock_across_await]
    async fn carried_by_continue(m: &Mutex<u32>) { let mut kept = None; loop { if kept.is_some() { later().await; continue; } kept = Some(m.lock().unwrap()); } }

    //= held
    #[no_lock_across_await]
    async fn broken_out(m: &Mutex<u32>) { let mut guard = m.lock().unwrap(); loop { if *guard > 3 { break; } drop(guard); return; } later().await; drop(guard); }

    //= held
    #[no_lock_across_await]
    async fn broken_out_of_label(m: &Mutex<u32>, flag: bool) { let guard = m.lock().unwrap(); 'a: { if flag { break 'a; } drop(guard); return; } later().await; }

    //= held
    #[no_lock_across_await]
    async fn condvar(m: &Mutex<u32>, cv: &Condvar) { let mut guard = m.lock().unwrap(); while *guard == 0 { guard = cv.wait(guard).unwrap(); } later().await; drop(guard); }

    //= held
    #[no_lock_across_await]
    async fn condvar_timeout(m: &Mutex<u32>, cv: &Condvar) { let pair = cv.wait_timeout(m.lock().unwrap(), Duration::ZERO).unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn scrutinee(m: &Mutex<u32>) { match *m.lock().unwrap() { 0 => {} _ => later().await } }

    //= held
    #[no_lock_across_await]
    async fn scrutinee_of_method(m: &Mutex<String>) { match m.lock().unwrap().len() { 0 => {} _ => later().await } }

    //= held
    #[no_lock_across_await]
    async fn scrutinee_of_if_let(m: &Mutex<Option<u32>>) { if let Some(n) = *m.lock().unwrap() { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn scrutinee_cloned(m: &Mutex<Option<String>>) { if let Some(text) = m.lock().unwrap().clone() { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn scrutinee_of_while_let(m: &Mutex<Vec<u32>>) { while let Some(n) = m.lock().unwrap().pop() { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn scrutinee_of_for(m: &Mutex<Vec<u32>>) { for n in m.lock().unwrap().iter() { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn scrutinee_of_for_cloned(m: &Mutex<Vec<u32>>) { for n in m.lock().unwrap().clone() { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn argument_by_reference(m: &Mutex<u32>) { by_reference(&m.lock().unwrap()).await; }

    //= held
    #[no_lock_across_await]
    async fn argument_copied(m: &Mutex<u32>) { by_number(*m.lock().unwrap()).await; }

    //= held
    #[no_lock_across_await]
    async fn argument_of_method(m: &Mutex<String>) { by_number(m.lock().unwrap().len() as u32).await; }

    //= held
    #[no_lock_across_await]
    async fn receiver(m: &Mutex<Owner>) { m.lock().unwrap().work().await; }

    //= held
    #[no_lock_across_await]
    async fn given_away(m: &Mutex<u32>) { by_guard(m.lock().unwrap()).await; }

    //= held
    #[no_lock_across_await]
    async fn beside_an_await(m: &Mutex<u32>) { pair(*m.lock().unwrap(), number().await); }

    //= held
    #[no_lock_across_await]
    async fn in_select(m: &Mutex<u32>) { let guard = m.lock().unwrap(); tokio::select! { _ = later() => {} _ = number() => {} } }

    //= held
    #[no_lock_across_await]
    async fn in_select_arm(m: &Mutex<u32>) { tokio::select! { _ = later() => { let guard = m.lock().unwrap(); later().await; } _ = number() => {} } }

    //= held
    #[no_lock_across_await]
    async fn in_join(m: &Mutex<u32>) { let guard = m.lock().unwrap(); tokio::join!(later(), number()); }

    //= held
    #[no_lock_across_await]
    async fn in_try_join(m: &Mutex<u32>) { let guard = m.lock().unwrap(); let _ = tokio::try_join!(fallible(), fallible()); }

    //= held
    #[no_lock_across_await]
    async fn in_format(m: &Mutex<u32>) { let guard = m.lock().unwrap(); let text = format!("{}", number().await); }

    //= held
    #[no_lock_across_await]
    async fn in_unknown_macro(m: &Mutex<u32>) { let guard = m.lock().unwrap(); whatever!(later().await); }

    //= held
    #[no_lock_across_await]
    async fn in_async_block(m: &Mutex<u32>) { let work = async { let guard = m.lock().unwrap(); later().await; }; work.await; }

    //= held
    #[no_lock_across_await]
    async fn in_spawned_block(m: &'static Mutex<u32>) { tokio::task::LocalSet::new().spawn_local(async move { let guard = m.lock().unwrap(); later().await; }); later().await; }

    //= held
    #[no_lock_across_await]
    async fn generic<T: Default>(m: &Mutex<T>) { let guard = m.lock().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn read(m: &RwLock<u32>) { let guard = m.read().unwrap(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn write(m: &RwLock<u32>) { let mut guard = m.write().unwrap(); *guard += 1; later().await; }

    //= held
    #[no_lock_across_await]
    async fn borrowed(cell: &RefCell<u32>) { let value = cell.borrow(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn borrowed_mutably(cell: &RefCell<u32>) { let mut value = cell.borrow_mut(); *value += 1; later().await; }

    //= held
    #[no_lock_across_await]
    async fn borrowed_in_argument(cell: &RefCell<u32>) { by_number(*cell.borrow()).await; }

    //= held
    #[no_lock_across_await]
    async fn stdout() { let mut out = std::io::stdout().lock(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn watched(rx: &tokio::sync::watch::Receiver<u32>) { let value = rx.borrow(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn watched_scrutinee(rx: &mut tokio::sync::watch::Receiver<u32>) { match *rx.borrow_and_update() { 0 => {} _ => later().await } }

    //= held
    #[no_lock_across_await]
    async fn entered_runtime(handle: &tokio::runtime::Handle) { let _entered = handle.enter(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn parking_lot(m: &parking_lot::Mutex<u32>) { let guard = m.lock(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn parking_lot_upgradable(m: &parking_lot::RwLock<u32>) { let guard = m.upgradable_read(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn parking_lot_downgraded(m: &parking_lot::RwLock<u32>) { let guard = m.write(); let guard = parking_lot::RwLockWriteGuard::downgrade(guard); later().await; }

    //= held
    #[no_lock_across_await]
    async fn parking_lot_mapped(m: &parking_lot::Mutex<(u8, u8)>) { let first = parking_lot::MutexGuard::map(m.lock(), |pair| &mut pair.0); later().await; }

    //= held
    #[no_lock_across_await]
    async fn dashmap_get(map: &DashMap<u8, u8>) { if let Some(entry) = map.get(&1) { later().await; } }

    //= held
    #[no_lock_across_await]
    async fn dashmap_entry(map: &DashMap<u8, u8>) { let mut entry = map.entry(1).or_insert(2); later().await; *entry += 1; }

    //= held
    #[no_lock_across_await]
    async fn dashmap_for(map: &DashMap<u8, u8>) { for entry in map { by_number(u32::from(*entry.value())).await; } }

    //= held
    #[no_lock_across_await]
    async fn spin(m: &spin::Mutex<u32>) { let guard = m.lock(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn entered_span(span: &tracing::Span) { let _entered = span.enter(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn entered_owned_span() { let _entered = tracing::info_span!("work").entered(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn atomic_borrow(cell: &atomic_refcell::AtomicRefCell<u8>) { let value = cell.borrow_mut(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn own_guard() { let permit = Own; later().await; }

    //= held
    #[no_lock_across_await]
    async fn own_used_again(m: &Mutex<u32>) { let mut own = consumed(m); own.touch(); later().await; own.touch(); }

    //= held
    #[no_lock_across_await]
    async fn own_pushed_to(m: &Mutex<u32>) { let mut own = consumed(m); own.push(1); later().await; }

    //= held
    #[no_lock_across_await]
    async fn any_method_of_std(m: &Mutex<Vec<u32>>) { let mut guard = m.lock().unwrap(); guard.reverse(); later().await; }

    //= held
    #[no_lock_across_await]
    async fn call_that_returns(m: &Mutex<u32>, c: bool) { let guard = m.lock().unwrap(); if c { drop(guard) } else { returns() } later().await; }

    //= held
    #[no_lock_across_await]
    async fn extended_by_block(m: &Mutex<u32>) { let guard = { &m.lock().unwrap() }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn extended_by_match(m: &Mutex<u32>, c: bool) { let guard = match c { true => &m.lock().unwrap(), false => return }; later().await; }

    //= held
    #[no_lock_across_await]
    async fn nested_tuple(m: &Mutex<u32>) { let nested = ((1, m.lock().unwrap()), 2); later().await; }

    //= held
    #[no_lock_across_await]
    async fn nameless_parameter(_: MutexGuard<'_, u32>) { later().await; }

    //= held
    #[no_lock_across_await]
    async fn asserted(m: &Mutex<u32>) { assert_eq!(*m.lock().unwrap(), number().await); }

    //= held
    #[no_lock_across_await]
    async fn added_reference(m: &Mutex<u32>) { *m.lock().unwrap() += &number().await; }

    //= held
    #[no_lock_across_await]
    async fn manually_dropped(m: &Mutex<u32>) { let guard = std::mem::ManuallyDrop::new(m.lock().unwrap()); later().await; }
}

mod fine {
    use super::*;

    //= fine
    #[no_lock_across_await]
    async fn part_moved(m: &Mutex<u32>) { let pair = (m.lock().unwrap(), 1); let guard = pair.0; drop(guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn part_consumed(m: &Mutex<u32>) { let held = Holder { guard: m.lock().unwrap(), name: "" }; consume(held.guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn part_bound(m: &Mutex<u32>) { let pair = (m.lock().unwrap(), String::new()); let (guard, _) = pair; drop(guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn captured_part(m: &'static Mutex<u32>) { let held = Holder { guard: m.lock().unwrap(), name: "" }; let work = async move { let name = held.name; later().await; }; }

    //= fine
    #[no_lock_across_await]
    async fn vacant_entry(map: &DashMap<u32, u32>) {
        if let dashmap::mapref::entry::Entry::Vacant(entry) = map.entry(1) { entry.insert(2); later().await; }
    }

    //= fine
    #[no_lock_across_await]
    async fn occupied_entry(map: &DashMap<u32, u32>) {
        match map.entry(1) { dashmap::mapref::entry::Entry::Occupied(entry) => { entry.remove(); later().await; } _ => {} }
    }

    //= fine
    #[no_lock_across_await]
    async fn adapted(map: &DashMap<u32, u32>) {
        for key in map.iter().filter_map(|entry| Some(*entry.key())).collect::<Vec<_>>() { by_number(key).await; }
        by_number(map.iter().count() as u32).await;
        let all = map.iter(); let keys: Vec<u32> = all.map(|entry| *entry.key()).collect(); later().await;
    }

    //= fine
    #[no_lock_across_await]
    async fn called_once(m: &Mutex<u32>) { let guard = m.lock().unwrap(); let release = move || drop(guard); release(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn own_exit(m: &Mutex<u32>, c: bool) { let guard = m.lock().unwrap(); if c { drop(guard); } else { die(); } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn rest_of_full(map: &DashMap<u32, u32>) { match map.get(&1) { Some(entry) => drop(entry), _ => later().await } }

    //= fine
    #[no_lock_across_await]
    async fn looked_at(m: &Mutex<u32>) {
        let guard = m.try_lock().ok();
        if let Some(guard) = &guard { let _ = **guard; } else { later().await; }
        if guard.is_none() { later().await; }
        match &guard { Some(_) => {} None => later().await }
    }

    //= fine
    #[no_lock_across_await]
    async fn empty_at_first(m: &Mutex<u32>) {
        let mut two: [Option<MutexGuard<'_, u32>>; 2] = [None, None];
        let (mut one, number): (Option<MutexGuard<'_, u32>>, u32) = (None, 1);
        let mut many: Vec<MutexGuard<'_, u32>> = Default::default();
        later().await;
        one = m.lock().ok();
        one = Default::default();
        many.push(m.lock().unwrap());
        while let Some(guard) = many.pop() { drop(guard); }
        later().await;
        one = m.lock().ok();
        drop(std::mem::replace(&mut one, None));
        later().await;
    }

    //= fine
    #[no_lock_across_await]
    async fn promoted() -> &'static Option<u32> {
        by_static(&Some(5)).await;
        let promoted = &Some(1);
        later().await;
        promoted
    }

    //= fine
    #[no_lock_across_await]
    async fn consumed_by_own_method(m: &Mutex<u32>) { let held = Holder { guard: m.lock().unwrap(), name: "" }; held.done(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn operand_behind(m: &Mutex<u32>) { consume_after(number().await, m.lock().unwrap()); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn operand_consumed(m: &Mutex<u32>) { let guard = m.lock().unwrap(); drop((consume(guard), number().await)); }

    //= fine
    #[no_lock_across_await]
    async fn operands_coerced() -> u32 {
        let boxed = || Box::new(1_u32);
        let total = sum(make(1), [Some(2), Some(number().await)], number().await);
        let parsed = "1".parse().unwrap_or(number().await);
        let first: Option<u32> = vec![1_u32].into_iter().next().or(Some(number().await));
        total + parsed + first.unwrap_or(number().await)
    }

    //= fine
    #[no_lock_across_await]
    async fn receivers_that_end_statements(values: &mut Vec<Option<u32>>) {
        values.pop().flatten().unwrap_or(number().await);
        values.first_mut().and_then(|first| first.as_mut()).map_or(&mut 0, |first| first).clone_from(&number().await);
        values.iter().copied().chain([Some(number().await)]).flatten().max().unwrap_or(number().await).min(1);
    }

    //= fine
    #[no_lock_across_await]
    async fn no_await(m: &Mutex<u32>) { let guard = m.lock().unwrap(); }

    //= fine
    #[no_lock_across_await]
    async fn dropped(m: &Mutex<u32>) { let mut guard = m.lock().unwrap(); *guard += 1; drop(guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn dropped_by_path(m: &Mutex<u32>) { let guard = m.lock().unwrap(); std::mem::drop(guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn handed_over(m: &Mutex<u32>) { let guard = m.lock().unwrap(); consume(guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn in_block(m: &Mutex<u32>) { { let mut guard = m.lock().unwrap(); *guard += 1; } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn value_of_block(m: &Mutex<u32>) { let n = { let guard = m.lock().unwrap(); *guard }; by_number(n).await; }

    //= fine
    #[no_lock_across_await]
    async fn after_the_await(m: &Mutex<u32>) { later().await; let guard = m.lock().unwrap(); }

    //= fine
    #[no_lock_across_await]
    async fn wildcard(m: &Mutex<u32>) { let _ = m.lock(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn wildcard_in_pattern(m: &Mutex<u32>) { { let (_, n) = (m.lock().unwrap(), 1); } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn one_statement(m: &Mutex<u32>) { *m.lock().unwrap() += 1; later().await; }

    //= fine
    #[no_lock_across_await]
    async fn copied_out(m: &Mutex<u32>) { let n = *m.lock().unwrap(); by_number(n).await; }

    //= fine
    #[no_lock_across_await]
    async fn cloned_out(m: &Mutex<String>) { let text = m.lock().unwrap().clone(); later().await; drop(text); }

    //= fine
    #[no_lock_across_await]
    async fn taken_out(m: &Mutex<Vec<u32>>) { let all = std::mem::take(&mut *m.lock().unwrap()); later().await; drop(all); }

    //= fine
    #[no_lock_across_await]
    async fn mapped_out(m: &Mutex<u32>) { let n = m.lock().map(|guard| *guard).unwrap_or(0); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn mapped_out_as_result(m: &Mutex<u32>) { let n = m.lock().map(|guard| *guard).ok(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn mapped_out_in_scrutinee(m: &'static Mutex<u32>) { if let Some(n) = m.lock().map(|guard| *guard).ok() { later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn condition(m: &Mutex<bool>) { if *m.lock().unwrap() { later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn condition_of_method(m: &Mutex<String>) { if m.lock().unwrap().is_empty() { later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn condition_of_while(m: &Mutex<Vec<u32>>) { while !m.lock().unwrap().is_empty() { later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn dropped_on_both_paths(m: &Mutex<u32>, flag: bool) { let guard = m.lock().unwrap(); if flag { drop(guard); } else { consume(guard); } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn dropped_before_branch_await(m: &Mutex<u32>, flag: bool) { let guard = m.lock().unwrap(); if flag { drop(guard); later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn returned_early(m: &Mutex<u32>) { let guard = m.lock().unwrap(); if *guard == 0 { drop(guard); later().await; return; } }

    //= fine
    #[no_lock_across_await]
    async fn other_path_returns(m: &Mutex<u32>) { let guard = m.lock().unwrap(); if *guard == 0 { return; } drop(guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn other_path_panics(m: &Mutex<u32>) { let guard = m.lock().unwrap(); if *guard > 0 { drop(guard); } else { panic!("empty"); } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn other_path_exits(m: &Mutex<u32>) { let guard = m.lock().unwrap(); match *guard { 0 => drop(guard), _ => std::process::exit(1) } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn dropped_in_every_arm(m: &Mutex<u32>, n: u32) { let guard = m.lock().unwrap(); match n { 0 => drop(guard), 1 => consume(guard), _ => return } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn in_loop(m: &Mutex<u32>) { for _ in 0..3 { { let mut guard = m.lock().unwrap(); *guard += 1; } later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn in_loop_dropped(m: &Mutex<u32>) { loop { let guard = m.lock().unwrap(); if *guard > 3 { break; } drop(guard); later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn in_loop_continued(m: &Mutex<u32>) { for _ in 0..3 { let guard = m.lock().unwrap(); if *guard == 0 { continue; } drop(guard); later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn before_loop(m: &Mutex<u32>) { let guard = m.lock().unwrap(); drop(guard); for _ in 0..3 { later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn broken_out_with_value(m: &Mutex<u32>) { let n = loop { let guard = m.lock().unwrap(); if *guard > 1 { break *guard; } }; later().await; }

    //= fine
    #[no_lock_across_await]
    async fn assigned_again(m: &Mutex<u32>) { let mut guard = m.lock().unwrap(); drop(guard); later().await; guard = m.lock().unwrap(); drop(guard); }

    //= fine
    #[no_lock_across_await]
    async fn late_init(m: &Mutex<u32>) { let guard; later().await; guard = m.lock().unwrap(); drop(guard); }

    //= fine
    #[no_lock_across_await]
    async fn condvar(m: &Mutex<u32>, cv: &Condvar) { let mut guard = m.lock().unwrap(); while *guard == 0 { guard = cv.wait(guard).unwrap(); } drop(guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn let_else(m: &Mutex<Option<u32>>) { let Some(n) = *m.lock().unwrap() else { return }; by_number(n).await; }

    //= fine
    #[no_lock_across_await]
    async fn if_let_of_cloned(m: &Mutex<Option<u32>>) { let found = *m.lock().unwrap(); if let Some(n) = found { later().await; } }

    //= fine
    #[no_lock_across_await]
    async fn match_of_copied(m: &Mutex<u32>) { let n = *m.lock().unwrap(); match n { 0 => {} _ => later().await } }

    //= fine
    #[no_lock_across_await]
    async fn in_closure(m: &Mutex<u32>) { let add = || { let mut guard = m.lock().unwrap(); *guard += 1; }; add(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn in_sync_function(owner: &Owner) { owner.add(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn in_format(m: &Mutex<u32>) { let text = format!("{}", m.lock().unwrap()); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn in_event(m: &Mutex<u32>) { tracing::info!(n = *m.lock().unwrap(), "now"); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn in_assert(m: &Mutex<u32>) { assert_eq!(*m.lock().unwrap(), 0); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn in_select_arm(m: &Mutex<u32>) { tokio::select! { _ = later() => { *m.lock().unwrap() += 1; } _ = number() => {} } }

    //= fine
    #[no_lock_across_await]
    async fn before_select(m: &Mutex<u32>) { let guard = m.lock().unwrap(); drop(guard); tokio::select! { _ = later() => {} _ = number() => {} } }

    //= fine
    #[no_lock_across_await]
    async fn in_async_block(m: &Mutex<u32>) { let work = async { { *m.lock().unwrap() += 1; } later().await; }; work.await; }

    //= fine
    #[no_lock_across_await]
    async fn block_without_await(m: &Mutex<u32>) { let work = async { let guard = m.lock().unwrap(); }; work.await; }

    //= fine
    #[no_lock_across_await]
    async fn reference(guard: &MutexGuard<'_, u32>) { later().await; }

    //= fine
    #[no_lock_across_await]
    async fn the_mutex(m: Arc<Mutex<u32>>) { later().await; let _m = m; }

    //= fine
    #[no_lock_across_await]
    async fn new_mutex() { let m = Mutex::new(1); later().await; drop(m); }

    //= fine
    #[no_lock_across_await]
    async fn named_like_a_guard() { let guard = 1; let lock = String::new(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn generic<T>(value: T) { later().await; drop(value); }

    //= fine
    #[no_lock_across_await]
    async fn opaque(value: impl std::ops::DerefMut<Target = u32>) { later().await; drop(value); }

    //= fine
    #[no_lock_across_await]
    async fn tokio_mutex(m: &tokio::sync::Mutex<u32>) { let mut guard = m.lock().await; later().await; *guard += 1; }

    //= fine
    #[no_lock_across_await]
    async fn permit(semaphore: &tokio::sync::Semaphore) { let _permit = semaphore.acquire().await; later().await; }

    //= fine
    #[no_lock_across_await]
    async fn drop_guard(token: tokio_util::sync::CancellationToken) { let _guard = token.drop_guard(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn watched(rx: &tokio::sync::watch::Receiver<u32>) { let value = *rx.borrow(); by_number(value).await; }

    //= fine
    #[no_lock_across_await]
    async fn watched_block(rx: &tokio::sync::watch::Receiver<u32>) { { let value = rx.borrow(); } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn borrowed(cell: &RefCell<u32>) { let value = *cell.borrow(); later().await; *cell.borrow_mut() = value; }

    //= fine
    #[no_lock_across_await]
    async fn dashmap_cloned(map: &DashMap<u8, u8>) { let value = map.get(&1).map(|entry| *entry.value()); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn dashmap_insert(map: &DashMap<u8, u8>) { map.insert(1, 2); later().await; map.remove(&1); }

    //= fine
    #[no_lock_across_await]
    async fn span_in_scope(span: &tracing::Span) { span.in_scope(|| ()); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn span_instrumented(span: tracing::Span) { tracing::Instrument::instrument(later(), span).await; }

    //= fine
    #[no_lock_across_await]
    async fn parking_lot(m: &parking_lot::Mutex<u32>) { let mut guard = m.lock(); *guard += 1; drop(guard); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn question_mark_between(m: &'static Mutex<u32>) -> Result<u32, Failure> { let n = *m.lock()?; later().await; Ok(n) }

    //= fine
    #[no_lock_across_await]
    async fn returns_value(m: &Mutex<u32>) -> u32 { later().await; *m.lock().unwrap() }

    //= fine
    #[no_lock_across_await]
    async fn returns_guard(m: &Mutex<u32>) -> MutexGuard<'_, u32> { later().await; m.lock().unwrap() }

    //= fine
    #[no_lock_across_await]
    async fn never_returns(m: &Mutex<u32>) { loop { later().await; { *m.lock().unwrap() += 1; } } }

    //= fine
    #[no_lock_across_await]
    async fn inferred_later() { let mut all = Vec::new(); later().await; all.push(1_u8); }

    //= fine
    #[no_lock_across_await]
    async fn default_by_result() -> Option<u8> { let value = Default::default(); later().await; Some(value) }

    //= fine
    #[no_lock_across_await]
    async fn moved_into_thread(m: &'static Mutex<u32>) { let work = move || { let _guard = m.lock(); }; later().await; work(); }

    //= fine
    #[no_lock_across_await]
    async fn own_consumed(m: &Mutex<u32>) { let own = consumed(m); own.persist(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn own_literal_consumed(m: &Mutex<u32>) { let own = Consumed(m.lock().unwrap()); own.persist(); later().await; }

    //= fine
    #[no_lock_across_await]
    async fn call_that_ends(m: &Mutex<u32>, c: bool) -> u32 { let guard = m.lock().unwrap(); let n = if c { drop(guard); 1 } else { ends("it") }; later().await; n }

    //= fine
    #[no_lock_across_await]
    async fn method_that_ends(m: &Mutex<u32>, c: Option<u32>) { let guard = m.lock().unwrap(); match c { Some(_) => drop(guard), None => Ends.now(1), } later().await; }

    //= fine
    #[no_lock_across_await]
    async fn block_tail_bound(m: &Mutex<u32>) { let n = { *m.lock().unwrap() }; later().await; }

    //= fine
    #[no_lock_across_await]
    async fn nameless_parameters<T>(_: &T, _: u32, _: Vec<T>, _: impl Copy, _: Option<impl Copy>) { later().await; }

    //= fine
    #[no_lock_across_await]
    async fn tuples(m: &Mutex<u32>) { let nested = ((1, "x"), vec![(1, 2)]); later().await; }
}

mod items {
    use super::*;

    trait Service {
        async fn call(&self);

        async fn quiet(&self);
    }

    impl Service for Owner {
        //= held
        #[no_lock_across_await]
        async fn call(&self) {
            let guard = self.inner.lock().unwrap();
            later().await;
        }

        //= fine
        #[no_lock_across_await]
        async fn quiet(&self) {
            *self.inner.lock().unwrap() += 1;
            later().await;
        }
    }

    #[async_trait::async_trait]
    trait Boxed {
        async fn call(&self);
    }

    #[async_trait::async_trait]
    impl Boxed for spin::Mutex<u32> {
        //= held
        #[no_lock_across_await]
        async fn call(&self) {
            let guard = self.lock();
            later().await;
        }
    }

    //= held
    #[no_lock_across_await]
    fn future(m: &'static Mutex<u32>) -> impl Future<Output = ()> {
        async move {
            let guard = m.lock().unwrap();
            later().await;
        }
    }

    //= fine
    #[no_lock_across_await]
    fn quiet_future(m: &'static Mutex<u32>) -> impl Future<Output = ()> + Send {
        async move {
            *m.lock().unwrap() += 1;
            later().await;
        }
    }

    impl Holder<'_> {
        //= held
        #[no_lock_across_await]
        async fn by_value(self) {
            later().await;
        }
    }
}

mod options {
    use super::*;

    struct Foreign<'a, T>(&'a T);

    //= held
    #[no_lock_across_await(strict)]
    async fn strict(m: &tokio::sync::Mutex<u32>) {
        let guard = m.lock().await;
        later().await;
    }

    //= held
    #[no_lock_across_await(strict)]
    async fn strict_of_sync(m: &Mutex<u32>) {
        let guard = m.lock().unwrap();
        later().await;
    }

    //= fine
    #[no_lock_across_await(strict)]
    async fn strict_dropped(m: &tokio::sync::Mutex<u32>) {
        let guard = m.lock().await;
        drop(guard);
        later().await;
    }

    //= held
    #[no_lock_across_await(also(Foreign<'_, _>))]
    async fn also() {
        let guard = Foreign(&1);
        later().await;
    }

    //= held
    #[no_lock_across_await(also(Foreign<'_, _>))]
    async fn also_in_option() {
        let guard = Some(Foreign(&1));
        later().await;
    }

    //= held
    #[no_lock_across_await(also(Foreign<'_, _>))]
    async fn known_anyway(m: &Mutex<u32>) {
        let guard = m.lock().unwrap();
        later().await;
    }

    //= fine
    #[no_lock_across_await(also(Foreign<'_, _>))]
    async fn not_listed() {
        let text = Some("text");
        later().await;
    }

    //= fine
    #[no_lock_across_await]
    async fn foreign() {
        let guard = Foreign(&1);
        later().await;
    }

    //= fine
    #[no_lock_across_await]
    async fn allowed(m: &Mutex<u32>) {
        #[asyncward::allow(lock, reason = "nobody else has this mutex")]
        let guard = m.lock().unwrap();
        later().await;
    }
}
