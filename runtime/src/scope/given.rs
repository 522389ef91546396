//! A child's handle that goes to what takes tokio's `JoinHandle`: a parameter of a function, a field.
//!
//! The rewritten code has a [`Place`] for the type that is asked for there, which dead code ties to a
//! copy of what the handle is given to:
//!
//! ```ignore
//! let place = P::place();
//! (match f { f => { if false { loop {} P::seen(f(P::of(place), P::any())); } f } })(
//!     match handle { handle => P::given(place, &handle).give(handle) }, x,
//! )
//! ```
//!
//! `give` is found by autoderef. A type that is not known asks for nothing, and gets the [`Task`].
#![allow(missing_docs)]

use std::future::pending;
use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::resume_unwind;

use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinHandle};

use super::task::Task;

/// The type of where a handle goes.
pub struct Place<A>(PhantomData<fn(A) -> A>);

impl<A> Clone for Place<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Place<A> {}

#[must_use]
pub const fn place<A>() -> Place<A> {
    Place(PhantomData)
}

/// For dead code only: something of that type.
#[must_use]
pub fn of<A>(_place: Place<A>) -> A {
    never_run()
}

/// For dead code only: something.
#[must_use]
pub fn any<T>() -> T {
    never_run()
}

/// For dead code only.
pub fn seen<T>(_value: T) {}

/// The value, of the type that the place has.
pub fn same<A>(_place: Place<A>, value: A) -> A {
    value
}

/// `X` is given where `A` is asked for.
pub struct Given<A, X>(PhantomData<fn() -> (A, X)>);

pub struct GivenHandle<A, X>(PhantomData<fn() -> (A, X)>);

pub struct GivenLocal<A, X>(PhantomData<fn() -> (A, X)>);

pub struct GivenOther<A, X>(PhantomData<fn() -> (A, X)>);

pub fn given<A, X>(_place: Place<A>, _handle: &X) -> Given<A, X> {
    Given(PhantomData)
}

impl<T> Given<Task<T>, Task<T>> {
    pub fn give(&self, task: Task<T>) -> Task<T> {
        task
    }
}

impl<T: Send + 'static> GivenHandle<JoinHandle<T>, Task<T>> {
    pub fn give(&self, task: Task<T>) -> JoinHandle<T> {
        let (to_itself, itself) = oneshot::channel();
        passed_on(tokio::spawn(outcome(task, itself)), to_itself)
    }
}

impl<T: 'static> GivenLocal<JoinHandle<T>, Task<T>> {
    pub fn give(&self, task: Task<T>) -> JoinHandle<T> {
        let (to_itself, itself) = oneshot::channel();
        passed_on(tokio::task::spawn_local(outcome(task, itself)), to_itself)
    }
}

impl<A, X> GivenOther<A, X> {
    pub fn give(&self, handle: X) -> X {
        handle
    }
}

macro_rules! next {
    ($($From:ident => $To:ident),+) => {
        $(
            impl<A, X> Deref for $From<A, X> {
                type Target = $To<A, X>;

                fn deref(&self) -> &Self::Target {
                    &$To(PhantomData)
                }
            }
        )+
    };
}

next! { Given => GivenHandle, GivenHandle => GivenLocal, GivenLocal => GivenOther }

fn passed_on<T>(handle: JoinHandle<T>, to_itself: oneshot::Sender<AbortHandle>) -> JoinHandle<T> {
    // It has ended, if it does not listen.
    let _ended = to_itself.send(handle.abort_handle());
    handle
}

/// Gives what the child gives, in a task with a handle of tokio's: panics as the child did, is cancelled
/// if the child was, and aborts it when it is aborted.
async fn outcome<T>(task: Task<T>, itself: oneshot::Receiver<AbortHandle>) -> T {
    let mut child = AbortOnDrop(task);
    match (&mut child.0).await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(payload) => resume_unwind(payload),
            Err(_stopped) => {
                if let Ok(itself) = itself.await {
                    itself.abort();
                }
                pending().await
            }
        },
    }
}

struct AbortOnDrop<T>(Task<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn never_run<T>() -> T {
    unreachable!("it is for dead code")
}
