//! Async Rust that is safe under load, checked at compile time.
//!
//! Put attributes on async functions; mistakes that stall production become errors of an ordinary
//! `cargo build` on stable Rust, and the right construct is there to use instead.
//!
//! | attribute | what it does |
//! |---|---|
//! | [`#[cancellable]`](macro@cancellable) | threads cancellation and deadlines through every `.await` |
//! | [`#[bounded_spawn]`](macro@bounded_spawn) | makes the tasks a function spawns children that end with it: with a limit, a timeout and a failure policy |
//! | [`#[no_lock_across_await]`](macro@no_lock_across_await) | makes a lock guard that is alive over an `.await` an error |
//! | [`#[no_blocking]`](macro@no_blocking) | makes a call that blocks the worker thread an error |
//! | [`#[blocking]`](macro@blocking) | says of a function of yours that it blocks |
//! | [`#[value_future]`](macro@value_future) | async methods behind `dyn` that allocate nothing when they complete at once |
//!
//! [`channel`] has bounded channels that say what happens when they are full.
#![forbid(unsafe_code)]

#[doc(hidden)]
#[allow(missing_docs)]
pub mod __private;
#[allow(missing_docs)]
mod blocking;
mod cancel;
pub mod channel;
mod guard;
mod scope;
pub mod testing;
mod value;

pub use tokio_util::sync::CancellationToken;

pub use cancel::{
    CancelExt, Cancelled, Cause, OrCancelled, Overrun, Root, Shield, ShieldFor, Site, checkpoint,
    deadline, is_cancelled, shield, shield_for, with_timeout, with_token,
};
pub use guard::{SyncGuard, reason};
pub use scope::{
    Builder, Failure, NoLimit, NoPolicy, NoTimeout, OnFailure, Outcome, Scope, ScopeError,
    SpawnError, SpawnErrorKind, Straggler, Task, detach, detached, spawn,
};
pub use value::{LocalValueFuture, ValueFuture};

