//! The verdict on types, by hand-written expansions of `#[no_lock_across_await]`.
#![deny(warnings)]
#![allow(dead_code, unreachable_code)]

use std::cell::RefCell;
use std::future::Future;
use std::ops::DerefMut;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, RwLock};

use asyncward::SyncGuard;

macro_rules! expansion {
    ($check:ident: $value:expr $(, $also:expr)?) => {
        let _slot = ::asyncward::__private::slot();
        return {
            let _value = $value;
            if false {
                loop {}
                ::asyncward::__private::tie(_slot, &_value);
            }
            later().await;
            let _ = &_value;
        };
        ::asyncward::__private::$check(_slot $(, $also)?).verdict().across(_slot);
    };
}

macro_rules! held {
    ($value:expr) => { expansion! { held: $value } };
}

macro_rules! strict {
    ($value:expr) => { expansion! { held_strict: $value } };
}

macro_rules! also {
    ($value:expr) => {
        struct Also;
        impl<'a, T> ::asyncward::__private::Listed<Also> for foreign::Latch<'a, T> {}
        expansion! { also: $value, Also }
    };
}

async fn later() {}

fn any<T>() -> T {
    loop {}
}

fn mutex() -> &'static Mutex<u32> {
    any()
}

mod foreign {
    pub struct Latch<'a, T>(pub &'a T);
}

fn helper(mutex: &Mutex<u32>) -> MutexGuard<'_, u32> {
    mutex.lock().unwrap()
}

type Alias<'a> = Option<MutexGuard<'a, u32>>;

mod exported {
    pub use std::sync::MutexGuard as Locked;
}

#[derive(SyncGuard)]
struct Derived<'a> {
    guard: MutexGuard<'a, u32>,
}

#[derive(SyncGuard)]
#[sync_guard(reason = "a {reason} of its own")]
struct Reasoned<'a, T: ?Sized + 'a>
where
    T: Sealed,
{
    guard: MutexGuard<'a, T>,
}

trait Sealed {}

impl Sealed for u32 {}

#[derive(SyncGuard)]
enum Either<'a, const N: usize> {
    Locked(MutexGuard<'a, [u8; N]>),
    Free,
}

struct ByHand;

impl SyncGuard for ByHand {
    type Reason = asyncward::reason::Borrow;
}

struct Undeclared<'a>(MutexGuard<'a, u32>);

struct Owner(Mutex<u32>);

// std

//= held
async fn std_mutex() { held!(mutex().lock().unwrap()); }
//= held
async fn std_mutex_result() { held!(mutex().lock()); }
//= held
async fn std_mutex_try() { held!(mutex().try_lock()); }
//= held
async fn std_mutex_option() { held!(mutex().try_lock().ok()); }
//= held
async fn std_poison_error() { held!(mutex().lock().unwrap_err()); }
//= held
async fn std_try_lock_error() { held!(mutex().try_lock().unwrap_err()); }
//= held
async fn std_read() { held!(any::<&RwLock<String>>().read().unwrap()); }
//= held
async fn std_write() { held!(any::<&RwLock<String>>().write().unwrap()); }
//= held
async fn std_unsized() { held!(any::<&Mutex<dyn std::any::Any>>().lock().unwrap()); }
//= held
async fn std_stdin() { held!(std::io::stdin().lock()); }
//= held
async fn std_stdout() { held!(std::io::stdout().lock()); }
//= held
async fn std_stderr() { held!(std::io::stderr().lock()); }
//= held
async fn cell_ref() { held!(any::<&RefCell<u32>>().borrow()); }
//= held
async fn cell_ref_mut() { held!(any::<&RefCell<u32>>().borrow_mut()); }
//= held
async fn cell_try() { held!(any::<&RefCell<u32>>().try_borrow_mut()); }
//= held
async fn cell_mapped() { held!(std::cell::Ref::map(any::<&RefCell<(u8, u8)>>().borrow(), |pair| &pair.0)); }
//= held
async fn condvar_wait() { held!(any::<Condvar>().wait(mutex().lock().unwrap())); }
//= held
async fn condvar_timeout() {
    held!(any::<Condvar>().wait_timeout(mutex().lock().unwrap(), std::time::Duration::from_secs(1)));
}

