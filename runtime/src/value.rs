//! Futures of methods behind `dyn` that are often complete at the call: a value, or a box.

#[allow(missing_docs)]
pub(crate) mod boxing;
pub(crate) mod eager;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

enum State<T, B> {
    Ready(T),
    Boxed(B),
    /// The value was handed out.
    Taken,
}

/// Both types are the same, apart from whether what is in the box is `Send`.
macro_rules! value_future {
    (
        $(#[$doc:meta])*
        $Name:ident $(, $Send:ident)?
    ) => {
        $(#[$doc])*
        #[must_use = "futures do nothing unless you `.await` or poll them"]
        pub struct $Name<'a, T> {
            state: State<T, Pin<Box<dyn Future<Output = T> $(+ $Send)? + 'a>>>,
        }

        impl<'a, T> $Name<'a, T> {
            /// A future that is complete. Nothing is allocated.
            #[inline]
            pub fn ready(value: T) -> Self {
                Self { state: State::Ready(value) }
            }

            /// Boxes a future that is not complete yet. It is not polled before the first
            /// `.await`.
            #[inline]
            pub fn boxed(future: impl Future<Output = T> $(+ $Send)? + 'a) -> Self {
                Self { state: State::Boxed(Box::pin(future)) }
            }

            /// Whether the value is there, so that neither [`try_now`](Self::try_now) nor an
            /// `.await` has to wait for it.
            #[inline]
            #[must_use]
            pub fn is_ready(&self) -> bool {
                matches!(self.state, State::Ready(_))
            }

            /// Takes the value if it is there, without a poll: the fast way at a call site, see
            /// [`await_value!`](macro@crate::await_value).
            ///
            /// # Errors
            ///
            /// The future, unchanged, if it has no value yet: await it.
            #[inline]
            pub fn try_now(self) -> Result<T, Self> {
                match self.state {
                    State::Ready(value) => Ok(value),
                    state => Err(Self { state }),
                }
            }

            /// Applies a function to the value: at once if that is there, else when it is. Only
            /// then something is allocated.
            ///
            /// # Panics
            ///
            /// The future was awaited to its end before: nothing is left to map.
            #[inline]
            pub fn map<U>(self, f: impl FnOnce(T) -> U $(+ $Send)? + 'a) -> $Name<'a, U>
            where
                T: 'a,
            {
                match self.state {
                    State::Ready(value) => $Name::ready(f(value)),
                    State::Boxed(future) => $Name::boxed(async move { f(future.await) }),
                    State::Taken => completed(),
                }
            }
        }

        impl<T> Future for $Name<'_, T> {
            type Output = T;

            #[inline]
            fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
                if let State::Boxed(future) = &mut self.state {
                    return future.as_mut().poll(cx);
                }
                match std::mem::replace(&mut self.state, State::Taken) {
                    State::Ready(value) => Poll::Ready(value),
                    _ => completed(),
                }
            }
        }

        /// The value is moved out, never polled where it is.
        impl<T> Unpin for $Name<'_, T> {}

        impl<T> From<T> for $Name<'_, T> {
            #[inline]
            fn from(value: T) -> Self {
                Self::ready(value)
            }
        }

        impl<'a, T> From<Pin<Box<dyn Future<Output = T> $(+ $Send)? + 'a>>> for $Name<'a, T> {
            #[inline]
            fn from(future: Pin<Box<dyn Future<Output = T> $(+ $Send)? + 'a>>) -> Self {
                Self { state: State::Boxed(future) }
            }
        }

        impl<T: fmt::Debug> fmt::Debug for $Name<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut state = f.debug_tuple(stringify!($Name));
                match &self.state {
                    State::Ready(value) => state.field(value),
                    State::Boxed(_) => state.field(&format_args!("pending")),
                    State::Taken => state.field(&format_args!("complete")),
                };
                state.finish()
            }
        }
    };
}

