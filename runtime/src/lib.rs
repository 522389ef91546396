//! Async Rust that is safe under load, checked at compile time.
//!
//! Put attributes on async functions; mistakes that stall production become errors of an ordinary
//! `cargo build` on stable Rust, and the right construct is there to use instead.
//!
//! | attribute | what it does |
//! |---|---|
//! | [`#[cancellable]`](macro@cancellable) | threads cancellation and deadlines through every `.await` |
//! | [`#[no_lock_across_await]`](macro@no_lock_across_await) | makes a lock guard that is alive over an `.await` an error |
#![forbid(unsafe_code)]

#[doc(hidden)]
#[allow(missing_docs)]
pub mod __private;
#[allow(missing_docs)]
mod blocking;
mod cancel;
mod guard;
pub mod testing;

pub use tokio_util::sync::CancellationToken;

pub use cancel::{
    CancelExt, Cancelled, Cause, OrCancelled, Overrun, Root, Shield, ShieldFor, Site, checkpoint,
    deadline, is_cancelled, shield, shield_for, with_timeout, with_token,
};
pub use guard::{SyncGuard, reason};

/// Threads cancellation and deadlines through every `.await` of an async function.
///
/// Each `.await` of the function's own body becomes a checkpoint. It looks at the ambient context
/// (of [`with_token`], [`with_timeout`], or of the function's own token or timeout) before the first
/// poll: if that is cancelled, the future is never started. Otherwise it polls the future first, and
/// only if that stays pending while the context is cancelled does it drop the future and make the
/// function return `Err(E::from(Cancelled))`. So the innermost annotated function stops first, and the
/// error comes up with `?` through every caller. Signature, docs and trait stay as they are.
///
/// # When to use
///
/// On every async function that waits for something and can fail. Functions between two annotated
/// ones need nothing: the context travels through them.
///
/// # What it goes on
///
/// An `async fn` or method (inherent, of a trait, of an impl of a trait, also under
/// `#[async_trait]`), and a function that returns `impl Future` and ends in an `async` block. Put it
/// above `#[tokio::main]` and `#[tokio::test]`.
///
/// The error type needs a `From<Cancelled>`; `Box<dyn Error + Send + Sync>`, `anyhow::Error` and
/// [`std::io::Error`] have one.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `token = EXPR` | the [`CancellationToken`] (or a reference to one) that cancels this function and what it calls. A *parameter* of that type is the function's token by itself |
/// | `timeout = "2s"` or `timeout = EXPR` | a deadline, from the first poll on: a literal with units (`"1m30s"`, `"250ms"`), or a [`Duration`](std::time::Duration) |
/// | `on_cancel = EXPR` | what a stopped call returns, for functions that return no `Result` |
/// | `crate = PATH` | where to find this crate when it is renamed or re-exported |
///
/// # What is and is not a checkpoint
///
/// - `.await`, in the arguments of `format!`, `vec!`, `assert!`, tracing events and the like too.
/// - tokio's `select!` gets a cancel arm; the other arms are polled once more before it is taken, so
///   that functions in them stop by themselves. A `select!` of the futures crate is left as it is.
/// - The arguments of `join!` and `try_join!`, of tokio and futures, are stopped one by one.
/// - Nested `async` blocks and closures are bodies of their own and left alone, and so is an `.await`
///   in a macro that is not known.
/// - `shield(..).await`, and a `shield(..)` as an argument of `join!`, is started and finished even
///   when everything around it is cancelled. Inside something else (`Box::pin(shield(..)).await`, an
///   arm of `select!`) it is not started then.
///
/// A loop whose awaits are always ready still sees a cancel at its next await, and yields to other
/// tasks through tokio's cooperative budget: so a function may be pending once though all it awaits is
/// ready.
///
/// # Errors
///
/// At compile time: not async, no `.await` in it, two tokens, an unknown option, a literal timeout
/// that does not parse or is zero, an error type without `From<Cancelled>`, and so on; each says what
/// to write instead. At run time the function returns [`Cancelled`] in its own error type.
///
/// # Panics
///
/// A function with `timeout` panics outside a tokio runtime with its time driver enabled. The
/// attribute adds no other panics.
///
/// # Cancel safety
///
/// A stop is an early return, like one by `?` at the same `.await`: what the awaited future had done
/// so far is lost when it is not cancel safe, a value that is ready is not. The values of `join!`
/// arguments that are complete are lost when another argument is stopped.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use asyncward::{CancellationToken, Cause, Cancelled, cancellable, with_token};
///
/// #[derive(Debug)]
/// struct Stopped(Cancelled);
///
/// impl From<Cancelled> for Stopped {
///     fn from(cancelled: Cancelled) -> Self {
///         Stopped(cancelled)
///     }
/// }
///
/// async fn row(n: u32) -> u32 {
///     tokio::time::sleep(Duration::from_secs(1)).await;
///     n
/// }
///
/// #[cancellable]
/// async fn sum(rows: u32) -> Result<u32, Stopped> {
///     let mut sum = 0;
///     for n in 0..rows {
///         sum += row(n).await;
///     }
///     Ok(sum)
/// }
///
/// #[cancellable(timeout = "2500ms")]
/// async fn sum_in_time(rows: u32) -> Result<u32, Stopped> {
///     sum(rows).await
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// assert_eq!(sum_in_time(2).await.unwrap(), 1);
///
/// let Stopped(cancelled) = sum_in_time(3).await.unwrap_err();
/// assert_eq!(cancelled.cause(), Cause::Deadline { limit: Duration::from_millis(2500) });
/// assert_eq!(cancelled.site().function(), Some("sum"));
/// assert_eq!(cancelled.site().expression(), Some("row(n)"));
///
/// let token = CancellationToken::new();
/// token.cancel();
/// assert!(with_token(token, sum(1)).await.is_err());
/// # }
/// ```
pub use asyncward_macros::cancellable;