// how the type comes about

//= held
async fn by_helper() { held!(helper(mutex())); }
//= held
async fn by_alias() { held!(any::<Alias<'_>>()); }
//= held
async fn by_re_export() { held!(any::<exported::Locked<'static, u32>>()); }
//= held
async fn by_default() { held!(Alias::default()); }
//= held
async fn by_collect() { held!(any::<&[Mutex<u32>]>().iter().map(|m| m.lock().unwrap()).collect::<Vec<_>>()); }
//= held
async fn by_closure() { held!((|| mutex().lock().unwrap())()); }
//= held
async fn by_generic_data<T>() { held!(any::<&Mutex<T>>().lock().unwrap()); }
//= held
async fn by_bound<G: SyncGuard>() { held!(any::<G>()); }
//= held
async fn inferred_late() {
    let _slot = ::asyncward::__private::slot();
    return {
        let mut guards = Vec::new();
        if false {
            loop {}
            ::asyncward::__private::tie(_slot, &guards);
        }
        later().await;
        guards.push(mutex().lock().unwrap());
    };
    ::asyncward::__private::held(_slot).verdict().across(_slot);
}

// containers

//= held
async fn in_option() { held!(Some(helper(mutex()))); }
//= held
async fn in_result() { held!(Ok::<_, String>(helper(mutex()))); }
//= held
async fn in_box() { held!(Box::new(helper(mutex()))); }
//= held
async fn in_arc() { held!(Arc::new(helper(mutex()))); }
//= held
async fn in_rc() { held!(Rc::new(helper(mutex()))); }
//= held
async fn in_vec() { held!(std::vec![helper(mutex())]); }
//= held
async fn in_array() { held!([helper(mutex())]); }
//= held
async fn in_boxed_slice() { held!(std::vec![helper(mutex())].into_boxed_slice()); }
//= held
async fn in_pinned_box() { held!(Box::pin(helper(mutex()))); }
//= held
async fn in_pinned_reference() { held!(Pin::new(&mut helper(mutex()))); }
//= held
async fn in_mutable_reference() { held!(any::<&mut MutexGuard<'_, u32>>()); }
//= held
async fn nested() { held!(Some(Ok::<_, u8>(Box::new([Rc::new(helper(mutex()))])))); }
//= held
async fn pair_first() { held!((helper(mutex()), 1)); }
//= held
async fn pair_second() { held!((1, helper(mutex()))); }
//= held
async fn pair_both() { held!((helper(mutex()), helper(mutex()))); }
//= held
async fn single() { held!((helper(mutex()),)); }
//= held
async fn fifth_of_eight() { held!((1, "2", '3', 4.0, helper(mutex()), 6, 7, 8)); }
//= held
async fn eighth_of_eight() { held!((1, 2, 3, 4, 5, 6, 7, helper(mutex()))); }
//= held
async fn pair_in_containers() { held!(Some(Box::new(std::vec![(1, helper(mutex()))]))); }
//= held
async fn container_in_pair() { held!((1, Some(Box::new(helper(mutex()))))); }
//= held
async fn derived() { held!(Derived { guard: helper(mutex()) }); }
//= held
async fn derived_with_reason() { held!(Some(Reasoned { guard: helper(mutex()) })); }
//= held
async fn derived_enum() { held!(Either::<3>::Free); }
//= held
async fn by_hand() { held!(ByHand); }

// tokio and friends

//= held
async fn watch_ref() { held!(any::<&tokio::sync::watch::Receiver<u32>>().borrow()); }
//= held
async fn watch_ref_and_update() { held!(any::<&mut tokio::sync::watch::Receiver<u32>>().borrow_and_update()); }
//= held
async fn enter_guard() { held!(any::<&tokio::runtime::Handle>().enter()); }
//= held
async fn local_enter_guard() { held!(any::<&tokio::task::LocalSet>().enter()); }
//= held
async fn parking_lot_mutex() { held!(any::<&parking_lot::Mutex<u32>>().lock()); }
//= held
async fn parking_lot_fair() { held!(any::<&parking_lot::FairMutex<u32>>().lock()); }
//= held
async fn parking_lot_mapped() {
    held!(parking_lot::MutexGuard::map(any::<&parking_lot::Mutex<(u8, u8)>>().lock(), |pair| &mut pair.0));
}
//= held
async fn parking_lot_arc() { held!(any::<Arc<parking_lot::Mutex<u32>>>().lock_arc()); }
//= held
async fn parking_lot_reentrant() { held!(any::<&parking_lot::ReentrantMutex<u32>>().lock()); }
//= held
async fn parking_lot_reentrant_mapped() { held!(any::<parking_lot::MappedReentrantMutexGuard<'_, u32>>()); }
//= held
async fn parking_lot_read() { held!(any::<&parking_lot::RwLock<u32>>().read()); }
//= held
async fn parking_lot_write() { held!(any::<&parking_lot::RwLock<u32>>().write()); }
//= held
async fn parking_lot_upgradable() { held!(any::<&parking_lot::RwLock<u32>>().upgradable_read()); }
//= held
async fn parking_lot_mapped_read() { held!(any::<parking_lot::MappedRwLockReadGuard<'_, u32>>()); }
//= held
async fn parking_lot_mapped_write() { held!(any::<parking_lot::MappedRwLockWriteGuard<'_, u32>>()); }
//= held
async fn parking_lot_arc_read() { held!(any::<Arc<parking_lot::RwLock<u32>>>().read_arc()); }
//= held
async fn parking_lot_arc_write() { held!(any::<Arc<parking_lot::RwLock<u32>>>().write_arc()); }
//= held
async fn parking_lot_arc_upgradable() { held!(any::<Arc<parking_lot::RwLock<u32>>>().upgradable_read_arc()); }
//= held
async fn dashmap_get() { held!(any::<&dashmap::DashMap<u8, u8>>().get(&1)); }
//= held
async fn dashmap_get_mut() { held!(any::<&dashmap::DashMap<u8, u8>>().get_mut(&1).unwrap()); }
//= held
async fn dashmap_try_get() { held!(any::<&dashmap::DashMap<u8, u8>>().try_get(&1)); }
//= held
async fn dashmap_entry() { held!(any::<&dashmap::DashMap<u8, u8>>().entry(1)); }
//= held
async fn dashmap_entry_filled() { held!(any::<&dashmap::DashMap<u8, u8>>().entry(1).or_insert(2)); }
//= held
async fn dashmap_mapped() { held!(any::<dashmap::mapref::one::MappedRef<'_, u8, u8, u8>>()); }
//= held
async fn dashmap_iter() { held!(any::<&dashmap::DashMap<u8, u8>>().iter()); }
//= held
async fn dashmap_item() { held!(any::<&dashmap::DashMap<u8, u8>>().iter().next()); }
//= held
async fn dashmap_item_mut() { held!(any::<&dashmap::DashMap<u8, u8>>().iter_mut().next()); }
//= held
async fn dashset_get() { held!(any::<&dashmap::DashSet<u8>>().get(&1)); }
//= held
async fn dashset_iter() { held!(any::<&dashmap::DashSet<u8>>().iter()); }
//= held
async fn spin_mutex() { held!(any::<&spin::Mutex<u8>>().lock()); }
//= held
async fn spin_ticket() { held!(any::<&spin::mutex::TicketMutex<u8>>().lock()); }
//= held
async fn spin_fair() { held!(any::<&spin::mutex::FairMutex<u8>>().lock()); }
//= held
async fn spin_read() { held!(any::<&spin::RwLock<u8>>().read()); }
//= held
async fn spin_write() { held!(any::<&spin::RwLock<u8>>().write()); }
//= held
async fn spin_upgradable() { held!(any::<&spin::RwLock<u8>>().upgradeable_read()); }
//= held
async fn tracing_entered() { held!(any::<&tracing::Span>().enter()); }
//= held
async fn tracing_entered_span() { held!(any::<tracing::Span>().entered()); }
//= held
async fn tracing_default() { held!(any::<tracing::subscriber::DefaultGuard>()); }
//= held
async fn atomic_ref() { held!(any::<&atomic_refcell::AtomicRefCell<u8>>().borrow()); }
//= held
async fn atomic_ref_mut() { held!(any::<&atomic_refcell::AtomicRefCell<u8>>().borrow_mut()); }
//= held
async fn sharded_read() { held!(any::<&crossbeam_utils::sync::ShardedLock<u8>>().read()); }
//= held
async fn sharded_write() { held!(any::<&crossbeam_utils::sync::ShardedLock<u8>>().write()); }
//= held
async fn arc_swap_guard() { held!(any::<&arc_swap::ArcSwap<u8>>().load()); }

// strict

//= held
async fn strict_tokio() { strict!(any::<&tokio::sync::Mutex<u8>>().lock().await); }
//= held
async fn strict_tokio_try() { strict!(any::<&tokio::sync::Mutex<u8>>().try_lock()); }
//= held
async fn strict_tokio_owned() { strict!(any::<Arc<tokio::sync::Mutex<u8>>>().lock_owned().await); }
//= held
async fn strict_tokio_mapped() { strict!(any::<tokio::sync::MappedMutexGuard<'_, u8>>()); }
//= held
async fn strict_tokio_read() { strict!(any::<&tokio::sync::RwLock<u8>>().read().await); }
//= held
async fn strict_tokio_write() { strict!(any::<&tokio::sync::RwLock<u8>>().write().await); }
//= held
async fn strict_tokio_owned_read() { strict!(any::<Arc<tokio::sync::RwLock<u8>>>().read_owned().await); }
//= held
async fn strict_tokio_owned_write() { strict!(any::<Arc<tokio::sync::RwLock<u8>>>().write_owned().await); }
//= held
async fn strict_async_lock() { strict!(any::<&async_lock::Mutex<u8>>().lock().await); }
//= held
async fn strict_async_lock_read() { strict!(any::<&async_lock::RwLock<u8>>().read().await); }
//= held
async fn strict_futures() { strict!(any::<&futures::lock::Mutex<u8>>().lock().await); }
//= held
async fn strict_sync() { strict!(mutex().lock()); }
//= held
async fn strict_pair() { strict!((1, any::<&tokio::sync::Mutex<u8>>().lock().await)); }
//= held
async fn strict_pair_of_sync() { strict!((1, helper(mutex()))); }
//= held
async fn strict_pair_of_both() { strict!((helper(mutex()), any::<&tokio::sync::Mutex<u8>>().lock().await)); }

// also

//= held
async fn also_listed() { also!(foreign::Latch(&1)); }
//= held
async fn also_in_container() { also!(Some(std::vec![foreign::Latch(&"")])); }
//= held
async fn also_in_pair() { also!((foreign::Latch(&1), 2)); }

// no guards

//= fine
async fn number() { held!(1); }
//= fine
async fn unit() { held!(()); }
//= fine
async fn text() { held!("text"); }
//= fine
async fn owned_text() { held!(String::from("text")); }
//= fine
async fn closure() { held!(|| 1); }
//= fine
async fn future() { held!(async {}); }
//= fine
async fn future_with_guard() { held!(async { let _guard = helper(mutex()); }); }
//= fine
async fn the_mutex() { held!(mutex()); }
//= fine
async fn arc_of_mutex() { held!(Arc::new(Mutex::new(1))); }
//= fine
async fn owner() { held!(Owner(Mutex::new(1))); }
//= fine
async fn copied_out() { held!(*helper(mutex())); }
//= fine
async fn mapped_out() { held!(mutex().lock().map(|guard| *guard)); }
//= fine
async fn error_of_poisoned() { held!(mutex().lock().map_err(|_| "poisoned").map(|guard| *guard)); }
//= fine
async fn shared_reference() { held!(any::<&MutexGuard<'_, u32>>()); }
//= fine
async fn pair() { held!((1, "2")); }
//= fine
async fn units() { held!(((), ((), ()))); }
//= fine
async fn nine() { held!((1, 2, 3, 4, 5, 6, 7, 8, 9)); }
//= fine
async fn generic<T: Default>() { held!(T::default()); }
//= fine
async fn generic_in_option<T: Default>() { held!(Some((T::default(), 1))); }
//= fine
async fn generic_from_closure<T, F: Fn() -> T>(make: F) { held!(make()); }
//= fine
async fn associated<I: Iterator>(mut items: I) { held!(items.next()); }
//= fine
async fn opaque() {
    fn opaque() -> impl DerefMut<Target = u32> { helper(mutex()) }
    held!(opaque());
}
//= fine
async fn dynamic() { held!(any::<Box<dyn DerefMut<Target = u32>>>()); }
//= fine
async fn boxed_future() { held!(any::<Pin<Box<dyn Future<Output = MutexGuard<'static, u32>>>>>()); }
//= fine
async fn function_of_guard() { held!(helper); }
//= fine
async fn never_returns() {
    fn forever() -> ! { loop {} }
    held!(forever());
}
//= fine
async fn looped() { held!(loop {}); }
//= fine
async fn returned() { held!(return); }
//= fine
async fn integer_of_no_type() { held!(Some((1, [2]))); }
//= fine
async fn inferred_later() {
    let _slot = ::asyncward::__private::slot();
    return {
        let mut values = Vec::new();
        if false {
            loop {}
            ::asyncward::__private::tie(_slot, &values);
        }
        later().await;
        values.push(1_u8);
    };
    ::asyncward::__private::held(_slot).verdict().across(_slot);
}
//= fine
async fn inferred_by_result() -> Result<Vec<u8>, String> {
    let _slot = ::asyncward::__private::slot();
    return {
        let value = Default::default();
        if false {
            loop {}
            ::asyncward::__private::tie(_slot, &value);
        }
        later().await;
        if any() { Err("".into()) } else { Ok(value) }
    };
    ::asyncward::__private::held(_slot).verdict().across(_slot);
}
//= fine
async fn nothing() { held!(None::<u8>); }
//= fine
async fn undeclared_struct() { held!(Undeclared(helper(mutex()))); }
//= fine
async fn recursive() {
    struct Node<T>(Option<Box<Node<T>>>, T);
    held!(Node(None, 1));
}
//= fine
async fn tokio_guard() { held!(any::<&tokio::sync::Mutex<u8>>().lock().await); }
//= fine
async fn tokio_pair() { held!((1, any::<&tokio::sync::Mutex<u8>>().lock().await)); }
//= fine
async fn async_lock_guard() { held!(any::<&async_lock::Mutex<u8>>().lock().await); }
//= fine
async fn permit() { held!(any::<&tokio::sync::Semaphore>().acquire().await); }
//= fine
async fn permit_strict() { strict!(any::<Arc<tokio::sync::Semaphore>>().acquire_owned().await); }
//= fine
async fn drop_guard() { held!(any::<tokio_util::sync::CancellationToken>().drop_guard()); }
//= fine
async fn scope_guard() { held!(scopeguard::guard(1, |_| {})); }
//= fine
async fn sender() { held!(any::<tokio::sync::watch::Sender<u8>>()); }
//= fine
async fn span() { held!(any::<tracing::Span>()); }
//= fine
async fn whole_map() { held!(any::<dashmap::DashMap<u8, u8>>()); }
//= fine
async fn strict_number() { strict!(1); }
//= fine
async fn strict_never_returns() { strict!(loop {}); }
//= fine
async fn strict_generic<T: Default>() { strict!((T::default(), 1)); }
//= fine
async fn also_unlisted() { also!(Some((1, "2"))); }
//= fine
async fn also_known_anyway() { also!(helper(mutex())); }
//= fine
async fn also_never_returns() { also!(loop {}); }
//= fine
fn stays_send() -> impl Future<Output = ()> + Send {
    async { held!(Arc::new(Mutex::new(1))); }
}
//= fine
fn stays_static() -> impl Future<Output = ()> + 'static {
    async { held!(Some("text")); }
}
