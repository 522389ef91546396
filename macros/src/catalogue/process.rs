//! `std::process`.

use super::{Row, always, io, method};

const WHY: &str = "the worker thread waits until the child ends, however long it runs; every task on it waits too";
const SPAWN: &str =
    "the worker thread starts the program, and this child can only be waited for by blocking";

const COMMAND: &[&str] = &["std::process::Command"];
const CHILD: &[&str] = &["std::process::Child"];

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    always(method("output", 0, COMMAND), WHY, "`tokio::process::Command` in its place, and `.output().await`"),
    always(method("status", 0, COMMAND), WHY, "`tokio::process::Command` in its place, and `.status().await`"),
    io(method("spawn", 0, COMMAND), SPAWN, "`tokio::process::Command` in its place, then `child.wait().await`"),
    always(method("wait", 0, CHILD), WHY, "`tokio::process::Command` to start it, and `child.wait().await`"),
    always(method("wait_with_output", 0, CHILD), WHY, "`tokio::process::Command` to start it, and `child.wait_with_output().await`"),
];
