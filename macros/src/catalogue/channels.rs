//! The channels of other crates.

use super::{Row, always, method};

const RECEIVE: &str = "the worker thread waits for a message; if the task that sends needs this thread to run, it is a deadlock";
const SEND: &str = "while the channel is full the worker thread waits; if the task that receives needs this thread to run, it is a deadlock";
const SELECT: &str = "the worker thread waits until one of the channels is ready; if that takes a task that needs this thread to run, it is a deadlock";

const TOKIO_RECEIVE: &str = "`tokio::sync::mpsc::channel` in its place, and `rx.recv().await`";
const TOKIO_SEND: &str =
    "`tokio::sync::mpsc::channel` in its place, and `tx.send(message).await`, or `try_send`";
const TOKIO_SELECT: &str = "`tokio::select!`, with channels of `tokio::sync::mpsc`";

const CROSSBEAM: &str = "crossbeam-channel";
const CROSSBEAM_RECEIVER: &[&str] = &["crossbeam_channel::Receiver<_>"];
const CROSSBEAM_SENDER: &[&str] = &["crossbeam_channel::Sender<_>"];
const CROSSBEAM_SELECT: &[&str] = &["crossbeam_channel::Select<'_>"];

const FLUME: &str = "flume";
const FLUME_RECEIVER: &[&str] = &["flume::Receiver<_>"];
const FLUME_SENDER: &[&str] = &["flume::Sender<_>"];
const FLUME_SELECTOR: &[&str] = &["flume::Selector<'_, _>"];
const FLUME_RECEIVE: &str = "`rx.recv_async().await`";
const FLUME_RECEIVE_IN_TIME: &str = "`tokio::time::timeout(duration, rx.recv_async()).await`";
const FLUME_SEND: &str = "`tx.send_async(message).await`, or `try_send`";
const FLUME_SEND_IN_TIME: &str = "`tokio::time::timeout(duration, tx.send_async(message)).await`";
const FLUME_SELECT: &str = "`tokio::select!` on `rx.recv_async()` and `tx.send_async(message)`";

const KANAL: &str = "kanal";
const KANAL_RECEIVER: &[&str] = &["kanal::Receiver<_>"];
const KANAL_SENDER: &[&str] = &["kanal::Sender<_>"];
const KANAL_RECEIVE: &str = "`rx.as_async().recv().await`";
const KANAL_RECEIVE_IN_TIME: &str = "`tokio::time::timeout(duration, rx.as_async().recv()).await`";
const KANAL_SEND: &str = "`tx.as_async().send(message).await`, or `try_send`";
const KANAL_SEND_IN_TIME: &str =
    "`tokio::time::timeout(duration, tx.as_async().send(message)).await`";

const ASYNC_CHANNEL: &str = "async-channel";

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    always(method("recv", 0, CROSSBEAM_RECEIVER), RECEIVE, TOKIO_RECEIVE).of(CROSSBEAM),
    always(method("recv_timeout", 1, CROSSBEAM_RECEIVER), RECEIVE, TOKIO_RECEIVE).of(CROSSBEAM),
    always(method("recv_deadline", 1, CROSSBEAM_RECEIVER), RECEIVE, TOKIO_RECEIVE).of(CROSSBEAM),
    always(method("iter", 0, CROSSBEAM_RECEIVER), RECEIVE, TOKIO_RECEIVE).of(CROSSBEAM),
    always(method("into_iter", 0, CROSSBEAM_RECEIVER), RECEIVE, TOKIO_RECEIVE).of(CROSSBEAM),
    always(method("send", 1, CROSSBEAM_SENDER), SEND, TOKIO_SEND).of(CROSSBEAM),
    always(method("send_timeout", 2, CROSSBEAM_SENDER), SEND, TOKIO_SEND).of(CROSSBEAM),
    always(method("send_deadline", 2, CROSSBEAM_SENDER), SEND, TOKIO_SEND).of(CROSSBEAM),
    always(method("select", 0, CROSSBEAM_SELECT), SELECT, TOKIO_SELECT).of(CROSSBEAM),
    always(method("select_timeout", 1, CROSSBEAM_SELECT), SELECT, TOKIO_SELECT).of(CROSSBEAM),
    always(method("select_deadline", 1, CROSSBEAM_SELECT), SELECT, TOKIO_SELECT).of(CROSSBEAM),
    always(method("ready", 0, CROSSBEAM_SELECT), SELECT, TOKIO_SELECT).of(CROSSBEAM),
    always(method("ready_timeout", 1, CROSSBEAM_SELECT), SELECT, TOKIO_SELECT).of(CROSSBEAM),
    always(method("ready_deadline", 1, CROSSBEAM_SELECT), SELECT, TOKIO_SELECT).of(CROSSBEAM),
    //
    always(method("recv", 0, FLUME_RECEIVER), RECEIVE, FLUME_RECEIVE).of(FLUME),
    always(method("recv_timeout", 1, FLUME_RECEIVER), RECEIVE, FLUME_RECEIVE_IN_TIME).of(FLUME),
    always(method("recv_deadline", 1, FLUME_RECEIVER), RECEIVE, FLUME_RECEIVE_IN_TIME).of(FLUME),
    always(method("iter", 0, FLUME_RECEIVER), RECEIVE, FLUME_RECEIVE).of(FLUME),
    always(method("into_iter", 0, FLUME_RECEIVER), RECEIVE, FLUME_RECEIVE).of(FLUME),
    always(method("send", 1, FLUME_SENDER), SEND, FLUME_SEND).of(FLUME),
    always(method("send_timeout", 2, FLUME_SENDER), SEND, FLUME_SEND_IN_TIME).of(FLUME),
    always(method("send_deadline", 2, FLUME_SENDER), SEND, FLUME_SEND_IN_TIME).of(FLUME),
    always(method("wait", 0, FLUME_SELECTOR), SELECT, FLUME_SELECT).of(FLUME),
    always(method("wait_timeout", 1, FLUME_SELECTOR), SELECT, FLUME_SELECT).of(FLUME),
    always(method("wait_deadline", 1, FLUME_SELECTOR), SELECT, FLUME_SELECT).of(FLUME),
    //
    always(method("recv", 0, KANAL_RECEIVER), RECEIVE, KANAL_RECEIVE).of(KANAL),
    always(method("recv_timeout", 1, KANAL_RECEIVER), RECEIVE, KANAL_RECEIVE_IN_TIME).of(KANAL),
    always(method("next", 0, KANAL_RECEIVER), RECEIVE, KANAL_RECEIVE).of(KANAL),
    always(method("into_iter", 0, KANAL_RECEIVER), RECEIVE, KANAL_RECEIVE).of(KANAL),
    always(method("send", 1, KANAL_SENDER), SEND, KANAL_SEND).of(KANAL),
    always(method("send_timeout", 2, KANAL_SENDER), SEND, KANAL_SEND_IN_TIME).of(KANAL),
    always(method("send_option_timeout", 2, KANAL_SENDER), SEND, KANAL_SEND_IN_TIME).of(KANAL),
    //
    always(method("recv_blocking", 0, &["async_channel::Receiver<_>"]), RECEIVE, "`rx.recv().await`").of(ASYNC_CHANNEL),
    always(method("send_blocking", 1, &["async_channel::Sender<_>"]), SEND, "`tx.send(message).await`, or `try_send`").of(ASYNC_CHANNEL),
];
