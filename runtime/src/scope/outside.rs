//! What `#[bounded_spawn]` asks about calls that spawn past the scope, and about where a child's handle
//! goes. Only [`Kept`] is ever run; the rest stands in dead code.
//!
//! `P::spawner(&receiver).verdict().spawn(P::spawner(&receiver))` asks whether a method is called on one of the types that
//! spawn. `verdict` is found by autoderef, as in `guard::verdict`: the type itself, then what it
//! derefs to as a [`Pointer`], up to four times, then [`Inside`], which is all right.
#![allow(missing_docs)]

use std::cell::{Ref, RefMut};
use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::{Arc, LazyLock, MutexGuard, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync;
use tokio::task::JoinHandle;

use super::task::Task;

/// A type that spawns what cannot be a child.
pub trait Spawner {
    type Verdict;
}

macro_rules! spawners {
    ($(
        $Verdict:ident, unless $Allowed:tt: [$($({$T:ident})? $ty:ty),+]
        $message:literal
        why $why:literal
        write [$($write:literal),+]
    )+) => {
        $(
            pub struct $Verdict<T: ?Sized>(PhantomData<T>);

            #[diagnostic::on_unimplemented(
                message = $message,
                label = "what this spawns is no child of the function's scope",
                note = $why,
                $(note = $write,)+
            )]
            pub trait $Allowed {}

            #[diagnostic::do_not_recommend]
            impl $Allowed for Inside {}

            impl<T: ?Sized> $Verdict<T> {
                pub fn spawn<U: $Allowed + ?Sized>(self, _receiver: Question<0, U>) {}
            }

            $(
                impl$(<$T>)? Spawner for $ty {
                    type Verdict = $Verdict<$ty>;
                }
            )+
        )+
    };
}

spawners! {
    OnRuntime, unless SpawnedInScope: [tokio::runtime::Handle, tokio::runtime::Runtime]
    "`{Self}` spawns past the scope of this function"
    why "why: nobody waits for the task, its error is lost, and neither the limit nor the timeout holds for it"
    write [
        "write: `tokio::spawn(…)`, which is a child of the scope here and runs on the runtime the function runs on",
        "or, for what has to outlive the function: `asyncward::detach(\"reason\", …)`"
    ]

    OnJoinSet, unless JoinedByScope: [{T} tokio::task::JoinSet<T>]
    "`{Self}` spawns past the scope of this function"
    why "why: the limit, the timeout and the policy of the scope do not hold for its tasks, and a set that is dropped aborts them without waiting"
    write [
        "write: `tokio::spawn(…)`; the scope joins its children, and a `Vec` or a `FuturesUnordered` of their handles gives what they return"
    ]

    OnLocalSet, unless LocalInScope: [tokio::task::LocalSet]
    "`{Self}` spawns past the scope of this function"
    why "why: nobody waits for the task unless the set is run to its end, its error is lost, and neither the limit nor the timeout holds for it"
    write [
        "write: `tokio::task::spawn_local(…)` in `local.run_until(async {{ … }}).await`, which is a child of the scope here"
    ]

    OnTracker, unless TrackedByScope: [tokio_util::task::TaskTracker]
    "`{Self}` spawns past the scope of this function"
    why "why: nobody waits for the task before `wait`, its error is lost, and neither the limit nor the timeout of the scope holds for it"
    write [
        "write: `tokio::spawn(…)`; the scope tracks its children and ends when they have",
        "or, for what has to outlive the function: `tracker.track_future(…)` in `asyncward::detach(\"reason\", …)`"
    ]

    OnPool, unless PooledInScope: [tokio_util::task::LocalPoolHandle]
    "`{Self}` spawns past the scope of this function"
    why "why: nobody waits for the task, its error is lost, and neither the limit nor the timeout holds for it"
    write [
        "write: `tokio::spawn(…)`, or `tokio::task::spawn_local(…)` on a `LocalSet` for what is not `Send`, which are children of the scope here",
        "or, for what has to outlive the function: `asyncward::detach(\"reason\", …)`"
    ]

    OnThread, unless ThreadInScope: [std::thread::Builder]
    "`{Self}` starts a thread past the scope of this function"
    why "why: a thread can be neither cancelled nor awaited, so the scope cannot end it"
    write [
        "write: `tokio::task::spawn_blocking(move || …)`, which is a child of the scope here and asks `asyncward::is_cancelled()` now and then"
    ]
}