value_future! {
    /// A future that is a value, or else in a box: what an async method behind `dyn` returns that is
    /// often complete at once.
    ///
    /// [`#[value_future]`](macro@crate::value_future) makes async functions return it. It is made by
    /// hand in a method that is not async: of a value with [`ready`](Self::ready) or `From`, of a
    /// future with [`boxed`](Self::boxed), of a `Pin<Box<dyn Future>>` with `From`.
    ///
    /// # When to use
    ///
    /// For a trait that is used as `dyn` and whose methods mostly complete without waiting: a cache, a
    /// buffer, a registry. A value costs no allocation. What always waits costs what
    /// `#[async_trait]` does, awaited with [`await_value!`](macro@crate::await_value).
    ///
    /// # Panics
    ///
    /// Like most futures, when it is polled again after it was complete.
    ///
    /// # Cancel safety
    ///
    /// That of what is in the box; a value that is there is lost with the future, or taken by
    /// [`try_now`](Self::try_now).
    ///
    /// # Example
    ///
    /// ```
    /// use asyncward::ValueFuture;
    ///
    /// trait Source {
    ///     fn next(&mut self) -> ValueFuture<'_, Option<u32>>;
    /// }
    ///
    /// impl Source for Vec<u32> {
    ///     fn next(&mut self) -> ValueFuture<'_, Option<u32>> {
    ///         ValueFuture::ready(self.pop())
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let source: &mut dyn Source = &mut vec![1, 2];
    /// assert_eq!(source.next().await, Some(2));
    /// // Without a poll:
    /// let next = match source.next().try_now() {
    ///     Ok(next) => next,
    ///     Err(later) => later.await,
    /// };
    /// assert_eq!(next, Some(1));
    /// # }
    /// ```
    ValueFuture, Send
}

value_future! {
    /// A [`ValueFuture`] that stays on its thread: what is in the box need not be [`Send`].
    ///
    /// What `#[value_future(?Send)]` makes an async function return.
    ///
    /// # Panics
    ///
    /// When it is polled again after it was complete.
    ///
    /// # Example
    ///
    /// ```
    /// use std::rc::Rc;
    /// use asyncward::LocalValueFuture;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let name = Rc::new(String::from("a"));
    /// let later = LocalValueFuture::boxed(async move { name.len() });
    /// assert_eq!(later.map(|length| length + 1).await, 2);
    /// # }
    /// ```
    LocalValueFuture
}

/// What [`await_value!`](crate::await_value) takes apart. The box alone is two words and stays in
/// registers, the whole future is more and is copied through memory.
#[diagnostic::on_unimplemented(
    message = "`await_value!` awaits a `ValueFuture`, and this is `{Self}`",
    label = "not a `ValueFuture`",
    note = "write: `.await`"
)]
pub trait Now {
    /// What is awaited.
    type Output;
    /// What is left to await.
    type Later: Future<Output = Self::Output>;

    /// # Errors
    ///
    /// What is in the box.
    fn now(self) -> Result<Self::Output, Self::Later>;
}

impl<'a, T> Now for ValueFuture<'a, T> {
    type Output = T;
    type Later = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

    #[inline]
    fn now(self) -> Result<T, Self::Later> {
        match self.state {
            State::Ready(value) => Ok(value),
            State::Boxed(future) => Err(future),
            State::Taken => completed(),
        }
    }
}

impl<'a, T> Now for LocalValueFuture<'a, T> {
    type Output = T;
    type Later = Pin<Box<dyn Future<Output = T> + 'a>>;

    #[inline]
    fn now(self) -> Result<T, Self::Later> {
        match self.state {
            State::Ready(value) => Ok(value),
            State::Boxed(future) => Err(future),
            State::Taken => completed(),
        }
    }
}

#[cold]
fn completed() -> ! {
    panic!("polled or used after it was complete")
}

/// Awaits a [`ValueFuture`], but takes a value that is there without a poll.
///
/// It is `match future.try_now() { Ok(value) => value, Err(later) => later.await }`.
///
/// # When to use
///
/// Where a call is hot: it saves a poll and a copy of the future, three quarters of what a call costs
/// that is complete at once. A plain `.await` does the same, only slower.
///
/// In a `#[cancellable]` function it is a checkpoint if the value is not there yet. One that is there is
/// never lost, so a loop over such values alone sees no cancellation.
///
/// # Cancel safety
///
/// That of the future.
///
/// # Example
///
/// ```
/// use asyncward::{ValueFuture, await_value};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(await_value!(ValueFuture::ready(1)), 1);
/// # }
/// ```
#[macro_export]
macro_rules! await_value {
    ($future:expr) => {
        match $crate::__private::Now::now($future) {
            $crate::__private::Ok(value) => value,
            $crate::__private::Err(later) => later.await,
        }
    };
}
