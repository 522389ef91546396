#![deny(warnings)]
#![allow(dead_code)]

use tokio::net::{TcpListener, TcpStream};

use asyncward::no_blocking;


#[no_blocking]
async fn connect() {
    let _ = TcpStream::connect("a:1").await;
}

#[no_blocking]
async fn accept(listener: &TcpListener) {
    let _ = listener.accept().await;
}

#[no_blocking]
async fn peek(stream: &TcpStream) {
    let _ = stream.peek(&mut [0]).await;
}

#[no_blocking]
async fn handed_over(listener: std::net::TcpListener) {
    let _ = listener.set_nonblocking(true);
    let _ = TcpListener::from_std(listener);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
