//! Channels that say what happens when they are full.
//!
//! A bounded channel whose `send` waits stalls its producer for as long as the consumer is slow, and
//! the stall runs up the whole system; an unbounded one hides the same problem in memory until the
//! process dies. Here the decision is made where the channel is made, and it has to be: without a
//! policy there is no channel. [`publish`](Publisher::publish) never waits, and says what became of the
//! item; [`publish_within`](Publisher::publish_within) waits, and always within a limit.
//!
//! ```
//! use asyncward::channel::{self, Published};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let (publisher, mut receiver) = channel::bounded(2).evict_oldest();
//! for reading in [20.1, 20.2, 20.3] {
//!     match publisher.publish(reading) {
//!         Published::Accepted => {}
//!         Published::Evicted(old) => println!("the reader is slow: {old} is lost"),
//!         other => println!("{other:?}"),
//!     }
//! }
//! assert_eq!(receiver.recv().await, Some(20.2));
//! assert_eq!(receiver.stats().evicted, 1);
//! # }
//! ```
//!
//! # Policies
//!
//! What happens to an item that is published while the buffer is full:
//!
//! | policy | the incoming item | what waits | outcome |
//! |---|---|---|---|
//! | [`reject`](Bounded::reject) | handed back: the publisher decides | stays | [`Rejected`](Published::Rejected) |
//! | [`drop_incoming`](Bounded::drop_incoming) | given up | stays | [`Dropped`](Published::Dropped) |
//! | [`evict_oldest`](Bounded::evict_oldest) | waits, as the last | loses its first | [`Evicted`](Published::Evicted) |
//! | [`evict_newest`](Bounded::evict_newest) | waits, as the last | loses its last | [`Evicted`](Published::Evicted) |
//! | [`keep_latest`](Bounded::keep_latest) | waits alone | all lost | [`Evicted`](Published::Evicted), [`EvictedAll`](Published::EvictedAll) |
//! | [`merge`](Bounded::merge) | folded into the last | stays | [`Merged`](Published::Merged) |
//! | [`spill`](Bounded::spill) | waits elsewhere, in order | stays | [`Spilled`](Published::Spilled) |
//!
//! # The names elsewhere
//!
//! Read which item goes, not the words: "drop newest" is the *incoming* item in one library and one
//! that *waits* in the next, and "drop latest" in Kotlin and "latest" in Reactor are opposites.
//!
//! | here | .NET `BoundedChannelFullMode` | Kotlin `BufferOverflow` | Reactor | Akka `OverflowStrategy` |
//! |---|---|---|---|---|
//! | `reject` | `Wait` with `TryWrite` | `SUSPEND` with `trySend` | `onBackpressureError`; `tryEmitNext` gives `FAIL_OVERFLOW` | `fail`, which ends the stream |
//! | `drop_incoming` | `DropWrite` | `DROP_LATEST` | `onBackpressureDrop`; `BufferOverflowStrategy.DROP_LATEST` | `dropNew`, deprecated |
//! | `evict_oldest` | `DropOldest` | `DROP_OLDEST` | `BufferOverflowStrategy.DROP_OLDEST` | `dropHead` |
//! | `evict_newest` | `DropNewest` | | | `dropTail` |
//! | `keep_latest` | | at capacity 1: `CONFLATED` | at capacity 1: `onBackpressureLatest` | `dropBuffer` |
//! | `merge` | | | | the operator `conflate` |
//! | `spill` | | | | |
//! | `publish_within` | `WriteAsync` with a token that times out | `withTimeout { send(..) }` | | `backpressure`, without the limit |
//!
//! # Seeing it
//!
//! [`stats`](Publisher::stats) is the account of the channel, and it balances: every item is delivered,
//! waiting, evicted, dropped, rejected, merged or spilled. [`on_loss`](Bounded::on_loss) is called with
//! every item that is evicted, dropped or rejected. With the feature `tracing`, losses are told of in
//! an event of the target `asyncward::channel`, level `WARN`, at most once a second, with how many they
//! are.

mod builder;
mod line;
mod loss;
mod policy;
mod published;
mod publisher;
mod receive;
mod receiver;
mod shared;
mod spill;
mod state;
mod stats;
mod sync;
mod within;

pub use builder::{Bounded, bounded};
pub use published::{Loss, Published, TryRecvError, Unpublished};
pub use publisher::Publisher;
pub use receiver::Receiver;
pub use spill::{MemoryStore, SpillError, SpillStore};
#[cfg(feature = "spill-redb")]
pub use spill::{OpenError, OpenErrorKind, RedbStore};
pub use stats::Stats;
pub use within::PublishWithin;
