//! A first handful.

use super::{Row, always, function, io, method};

const DISK: &str = "the worker thread waits for the disk, and every task on it waits too";

pub(super) const ROWS: &[Row] = &[
    always(
        function("std::thread::sleep", ""),
        "the worker thread sleeps, and every task on it with it",
        "`tokio::time::sleep(duration).await`",
    ),
    io(function("std::fs::read", "::<&'static str>"), DISK, "`tokio::fs::read(path).await`"),
    io(
        function("std::fs::File::open", "::<&'static str>"),
        DISK,
        "`tokio::fs::File::open(path).await`",
    ),
    always(
        method("recv", 0, &["std::sync::mpsc::Receiver<_>"]),
        "the worker thread waits for a message; if the task that sends needs this thread to run, it is a deadlock",
        "`tokio::sync::mpsc::channel` in its place, and `rx.recv().await`",
    ),
];
