//! The methods of `Read` on what has a file, a socket or a pipe behind it.
#![allow(dead_code, deprecated)]

use std::fs::File;
use std::io::Read as _;
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::process::{ChildStderr, ChildStdout};

use asyncward::no_blocking;


#[no_blocking]
async fn read(file: &mut File, buffer: &mut [u8]) {
    let _ = file.read(buffer); //~ ERROR
}

#[no_blocking]
async fn read_exact(stream: &mut TcpStream, buffer: &mut [u8]) {
    let _ = stream.read_exact(buffer); //~ ERROR
}

#[no_blocking]
async fn read_to_end(out: &mut ChildStdout, buffer: &mut Vec<u8>) {
    let _ = out.read_to_end(buffer); //~ ERROR
}

#[no_blocking]
async fn read_to_string(out: &mut ChildStderr, text: &mut String) {
    let _ = out.read_to_string(text); //~ ERROR
}

#[no_blocking]
async fn read_vectored(stream: &mut UnixStream) {
    let _ = stream.read_vectored(&mut []); //~ ERROR
}

#[no_blocking]
async fn of_pipe(pipe: &mut std::io::PipeReader, buffer: &mut [u8]) {
    let _ = pipe.read(buffer); //~ ERROR
}

#[no_blocking]
async fn of_part(file: File, buffer: &mut [u8]) {
    let _ = file.take(8).read(buffer); //~ ERROR
}

#[no_blocking]
async fn by_the_trait(file: &mut File, buffer: &mut [u8]) {
    let _ = std::io::Read::read(file, buffer); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