/// Makes the tasks that an async function spawns children of a scope that ends with it.
///
/// The body runs in a scope of its own: what it spawns counts against `limit`, is cancelled by a
/// failure (or not, as `on_failure` says) and after `timeout`, and has ended, destructors included,
/// before the function returns. Signature, docs and trait stay as they are. [`Scope`] is the same as a
/// library, for what an attribute cannot express.
///
/// # When to use
///
/// On every async function that spawns. `tokio::spawn` alone detaches: nobody waits for the task, its
/// error and its panic are lost, and nothing bounds how many there are.
///
/// # What it goes on
///
/// An `async fn` or method (also under `#[async_trait]` and `#[tracing::instrument]`), and a function
/// that returns `impl Future` and ends in an `async` block. Put it above `#[tokio::main]` and
/// `#[tokio::test]`. It goes together with [`#[cancellable]`](macro@cancellable) and
/// [`#[no_lock_across_await]`](macro@no_lock_across_await), in any order.
///
/// # Options
///
/// The first three must be stated.
///
/// | option | meaning |
/// |---|---|
/// | `limit = 8` | how many children are alive at most; an expression of type `usize` |
/// | `timeout = "30s"` | when children and body are asked to stop: a literal with units, a [`Duration`](std::time::Duration), or `none` |
/// | `on_failure = …` | `cancel_siblings`: the first failure cancels the others and is returned. `wait_all`: the others go on, and all failures are returned. `supervise`: the others go on, and failures go to the log |
/// | `grace = "1s"` | how long children may take to stop when asked; then they are dropped. One second by default |
/// | `name = "…"` | the scope's name in errors, a `&'static str` or `String`; that of the function by default |
/// | `crate = PATH` | where to find this crate when it is renamed or re-exported |
///
/// With `cancel_siblings` and `wait_all` the function returns a `Result` whose error type has a
/// `From<`[`ScopeError`]`>`, as `anyhow::Error` and `Box<dyn Error + Send + Sync>` have.
///
/// # What becomes a child
///
/// - `tokio::spawn(f)`, `tokio::task::spawn(f)`, `spawn_local`, `spawn_blocking` and
///   `tokio::task::Builder::new().name(..).spawn(f)`, in the body, in its `async` blocks and `async`
///   closures, and in the arguments of `join!`, `select!`, `vec!` and other macros that are known.
/// - The same by an imported name (`spawn(f)`, `task::spawn(f)`), if the types say that it is tokio's. A
///   function of your own by such a name is called as ever.
/// - What callees spawn with [`asyncward::spawn`](fn@spawn), however deep.
///
/// Such a spawn waits for a slot: it is an await, and under [`#[cancellable]`](macro@cancellable) a
/// checkpoint. Its value is a [`Task`], which is awaited, aborted and collected like tokio's
/// `JoinHandle`; where the function says `JoinHandle`, it means that. In a scope that is cancelled a
/// spawn starts nothing, and its task gives a `JoinError`.
///
/// Nested functions, closures that are not async and macros that are not known are not rewritten, and
/// neither is what other crates' functions spawn (`actix_rt::spawn`, say).
///
/// # What cannot be a child
///
/// `std::thread::spawn`, the `spawn` of a `Handle`, `Runtime`, `JoinSet`, `TaskTracker` or
/// `std::thread::Builder`, a spawn in a closure that is not async, and a handle that is stored in
/// `self` are errors, with the way out. [`detach`] is the explicit way to leave the scope.
///
/// # Errors
///
/// At compile time: what is missing or cannot be read of the options, a function that is not async or
/// has no place for the error, and what cannot be a child. At run time [`ScopeError`], in the
/// function's own error type: the failures of children, stragglers after the timeout, a limit of zero.
///
/// # Panics
///
/// A child's panic is raised again after all children have ended. With a `timeout` it needs a runtime
/// with the time driver enabled. A spawn in a block that is handed to a task of its own, away from the
/// scope, panics with its line.
///
/// # Cancel safety
///
/// Dropped, it aborts its children without waiting for them.
///
/// # Example
///
/// ```
/// use asyncward::{ScopeError, bounded_spawn};
///
/// #[derive(Debug)]
/// enum Error {
///     Scope(ScopeError),
///     Join(tokio::task::JoinError),
/// }
/// # impl From<ScopeError> for Error {
/// #     fn from(error: ScopeError) -> Self { Error::Scope(error) }
/// # }
/// # impl From<tokio::task::JoinError> for Error {
/// #     fn from(error: tokio::task::JoinError) -> Self { Error::Join(error) }
/// # }
///
/// async fn length(url: String) -> usize {
///     tokio::task::yield_now().await;
///     url.len()
/// }
///
/// #[bounded_spawn(limit = 8, timeout = "30s", on_failure = cancel_siblings)]
/// async fn lengths(urls: &[String]) -> Result<usize, Error> {
///     let mut tasks = Vec::new();
///     for url in urls {
///         tasks.push(tokio::spawn(length(url.clone())));
///     }
///     let mut sum = 0;
///     for task in tasks {
///         sum += task.await?;
///     }
///     Ok(sum)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// assert_eq!(lengths(&["a".to_owned(), "bc".to_owned()]).await?, 3);
/// # Ok(())
/// # }
/// ```
pub use asyncward_macros::bounded_spawn;

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
/// | `blocking = allow` | leave out [`#[no_blocking]`](macro@no_blocking), which it brings along |
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
/// tokio and std are always known; async-channel, crossbeam-channel, flume, futures-channel, kanal and
/// postage are behind the features of their names. `broadcast`, `watch` and `oneshot` are no queues of that kind and
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

