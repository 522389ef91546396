//! `std::io`: the methods of `Read`, `BufRead`, `Write` and `Seek` on what has a file, a socket, a
//! pipe or the terminal behind it. `Vec<u8>`, `Cursor` and `&[u8]` never wait and are not here.

use super::{Call, Row, always, contention, io, method};

const WHY: &str = "the worker thread waits for the file, socket or pipe behind it, and every task on it waits too";
const TERMINAL: &str = "the worker thread waits until somebody types a line or the pipe ends, and every task on it waits too";
const OUTPUT: &str = "one lock for the whole process, and a terminal or pipe that nobody reads stops the worker thread";

const READ: &str = "`tokio::fs::File` or `tokio::net::TcpStream` in its place, with `tokio::io::AsyncReadExt`: the same call and `.await`";
const BUFFERED: &str = "`tokio::io::BufReader` in its place, with `tokio::io::AsyncBufReadExt`: the same call and `.await`";
const WRITE: &str = "`tokio::fs::File` or `tokio::net::TcpStream` in its place, with `tokio::io::AsyncWriteExt`: the same call and `.await`";
const SEEK: &str =
    "`tokio::fs::File` in its place, with `tokio::io::AsyncSeekExt`: the same call and `.await`";
const STDIN: &str = "`tokio::io::BufReader::new(tokio::io::stdin())`, with `tokio::io::AsyncBufReadExt`: the same call and `.await`";
const STDOUT: &str = "`tokio::io::stdout()` with `tokio::io::AsyncWriteExt`, or `tracing`";
const COPY: &str = "`tokio::io::copy(&mut reader, &mut writer).await`, with tokio's types";
const WHOLE: &str =
    "`tokio::io::AsyncReadExt::read_to_string(&mut reader, &mut text).await`, with tokio's types";

const READERS: &[&str] = &[
    "std::fs::File",
    "std::io::BufReader<impl Blocking>",
    "std::io::BufReader<&std::fs::File>",
    "std::io::BufReader<&mut std::fs::File>",
    "std::io::BufReader<&std::net::TcpStream>",
    "std::io::BufReader<&mut std::net::TcpStream>",
    "std::io::Chain<impl Blocking, _>",
    "std::io::PipeReader",
    "std::io::Take<impl Blocking>",
    "std::net::TcpStream",
    "std::os::unix::net::UnixStream",
    "std::process::ChildStderr",
    "std::process::ChildStdout",
];

const WRITERS: &[&str] = &[
    "std::fs::File",
    "std::io::BufWriter<impl Blocking + std::io::Write>",
    "std::io::BufWriter<&std::fs::File>",
    "std::io::BufWriter<&mut std::fs::File>",
    "std::io::BufWriter<&std::net::TcpStream>",
    "std::io::BufWriter<&mut std::net::TcpStream>",
    "std::io::LineWriter<impl Blocking + std::io::Write>",
    "std::io::PipeWriter",
    "std::net::TcpStream",
    "std::os::unix::net::UnixStream",
    "std::process::ChildStdin",
];

const SEEKERS: &[&str] = &[
    "std::fs::File",
    "std::io::BufReader<impl Blocking>",
    "std::io::BufWriter<impl Blocking + std::io::Write>",
];

const STDINS: &[&str] = &[
    "std::io::Stdin",
    "std::io::StdinLock<'_>",
    "std::io::BufReader<std::io::Stdin>",
    "std::io::BufReader<std::io::StdinLock<'_>>",
];
const BUFFERED_STDINS: &[&str] = &[
    "std::io::StdinLock<'_>",
    "std::io::BufReader<std::io::Stdin>",
    "std::io::BufReader<std::io::StdinLock<'_>>",
];
const STDOUTS: &[&str] =
    &["std::io::Stdout", "std::io::StdoutLock<'_>", "std::io::Stderr", "std::io::StderrLock<'_>"];

pub(super) const fn copy(argument: usize, on: &'static [&'static str]) -> Call {
    let settled = "::<std::io::Empty, std::io::Sink>";
    Call::Applied { path: "std::io::copy", settled, argument, on }
}

const fn read_to_string(on: &'static [&'static str]) -> Call {
    let settled = "::<std::io::Empty>";
    Call::Applied { path: "std::io::read_to_string", settled, argument: 0, on }
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    io(method("read", 1, READERS), WHY, READ),
    io(method("bytes", 0, READERS), WHY, READ),
    io(method("read_exact", 1, READERS), WHY, READ),
    io(method("read_to_end", 1, READERS), WHY, READ),
    io(method("read_to_string", 1, READERS), WHY, READ),
    io(method("read_vectored", 1, READERS), WHY, READ),
    io(method("fill_buf", 0, READERS), WHY, BUFFERED),
    io(method("lines", 0, READERS), WHY, BUFFERED),
    io(method("read_line", 1, READERS), WHY, BUFFERED),
    io(method("read_until", 2, READERS), WHY, BUFFERED),
    io(method("skip_until", 1, READERS), WHY, BUFFERED),
    io(method("split", 1, READERS), WHY, BUFFERED),
    io(method("flush", 0, WRITERS), WHY, WRITE),
    io(method("stream_position", 0, SEEKERS), WHY, SEEK),
    io(method("write", 1, WRITERS), WHY, WRITE),
    io(method("write_all", 1, WRITERS), WHY, WRITE),
    io(method("write_fmt", 1, WRITERS), WHY, WRITE),
    io(method("write_vectored", 1, WRITERS), WHY, WRITE),
    io(method("rewind", 0, SEEKERS), WHY, SEEK),
    io(method("seek", 1, SEEKERS), WHY, SEEK),
    //
    always(method("fill_buf", 0, BUFFERED_STDINS), TERMINAL, STDIN),
    always(method("lines", 0, STDINS), TERMINAL, STDIN),
    always(method("bytes", 0, STDINS), TERMINAL, STDIN),
    always(method("read", 1, STDINS), TERMINAL, STDIN),
    always(method("read_exact", 1, STDINS), TERMINAL, STDIN),
    always(method("read_line", 1, STDINS), TERMINAL, STDIN),
    always(method("read_to_end", 1, STDINS), TERMINAL, STDIN),
    always(method("read_to_string", 1, STDINS), TERMINAL, STDIN),
    always(method("read_until", 2, BUFFERED_STDINS), TERMINAL, STDIN),
    always(method("split", 1, BUFFERED_STDINS), TERMINAL, STDIN),
    //
    contention(method("flush", 0, STDOUTS), OUTPUT, STDOUT),
    contention(method("write", 1, STDOUTS), OUTPUT, STDOUT),
    contention(method("write_all", 1, STDOUTS), OUTPUT, STDOUT),
    contention(method("write_fmt", 1, STDOUTS), OUTPUT, STDOUT),
    contention(Call::Macro { name: "dbg" }, OUTPUT, STDOUT),
    contention(Call::Macro { name: "eprint" }, OUTPUT, STDOUT),
    contention(Call::Macro { name: "eprintln" }, OUTPUT, STDOUT),
    contention(Call::Macro { name: "print" }, OUTPUT, STDOUT),
    contention(Call::Macro { name: "println" }, OUTPUT, STDOUT),
    // From or into one of the above, whatever the other end is.
    io(copy(0, READERS), WHY, COPY),
    io(copy(1, WRITERS), WHY, COPY),
    io(read_to_string(READERS), WHY, WHOLE),
    always(copy(0, STDINS), TERMINAL, COPY),
    always(read_to_string(STDINS), TERMINAL, STDIN),
];
