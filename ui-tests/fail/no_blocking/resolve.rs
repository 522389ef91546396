//! Names that are looked up.
#![allow(dead_code, deprecated)]

use std::net::ToSocketAddrs as _;

use asyncward::no_blocking;


#[no_blocking]
async fn text() {
    let _ = "a:1".to_socket_addrs(); //~ ERROR
}

#[no_blocking]
async fn owned(host: String) {
    let _ = host.to_socket_addrs(); //~ ERROR
}

#[no_blocking]
async fn with_port(host: &str) {
    let _ = (host, 1).to_socket_addrs(); //~ ERROR
}

#[no_blocking]
async fn owned_with_port(host: String) {
    let _ = (host, 1).to_socket_addrs(); //~ ERROR
}

#[no_blocking]
async fn formatted(host: &str) {
    let _ = format!("{host}:1").to_socket_addrs(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