/// A question about the receiver of a method.
pub struct Question<const LEVEL: usize, T: ?Sized>(PhantomData<fn() -> *const T>);

pub fn spawner<T: ?Sized>(_receiver: &T) -> Question<0, T> {
    never_run()
}

/// It does not spawn, as far as anybody knows.
pub struct Inside;

impl Inside {
    pub fn spawn<T: ?Sized>(self, _receiver: Question<0, T>) {}
}

/// What has no methods of its own that a spawn could be. A type of the user's own that derefs to one that
/// spawns may have such a method, which says nothing of where that spawns.
pub trait Pointer {
    type To: ?Sized;
}

macro_rules! pointers {
    ($([$($generics:tt)*] $Pointer:ty,)+) => {
        $(
            impl<$($generics)*> Pointer for $Pointer {
                type To = T;
            }
        )+
    };
}

pointers! {
    [T: ?Sized] &T,
    [T: ?Sized] &mut T,
    [T: ?Sized] Box<T>,
    [T: ?Sized] Rc<T>,
    [T: ?Sized] Arc<T>,
    [T, F: FnOnce() -> T] LazyLock<T, F>,
    [T: ?Sized] Ref<'_, T>,
    [T: ?Sized] RefMut<'_, T>,
    [T: ?Sized] MutexGuard<'_, T>,
    [T: ?Sized] RwLockReadGuard<'_, T>,
    [T: ?Sized] RwLockWriteGuard<'_, T>,
    [T: ?Sized] sync::MutexGuard<'_, T>,
    [T: ?Sized] sync::OwnedMutexGuard<T>,
    [T: ?Sized] sync::RwLockReadGuard<'_, T>,
    [T: ?Sized] sync::RwLockWriteGuard<'_, T>,
}

#[cfg(feature = "lock_api")]
pointers! {
    [R: lock_api::RawMutex, T: ?Sized] lock_api::MutexGuard<'_, R, T>,
    [R: lock_api::RawRwLock, T: ?Sized] lock_api::RwLockReadGuard<'_, R, T>,
    [R: lock_api::RawRwLock, T: ?Sized] lock_api::RwLockWriteGuard<'_, R, T>,
}

type Target<T> = <T as Pointer>::To;

macro_rules! levels {
    ($($from:literal => $to:literal: [$($bound:tt)*] $verdict:ty,)+) => {
        $(
            impl<T: ?Sized> Deref for Question<$from, T> {
                type Target = Question<$to, T>;

                fn deref(&self) -> &Self::Target {
                    never_run()
                }
            }

            impl<T: ?Sized + $($bound)*> Question<$to, T> {
                pub fn verdict(&self) -> $verdict {
                    never_run()
                }
            }
        )+
    };
}

impl<T: Spawner + ?Sized> Question<0, T> {
    pub fn verdict(&self) -> T::Verdict {
        never_run()
    }
}

levels! {
    0 => 1: [Pointer<To: Spawner>] <Target<T> as Spawner>::Verdict,
    1 => 2: [Pointer<To: Pointer<To: Spawner>>] <Target<Target<T>> as Spawner>::Verdict,
    2 => 3: [Pointer<To: Pointer<To: Pointer<To: Spawner>>>] <Target<Target<Target<T>>> as Spawner>::Verdict,
    3 => 4: [Pointer<To: Pointer<To: Pointer<To: Pointer<To: Spawner>>>>] <Target<Target<Target<Target<T>>>> as Spawner>::Verdict,
    4 => 5: [] Inside,
}

/// A function that is called, and one that spawns.
pub struct Same<X, Y>(PhantomData<(X, Y)>);

pub struct Unlike<X, Y>(PhantomData<(X, Y)>);

pub fn same_spawn<X, Y>(_callee: &X, _spawns: &Y) -> Same<X, Y> {
    never_run()
}

impl<X> Same<X, X> {
    pub fn verdict<S>(&self, _settled: &S) -> Spawns<X> {
        never_run()
    }
}

