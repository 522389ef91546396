//! Types and functions of the user's own with the names of the catalogue, as many arguments, and nothing
//! that blocks behind them.
#![deny(warnings)]

use asyncward::no_blocking;

struct Own(u32);

impl Own {
    fn set_modified(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn set_times(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn lock_shared(&self) -> u32 {
        self.0
    }

    fn read_at(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn read_exact_at(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn write_at(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn write_all_at(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn next(&self) -> u32 {
        self.0
    }

    fn read_vectored(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn fill_buf(&self) -> u32 {
        self.0
    }

    fn read_until(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn skip_until(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn stream_position(&self) -> u32 {
        self.0
    }

    fn write_fmt(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn write_vectored(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn shutdown(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn incoming(&self) -> u32 {
        self.0
    }

    fn peek_from(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn status(&self) -> u32 {
        self.0
    }

    fn wait_with_output(&self) -> u32 {
        self.0
    }

    fn wait_while(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn wait_timeout(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn wait_timeout_ms(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn wait_timeout_while(&self, a: u32, b: u32, c: u32) -> u32 {
        self.0 + a + b + c
    }

    fn recv_timeout(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn blocking_lock(&self) -> u32 {
        self.0
    }

    fn blocking_lock_owned(&self) -> u32 {
        self.0
    }

    fn blocking_read(&self) -> u32 {
        self.0
    }

    fn blocking_write(&self) -> u32 {
        self.0
    }

    fn blocking_acquire(&self) -> u32 {
        self.0
    }

    fn blocking_acquire_many(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn blocking_acquire_owned(&self) -> u32 {
        self.0
    }

    fn blocking_acquire_many_owned(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn blocking_send(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn blocking_recv(&self) -> u32 {
        self.0
    }

    fn blocking_recv_many(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn shutdown_timeout(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn build(&self) -> u32 {
        self.0
    }

    fn run_until_stalled(&self) -> u32 {
        self.0
    }

    fn recv_deadline(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn send_timeout(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn send_deadline(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn select_timeout(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn select_deadline(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn ready(&self) -> u32 {
        self.0
    }

    fn ready_timeout(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn ready_deadline(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn wait_deadline(&self, a: u32) -> u32 {
        self.0 + a
    }

    fn send_option_timeout(&self, a: u32, b: u32) -> u32 {
        self.0 + a + b
    }

    fn recv_blocking(&self) -> u32 {
        self.0
    }

    fn send_blocking(&self, a: u32) -> u32 {
        self.0 + a
    }
}

async fn block_on_stream(own: &Own) -> u32 {
    own.0
}

impl IntoIterator for Own {
    type Item = u32;
    type IntoIter = std::option::IntoIter<u32>;

    fn into_iter(self) -> Self::IntoIter {
        Some(self.0).into_iter()
    }
}

mod fs {
    pub fn chown(owner: u32) -> u32 {
        owner
    }

    pub fn soft_link(from: u32, to: u32) -> u32 {
        from + to
    }
}

mod thread {
    pub fn park() -> u32 {
        1
    }

    pub fn park_timeout(limit: u32) -> u32 {
        limit
    }

    pub fn scope<T>(work: impl FnOnce(u32) -> T) -> T {
        work(1)
    }

    pub fn sleep_ms(limit: u32) -> u32 {
        limit
    }
}

struct TcpListener;

impl TcpListener {
    fn bind(port: u32) -> u32 {
        port
    }

    fn bind_addr(port: u32) -> u32 {
        port
    }
}

struct TcpStream;

impl TcpStream {
    fn connect_addr(port: u32) -> u32 {
        port
    }

    fn connect_timeout(port: u32, limit: u32) -> u32 {
        port + limit
    }
}

#[no_blocking]
async fn methods(own: &Own) -> u32 {
    let mut sum = 0;
    sum += own.set_modified(1);
    sum += own.set_times(1);
    sum += own.lock_shared();
    sum += own.read_at(1, 2);
    sum += own.read_exact_at(1, 2);
    sum += own.write_at(1, 2);
    sum += own.write_all_at(1, 2);
    sum += own.next();
    sum += own.read_vectored(1);
    sum += own.fill_buf();
    sum += own.read_until(1, 2);
    sum += own.skip_until(1);
    sum += own.stream_position();
    sum += own.write_fmt(1);
    sum += own.write_vectored(1);
    sum += own.shutdown(1);
    sum += own.incoming();
    sum += own.peek_from(1);
    sum += own.status();
    sum += own.wait_with_output();
    sum += own.wait_while(1, 2);
    sum += own.wait_timeout(1, 2);
    sum += own.wait_timeout_ms(1, 2);
    sum += own.wait_timeout_while(1, 2, 3);
    sum += own.recv_timeout(1);
    sum += own.blocking_lock();
    sum += own.blocking_lock_owned();
    sum += own.blocking_read();
    sum += own.blocking_write();
    sum += own.blocking_acquire();
    sum += own.blocking_acquire_many(1);
    sum += own.blocking_acquire_owned();
    sum += own.blocking_acquire_many_owned(1);
    sum += own.blocking_send(1);
    sum += own.blocking_recv();
    sum += own.blocking_recv_many(1, 2);
    sum += own.shutdown_timeout(1);
    sum += own.build();
    sum += own.run_until_stalled();
    sum += own.recv_deadline(1);
    sum += own.send_timeout(1, 2);
    sum += own.send_deadline(1, 2);
    sum += own.select_timeout(1);
    sum += own.select_deadline(1);
    sum += own.ready();
    sum += own.ready_timeout(1);
    sum += own.ready_deadline(1);
    sum += own.wait_deadline(1);
    sum += own.send_option_timeout(1, 2);
    sum += own.recv_blocking();
    sum += own.send_blocking(1);
    sum
}

#[no_blocking]
async fn by_path(own: &Own) -> u32 {
    Own::recv_timeout(own, 1) + Own::blocking_recv(own) + Own::next(own)
}

#[no_blocking]
async fn functions(own: Own) -> u32 {
    let mut sum = fs::chown(1) + fs::soft_link(1, 2) + thread::park() + thread::park_timeout(1);
    sum += thread::scope(|one| one + 1) + thread::sleep_ms(1);
    sum += TcpListener::bind(1) + TcpListener::bind_addr(1);
    sum += TcpStream::connect_addr(1) + TcpStream::connect_timeout(1, 2);
    let stream = block_on_stream(&own);
    sum += stream.await;
    for one in own {
        sum += one;
    }
    sum
}

#[no_blocking]
async fn of_tokio() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let connected = tokio::net::TcpStream::connect(listener.local_addr()?);
    let (stream, accepted) = tokio::join!(connected, listener.accept());
    tokio::net::UdpSocket::bind("127.0.0.1:0").await?;
    drop((stream?, accepted?));
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert!(methods(&Own(1)).await > 0);
    assert_eq!(by_path(&Own(1)).await, 4);
    assert_eq!(functions(Own(1)).await, 17);
    of_tokio().await.unwrap();
}