/// Makes an async function return a [`ValueFuture`]: the value itself if the call completes at once,
/// else a box with what is left to do.
///
/// It is for traits that are used as `dyn`, whose methods are mostly complete at the call: a cache
/// that has the value nine times out of ten. With `#[async_trait]` each call allocates, with this
/// none that completes at once does.
///
/// # When to use
///
/// On methods behind `dyn`, and on functions that must not grow the futures of their callers, when
/// they mostly complete without waiting. What always waits gains nothing.
///
/// # What it goes on
///
/// Async methods of traits (also those without a body), of impls, and async functions. It goes on
/// the trait's method and on that of each impl; an impl may also return a `ValueFuture` by hand. A
/// trait stays dyn-compatible. `&self`, `&mut self`, `self: Arc<Self>`, generics, elided and named
/// lifetimes and default bodies work. It goes together with
/// [`#[cancellable]`](macro@cancellable) and
/// [`#[no_lock_across_await]`](macro@no_lock_across_await) in any order, not inside `#[async_trait]`,
/// and above which `#[instrument]` has to stand (then each call is boxed).
///
/// # When the body runs
///
/// **The first part of the body runs at the call**, not at the first poll: everything in front of
/// the statement that holds the first `.await`. `return`, `?`, `break` and the end of the body give a
/// value that is there at once; a panic in it is a panic of the call. The statement with the first
/// `.await` and all behind it are boxed, and run when the future is polled.
///
/// If that statement is an `if`, a `match` or a `let … else`, and each branch of it that awaits ends
/// the function, only those branches are boxed. So in
///
/// ```ignore
/// match self.look(key) {
///     Some(value) => value,
///     None => self.load(key).await,
/// }
/// ```
///
/// at the end of a body the first arm is a value. A loop with an `.await` in it is boxed as a whole.
/// `select!`, `join!` and a macro with `.await` in its tokens are awaits. A macro that asyncward does
/// not know is none; if it awaits after all, the function does not compile (in `cargo build`;
/// `cargo check` does not see it).
///
/// # What crosses the cut
///
/// The box takes what it names of the locals and parameters, and what nothing names after its `let`
/// (`let _guard = …;`) or only an early way out does (`if full { drop(guard); return … }`), and drops
/// them in the order in which the function would. Everything else ends with the call: a temporary,
/// and a local that only the first part names, **also a guard**. Name one behind the `.await` that
/// has to last until then. It need not be `Send`. Of a
/// struct whose fields the first part uses one by one, the box takes the fields it names.
///
/// A local of the first part that is borrowed behind the cut is an error: the box outlives the call.
/// (A plain `let r = &x;` that only the rest uses goes there by itself.) Make the borrow behind the first `.await`, take an owned value, or use `#[value_future(lazy)]`.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `lazy` | the whole body is boxed at each call and runs when it is polled, as with `#[async_trait]` |
/// | `local` or `?Send` | what is boxed need not be `Send`: a [`LocalValueFuture`] is returned |
/// | `crate = PATH` | where to find this crate when it is renamed or re-exported |
///
/// # Boxing for nothing
///
/// In such a function `Box::pin(async { … })` and `async { … }.boxed()` without an `.await`, and
/// `Box::pin(ready(x))` of std's `ready` (with the feature `futures-util` also that of the futures
/// crate), are errors. `#[asyncward::allow(boxing, reason = "…")]` on the statement allows it.
///
/// # Errors
///
/// At compile time: no `async fn`, a borrow that crosses the cut, what is boxed and is not `Send`,
/// boxing for nothing, options that cannot be read.
///
/// # Panics
///
/// The attribute adds no panics but that of a future that is polled after it was complete.
///
/// # Cancel safety
///
/// A future that is dropped before its first poll leaves its first part done and the rest not begun.
/// Together with `#[cancellable]` the first part is no checkpoint, as in an async fn; a timeout or
/// token of its own counts from the first poll of the rest.
///
/// # Example
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::Mutex;
/// use asyncward::{await_value, value_future};
///
/// trait Cache: Send + Sync {
///     #[value_future]
///     async fn get(&self, key: &str) -> Option<u32>;
/// }
///
/// struct Sizes(Mutex<HashMap<String, u32>>);
///
/// impl Cache for Sizes {
///     #[value_future]
///     async fn get(&self, key: &str) -> Option<u32> {
///         if let Some(size) = self.0.lock().unwrap().get(key) {
///             return Some(*size);
///         }
///         tokio::task::yield_now().await;
///         let size = u32::try_from(key.len()).ok()?;
///         self.0.lock().unwrap().insert(key.to_owned(), size);
///         Some(size)
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let cache: &dyn Cache = &Sizes(Mutex::default());
/// assert_eq!(cache.get("abc").await, Some(3));
/// assert!(cache.get("abc").is_ready());
/// // The fast way where it is hot:
/// assert_eq!(await_value!(cache.get("abc")), Some(3));
/// # }
/// ```
///
/// A local that is borrowed behind the first `.await` does not compile:
///
/// ```compile_fail
/// # use asyncward::value_future;
/// #[value_future]
/// async fn trimmed(text: String) -> usize {
///     let text = text.to_lowercase();
///     let name = text.trim();
///     if name.is_empty() {
///         return 0;
///     }
///     tokio::task::yield_now().await;
///     name.len()
/// }
/// ```
pub use asyncward_macros::value_future;

