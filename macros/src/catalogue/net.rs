//! `std::net` and `std::os::unix::net`.

use super::{Row, always, function, io, method};

const CONNECT: &str = "the worker thread waits for the name server and the peer, minutes if neither answers; every task on it waits too";
const RESOLVE: &str = "the worker thread waits for the name server, seconds if it is slow or gone; every task on it waits too";
const PEER: &str =
    "the worker thread waits for the peer, however long it takes; every task on it waits too";
const LOCAL: &str = "the worker thread waits for the other process, however long it takes; every task on it waits too";
const BIND: &str =
    "it resolves the address on the worker thread, and the socket it gives blocks in all it does";

const ADDRESS: &str = "::<&'static str>";

const STREAM: &[&str] = &["std::net::TcpStream"];
const LISTENER: &[&str] = &["std::net::TcpListener"];
const UDP: &[&str] = &["std::net::UdpSocket"];
const NAMES: &[&str] = &["str", "(&str, u16)", "(std::string::String, u16)"];
const UNIX_STREAM: &[&str] = &["std::os::unix::net::UnixStream"];
const UNIX_LISTENER: &[&str] = &["std::os::unix::net::UnixListener"];
const UNIX_DATAGRAM: &[&str] = &["std::os::unix::net::UnixDatagram"];

const ACCEPT: &str =
    "`tokio::net::TcpListener` in its place, and `listener.accept().await` in a loop";
const ACCEPT_UNIX: &str =
    "`tokio::net::UnixListener` in its place, and `listener.accept().await` in a loop";
const TCP: &str = "`tokio::net::TcpStream` in its place: the same call and `.await`";
const DATAGRAMS: &str = "`tokio::net::UdpSocket` in its place: the same call and `.await`";
const UNIX_DATAGRAMS: &str = "`tokio::net::UnixDatagram` in its place: the same call and `.await`";

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    always(function("std::net::TcpStream::connect", ADDRESS), CONNECT, "`tokio::net::TcpStream::connect(address).await`"),
    always(function("std::net::TcpStream::connect_timeout", ""), CONNECT, "`tokio::time::timeout(limit, tokio::net::TcpStream::connect(address)).await`"),
    io(function("std::net::TcpListener::bind", ADDRESS), BIND, "`tokio::net::TcpListener::bind(address).await`"),
    io(function("std::net::UdpSocket::bind", ADDRESS), BIND, "`tokio::net::UdpSocket::bind(address).await`"),
    always(method("to_socket_addrs", 0, NAMES), RESOLVE, "`tokio::net::lookup_host(address).await`"),
    //
    always(method("peek", 1, STREAM), PEER, TCP),
    io(method("shutdown", 1, STREAM), PEER, "`tokio::net::TcpStream` in its place, and `tokio::io::AsyncWriteExt::shutdown(&mut stream).await`"),
    always(method("accept", 0, LISTENER), PEER, ACCEPT),
    always(method("incoming", 0, LISTENER), PEER, ACCEPT),
    always(method("connect", 1, UDP), RESOLVE, DATAGRAMS),
    always(method("peek", 1, UDP), PEER, DATAGRAMS),
    always(method("peek_from", 1, UDP), PEER, DATAGRAMS),
    always(method("recv", 1, UDP), PEER, DATAGRAMS),
    always(method("recv_from", 1, UDP), PEER, DATAGRAMS),
    io(method("send", 1, UDP), PEER, DATAGRAMS),
    io(method("send_to", 2, UDP), PEER, DATAGRAMS),
    //
    always(function("std::os::unix::net::UnixStream::connect", ADDRESS), LOCAL, "`tokio::net::UnixStream::connect(path).await`"),
    always(function("std::os::unix::net::UnixStream::connect_addr", ""), LOCAL, "`tokio::net::UnixStream::connect(path).await`"),
    io(function("std::os::unix::net::UnixListener::bind", ADDRESS), BIND_UNIX, "`tokio::net::UnixListener::bind(path)`"),
    io(function("std::os::unix::net::UnixListener::bind_addr", ""), BIND_UNIX, "`tokio::net::UnixListener::bind(path)`"),
    io(function("std::os::unix::net::UnixDatagram::bind", ADDRESS), BIND_UNIX, "`tokio::net::UnixDatagram::bind(path)`"),
    io(function("std::os::unix::net::UnixDatagram::bind_addr", ""), BIND_UNIX, "`tokio::net::UnixDatagram::bind(path)`"),
    io(method("shutdown", 1, UNIX_STREAM), LOCAL, "`tokio::net::UnixStream` in its place, and `tokio::io::AsyncWriteExt::shutdown(&mut stream).await`"),
    always(method("accept", 0, UNIX_LISTENER), LOCAL, ACCEPT_UNIX),
    always(method("incoming", 0, UNIX_LISTENER), LOCAL, ACCEPT_UNIX),
    always(method("recv", 1, UNIX_DATAGRAM), LOCAL, UNIX_DATAGRAMS),
    always(method("recv_from", 1, UNIX_DATAGRAM), LOCAL, UNIX_DATAGRAMS),
    io(method("send", 1, UNIX_DATAGRAM), LOCAL, UNIX_DATAGRAMS),
    io(method("send_to", 2, UNIX_DATAGRAM), LOCAL, UNIX_DATAGRAMS),
];

const BIND_UNIX: &str =
    "it goes to the disk on the worker thread, and the socket it gives blocks in all it does";
