//! UDP sockets of std.
#![allow(dead_code, deprecated)]

use std::net::UdpSocket;

use asyncward::no_blocking;


#[no_blocking]
async fn bind() {
    let _ = UdpSocket::bind("a:1"); //~ ERROR
}

#[no_blocking]
async fn connect(socket: &UdpSocket) {
    let _ = socket.connect("a:1"); //~ ERROR
}

#[no_blocking]
async fn peek(socket: &UdpSocket) {
    let _ = socket.peek(&mut [0]); //~ ERROR
}

#[no_blocking]
async fn peek_from(socket: &UdpSocket) {
    let _ = socket.peek_from(&mut [0]); //~ ERROR
}

#[no_blocking]
async fn recv(socket: &UdpSocket) {
    let _ = socket.recv(&mut [0]); //~ ERROR
}

#[no_blocking]
async fn recv_from(socket: &UdpSocket) {
    let _ = socket.recv_from(&mut [0]); //~ ERROR
}

#[no_blocking]
async fn send(socket: &UdpSocket) {
    let _ = socket.send(b"x"); //~ ERROR
}

#[no_blocking]
async fn send_to(socket: &UdpSocket) {
    let _ = socket.send_to(b"x", "a:1"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
