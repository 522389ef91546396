//! What `#[explicit_backpressure]` is about: waits for room without a bound, channels without a bound or
//! without room, and outcomes of `try_send` that nobody looks at.

use super::{Group, Row, function, method, row};

const WAITS: &str = "while the receiver is slow the sender stands still, then whoever waits for the sender, and so on up the whole system";
const GROWS: &str = "while the receiver is slower than its senders the queue grows, until the process runs out of memory";
const EMPTY: &str = "it compiles, and panics as soon as the program comes by";
const IGNORED: &str =
    "while the channel is full every message is lost here, and nobody sees or counts it";

const SEND: &str = "`tokio::time::timeout(limit, tx.send(message)).await`, or, on a channel of `asyncward::channel`, `publisher.publish_within(message, limit).await`, which hands the message back, or `publisher.publish(message)`, which never waits";
const TOKIO_RESERVE: &str =
    "`tokio::time::timeout(limit, tx.reserve()).await`, or `tx.try_reserve()`";
const TOKIO_RESERVE_MANY: &str =
    "`tokio::time::timeout(limit, tx.reserve_many(n)).await`, or `tx.try_reserve_many(n)`";
const TOKIO_RESERVE_OWNED: &str =
    "`tokio::time::timeout(limit, tx.reserve_owned()).await`, or `tx.try_reserve_owned()`";
const SEND_ASYNC: &str = "`tokio::time::timeout(limit, tx.send_async(message)).await`, or, on a channel of `asyncward::channel`, `publisher.publish_within(message, limit).await`, which hands the message back, or `publisher.publish(message)`, which never waits";
const FEED: &str = "`tokio::time::timeout(limit, tx.feed(message)).await`, or `tx.try_send(message)` with a look at its `Result`";
const FEED_SINK: &str = "`tokio::time::timeout(limit, tx.feed(message)).await`";
const SEND_ALL: &str = "`tokio::time::timeout(limit, tx.send_all(&mut stream)).await`, or `publisher.publish(message)` of `asyncward::channel` for each";

/// The bounded channel of the same library, or ours.
macro_rules! bounded {
    ($path:literal) => {
        concat!("`", $path, "(capacity)` with `try_send`, or `asyncward::channel::bounded(capacity).evict_oldest()`, or another policy")
    };
}

const TOKIO_BOUNDED: &str = bounded!("tokio::sync::mpsc::channel");
const STD_BOUNDED: &str = bounded!("std::sync::mpsc::sync_channel");
const ASYNC_CHANNEL_BOUNDED: &str = bounded!("async_channel::bounded");
const CROSSBEAM_BOUNDED: &str = bounded!("crossbeam_channel::bounded");
const FLUME_BOUNDED: &str = bounded!("flume::bounded");
const KANAL_BOUNDED: &str = bounded!("kanal::bounded");
const KANAL_BOUNDED_ASYNC: &str = bounded!("kanal::bounded_async");
const FUTURES_BOUNDED: &str = bounded!("futures::channel::mpsc::channel");

const CAPACITY: &str =
    "`channel::bounded(capacity)`, the most items that may wait for the receiver";

const LOOK: &str = "`if let Err(error) = tx.try_send(message) { … }`, or `publisher.publish(message)` of `asyncward::channel`, which counts what is lost; where the message is only a hint, `#[asyncward::allow(backpressure, reason = \"…\")]` on the statement";

const TOKIO_SENDER: &[&str] = &["tokio::sync::mpsc::Sender<_>"];
const TOKIO_SENDERS: &[&str] = &["tokio::sync::mpsc::Sender<_>", "tokio_util::sync::PollSender<_>"];
const TOKIO_SINK: &[&str] = &["tokio_util::sync::PollSender<_>"];
const TOKIO_UNBOUNDED: &[&str] = &["tokio::sync::mpsc::UnboundedSender<_>"];
const STD_UNBOUNDED: &[&str] = &["std::sync::mpsc::Sender<_>"];
const STD_SENDER: &[&str] = &["std::sync::mpsc::SyncSender<_>"];
const ASYNC_CHANNEL: &str = "async-channel";
const ASYNC_CHANNEL_SENDER: &[&str] = &["async_channel::Sender<_>"];
const CROSSBEAM: &str = "crossbeam-channel";
const CROSSBEAM_SENDER: &[&str] = &["crossbeam_channel::Sender<_>"];
const FLUME: &str = "flume";
const FLUME_SENDER: &[&str] = &["flume::Sender<_>"];
const KANAL: &str = "kanal";
const KANAL_ASYNC_SENDER: &[&str] = &["kanal::AsyncSender<_>"];
const KANAL_SENDERS: &[&str] = &["kanal::Sender<_>", "kanal::AsyncSender<_>"];
const POSTAGE: &str = "postage";
const POSTAGE_SENDERS: &[&str] = &["postage::mpsc::Sender<_>", "postage::dispatch::Sender<_>"];
const FUTURES: &str = "futures-channel";
const FUTURES_SENDER: &[&str] = &["futures_channel::mpsc::Sender<_>"];
const FUTURES_UNBOUNDED: &[&str] = &["futures_channel::mpsc::UnboundedSender<_>"];
/// As sinks, with what may be around them.
const FUTURES_SINKS: &[&str] = &[
    "futures_channel::mpsc::Sender<_>",
    "futures_util::sink::Buffer<impl Blocking, _>",
    "futures_util::sink::SinkMapErr<impl Blocking, _>",
    "futures_util::sink::With<impl Blocking, _, _, _, _>",
    "futures_util::sink::WithFlatMap<impl Blocking, _, _, _, _>",
    "futures_util::sink::Buffer<tokio_util::sync::PollSender<_>, _>",
    "futures_util::sink::SinkMapErr<tokio_util::sync::PollSender<_>, _>",
    "futures_util::sink::With<tokio_util::sync::PollSender<_>, _, _, _, _>",
    "futures_util::sink::WithFlatMap<tokio_util::sync::PollSender<_>, _, _, _, _>",
];
const FUTURES_UNBOUNDED_SINKS: &[&str] = &[
    "futures_channel::mpsc::UnboundedSender<_>",
    "futures_util::sink::Buffer<impl Blocking, _>",
    "futures_util::sink::SinkMapErr<impl Blocking, _>",
    "futures_util::sink::With<impl Blocking, _, _, _, _>",
    "futures_util::sink::WithFlatMap<impl Blocking, _, _, _, _>",
];