impl<X, Y> Deref for Same<X, Y> {
    type Target = Unlike<X, Y>;

    fn deref(&self) -> &Self::Target {
        never_run()
    }
}

impl<X, Y> Unlike<X, Y> {
    pub fn verdict(&self, _settled: &Y) -> Inside {
        never_run()
    }
}

/// The callee is the function that spawns.
pub struct Spawns<X>(PhantomData<X>);

#[diagnostic::on_unimplemented(
    message = "`std::thread::spawn` starts a thread past the scope of this function",
    label = "this thread is no child of the function's scope",
    note = "why: a thread can be neither cancelled nor awaited, so the scope cannot end it",
    note = "write: `tokio::task::spawn_blocking(move || …)`, which is a child of the scope here and asks `asyncward::is_cancelled()` now and then"
)]
pub trait NoThread {}

#[diagnostic::do_not_recommend]
impl NoThread for Inside {}

/// The callee is not `std::thread::spawn`.
pub fn no_thread<V: NoThread>(_verdict: V) {}

#[diagnostic::on_unimplemented(
    message = "a closure that is not async cannot spawn a child",
    label = "a child waits for a slot of the scope, and this closure cannot wait",
    note = "why: without a limit a burst of work becomes a burst of tasks",
    note = "write: a `for` loop around the spawn, or an `async` closure",
    note = "or, in a scope of your own: `scope.spawn_all(items, |item| …).await`"
)]
pub trait NoSpawn {}

#[diagnostic::do_not_recommend]
impl NoSpawn for Inside {}

/// The callee is none of tokio's spawns.
pub fn no_spawn<V: NoSpawn>(_verdict: V) {}

#[diagnostic::on_unimplemented(
    message = "`tokio::spawn` by another name spawns past the scope of this function",
    label = "what this spawns is no child of the function's scope",
    note = "why: the attribute knows the function by its own name, and leaves others alone",
    note = "write: `tokio::spawn(…)`, which is a child of the scope here",
    note = "or, for what has to outlive the function: `asyncward::detach(\"reason\", …)`"
)]
pub trait NotRenamed {}

#[diagnostic::do_not_recommend]
impl NotRenamed for Inside {}

/// The callee is not `tokio::spawn`.
pub fn not_renamed<V: NotRenamed>(_verdict: V) {}

/// What may be stored in `self` for a child.
#[diagnostic::on_unimplemented(
    message = "the handle of a child is stored in `self`",
    label = "the child ends before this function returns, so what is stored here is a task that is over",
    note = "why: what outlives its scope is waited for by nobody, and its error is lost",
    note = "write: a local variable, and `.await` it here",
    note = "or, for a task that has to outlive the function: `asyncward::detach(\"reason\", …)`, whose handle is a `JoinHandle`"
)]
pub trait Kept<Handle> {
    fn kept(handle: Handle) -> Self;
}

#[diagnostic::do_not_recommend]
impl<H> Kept<H> for H {
    fn kept(handle: H) -> Self {
        handle
    }
}

pub fn stored<H, K: Kept<H>>(handle: H) -> K {
    K::kept(handle)
}

/// What a type that the function calls `JoinHandle` is for its children.
pub trait Handle {
    type Task;
}

impl<T> Handle for JoinHandle<T> {
    type Task = Task<T>;
}

impl<T> Handle for std::thread::JoinHandle<T> {
    type Task = Self;
}

/// What a type that the function calls `JoinHandle` is where a value says it: a child's [`Task`], or the
/// handle that a function of the user's own gives.
pub trait EitherHandle<Given> {
    type Handle;
}

#[diagnostic::do_not_recommend]
impl<T, Given: HandleOf<T>> EitherHandle<Given> for JoinHandle<T> {
    type Handle = Given;
}

impl<T> EitherHandle<()> for std::thread::JoinHandle<T> {
    type Handle = Self;
}

/// A handle of a task that gives `T`.
pub trait HandleOf<T> {}

impl<T> HandleOf<T> for JoinHandle<T> {}

impl<T> HandleOf<T> for Task<T> {}

fn never_run<T>() -> T {
    unreachable!("it is asked for in dead code")
}