/// Makes a call that blocks the worker thread a compile error.
///
/// A worker thread of an async runtime runs many tasks in turns. One that sleeps, reads a file, waits
/// for a message or for another thread stops them all: latencies rise for everybody, and what it waits
/// for may be one of them. The attribute looks for calls with the names of a catalogue, and has the
/// compiler judge by the types whether they are the ones that block: `std::fs::read` by any import,
/// alias or re-export, `recv` of the receiver of std; and not `tokio::fs::read`, `recv` of tokio's
/// receiver, `[a, b].join(",")` or a `Vec<u8>` that is written to. The function itself stays as it is:
/// same behaviour, same auto traits, same size.
///
/// # When to use
///
/// On every async function. [`#[cancellable]`](macro@cancellable) brings it along, because a call that
/// blocks cannot be cancelled.
///
/// # What it goes on
///
/// An `async fn` or method, also under `#[async_trait]`, and a function that returns a future; on
/// another function it reads the `async` blocks, or all of it if there are none. It goes together with
/// the other attributes in any order.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `also(cpu)` | long computations count too: password hashing, compression, images |
/// | `also(contention)` | what waits for other threads for a short time counts too: `Mutex::lock`, `println!` |
/// | `also(PATH, …)` | calls of these functions of yours count too, generic ones with their arguments |
/// | `crate = PATH` | where to find this crate when it is renamed or re-exported |
///
/// # What counts
///
/// - std's `thread`, `fs`, `io`, `net`, `process`, `sync` and `path`; tokio's `blocking_*` and
///   `block_on`, and the `block_on` of others; with the feature of that name those of other crates, such
///   as `flume`, `crossbeam-channel`, `reqwest`, `rusqlite`, `diesel`, `rayon`.
/// - Functions with [`#[blocking]`](macro@blocking) on them, in this crate or another of its workspace.
/// - Closures are read too, except those that are handed to a thread: `spawn_blocking`,
///   `block_in_place`, `std::thread::spawn` and the like. An `async` block in one of these is read.
/// - Known macros, such as `format!`, `select!` and tracing events, are read through, others are not.
///   A function that was renamed by `use … as …` is not found.
///
/// # Where a call may stay
///
/// `#[asyncward::allow(blocking, reason = "…")]` on its statement, or on a block. It is an error if it
/// has no reason or silences nothing.
///
/// # Errors
///
/// At compile time: a call that blocks, with what it does to the worker thread and what to write
/// instead; options that cannot be read. At run time there is nothing of it.
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
/// use asyncward::no_blocking;
///
/// #[no_blocking]
/// async fn size(path: &str) -> std::io::Result<usize> {
///     Ok(tokio::fs::read(path).await?.len())
/// }
/// # fn main() {}
/// ```
///
/// With std's it does not compile:
///
/// ```compile_fail
/// # use asyncward::no_blocking;
/// #[no_blocking]
/// async fn size(path: &str) -> std::io::Result<usize> {
///     Ok(std::fs::read(path)?.len())
/// }
/// ```
pub use asyncward_macros::no_blocking;

/// Makes each call of a function from a [`#[no_blocking]`](macro@no_blocking) function an error.
///
/// It goes on a function or method of your own that blocks, and leaves it as it is. Calls are found in
/// other crates too, through imports and re-exports, and no other function of that name is taken for it.
///
/// # When to use
///
/// On functions that read files, talk to a server, wait for a thread or compute for long, where a look
/// at the call does not tell.
///
/// # What it goes on
///
/// A safe function that is not async; a method with `self`, in an impl of its type or in the declaration
/// of a trait. A function of a type without `self` and a method in an impl of a trait cannot have it: list
/// the one in `#[no_blocking(also(..))]`, put it on the trait's declaration of the other.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `write = "…"` | what to write instead, shown in the error; for functions, not under `#![no_implicit_prelude]` |
/// | `crate = PATH` | where to find this crate when it is renamed or re-exported |
///
/// # What is not found
///
/// Calls by another name (`use query as q`), of a name that everybody uses (`new`, `insert`, `len`), with a
/// closure that has parameters, of methods on what is not a place (`open().query()`), by a path
/// (`Db::query(&db)`) or behind two smart pointers; of two marked functions with one name in a crate, the second.
///
/// # Errors
///
/// At compile time, where it cannot stand or an option cannot be read. At run time there is nothing of
/// it.
///
/// # Example
///
/// ```compile_fail
/// use asyncward::{blocking, no_blocking};
///
/// #[blocking(write = "`fetch(id).await`")]
/// fn fetch_sync(id: u32) -> String {
///     std::fs::read_to_string(id.to_string()).unwrap_or_default()
/// }
///
/// #[no_blocking]
/// async fn page(id: u32) -> usize {
///     fetch_sync(id).len()
/// }
/// ```
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
