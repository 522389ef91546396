//! A child's handle, or a collection of some, that goes to what takes tokio's `JoinHandle`: a parameter of
//! a function, a field.
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

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::future::pending;
use std::hash::Hash;
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

/// For dead code only: what is collected is given as a `Vec`.
pub fn collected<A>(values: Vec<A>) -> Vec<A> {
    values
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

impl<X> Given<X, X> {
    pub fn give(&self, handle: X) -> X {
        handle
    }
}

impl<A, X: Gives<A>> GivenHandle<A, X> {
    pub fn give(&self, handle: X) -> A {
        handle.give()
    }
}

impl<A, X: GivesLocal<A>> GivenLocal<A, X> {
    pub fn give(&self, handle: X) -> A {
        handle.give()
    }
}

impl<A, X> GivenOther<A, X> {
    pub fn give(&self, handle: X) -> X {
        handle
    }
}

macro_rules! gives {
    ($(#[$doc:meta])* $Gives:ident, $spawn:path, [$($bounds:tt)*]) => {
        $(#[$doc])*
        pub trait $Gives<A> {
            fn give(self) -> A;
        }

        impl<T: $($bounds)*> $Gives<JoinHandle<T>> for Task<T> {
            fn give(self) -> JoinHandle<T> {
                let (to_itself, itself) = oneshot::channel();
                // Made here, so that it aborts the child also if it is aborted before it is polled.
                let child = AbortOnDrop(self);
                passed_on($spawn(outcome(child, itself)), to_itself)
            }
        }

        impl<A, X: $Gives<A>> $Gives<Option<A>> for Option<X> {
            fn give(self) -> Option<A> {
                self.map(X::give)
            }
        }

        impl<A, X: $Gives<A>> $Gives<Vec<A>> for Vec<X> {
            fn give(self) -> Vec<A> {
                self.into_iter().map(X::give).collect()
            }
        }

        impl<A, X: $Gives<A>> $Gives<VecDeque<A>> for VecDeque<X> {
            fn give(self) -> VecDeque<A> {
                self.into_iter().map(X::give).collect()
            }
        }

        impl<A, X: $Gives<A>, const N: usize> $Gives<[A; N]> for [X; N] {
            fn give(self) -> [A; N] {
                self.map(X::give)
            }
        }

        impl<A, X: $Gives<A>, const N: usize> $Gives<Vec<A>> for [X; N] {
            fn give(self) -> Vec<A> {
                self.into_iter().map(X::give).collect()
            }
        }

        impl<K, A, X: $Gives<A>> $Gives<(K, A)> for (K, X) {
            fn give(self) -> (K, A) {
                (self.0, self.1.give())
            }
        }

        impl<K: Eq + Hash, A, X: $Gives<A>> $Gives<HashMap<K, A>> for HashMap<K, X> {
            fn give(self) -> HashMap<K, A> {
                self.into_iter().map(<(K, X)>::give).collect()
            }
        }

        impl<K: Ord, A, X: $Gives<A>> $Gives<BTreeMap<K, A>> for BTreeMap<K, X> {
            fn give(self) -> BTreeMap<K, A> {
                self.into_iter().map(<(K, X)>::give).collect()
            }
        }
    };
}

gives! {
    /// A child's handle, or a collection of some, of which tokio's can be made.
    Gives, tokio::spawn, [Send + 'static]
}

gives! {
    /// The same of children whose outcome is not `Send`.
    GivesLocal, tokio::task::spawn_local, ['static]
}

/// Whose methods are asked next.
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

pub(super) use next;

next! { Given => GivenHandle, GivenHandle => GivenLocal, GivenLocal => GivenOther }

fn passed_on<T>(handle: JoinHandle<T>, to_itself: oneshot::Sender<AbortHandle>) -> JoinHandle<T> {
    // It has ended, if it does not listen.
    let _ended = to_itself.send(handle.abort_handle());
    handle
}

/// Gives what the child gives, in a task with a handle of tokio's: panics as the child did, is cancelled
/// if the child was, and aborts it when it is aborted.
async fn outcome<T>(mut child: AbortOnDrop<T>, itself: oneshot::Receiver<AbortHandle>) -> T {
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
