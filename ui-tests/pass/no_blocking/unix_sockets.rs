#![deny(warnings)]
#![allow(dead_code)]

use tokio::net::{UnixDatagram, UnixListener, UnixStream};

use asyncward::no_blocking;


#[no_blocking]
async fn connect() {
    let _ = UnixStream::connect("a").await;
}

#[no_blocking]
async fn accept(listener: &UnixListener) {
    let _ = listener.accept().await;
}

#[no_blocking]
async fn recv(socket: &UnixDatagram) {
    let _ = socket.recv(&mut [0]).await;
}

#[no_blocking]
async fn pair() {
    let _ = (std::os::unix::net::UnixStream::pair(), std::os::unix::net::UnixDatagram::unbound());
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
