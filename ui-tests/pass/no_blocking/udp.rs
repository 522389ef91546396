#![deny(warnings)]
#![allow(dead_code)]

use tokio::net::UdpSocket;

use asyncward::no_blocking;


#[no_blocking]
async fn connect(socket: &UdpSocket) {
    let _ = socket.connect("a:1").await;
}

#[no_blocking]
async fn recv(socket: &UdpSocket) {
    let _ = socket.recv(&mut [0]).await;
}

#[no_blocking]
async fn recv_from(socket: &UdpSocket) {
    let _ = socket.recv_from(&mut [0]).await;
}

#[no_blocking]
async fn send(socket: &UdpSocket) {
    let _ = socket.send(b"x").await;
}

#[no_blocking]
async fn send_to(socket: &UdpSocket) {
    let _ = socket.send_to(b"x", "a:1").await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
