//! The methods of `BufRead` on a buffer in front of a file, a socket or a pipe.
#![allow(dead_code, deprecated)]

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::process::ChildStdout;

use asyncward::no_blocking;


#[no_blocking]
async fn lines(reader: BufReader<File>) {
    for line in reader.lines() { //~ ERROR
        drop(line);
    }
}

#[no_blocking]
async fn read_line(reader: &mut BufReader<TcpStream>, line: &mut String) {
    let _ = reader.read_line(line); //~ ERROR
}

#[no_blocking]
async fn read_until(reader: &mut BufReader<ChildStdout>, bytes: &mut Vec<u8>) {
    let _ = reader.read_until(0, bytes); //~ ERROR
}

#[no_blocking]
async fn skip_until(reader: &mut BufReader<File>) {
    let _ = reader.skip_until(0); //~ ERROR
}

#[no_blocking]
async fn split(reader: BufReader<File>) {
    for part in reader.split(0) { //~ ERROR
        drop(part);
    }
}

#[no_blocking]
async fn fill_buf(reader: &mut BufReader<File>) {
    let _ = reader.fill_buf(); //~ ERROR
}

#[no_blocking]
async fn of_reference(stream: &TcpStream, line: &mut String) {
    let _ = BufReader::new(stream).read_line(line); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
