//! The executors: `block_on` of all crates, and what drives a pool of tasks.

use super::{Call, Row, always, method};

const WHY: &str = "that of tokio panics here; any other keeps the worker thread for this one future, a deadlock if that waits for a task of this thread";

const AWAIT: &str = "`future.await`";
const STREAM: &str = "`while let Some(item) = stream.next().await`";
const POOL: &[&str] = &["futures_executor::LocalPool"];

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    // Whatever crate it is of: nothing else has the name.
    always(Call::Drives { name: "block_on" }, WHY, "`future.await`, or `local.run_until(future).await` for a `LocalSet`"),
    always(Call::Named { name: "block_on_stream" }, WHY, STREAM),
    always(method("run", 0, POOL), WHY, "`futures.next().await`, with a `futures::stream::FuturesUnordered`").of("futures-executor"),
    always(method("run_until", 1, POOL), WHY, AWAIT).of("futures-executor"),
    always(method("run_until_stalled", 0, POOL), WHY, AWAIT).of("futures-executor"),
];