/// Makes a lock guard that is alive over an `.await` a compile error.
///
/// A guard of a mutex, a `RefCell` borrow, a reference into a concurrent map or an entered tracing
/// span that is alive while its task is suspended blocks the worker threads of other tasks,
/// deadlocks, panics or corrupts traces. The attribute reads which bindings, parameters and
/// temporaries of the function may be alive over which `.await`, and has the compiler judge their
/// types: so a guard is found behind helper functions, type aliases and inference, and nothing else
/// ever is. The function itself stays as it is: same behaviour, same auto traits, same size.
///
/// # When to use
///
/// On every async function of a code base that has locks.
///
/// # What it goes on
///
/// Any function with a body: an `async fn` or method, also under `#[async_trait]`, and a function
/// with `async` blocks in it, which are read as well. It goes together with
/// [`#[cancellable]`](macro@cancellable) in either order.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `strict` | guards of async mutexes count too |
/// | `also(TYPE, …)` | types of other crates that count, with `'_` and `_` for what may be any; for your own types, derive [`SyncGuard`](derive@SyncGuard) |
/// | `crate = PATH` | where to find this crate when it is renamed or re-exported |
///
/// # What counts
///
/// - A value whose type is a [`SyncGuard`](trait@SyncGuard), also in an `Option`, `Result`, `Box`,
///   `Vec`, array, tuple, `Pin`, `&mut`, `Arc` or `Rc`.
/// - It is alive from where it is bound to where it is dropped or moved, on any path: `drop(guard)`,
///   or a block around the region that needs it, end its life; a name that shadows it does not. A
///   temporary lives to the end of its statement, that of a `match`, `if let`, `while let` or `for`
///   through the body: `while let Some(job) = queue.lock().unwrap().pop() { job.run().await }` holds
///   the lock.
/// - `select!`, `join!`, `try_join!` and macros with `.await` in their tokens are awaits.
/// - What is generic is judged as far as its bounds tell, what is not known is not a guard.
///
/// # Where a guard may stay
///
/// `#[asyncward::allow(lock, reason = "…")]` on the statement that makes the guard, or on that which
/// awaits. It is an error if it has no reason or silences nothing.
///
/// # Errors
///
/// At compile time: a guard that is alive over an `.await`, with both places underlined; options
/// that cannot be read. At run time there is nothing of it.
///
/// # Panics
///
/// The attribute adds no panics.
///
/// # Cancel safety
///
/// That of the function as it is written.
///
/// # Example
///
/// ```
/// use std::sync::Mutex;
/// use asyncward::no_lock_across_await;
///
/// # async fn publish(total: u64) {}
/// #[no_lock_across_await]
/// async fn add(sum: &Mutex<u64>, n: u64) {
///     let total = {
///         let mut sum = sum.lock().unwrap();
///         *sum += n;
///         *sum
///     };
///     publish(total).await;
/// }
/// # fn main() {}
/// ```
///
/// Without the block it does not compile:
///
/// ```compile_fail
/// # use std::sync::Mutex;
/// # use asyncward::no_lock_across_await;
/// # async fn publish(total: u64) {}
/// #[no_lock_across_await]
/// async fn add(sum: &Mutex<u64>, n: u64) {
///     let mut sum = sum.lock().unwrap();
///     *sum += n;
///     publish(*sum).await;
/// }
/// ```
pub use asyncward_macros::no_lock_across_await;

