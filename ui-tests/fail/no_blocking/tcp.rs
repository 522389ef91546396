//! TCP sockets of std.
#![allow(dead_code, deprecated)]

use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use asyncward::no_blocking;


#[no_blocking]
async fn connect() {
    let _ = TcpStream::connect("a:1"); //~ ERROR
}

#[no_blocking]
async fn connect_timeout(address: &SocketAddr) {
    let _ = TcpStream::connect_timeout(address, Duration::from_secs(1)); //~ ERROR
}

#[no_blocking]
async fn bind(address: SocketAddr) {
    let _ = TcpListener::bind(address); //~ ERROR
}

#[no_blocking]
async fn accept(listener: &TcpListener) {
    let _ = listener.accept(); //~ ERROR
}

#[no_blocking]
async fn incoming(listener: &TcpListener) {
    for stream in listener.incoming() { //~ ERROR
        drop(stream);
    }
}

#[no_blocking]
async fn peek(stream: &TcpStream) {
    let _ = stream.peek(&mut [0]); //~ ERROR
}

#[no_blocking]
async fn shutdown(stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Both); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