const fn waits(
    name: &'static str,
    args: usize,
    on: &'static [&'static str],
    write: &'static str,
) -> Row {
    row(Group::Waits, method(name, args, on), WAITS, write)
}

const fn queues(
    name: &'static str,
    args: usize,
    on: &'static [&'static str],
    write: &'static str,
) -> Row {
    row(Group::Unbounded, method(name, args, on), GROWS, write)
}

const fn makes(path: &'static str, write: &'static str) -> Row {
    row(Group::Unbounded, function(path, "::<()>"), GROWS, write)
}

const fn ignores(on: &'static [&'static str]) -> Row {
    row(Group::Ignored, method("try_send", 1, on), IGNORED, LOOK)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    waits("send", 1, TOKIO_SENDERS, SEND),
    waits("reserve", 0, TOKIO_SENDER, TOKIO_RESERVE),
    waits("reserve_many", 1, TOKIO_SENDER, TOKIO_RESERVE_MANY),
    waits("reserve_owned", 0, TOKIO_SENDER, TOKIO_RESERVE_OWNED),
    waits("feed", 1, TOKIO_SINK, FEED_SINK),
    waits("send_all", 1, TOKIO_SINK, SEND_ALL),
    waits("send", 1, ASYNC_CHANNEL_SENDER, SEND).of(ASYNC_CHANNEL),
    waits("send_async", 1, FLUME_SENDER, SEND_ASYNC).of(FLUME),
    waits("into_send_async", 1, FLUME_SENDER, SEND_ASYNC).of(FLUME),
    waits("send", 1, KANAL_ASYNC_SENDER, SEND).of(KANAL),
    waits("send", 1, POSTAGE_SENDERS, SEND).of(POSTAGE),
    waits("send", 1, FUTURES_SINKS, SEND).of(FUTURES),
    waits("feed", 1, FUTURES_SINKS, FEED).of(FUTURES),
    waits("send_all", 1, FUTURES_SINKS, SEND_ALL).of(FUTURES),
    //
    queues("send", 1, TOKIO_UNBOUNDED, TOKIO_BOUNDED),
    queues("send", 1, STD_UNBOUNDED, STD_BOUNDED),
    queues("unbounded_send", 1, FUTURES_UNBOUNDED, FUTURES_BOUNDED).of(FUTURES),
    queues("start_send", 1, FUTURES_UNBOUNDED, FUTURES_BOUNDED).of(FUTURES),
    queues("send", 1, FUTURES_UNBOUNDED_SINKS, FUTURES_BOUNDED).of(FUTURES),
    queues("feed", 1, FUTURES_UNBOUNDED_SINKS, FUTURES_BOUNDED).of(FUTURES),
    queues("send_all", 1, FUTURES_UNBOUNDED_SINKS, FUTURES_BOUNDED).of(FUTURES),
    //
    makes("tokio::sync::mpsc::unbounded_channel", TOKIO_BOUNDED),
    makes("std::sync::mpsc::channel", STD_BOUNDED),
    makes("async_channel::unbounded", ASYNC_CHANNEL_BOUNDED).of(ASYNC_CHANNEL),
    makes("crossbeam_channel::unbounded", CROSSBEAM_BOUNDED).of(CROSSBEAM),
    makes("flume::unbounded", FLUME_BOUNDED).of(FLUME),
    makes("kanal::unbounded", KANAL_BOUNDED).of(KANAL),
    makes("kanal::unbounded_async", KANAL_BOUNDED_ASYNC).of(KANAL),
    makes("futures_channel::mpsc::unbounded", FUTURES_BOUNDED).of(FUTURES),
    //
    row(Group::Empty, function("asyncward::channel::bounded", "::<()>"), EMPTY, CAPACITY),
    //
    ignores(TOKIO_SENDER),
    ignores(STD_SENDER),
    ignores(ASYNC_CHANNEL_SENDER).of(ASYNC_CHANNEL),
    ignores(CROSSBEAM_SENDER).of(CROSSBEAM),
    ignores(FLUME_SENDER).of(FLUME),
    ignores(KANAL_SENDERS).of(KANAL),
    ignores(POSTAGE_SENDERS).of(POSTAGE),
    ignores(FUTURES_SENDER).of(FUTURES),
];