/// Makes a wait for room in a channel without a bound, a channel without one, and an outcome of `try_send`
/// that nobody looks at, a compile error.
///
/// `tx.send(message).await` suspends the producer for as long as the consumer is slow, and the stall runs
/// up the whole system; an unbounded channel hides the same problem in memory until the process dies. What
/// happens when the buffer is full is a decision, and with this attribute it has to be made. It goes on
/// every `async fn`, method, `async` trait method, and `fn` that returns a future, together with the other
/// attributes in any order.
///
/// # What is an error
///
/// All of it is judged by type, so imports, renames, aliases and re-exports do not matter, and a type of
/// your own with a method `send` is left alone.
///
/// | the call | of | instead |
/// |---|---|---|
/// | awaiting `send`, `reserve`, `reserve_many`, `reserve_owned`, `send_async`, `feed`, `send_all` | a bounded sender | `tokio::time::timeout(limit, ..)` around it, or `publish` on a channel of this crate |
/// | `send`, `unbounded_send` | a sender that is always unbounded: tokio's `UnboundedSender`, that of futures, `std::sync::mpsc::Sender` | a bounded channel |
/// | `unbounded_channel()`, `unbounded()`, `std::sync::mpsc::channel()` | | a bounded channel |
/// | `try_send`, its `Result` ignored: `let _ =`, `_ =`, `.ok();`, `drop(..)` | a sender | a look at it, or `publish`, which counts |
///
/// tokio and std are always known; async-channel, crossbeam-channel, flume, kanal and futures-channel are
/// behind the features of their names. `broadcast`, `watch` and `oneshot` are no queues of that kind and
/// left alone.
///
/// # What bounds a wait
///
/// A future that is handed to `timeout`, or to any function that is not known to leave it unbounded (as
/// `spawn`, `pin`, `join!` and `instrument` do); an arm of a `select!` beside one that may be a timer; a
/// function with `#[cancellable(timeout = "…")]`. What is awaited out of a variable is not followed: in
/// doubt there is no error.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `crate = PATH` | where to find this crate when it is renamed or re-exported |
///
/// # Allowing it
///
/// `#[asyncward::allow(backpressure, reason = "…")]` on the statement. The reason is required, and an
/// allowance that silences nothing is an error.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use asyncward::explicit_backpressure;
/// use tokio::sync::mpsc::Sender;
///
/// #[explicit_backpressure]
/// async fn publish(tx: &Sender<u32>, reading: u32) -> bool {
///     tokio::time::timeout(Duration::from_millis(50), tx.send(reading)).await.is_ok()
/// }
/// ```
///
/// Without the bound it does not compile:
///
/// ```compile_fail
/// use asyncward::explicit_backpressure;
/// use tokio::sync::mpsc::Sender;
///
/// #[explicit_backpressure]
/// async fn publish(tx: &Sender<u32>, reading: u32) -> bool {
///     tx.send(reading).await.is_ok()
/// }
/// ```
pub use asyncward_macros::explicit_backpressure;

/// Makes a call that blocks the worker thread a compile error.
pub use asyncward_macros::no_blocking;

pub use asyncward_macros::blocking;

/// Makes a type a [`SyncGuard`](trait@SyncGuard): a value of it must not be alive over an `.await`.
///
/// It goes on a guard type of your own, or on a struct or enum that holds a guard, whatever its
/// parameters are. What is a guard for some parameters only needs an `impl` by hand.
///
/// | option of `#[sync_guard(…)]` | meaning |
/// |---|---|
/// | `reason = "…"` | why it hurts, shown in the error; not under `#![no_implicit_prelude]` |
/// | `crate = PATH` | where to find this crate when it is renamed or re-exported |
///
/// # Example
///
/// ```
/// use std::sync::MutexGuard;
/// use asyncward::SyncGuard;
///
/// #[derive(SyncGuard)]
/// #[sync_guard(reason = "nobody can book meanwhile")]
/// struct Booking<'a> {
///     seats: MutexGuard<'a, Vec<bool>>,
///     paid: bool,
/// }
/// ```
pub use asyncward_macros::SyncGuard;
