//! Unix domain sockets of std.
#![allow(dead_code, deprecated)]

use std::net::Shutdown;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener, UnixStream};

use asyncward::no_blocking;


#[no_blocking]
async fn connect() {
    let _ = UnixStream::connect("a"); //~ ERROR
}

#[no_blocking]
async fn connect_addr(address: &SocketAddr) {
    let _ = UnixStream::connect_addr(address); //~ ERROR
}

#[no_blocking]
async fn shutdown(stream: &UnixStream) {
    let _ = stream.shutdown(Shutdown::Both); //~ ERROR
}

#[no_blocking]
async fn bind() {
    let _ = UnixListener::bind("a"); //~ ERROR
}

#[no_blocking]
async fn bind_addr(address: &SocketAddr) {
    let _ = UnixListener::bind_addr(address); //~ ERROR
}

#[no_blocking]
async fn accept(listener: &UnixListener) {
    let _ = listener.accept(); //~ ERROR
}

#[no_blocking]
async fn incoming(listener: &UnixListener) {
    for stream in listener.incoming() { //~ ERROR
        drop(stream);
    }
}

#[no_blocking]
async fn datagram_bind() {
    let _ = UnixDatagram::bind("a"); //~ ERROR
}

#[no_blocking]
async fn datagram_bind_addr(address: &SocketAddr) {
    let _ = UnixDatagram::bind_addr(address); //~ ERROR
}

#[no_blocking]
async fn recv(socket: &UnixDatagram) {
    let _ = socket.recv(&mut [0]); //~ ERROR
}

#[no_blocking]
async fn recv_from(socket: &UnixDatagram) {
    let _ = socket.recv_from(&mut [0]); //~ ERROR
}

#[no_blocking]
async fn send(socket: &UnixDatagram) {
    let _ = socket.send(b"x"); //~ ERROR
}

#[no_blocking]
async fn send_to(socket: &UnixDatagram) {
    let _ = socket.send_to(b"x", "a"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
