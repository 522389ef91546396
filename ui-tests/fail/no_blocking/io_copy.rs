//! `std::io::copy` and `read_to_string`, from or into what blocks.
#![allow(dead_code, deprecated)]

use std::fs::File;
use std::io;
use std::net::TcpStream;

use asyncward::no_blocking;


#[no_blocking]
async fn from_file(file: &mut File) {
    let _ = io::copy(file, &mut Vec::new()); //~ ERROR
}

#[no_blocking]
async fn into_socket(stream: &mut TcpStream) {
    let _ = io::copy(&mut &b"x"[..], stream); //~ ERROR
}

#[no_blocking]
async fn from_terminal(mut stdin: io::Stdin) {
    let _ = io::copy(&mut stdin, &mut io::sink()); //~ ERROR
}

#[no_blocking]
async fn whole(file: File) {
    let _ = io::read_to_string(file); //~ ERROR
}

#[no_blocking]
async fn whole_of_terminal(stdin: io::Stdin) {
    let _ = io::read_to_string(stdin); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
