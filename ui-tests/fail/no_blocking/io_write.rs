//! The methods of `Write` and `Seek` on what has a file, a socket or a pipe behind it.
#![allow(dead_code, deprecated)]

use std::fs::File;
use std::io::{BufWriter, LineWriter, PipeWriter, Seek as _, SeekFrom, Write as _};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::process::ChildStdin;

use asyncward::no_blocking;


#[no_blocking]
async fn write(file: &mut File) {
    let _ = file.write(b"x"); //~ ERROR
}

#[no_blocking]
async fn write_all(stream: &mut TcpStream) {
    let _ = stream.write_all(b"x"); //~ ERROR
}

#[no_blocking]
async fn flush(file: &mut BufWriter<File>) {
    let _ = file.flush(); //~ ERROR
}

#[no_blocking]
async fn write_vectored(stream: &mut UnixStream) {
    let _ = stream.write_vectored(&[]); //~ ERROR
}

#[no_blocking]
async fn write_fmt(input: &mut ChildStdin) {
    let _ = input.write_fmt(format_args!("x")); //~ ERROR
}

#[no_blocking]
async fn of_pipe(pipe: &mut PipeWriter) {
    let _ = pipe.write_all(b"x"); //~ ERROR
}

#[no_blocking]
async fn by_macro(file: &mut File) {
    let _ = writeln!(file, "x"); //~ ERROR
}

#[no_blocking]
async fn of_lines(file: LineWriter<File>) {
    let mut file = file;
    let _ = file.write_all(b"x"); //~ ERROR
}

#[no_blocking]
async fn seek(file: &mut File) {
    let _ = file.seek(SeekFrom::Start(0)); //~ ERROR
}

#[no_blocking]
async fn stream_position(file: &mut File) {
    let _ = file.stream_position(); //~ ERROR
}

#[no_blocking]
async fn rewind(file: &mut File) {
    let _ = file.rewind(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
