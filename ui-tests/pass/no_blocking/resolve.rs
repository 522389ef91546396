#![deny(warnings)]
#![allow(dead_code)]

use std::net::ToSocketAddrs as _;

use asyncward::no_blocking;


#[no_blocking]
async fn numbers(address: std::net::SocketAddr) {
    let _ = address.to_socket_addrs();
}

#[no_blocking]
async fn of_tokio() {
    let _ = tokio::net::lookup_host("a:1").await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
