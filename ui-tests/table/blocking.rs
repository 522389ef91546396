//! `#[no_blocking]` on small functions: what blocks, and what only looks so.
#![allow(clippy::all, unused, deprecated, unsafe_code)]

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::future::Future;
use std::io::{self, BufRead as _, BufReader, BufWriter, Cursor, Read as _, Seek as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _, UdpSocket};
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::rc::Rc;
use std::sync::{Arc, Barrier, Condvar, Mutex, MutexGuard, RwLock, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use asyncward::no_blocking;

type Inbox = mpsc::Receiver<u32>;
type Disk = File;

const SECOND: Duration = Duration::from_secs(1);

mod exported {
    pub use std::fs as files;
    pub use std::fs::read_to_string;
    pub use std::process::Command as Program;
    pub use std::sync::mpsc::Receiver as Rx;
    pub use std::thread::sleep;
}

/// What has the names of the catalogue and is something else.
mod mine {
    use std::time::Duration;

    pub async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
        tokio::task::spawn_blocking(work).await.unwrap()
    }

    pub async fn offload<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
        run_blocking(work).await
    }

    pub async fn retry<T>(work: impl Fn() -> T) -> T {
        work()
    }

    pub fn read(_: &str) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    pub fn write<T>(_: &str, _: T) -> std::io::Result<()> {
        Ok(())
    }

    pub fn sleep(_: Duration) {}

    pub fn park() {}

    pub fn join<A, B>(a: impl FnOnce() -> A, b: impl FnOnce() -> B) -> (A, B) {
        (a(), b())
    }

    pub fn metadata<T: std::str::FromStr>(_: &str) -> Option<T> {
        None
    }

    pub fn scope<T>(work: impl FnOnce() -> T) -> T {
        work()
    }

    pub async fn block_on<T>(work: impl std::future::Future<Output = T>) -> T {
        work.await
    }

    pub struct File;

    impl File {
        pub fn open(_: &str) -> std::io::Result<File> {
            Ok(File)
        }

        pub fn lock(&self) {}

        pub fn sync_all(&self) {}
    }

    pub struct Queue(pub Vec<u32>);

    impl Queue {
        pub fn recv(&mut self) -> Option<u32> {
            self.0.pop()
        }

        pub fn send(&mut self, n: u32) {
            self.0.push(n);
        }

        pub fn iter(&self) -> std::slice::Iter<'_, u32> {
            self.0.iter()
        }

        pub fn wait(&self) -> u32 {
            0
        }

        pub fn join(self) -> u32 {
            0
        }

        pub fn exists(&self) -> bool {
            true
        }

        pub fn output(&self) -> u32 {
            0
        }

        pub fn read(&self) -> u32 {
            0
        }
    }

    pub struct Later;

    impl Later {
        pub async fn recv(&self) -> u32 {
            0
        }

        pub async fn open(&self, _: &str) {}

        pub async fn output(&self) {}
    }
}

struct Owner {
    rx: mpsc::Receiver<u32>,
    file: File,
    path: PathBuf,
    handle: Option<JoinHandle<u32>>,
    queues: Vec<mpsc::Receiver<u32>>,
}

struct Wrapped(File);

impl Deref for Wrapped {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

impl DerefMut for Wrapped {
    fn deref_mut(&mut self) -> &mut File {
        &mut self.0
    }
}

async fn later() {}

async fn number() -> u32 {
    0
}

fn later_size() -> usize {
    0
}

macro_rules! whatever {
    ($work:expr) => {
        $work
    };
}

mod blocks {
    use super::*;

    //= blocks
    #[no_blocking]
    async fn sleep_qualified() { std::thread::sleep(SECOND); }

    //= blocks
    #[no_blocking]
    async fn sleep_by_module() { thread::sleep(SECOND); }

    //= blocks
    #[no_blocking]
    async fn sleep_imported() { use std::thread::sleep; sleep(SECOND); }

    //= blocks
    #[no_blocking]
    async fn sleep_from_the_root() { ::std::thread::sleep(SECOND); }

    //= blocks
    #[no_blocking]
    async fn sleep_re_exported() { exported::sleep(SECOND); }

    //= blocks
    #[no_blocking]
    async fn sleep_of_aliased_module() { use std::thread as threads; threads::sleep(SECOND); }

    //= blocks
    #[no_blocking]
    async fn sleep_raw_ident() { thread::r#sleep(SECOND); }

    //= blocks
    #[no_blocking]
    async fn sleep_ms() { thread::sleep_ms(5); }

    //= blocks
    #[no_blocking]
    async fn sleep_in_a_loop() { for _ in 0..3 { thread::sleep(SECOND); later().await; } }

    //= blocks
    #[no_blocking]
    async fn sleep_in_a_closure() { let wait = || thread::sleep(SECOND); wait(); }

    //= blocks
    #[no_blocking]
    async fn sleep_in_an_async_block() { let work = async { thread::sleep(SECOND); }; work.await; }

    //= blocks
    #[no_blocking]
    async fn sleep_as_an_argument() { drop(thread::sleep(SECOND)); }

    //= blocks
    #[no_blocking]
    async fn sleep_in_a_branch(flag: bool) { if flag { thread::sleep(SECOND); } else { tokio::time::sleep(SECOND).await; } }

    //= blocks
    #[no_blocking]
    async fn sleep_in_parentheses() { (thread::sleep)(SECOND); }

    //= blocks
    #[no_blocking]
    async fn sleep_as_the_tail() { thread::sleep(SECOND) }

    //= blocks
    #[no_blocking]
    async fn sleep_in_an_arm(n: u32) { match n { 0 => thread::sleep(SECOND), _ => later().await } }

    //= blocks
    #[no_blocking]
    async fn sleep_in_select() { tokio::select! { _ = later() => thread::sleep(SECOND), _ = number() => {} } }

    //= blocks
    #[no_blocking]
    async fn sleep_in_join() { tokio::join!(async { thread::sleep(SECOND) }, later()); }

    //= blocks
    #[no_blocking]
    async fn sleep_renamed() { use std::thread::sleep as nap; nap(SECOND); }

    //= missed: the tokens of a macro that is not known are left as they are
    #[no_blocking]
    async fn in_an_unknown_macro() { whatever!(thread::sleep(SECOND)); }

    //= blocks
    #[no_blocking]
    async fn sleep_as_a_value() { let nap = std::thread::sleep; nap(SECOND); }

    //= blocks
    #[no_blocking]
    async fn park() { thread::park(); }

    //= blocks
    #[no_blocking]
    async fn park_timeout() { thread::park_timeout(SECOND); }

    //= blocks
    #[no_blocking]
    async fn scope() { thread::scope(|s| { s.spawn(later_size); }); }

    //= blocks
    #[no_blocking]
    async fn join(handle: JoinHandle<u32>) { handle.join().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn join_of_field(owner: Owner) { owner.handle.unwrap().join().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn join_of_new_thread() { thread::spawn(|| 1).join().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn join_in_map(handles: Vec<JoinHandle<u32>>) { let _all: Vec<u32> = handles.into_iter().map(|handle| handle.join().unwrap()).collect(); }

    //= blocks
    #[no_blocking]
    async fn join_by_path(handle: JoinHandle<u32>) { JoinHandle::join(handle).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn join_by_question_mark(handle: JoinHandle<u32>) -> io::Result<()> { handle.join().map_err(|_| io::Error::other("panicked"))?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn fs_read_qualified() { let _bytes = std::fs::read("a"); }

    //= blocks
    #[no_blocking]
    async fn fs_read_by_module(path: PathBuf) -> io::Result<()> { fs::read(path)?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn fs_read_by_aliased_module(path: &Path) -> io::Result<()> { use std::fs as disk; disk::read(path)?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn fs_read_by_re_exported_module(path: &Path) -> io::Result<()> { exported::files::read(path)?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn fs_read_imported(path: &str) -> io::Result<Vec<u8>> { use std::fs::read; let bytes = read(path)?; Ok(bytes) }

    //= blocks
    #[no_blocking]
    async fn fs_read_with_turbofish() { let _ = fs::read::<&str>("a"); }

    //= blocks
    #[no_blocking]
    async fn fs_read_to_string_re_exported() { let _text = exported::read_to_string("a"); }

    //= blocks
    #[no_blocking]
    async fn fs_read_in_format() { let _text = format!("{:?}", fs::read_to_string("a")); }

    //= blocks
    #[no_blocking]
    async fn fs_read_in_vec() { let _all = vec![fs::read("a"), Ok(Vec::new())]; }

    //= blocks
    #[no_blocking]
    async fn fs_read_of_generic<P: AsRef<Path>>(path: P) { let _bytes = fs::read(path); }

    //= blocks
    #[no_blocking]
    async fn fs_read_before_an_await() { let size = fs::metadata("a").map(|m| m.len()); later().await; drop(size); }

    //= blocks
    #[no_blocking]
    async fn fs_read_in_an_argument_of_await() { tokio::fs::write("b", fs::read("a").unwrap()).await.unwrap(); }

    //= blocks
    #[no_blocking]
    async fn fs_write(text: String) { fs::write("a", &text).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn fs_copy() { fs::copy("a", "b").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn fs_rename(a: &Path, b: PathBuf) { fs::rename(a, b).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn fs_remove_file() { let _ = fs::remove_file("a"); }

    //= blocks
    #[no_blocking]
    async fn fs_remove_dir() { let _ = fs::remove_dir("a"); }

    //= blocks
    #[no_blocking]
    async fn fs_remove_dir_all() { let _ = fs::remove_dir_all("a"); }

    //= blocks
    #[no_blocking]
    async fn fs_create_dir() { let _ = fs::create_dir("a"); }

    //= blocks
    #[no_blocking]
    async fn fs_create_dir_all() { let _ = fs::create_dir_all("a"); }

    //= blocks
    #[no_blocking]
    async fn fs_metadata(path: &Path) -> io::Result<()> { fs::metadata(path)?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn fs_symlink_metadata(path: &Path) -> io::Result<()> { fs::symlink_metadata(path)?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn fs_set_permissions(path: &Path, p: fs::Permissions) -> io::Result<()> { fs::set_permissions(path, p)?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn fs_canonicalize(path: &Path) -> io::Result<()> { fs::canonicalize(path)?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn fs_hard_link() { fs::hard_link("a", "b").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn fs_soft_link() { fs::soft_link("a", "b").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn fs_read_link() { fs::read_link("a").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn fs_read_dir() { for entry in fs::read_dir("a").unwrap() { drop(entry); } }

    //= blocks
    #[no_blocking]
    async fn fs_exists() { if fs::exists("a").unwrap_or(false) { later().await; } }

    //= blocks
    #[no_blocking]
    async fn unix_symlink() { std::os::unix::fs::symlink("a", "b").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_open() { let _file = File::open("a"); }

    //= blocks
    #[no_blocking]
    async fn file_open_by_alias() { let _file = Disk::open("a"); }

    //= blocks
    #[no_blocking]
    async fn file_open_in_angles() { let _file = <File>::open("a"); }

    //= blocks
    #[no_blocking]
    async fn file_open_qualified() { let _file = std::fs::File::open("a"); }

    //= blocks
    #[no_blocking]
    async fn file_create() { let _file = File::create("a"); }

    //= blocks
    #[no_blocking]
    async fn file_create_new() { let _file = File::create_new("a"); }

    //= blocks
    #[no_blocking]
    async fn file_open_after_and_then(path: Option<&Path>) { let _file = path.map(|path| File::open(path)); }

    //= blocks
    #[no_blocking]
    async fn open_options() { let _file = OpenOptions::new().read(true).open("a"); }

    //= blocks
    #[no_blocking]
    async fn open_options_of_binding() { let mut options = File::options(); options.write(true); let _file = options.open("a"); }

    //= blocks
    #[no_blocking]
    async fn dir_builder() { fs::DirBuilder::new().recursive(true).create("a").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_sync_all(file: &File) { file.sync_all().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_sync_data(file: File) { file.sync_data().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_set_len(owner: &Owner) { owner.file.set_len(0).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_metadata(file: &mut File) { file.metadata().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_lock(file: &File) { file.lock().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_in_arc(file: Arc<File>) { file.sync_all().unwrap(); }

    //= missed: a wrapper of the user's own may have a method of that name
    #[no_blocking]
    async fn file_in_wrapper(file: &mut Wrapped) { file.sync_all().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_by_path(file: &File) { File::sync_all(file).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_read_at(file: &File) { use std::os::unix::fs::FileExt as _; file.read_at(&mut [0; 8], 0).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn path_exists(path: &Path) { if path.exists() { later().await; } }

    //= blocks
    #[no_blocking]
    async fn path_buf_exists(path: PathBuf) { path.exists(); }

    //= blocks
    #[no_blocking]
    async fn path_exists_of_new() { Path::new("a").exists(); }

    //= blocks
    #[no_blocking]
    async fn path_exists_of_field(owner: &Owner) { owner.path.exists(); }

    //= blocks
    #[no_blocking]
    async fn path_exists_of_join(path: &Path) { path.join("b").exists(); }

    //= blocks
    #[no_blocking]
    async fn path_try_exists(path: &Path) { path.try_exists().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn path_is_file(path: &Path) { path.is_file(); }

    //= blocks
    #[no_blocking]
    async fn path_is_dir_in_filter(paths: Vec<PathBuf>) { let _dirs: Vec<PathBuf> = paths.into_iter().filter(|path| path.is_dir()).collect(); }

    //= blocks
    #[no_blocking]
    async fn path_metadata(path: &Path) { path.metadata().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn path_canonicalize(path: &Path) { path.canonicalize().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn path_read_dir(path: &Path) { path.read_dir().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn path_by_path(path: &Path) { Path::is_dir(path); }

    //= blocks
    #[no_blocking]
    async fn entry_metadata(entry: fs::DirEntry) { entry.metadata().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_read_exact(file: &mut File) { file.read_exact(&mut [0; 4]).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_read(mut file: &File) -> io::Result<()> { let n = file.read(&mut [0; 4])?; later().await; drop(n); Ok(()) }

    //= blocks
    #[no_blocking]
    async fn file_read_to_end(file: &mut File) { let mut bytes = Vec::new(); file.read_to_end(&mut bytes).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_read_to_string(mut file: File) { let mut text = String::new(); file.read_to_string(&mut text).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_read_by_trait(file: &mut File) { std::io::Read::read(file, &mut [0; 4]).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn tcp_read(stream: &mut TcpStream) { stream.read(&mut [0; 4]).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn tcp_write_all(mut stream: TcpStream) { stream.write_all(b"x").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn tcp_write_by_reference(stream: &TcpStream) { (&*stream).write_all(b"x").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_write(file: &mut File) { file.write(b"x").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_flush(file: &mut File) { file.flush().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn file_write_by_trait(file: &mut File) { std::io::Write::write_all(file, b"x").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn buffered_write(out: &mut BufWriter<File>) { out.write_all(b"x").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn buffered_flush(stream: TcpStream) { let mut out = BufWriter::new(stream); out.flush().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn buffered_lines(file: tokio::fs::File) { let file = BufReader::new(file.into_std().await); for line in file.lines() { drop(line); } }

    //= blocks
    #[no_blocking]
    async fn buffered_read_line(reader: &mut BufReader<TcpStream>) { let mut line = String::new(); reader.read_line(&mut line).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn buffered_reference(stream: &TcpStream) { let mut line = String::new(); BufReader::new(stream).read_line(&mut line).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn seek(file: &mut File) { file.seek(io::SeekFrom::Start(0)).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn rewind(file: &mut File) { file.rewind().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn stdin_read_line() { let mut line = String::new(); io::stdin().read_line(&mut line).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn stdin_lines() { for line in io::stdin().lines() { drop(line); } }

    //= blocks
    #[no_blocking]
    async fn stdin_locked() { let mut line = String::new(); io::stdin().lock().read_line(&mut line).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn stdin_read_to_string() { let mut text = String::new(); io::stdin().read_to_string(&mut text).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn io_copy_from_file(file: &mut File) { io::copy(file, &mut Vec::new()).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn io_copy_into_socket(stream: &mut TcpStream) { io::copy(&mut &b"x"[..], stream).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn io_read_to_string(file: File) { io::read_to_string(file).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn child_stdout(child: &mut Child) { let mut text = String::new(); child.stdout.take().unwrap().read_to_string(&mut text).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn child_stdin(child: &mut Child) { child.stdin.as_mut().unwrap().write_all(b"x").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn write_macro(file: &mut File) { writeln!(file, "x").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn tcp_connect() { let _stream = TcpStream::connect("a:1"); }

    //= blocks
    #[no_blocking]
    async fn tcp_connect_qualified(address: SocketAddr) { let _stream = std::net::TcpStream::connect(address); }

    //= blocks
    #[no_blocking]
    async fn tcp_connect_by_alias() { use std::net::TcpStream as Stream; let _stream = Stream::connect(("a", 1)); }

    //= blocks
    #[no_blocking]
    async fn tcp_connect_timeout(address: SocketAddr) { let _stream = TcpStream::connect_timeout(&address, SECOND); }

    //= blocks
    #[no_blocking]
    async fn tcp_bind() { let _listener = TcpListener::bind("a:1"); }

    //= blocks
    #[no_blocking]
    async fn tcp_accept(listener: &TcpListener) { let _peer = listener.accept(); }

    //= blocks
    #[no_blocking]
    async fn tcp_incoming(listener: TcpListener) { for peer in listener.incoming() { drop(peer); } }

    //= blocks
    #[no_blocking]
    async fn tcp_peek(stream: &TcpStream) { stream.peek(&mut [0]).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn udp_bind() { let _socket = UdpSocket::bind("a:1"); }

    //= blocks
    #[no_blocking]
    async fn udp_recv(socket: &UdpSocket) { socket.recv(&mut [0]).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn udp_recv_from(socket: Arc<UdpSocket>) { socket.recv_from(&mut [0]).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn udp_send_to(socket: &UdpSocket) { socket.send_to(b"x", "a:1").unwrap(); }

    //= blocks
    #[no_blocking]
    async fn resolve() { let _all = "a:1".to_socket_addrs(); }

    //= blocks
    #[no_blocking]
    async fn resolve_pair(host: &str) { let _all = (host, 1).to_socket_addrs(); }

    //= blocks
    #[no_blocking]
    async fn resolve_string(host: String) { let _all = host.to_socket_addrs(); }

    //= blocks
    #[no_blocking]
    async fn unix_connect() { let _stream = std::os::unix::net::UnixStream::connect("a"); }

    //= blocks
    #[no_blocking]
    async fn unix_accept(listener: &std::os::unix::net::UnixListener) { let _peer = listener.accept(); }

    //= blocks
    #[no_blocking]
    async fn command_output() { let _output = Command::new("a").output(); }

    //= blocks
    #[no_blocking]
    async fn command_status() { let _status = Command::new("a").arg("b").status(); }

    //= blocks
    #[no_blocking]
    async fn command_spawn() { let _child = Command::new("a").spawn(); }

    //= blocks
    #[no_blocking]
    async fn command_output_qualified() { let _output = std::process::Command::new("a").args(["b"]).output(); }

    //= blocks
    #[no_blocking]
    async fn command_re_exported() { let _output = exported::Program::new("a").output(); }

    //= blocks
    #[no_blocking]
    async fn command_in_binding(command: &mut Command) -> io::Result<()> { let _output = command.output()?; Ok(()) }

    //= blocks
    #[no_blocking]
    async fn child_wait(child: &mut Child) { child.wait().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn child_wait_with_output(child: Child) { child.wait_with_output().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn recv(rx: &mpsc::Receiver<u32>) { rx.recv().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn recv_by_alias(rx: Inbox) { rx.recv().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn recv_by_re_export(rx: exported::Rx<u32>) { rx.recv().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn recv_of_new_channel() { let (_tx, rx) = mpsc::channel::<u32>(); let _ = rx.recv(); }

    //= blocks
    #[no_blocking]
    async fn recv_of_field(owner: &Owner) { owner.rx.recv().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn recv_of_element(owner: &Owner) { owner.queues[0].recv().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn recv_in_arc_of_mutex(rx: Arc<Mutex<Inbox>>) { let n = rx.lock().unwrap().recv().unwrap(); drop(n); }

    //= blocks
    #[no_blocking]
    async fn recv_in_box(rx: Box<Inbox>) { rx.recv().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn recv_in_rc(rx: Rc<Inbox>) { rx.recv().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn recv_of_generic<T>(rx: &mpsc::Receiver<T>) { let _ = rx.recv(); }

    //= blocks
    #[no_blocking]
    async fn recv_in_while_let(rx: Inbox) { while let Ok(n) = rx.recv() { drop(n); later().await; } }

    //= blocks
    #[no_blocking]
    async fn recv_by_path(rx: &Inbox) { let _ = mpsc::Receiver::recv(rx); }

    //= blocks
    #[no_blocking]
    async fn recv_of_inferred() { let (tx, rx) = mpsc::channel(); let _ = rx.recv(); let _ = tx.send(1_u8); }

    //= blocks
    #[no_blocking]
    async fn recv_timeout(rx: &Inbox) { let _ = rx.recv_timeout(SECOND); }

    //= blocks
    #[no_blocking]
    async fn recv_iter(rx: &Inbox) { for n in rx.iter() { drop(n); } }

    //= blocks
    #[no_blocking]
    async fn recv_into_iter(rx: Inbox) { let _sum: u32 = rx.into_iter().sum(); }

    //= blocks
    #[no_blocking]
    async fn recv_for(rx: Inbox) { for n in rx { drop(n); } }

    //= blocks
    #[no_blocking]
    async fn recv_for_reference(rx: &Inbox) { for n in rx { drop(n); } }

    //= blocks
    #[no_blocking]
    async fn sync_send(tx: &mpsc::SyncSender<u32>) { tx.send(1).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn condvar_wait(c: &Condvar, m: &Mutex<u32>) { drop(c.wait(m.lock().unwrap()).unwrap()); }

    //= blocks
    #[no_blocking]
    async fn condvar_wait_while(c: &Condvar, m: &Mutex<u32>) { drop(c.wait_while(m.lock().unwrap(), |n| *n > 0).unwrap()); }

    //= blocks
    #[no_blocking]
    async fn condvar_wait_timeout(c: &Condvar, m: &Mutex<u32>) { drop(c.wait_timeout(m.lock().unwrap(), SECOND).unwrap()); }

    //= blocks
    #[no_blocking]
    async fn barrier_wait(barrier: Arc<Barrier>) { barrier.wait(); }

    //= blocks
    #[no_blocking]
    async fn block_on_futures() { futures::executor::block_on(later()); }

    //= blocks
    #[no_blocking]
    async fn block_on_imported() { use futures::executor::block_on; let _n = block_on(number()); }

    //= blocks
    #[no_blocking]
    async fn block_on_pollster() { pollster::block_on(later()); }

    //= blocks
    #[no_blocking]
    async fn block_on_pollster_method() { use pollster::FutureExt as _; later().block_on(); }

    //= blocks
    #[no_blocking]
    async fn block_on_runtime(runtime: &tokio::runtime::Runtime) { runtime.block_on(later()); }

    //= blocks
    #[no_blocking]
    async fn block_on_handle() { tokio::runtime::Handle::current().block_on(later()); }

    //= blocks
    #[no_blocking]
    async fn block_on_local_set(local: tokio::task::LocalSet, runtime: &tokio::runtime::Runtime) { local.block_on(runtime, later()); }

    //= blocks
    #[no_blocking]
    async fn block_on_in_map(all: Vec<u32>) { let _all: Vec<u32> = all.iter().map(|_| futures::executor::block_on(number())).collect(); }

    //= blocks
    #[no_blocking]
    async fn block_on_stream() { for () in futures::executor::block_on_stream(futures::stream::iter([()])) {} }

    //= blocks
    #[no_blocking]
    async fn runtime_new() { let _runtime = tokio::runtime::Runtime::new(); }

    //= blocks
    #[no_blocking]
    async fn runtime_build() { let _runtime = tokio::runtime::Builder::new_current_thread().build(); }

    //= blocks
    #[no_blocking]
    async fn runtime_shutdown(runtime: tokio::runtime::Runtime) { runtime.shutdown_timeout(SECOND); }

    //= blocks
    #[no_blocking]
    async fn local_pool() { futures::executor::LocalPool::new().run_until(later()); }

    //= blocks
    #[no_blocking]
    async fn blocking_lock(m: &tokio::sync::Mutex<u32>) { drop(m.blocking_lock()); }

    //= blocks
    #[no_blocking]
    async fn blocking_lock_owned(m: Arc<tokio::sync::Mutex<u32>>) { drop(m.blocking_lock_owned()); }

    //= blocks
    #[no_blocking]
    async fn blocking_read(l: &tokio::sync::RwLock<u32>) { drop(l.blocking_read()); }

    //= blocks
    #[no_blocking]
    async fn blocking_write(l: &tokio::sync::RwLock<u32>) { *l.blocking_write() += 1; }

    //= blocks
    #[no_blocking]
    async fn blocking_acquire(s: &tokio::sync::Semaphore) { drop(s.blocking_acquire()); }

    //= blocks
    #[no_blocking]
    async fn blocking_send(tx: &tokio::sync::mpsc::Sender<u32>) { tx.blocking_send(1).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn blocking_recv(rx: &mut tokio::sync::mpsc::Receiver<u32>) { rx.blocking_recv(); }

    //= blocks
    #[no_blocking]
    async fn blocking_recv_unbounded(rx: &mut tokio::sync::mpsc::UnboundedReceiver<u32>) { rx.blocking_recv(); }

    //= blocks
    #[no_blocking]
    async fn blocking_recv_many(rx: &mut tokio::sync::mpsc::Receiver<u32>) { rx.blocking_recv_many(&mut Vec::new(), 1); }

    //= blocks
    #[no_blocking]
    async fn blocking_recv_oneshot(rx: tokio::sync::oneshot::Receiver<u32>) { let _ = rx.blocking_recv(); }

    //= blocks
    #[no_blocking]
    async fn blocking_recv_broadcast(rx: &mut tokio::sync::broadcast::Receiver<u32>) { let _ = rx.blocking_recv(); }

    //= blocks
    #[no_blocking]
    async fn crossbeam_recv(rx: &crossbeam_channel::Receiver<u32>) { let _ = rx.recv(); }

    //= blocks
    #[no_blocking]
    async fn crossbeam_recv_timeout(rx: &crossbeam_channel::Receiver<u32>) { let _ = rx.recv_timeout(SECOND); }

    //= blocks
    #[no_blocking]
    async fn crossbeam_send(tx: crossbeam_channel::Sender<u32>) { let _ = tx.send(1); }

    //= blocks
    #[no_blocking]
    async fn crossbeam_iter(rx: crossbeam_channel::Receiver<u32>) { for n in rx.iter() { drop(n); } }

    //= blocks
    #[no_blocking]
    async fn crossbeam_for(rx: crossbeam_channel::Receiver<u32>) { for n in &rx { drop(n); } }

    //= blocks
    #[no_blocking]
    async fn crossbeam_select(rx: crossbeam_channel::Receiver<u32>) { let mut select = crossbeam_channel::Select::new(); select.recv(&rx); select.ready(); }

    //= blocks
    #[no_blocking]
    async fn flume_recv(rx: &flume::Receiver<u32>) { let _ = rx.recv(); }

    //= blocks
    #[no_blocking]
    async fn flume_send(tx: &flume::Sender<u32>) { let _ = tx.send(1); }

    //= blocks
    #[no_blocking]
    async fn flume_iter(rx: flume::Receiver<u32>) { for n in rx.iter() { drop(n); } }

    //= blocks
    #[no_blocking]
    async fn flume_of_new() { let (tx, rx) = flume::bounded(1); let _ = tx.try_send(1); let _ = rx.recv(); }

    //= blocks
    #[no_blocking]
    async fn kanal_recv(rx: &kanal::Receiver<u32>) { let _ = rx.recv(); }

    //= blocks
    #[no_blocking]
    async fn kanal_send(tx: &kanal::Sender<u32>) { let _ = tx.send(1); }

    //= blocks
    #[no_blocking]
    async fn async_channel_recv_blocking(rx: &async_channel::Receiver<u32>) { let _ = rx.recv_blocking(); }

    //= blocks
    #[no_blocking]
    async fn async_channel_send_blocking(tx: &async_channel::Sender<u32>) { let _ = tx.send_blocking(1); }

    //= blocks
    #[no_blocking]
    async fn rayon_join() { rayon::join(|| (), || ()); }

    //= blocks
    #[no_blocking]
    async fn rayon_join_imported() { use rayon::join; let (_a, _b) = join(|| 1, || 2); }

    //= blocks
    #[no_blocking]
    async fn rayon_scope() { rayon::scope(|_| ()); }

    //= blocks
    #[no_blocking]
    async fn rayon_install(pool: &rayon::ThreadPool) { pool.install(|| ()); }

    //= blocks
    #[no_blocking]
    async fn parking_lot_condvar(c: &parking_lot::Condvar, m: &parking_lot::Mutex<u32>) { c.wait(&mut m.lock()); }

    //= blocks
    #[no_blocking]
    async fn parking_lot_condvar_wait_for(c: &parking_lot::Condvar, m: &parking_lot::Mutex<u32>) { c.wait_for(&mut m.lock(), SECOND); }

    //= blocks
    #[no_blocking]
    async fn reqwest_get() { let _ = reqwest::blocking::get("a"); }

    //= blocks
    #[no_blocking]
    async fn reqwest_client(client: &reqwest::blocking::Client) { let _ = client.get("a").send(); }

    //= blocks
    #[no_blocking]
    async fn reqwest_text(response: reqwest::blocking::Response) { let _ = response.text(); }

    //= blocks
    #[no_blocking]
    async fn reqwest_new() { let _client = reqwest::blocking::Client::new(); }

    //= blocks
    #[no_blocking]
    async fn reqwest_new_aliased() { use reqwest::blocking::Client as Http; let _client = Http::new(); }

    //= blocks
    #[no_blocking]
    async fn ureq_call() { let _ = ureq::get("a").call(); }

    //= blocks
    #[no_blocking]
    async fn ureq_send(agent: &ureq::Agent) { let _ = agent.post("a").send("b"); }

    //= blocks
    #[no_blocking]
    async fn ureq_body(body: &mut ureq::Body) { let _ = body.read_to_string(); }

    //= blocks
    #[no_blocking]
    async fn rusqlite_open() { let _db = rusqlite::Connection::open("a"); }

    //= blocks
    #[no_blocking]
    async fn rusqlite_execute(db: &rusqlite::Connection) { let _ = db.execute("a", ()); }

    //= blocks
    #[no_blocking]
    async fn rusqlite_transaction(t: rusqlite::Transaction<'_>) { let _ = t.execute("a", ()); }

    //= blocks
    #[no_blocking]
    async fn rusqlite_commit(t: rusqlite::Transaction<'_>) { let _ = t.commit(); }

    //= blocks
    #[no_blocking]
    async fn rusqlite_rows(rows: &mut rusqlite::Rows<'_>) { let _ = rows.next(); }

    //= blocks
    #[no_blocking]
    async fn rusqlite_in_mutex(db: &Mutex<rusqlite::Connection>) { let _ = db.lock().unwrap().execute_batch("a"); }

    //= blocks
    #[no_blocking]
    async fn postgres_query(client: &mut postgres::Client) { let _ = client.query("a", &[]); }

    //= blocks
    #[no_blocking]
    async fn postgres_connect() { let _ = postgres::Client::connect("a", postgres::NoTls); }

    //= blocks
    #[no_blocking]
    async fn diesel_batch<C: diesel::Connection>(c: &mut C) { use diesel::connection::SimpleConnection as _; let _ = c.batch_execute("a"); }

    //= blocks
    #[no_blocking]
    async fn diesel_transaction<C: diesel::Connection>(c: &mut C) { let _: diesel::QueryResult<u32> = c.transaction(|_| Ok(1)); }

    //= blocks
    #[no_blocking]
    async fn diesel_establish<C: diesel::Connection>() { let _ = C::establish("a"); }

    //= blocks
    #[no_blocking]
    async fn redis_get(c: &mut redis::Connection) { use redis::Commands as _; let n: redis::RedisResult<u32> = c.get("a"); drop(n); }

    //= blocks
    #[no_blocking]
    async fn redis_get_of_generic<C: redis::ConnectionLike>(c: &mut C) { use redis::Commands as _; let _: Option<u32> = c.get("a").ok(); }

    //= blocks
    #[no_blocking]
    async fn redis_cmd(c: &mut redis::Connection) { let _ = redis::cmd("PING").query::<String>(c); }

    //= blocks
    #[no_blocking]
    async fn redis_connect(client: &redis::Client) { let _ = client.get_connection(); }

    //= blocks
    #[no_blocking]
    async fn mysql_query(c: &mut mysql::PooledConn) { use mysql::prelude::Queryable as _; let _ = c.query_drop("a"); }

    //= blocks
    #[no_blocking]
    async fn mysql_get_conn(pool: &mysql::Pool) { let _ = pool.get_conn(); }

    //= blocks
    #[no_blocking]
    async fn r2d2_get<M: r2d2::ManageConnection>(pool: &r2d2::Pool<M>) { let _ = pool.get(); }

    //= blocks
    #[no_blocking(also(contention))]
    async fn also_contention_mutex(m: &Mutex<u32>) { *m.lock().unwrap() += 1; }

    //= blocks
    #[no_blocking(also(contention))]
    async fn also_contention_rwlock(l: &RwLock<u32>) { drop(l.read().unwrap()); }

    //= blocks
    #[no_blocking(also(contention))]
    async fn also_contention_parking_lot(m: &parking_lot::Mutex<u32>) { *m.lock() += 1; }

    //= blocks
    #[no_blocking(also(contention))]
    async fn also_contention_println() { println!("x"); }

    //= blocks
    #[no_blocking(also(contention))]
    async fn also_contention_once_lock(o: &std::sync::OnceLock<u32>) { o.get_or_init(|| 1); }

    //= blocks
    #[no_blocking(also(cpu))]
    async fn also_cpu_rayon(all: &[u32]) { use rayon::prelude::*; let _sum: u32 = all.par_iter().sum(); }

    //= blocks
    #[no_blocking(also(mine::park))]
    async fn also_own_function() { mine::park(); }

    //= blocks
    #[no_blocking(also(mine::park))]
    async fn also_own_function_imported() { use mine::park; park(); }

    //= blocks
    #[no_blocking]
    async fn blocking_async_in_insulated() { thread::spawn(|| { let _work = async { thread::sleep(SECOND) }; }); }

    //= blocks
    #[no_blocking]
    async fn blocking_argument_of_insulator() { tokio::task::spawn_blocking({ thread::sleep(SECOND); || () }).await.unwrap(); }

    //= blocks
    #[no_blocking]
    async fn blocking_receiver_of_insulator(handle: JoinHandle<tokio::runtime::Handle>) { handle.join().unwrap().spawn_blocking(|| ()).await.unwrap(); }

    //= blocks
    #[no_blocking]
    async fn blocking_stdin_buffered(line: &mut String) { BufReader::new(io::stdin()).read_line(line).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn blocking_next_entry(entries: &mut fs::ReadDir) { drop(entries.next()); }

    //= blocks
    #[no_blocking]
    async fn blocking_path_in_cow(path: std::borrow::Cow<'_, Path>) { path.exists(); }

    //= blocks
    #[no_blocking]
    async fn blocking_file_in_guard(file: &parking_lot::Mutex<File>) { file.lock().sync_all().unwrap(); }

    //= blocks
    #[no_blocking]
    async fn blocking_response_read(mut response: reqwest::blocking::Response, text: &mut String) { response.read_to_string(text).unwrap(); }

    //= blocks
    #[no_blocking]
    async fn blocking_closure_called_in_both() { let load = |path: &'static str| fs::read(path); drop(load("a")); drop(tokio::task::spawn_blocking(move || load("b")).await); }

    //= blocks
    #[no_blocking]
    async fn blocking_closure_in_awaited_call() { drop(mine::retry(|| fs::read("a")).await); }
}

mod fine {
    use super::*;

    //= fine
    #[no_blocking]
    async fn closure_called_in_insulated() { let load = |path: &'static str| fs::read(path); drop(tokio::task::spawn_blocking(move || load("a")).await); }

    //= fine
    #[no_blocking]
    async fn closure_in_arc_called_in_insulated(path: PathBuf) { let load: Arc<dyn Fn() -> io::Result<Vec<u8>> + Send + Sync> = Arc::new(move || fs::read(&path)); let other = Arc::clone(&load); drop(tokio::task::spawn_blocking(move || other()).await); }

    //= fine
    #[no_blocking]
    async fn insulated_in_branches(first: bool) { drop(tokio::task::spawn_blocking(if first { Box::new(|| fs::read("a")) as Box<dyn FnOnce() -> io::Result<Vec<u8>> + Send> } else { Box::new(|| fs::read("b")) }).await); }

    //= fine
    #[no_blocking]
    async fn own_insulator_by_name() { drop(mine::run_blocking(|| fs::read("a")).await); }

    //= fine
    #[no_blocking(insulators(mine::retry))]
    async fn own_insulator_listed() { drop(mine::retry(|| fs::read("a")).await); }

    //= fine
    #[no_blocking]
    async fn own_insulator_with_move() { let path = "a"; drop(mine::offload(move || fs::read(path)).await); }

    //= fine
    #[no_blocking]
    async fn own_runtime() { struct Runtime; impl Runtime { fn new() -> u32 { 1 } } Runtime::new(); }

    //= fine
    #[no_blocking]
    async fn vec_next(names: &mut std::vec::IntoIter<String>) { drop(names.next()); for name in names { drop(name); } }

    //= fine
    #[no_blocking]
    async fn tokio_sleep() { tokio::time::sleep(SECOND).await; }

    //= fine
    #[no_blocking]
    async fn tokio_sleep_imported() { use tokio::time::sleep; sleep(SECOND).await; }

    //= fine
    #[no_blocking]
    async fn tokio_sleep_by_module() { use tokio::time as thread; thread::sleep(SECOND).await; }

    //= fine
    #[no_blocking]
    async fn own_sleep() { mine::sleep(SECOND); }

    //= fine
    #[no_blocking]
    async fn own_sleep_imported() { use mine::sleep; sleep(SECOND); }

    //= fine
    #[no_blocking]
    async fn own_park() { mine::park(); }

    //= fine
    #[no_blocking]
    async fn shadowed_sleep() { let sleep = |_: Duration| (); sleep(SECOND); }

    //= fine
    #[no_blocking]
    async fn parameter_called_sleep(sleep: impl Fn(Duration)) { sleep(SECOND); }

    //= fine
    #[no_blocking]
    async fn own_scope() { mine::scope(|| 1); }

    //= fine
    #[no_blocking]
    async fn thread_spawn() { thread::spawn(|| thread::sleep(SECOND)); }

    //= fine
    #[no_blocking]
    async fn thread_builder() { thread::Builder::new().spawn(|| thread::sleep(SECOND)).unwrap(); }

    //= fine
    #[no_blocking]
    async fn spawn_blocking() { tokio::task::spawn_blocking(|| thread::sleep(SECOND)).await.unwrap(); }

    //= fine
    #[no_blocking]
    async fn spawn_blocking_imported(path: PathBuf) { use tokio::task::spawn_blocking; spawn_blocking(move || fs::read(path)).await.unwrap().unwrap(); }

    //= fine
    #[no_blocking]
    async fn spawn_blocking_of_handle(handle: tokio::runtime::Handle) { handle.spawn_blocking(|| fs::read("a")).await.unwrap().unwrap(); }

    //= fine
    #[no_blocking]
    async fn spawn_blocking_of_join_set(set: &mut tokio::task::JoinSet<()>) { set.spawn_blocking(|| thread::sleep(SECOND)); }

    //= fine
    #[no_blocking]
    async fn spawn_blocking_of_tracker(tracker: &tokio_util::task::TaskTracker) { tracker.spawn_blocking(|| thread::sleep(SECOND)); }

    //= fine
    #[no_blocking]
    async fn block_in_place() { tokio::task::block_in_place(|| thread::sleep(SECOND)); }

    //= fine
    #[no_blocking]
    async fn rayon_spawn() { rayon::spawn(|| thread::sleep(SECOND)); }

    //= fine
    #[no_blocking]
    async fn async_in_insulated() { thread::spawn(|| { let _work = async { tokio::time::sleep(SECOND).await }; }); }

    //= fine
    #[no_blocking]
    async fn nested_item() { fn nap() { thread::sleep(SECOND) } drop(nap as fn()); }

    //= fine
    #[no_blocking]
    async fn nested_impl() { struct Own; impl Own { fn nap(&self) { thread::sleep(SECOND) } } drop(Own); }

    //= fine
    #[no_blocking]
    async fn path_join(path: &Path) { let _path = path.join("a"); }

    //= fine
    #[no_blocking]
    async fn slice_join() { let _text = ["a", "b"].join(","); }

    //= fine
    #[no_blocking]
    async fn vec_join(parts: Vec<String>) { let _text = parts.join(","); }

    //= fine
    #[no_blocking]
    async fn own_join(queue: mine::Queue) { let _n = queue.join(); }

    //= fine
    #[no_blocking]
    async fn own_join_function() { let _both = mine::join(|| 1, || 2); }

    //= fine
    #[no_blocking]
    async fn tokio_join_handle(handle: tokio::task::JoinHandle<()>) { handle.await.unwrap(); }

    //= fine
    #[no_blocking]
    async fn join_all() { futures::future::join(later(), later()).await; }

    //= fine
    #[no_blocking]
    async fn join_set(set: tokio::task::JoinSet<u32>) { let _all = set.join_all().await; }

    //= fine
    #[no_blocking]
    async fn thread_is_finished(handle: &JoinHandle<u32>) { handle.is_finished(); }

    //= fine
    #[no_blocking]
    async fn tokio_fs_read() { let _ = tokio::fs::read("a").await; }

    //= fine
    #[no_blocking]
    async fn tokio_fs_by_module() { use tokio::fs; let _ = fs::read("a").await; }

    //= fine
    #[no_blocking]
    async fn tokio_fs_aliased() { use tokio::fs as disk; let _ = disk::read_to_string("a").await; }

    //= fine
    #[no_blocking]
    async fn tokio_fs_imported() { use tokio::fs::write; let _ = write("a", "b").await; }

    //= fine
    #[no_blocking]
    async fn tokio_fs_not_awaited_here() { use tokio::fs; let read = fs::read("a"); let _ = read.await; }

    //= fine
    #[no_blocking]
    async fn tokio_fs_in_join() { use tokio::fs; let _ = tokio::join!(fs::read("a"), fs::read("b")); }

    //= fine
    #[no_blocking]
    async fn tokio_fs_in_closure() { use tokio::fs; let open = |path: &'static str| fs::read(path); let _ = open("a").await; }

    //= fine
    #[no_blocking]
    async fn tokio_file_open() { use tokio::fs::File; let _ = File::open("a").await; }

    //= fine
    #[no_blocking]
    async fn tokio_open_options() { let _ = tokio::fs::OpenOptions::new().read(true).open("a").await; }

    //= fine
    #[no_blocking]
    async fn tokio_file_metadata(file: &tokio::fs::File) { let _ = file.metadata().await; }

    //= fine
    #[no_blocking]
    async fn tokio_try_exists() { let _ = tokio::fs::try_exists("a").await; }

    //= fine
    #[no_blocking]
    async fn tokio_read_dir() { let mut dir = tokio::fs::read_dir("a").await.unwrap(); while let Ok(Some(entry)) = dir.next_entry().await { let _ = entry.metadata().await; } }

    //= fine
    #[no_blocking]
    async fn own_read() { let _ = mine::read("a"); }

    //= fine
    #[no_blocking]
    async fn own_read_imported() { use mine::read; let _ = read("a"); }

    //= fine
    #[no_blocking]
    async fn own_write_generic() { let _ = mine::write("a", 1); }

    //= fine
    #[no_blocking]
    async fn own_generic_result() { let n: Option<u32> = mine::metadata("a"); drop(n); }

    //= fine
    #[no_blocking]
    async fn own_file_open() { let file = mine::File::open("a").unwrap(); file.lock(); file.sync_all(); }

    //= fine
    #[no_blocking]
    async fn own_file_imported() { use mine::File; let _ = File::open("a"); }

    //= fine
    #[no_blocking]
    async fn own_exists(queue: &mine::Queue) { queue.exists(); }

    //= fine
    #[no_blocking]
    async fn own_read_method(queue: &mine::Queue) { queue.read(); }

    //= fine
    #[no_blocking]
    async fn own_async_open(later: &mine::Later) { later.open("a").await; }

    //= fine
    #[no_blocking]
    async fn metadata_is_file(m: fs::Metadata) { m.is_file(); m.is_dir(); }

    //= fine
    #[no_blocking]
    async fn file_type_is_dir(t: fs::FileType) { t.is_dir(); }

    //= fine
    #[no_blocking]
    async fn path_names(path: &Path) { let _name = (path.file_name(), path.parent(), path.extension(), path.components().count(), path.starts_with("a")); }

    //= fine
    #[no_blocking]
    async fn open_options_read_flag() { let mut options = OpenOptions::new(); options.read(true).write(true).create(true); }

    //= fine
    #[no_blocking]
    async fn ptr_read(n: &u32) { let _copy = unsafe { std::ptr::read(n) }; }

    //= fine
    #[no_blocking]
    async fn mem_replace(n: &mut u32) { let _old = std::mem::replace(n, 1); }

    //= fine
    #[no_blocking]
    async fn slice_copy(a: &mut [u8], b: &[u8]) { a.copy_from_slice(b); }

    //= fine
    #[no_blocking]
    async fn dash_set(set: &mut std::collections::HashSet<u32>) { set.remove(&1); }

    //= fine
    #[no_blocking]
    async fn vec_write() { let mut out = Vec::new(); out.write_all(b"x").unwrap(); out.flush().unwrap(); }

    //= fine
    #[no_blocking]
    async fn vec_writeln() { let mut out = Vec::new(); writeln!(out, "x").unwrap(); }

    //= fine
    #[no_blocking]
    async fn string_write() { use std::fmt::Write as _; let mut out = String::new(); out.write_str("x").unwrap(); write!(out, "x").unwrap(); }

    //= fine
    #[no_blocking]
    async fn cursor_read(cursor: &mut Cursor<Vec<u8>>) { cursor.read(&mut [0]).unwrap(); cursor.seek(io::SeekFrom::Start(0)).unwrap(); }

    //= fine
    #[no_blocking]
    async fn slice_read(mut bytes: &[u8]) { bytes.read_exact(&mut [0]).unwrap(); }

    //= fine
    #[no_blocking]
    async fn slice_read_by_trait(mut bytes: &[u8]) { std::io::Read::read(&mut bytes, &mut [0]).unwrap(); }

    //= fine
    #[no_blocking]
    async fn cursor_lines(text: &[u8]) { for line in text.lines() { drop(line); } }

    //= fine
    #[no_blocking]
    async fn str_lines(text: &str) { for line in text.lines() { drop(line); } }

    //= fine
    #[no_blocking]
    async fn str_split(text: &str) { let _words: Vec<&str> = text.split(',').collect(); }

    //= fine
    #[no_blocking]
    async fn buffered_cursor() { let mut line = String::new(); BufReader::new(Cursor::new(b"x")).read_line(&mut line).unwrap(); }

    //= fine
    #[no_blocking]
    async fn buffered_vec() { BufWriter::new(Vec::new()).write_all(b"x").unwrap(); }

    //= fine
    #[no_blocking]
    async fn generic_reader<R: io::Read>(reader: &mut R) { reader.read(&mut [0]).unwrap(); }

    //= fine
    #[no_blocking]
    async fn generic_writer<W: io::Write>(mut out: W) { out.write_all(b"x").unwrap(); }

    //= fine
    #[no_blocking]
    async fn io_copy_in_memory() { let mut out = Vec::new(); io::copy(&mut Cursor::new(b"x"), &mut out).unwrap(); }

    //= fine
    #[no_blocking]
    async fn io_read_to_string_in_memory() { let _text = io::read_to_string(Cursor::new(b"x")); }

    //= fine
    #[no_blocking]
    async fn tokio_read(stream: &mut tokio::net::TcpStream) { use tokio::io::AsyncReadExt as _; let _ = stream.read(&mut [0]).await; }

    //= fine
    #[no_blocking]
    async fn tokio_write(stream: &mut tokio::net::TcpStream) { use tokio::io::AsyncWriteExt as _; let _ = stream.write_all(b"x").await; let _ = stream.flush().await; let _ = stream.shutdown().await; }

    //= fine
    #[no_blocking]
    async fn tokio_lines(stream: tokio::net::TcpStream) { use tokio::io::AsyncBufReadExt as _; let mut lines = tokio::io::BufReader::new(stream).lines(); while let Ok(Some(line)) = lines.next_line().await { drop(line); } }

    //= fine
    #[no_blocking]
    async fn tokio_stdin() { use tokio::io::AsyncBufReadExt as _; let mut line = String::new(); let _ = tokio::io::BufReader::new(tokio::io::stdin()).read_line(&mut line).await; }

    //= fine
    #[no_blocking]
    async fn tokio_copy() { let _ = tokio::io::copy(&mut &b"x"[..], &mut tokio::io::sink()).await; }

    //= fine
    #[no_blocking]
    async fn generic_async_reader<R: tokio::io::AsyncRead + Unpin>(reader: &mut R) { use tokio::io::AsyncReadExt as _; let _ = reader.read(&mut [0]).await; }

    //= fine
    #[no_blocking]
    async fn tokio_connect() { use tokio::net::TcpStream; let _ = TcpStream::connect("a:1").await; }

    //= fine
    #[no_blocking]
    async fn tokio_bind() { use tokio::net::TcpListener; let listener = TcpListener::bind("a:1").await.unwrap(); let _ = listener.accept().await; }

    //= fine
    #[no_blocking]
    async fn tokio_udp(socket: &tokio::net::UdpSocket) { let _ = socket.recv(&mut [0]).await; let _ = socket.send_to(b"x", "a:1").await; }

    //= fine
    #[no_blocking]
    async fn address_of_numbers(address: SocketAddr) { let _all = address.to_socket_addrs(); }

    //= fine
    #[no_blocking]
    async fn local_addr(listener: &TcpListener) { let _ = listener.local_addr(); let _ = listener.set_nonblocking(true); }

    //= fine
    #[no_blocking]
    async fn tokio_command() { use tokio::process::Command; let _ = Command::new("a").output().await; }

    //= fine
    #[no_blocking]
    async fn tokio_command_spawn() { use tokio::process::Command; let mut child = Command::new("a").spawn().unwrap(); let _ = child.wait().await; }

    //= fine
    #[no_blocking]
    async fn command_built() { let mut command = Command::new("a"); command.arg("b").current_dir("c"); drop(command); }

    //= fine
    #[no_blocking]
    async fn command_into_tokio(command: Command) { let _ = tokio::process::Command::from(command).status().await; }

    //= fine
    #[no_blocking]
    async fn child_try_wait(child: &mut Child) { let _ = child.try_wait(); let _ = child.kill(); }

    //= fine
    #[no_blocking]
    async fn own_output(queue: &mine::Queue) { queue.output(); }

    //= fine
    #[no_blocking]
    async fn own_wait(queue: &mine::Queue) { queue.wait(); }

    //= fine
    #[no_blocking]
    async fn tokio_recv(rx: &mut tokio::sync::mpsc::Receiver<u32>) { rx.recv().await; }

    //= fine
    #[no_blocking]
    async fn tokio_send(tx: &tokio::sync::mpsc::Sender<u32>) { let _ = tx.send(1).await; }

    //= fine
    #[no_blocking]
    async fn tokio_oneshot(tx: tokio::sync::oneshot::Sender<u32>) { let _ = tx.send(1); }

    //= fine
    #[no_blocking]
    async fn tokio_broadcast(tx: &tokio::sync::broadcast::Sender<u32>, rx: &mut tokio::sync::broadcast::Receiver<u32>) { let _ = tx.send(1); let _ = rx.recv().await; }

    //= fine
    #[no_blocking]
    async fn tokio_watch(tx: &tokio::sync::watch::Sender<u32>) { let _ = tx.send(1); }

    //= fine
    #[no_blocking]
    async fn tokio_unbounded(tx: &tokio::sync::mpsc::UnboundedSender<u32>) { let _ = tx.send(1); }

    //= fine
    #[no_blocking]
    async fn tokio_barrier(barrier: &tokio::sync::Barrier) { barrier.wait().await; }

    //= fine
    #[no_blocking]
    async fn mpsc_send(tx: &mpsc::Sender<u32>) { let _ = tx.send(1); }

    //= fine
    #[no_blocking]
    async fn mpsc_try_recv(rx: &Inbox) { let _ = rx.try_recv(); for n in rx.try_iter() { drop(n); } }

    //= fine
    #[no_blocking]
    async fn sync_try_send(tx: &mpsc::SyncSender<u32>) { let _ = tx.try_send(1); }

    //= fine
    #[no_blocking]
    async fn own_recv(queue: &mut mine::Queue) { queue.recv(); queue.send(1); }

    //= fine
    #[no_blocking]
    async fn own_async_recv(queue: &mine::Later) { queue.recv().await; }

    //= fine
    #[no_blocking]
    async fn own_iter(queue: &mine::Queue) { for n in queue.iter() { drop(n); } }

    //= fine
    #[no_blocking]
    async fn vec_iter(all: Vec<u32>) { let _sum: u32 = all.iter().sum(); for n in all.into_iter() { drop(n); } }

    //= fine
    #[no_blocking]
    async fn for_over_vec(all: Vec<u32>) { for n in &all { drop(n); } for n in all { drop(n); } }

    //= fine
    #[no_blocking]
    async fn for_over_range() { for n in 0..3 { drop(n); later().await; } }

    //= fine
    #[no_blocking]
    async fn map_get(map: &HashMap<u32, u32>) { map.get(&1); map.keys(); }

    //= fine
    #[no_blocking]
    async fn option_get_or(o: &mut Option<u32>) { o.get_or_insert(1); o.take(); }

    //= fine
    #[no_blocking]
    async fn mutex_lock(m: &Mutex<u32>) { *m.lock().unwrap() += 1; }

    //= fine
    #[no_blocking]
    async fn rwlock_read(l: &RwLock<u32>) { drop(l.read().unwrap()); drop(l.write().unwrap()); }

    //= fine
    #[no_blocking]
    async fn println_by_default() { println!("x"); eprintln!("x"); }

    //= fine
    #[no_blocking]
    async fn once_lock_by_default(o: &std::sync::OnceLock<u32>) { o.get_or_init(|| 1); }

    //= fine
    #[no_blocking]
    async fn yield_by_default() { thread::yield_now(); }

    //= fine
    #[no_blocking]
    async fn tokio_lock(m: &tokio::sync::Mutex<u32>) { *m.lock().await += 1; }

    //= fine
    #[no_blocking(also(contention))]
    async fn tokio_try_lock_contention(m: &tokio::sync::Mutex<u32>) { *m.lock().await += 1; let _ = m.try_lock(); }

    //= fine
    #[no_blocking(also(contention))]
    async fn try_lock_contention(m: &Mutex<u32>) { let _ = m.try_lock(); }

    //= fine
    #[no_blocking(also(contention))]
    async fn format_contention() { let _text = format!("x"); }

    //= fine
    #[no_blocking(also(cpu))]
    async fn cpu_iter(all: &[u32]) { let _sum: u32 = all.iter().sum(); }

    //= fine
    #[no_blocking]
    async fn condvar_notify(c: &Condvar) { c.notify_all(); }

    //= fine
    #[no_blocking]
    async fn tokio_notify(n: &tokio::sync::Notify) { n.notified().await; }

    //= fine
    #[no_blocking]
    async fn tokio_acquire(s: &tokio::sync::Semaphore) { let _ = s.acquire().await; }

    //= fine
    #[no_blocking]
    async fn own_block_on() { mine::block_on(later()).await; }

    //= fine
    #[no_blocking]
    async fn local_set_run_until(local: &tokio::task::LocalSet) { local.run_until(later()).await; }

    //= fine
    #[no_blocking]
    async fn runtime_spawn(runtime: &tokio::runtime::Runtime) { runtime.spawn(later()); runtime.handle(); }

    //= fine
    #[no_blocking]
    async fn runtime_shutdown_background(runtime: tokio::runtime::Runtime) { runtime.shutdown_background(); }

    //= fine
    #[no_blocking]
    async fn crossbeam_try_recv(rx: &crossbeam_channel::Receiver<u32>) { let _ = rx.try_recv(); for n in rx.try_iter() { drop(n); } }

    //= fine
    #[no_blocking]
    async fn crossbeam_try_send(tx: &crossbeam_channel::Sender<u32>) { let _ = tx.try_send(1); }

    //= fine
    #[no_blocking]
    async fn flume_async(tx: &flume::Sender<u32>, rx: &flume::Receiver<u32>) { let _ = tx.send_async(1).await; let _ = rx.recv_async().await; for n in rx.drain() { drop(n); } }

    //= fine
    #[no_blocking]
    async fn kanal_async(tx: &kanal::AsyncSender<u32>, rx: &kanal::AsyncReceiver<u32>) { let _ = tx.send(1).await; let _ = rx.recv().await; }

    //= fine
    #[no_blocking]
    async fn kanal_as_async(rx: &kanal::Receiver<u32>) { let _ = rx.as_async().recv().await; }

    //= fine
    #[no_blocking]
    async fn async_channel_recv(rx: &async_channel::Receiver<u32>, tx: &async_channel::Sender<u32>) { let _ = rx.recv().await; let _ = tx.send(1).await; }

    //= fine
    #[no_blocking]
    async fn reqwest_async(client: &reqwest::Client) { let _ = client.get("a").send().await.unwrap().text().await; }

    //= fine
    #[no_blocking]
    async fn reqwest_async_new() { let client = reqwest::Client::new(); let _ = client.get("a").build(); }

    //= fine
    #[no_blocking]
    async fn ureq_request() { let _request = ureq::get("a").header("b", "c"); }

    //= fine
    #[no_blocking]
    async fn rusqlite_row(row: &rusqlite::Row<'_>) { let _n: rusqlite::Result<u32> = row.get(0); }

    //= fine
    #[no_blocking]
    async fn rusqlite_id(db: &rusqlite::Connection) { db.last_insert_rowid(); db.changes(); }

    //= fine
    #[no_blocking]
    async fn tokio_postgres_query(client: &tokio_postgres::Client) { let _ = client.query("a", &[]).await; }

    //= fine
    #[no_blocking]
    async fn redis_async(c: &mut redis::aio::MultiplexedConnection) { use redis::AsyncCommands as _; let n: redis::RedisResult<u32> = c.get("a").await; drop(n); }

    //= fine
    #[no_blocking]
    async fn redis_pipeline_built() { let mut pipe = redis::pipe(); pipe.get("a").set("b", 1); }

    //= fine
    #[no_blocking]
    async fn iterator_next(mut all: std::vec::IntoIter<u32>) { all.next(); }

    //= fine
    #[no_blocking]
    async fn stream_next(mut all: futures::stream::Iter<std::vec::IntoIter<u32>>) { use futures::StreamExt as _; all.next().await; }

    //= fine
    #[no_blocking]
    async fn iterator_first(all: &[u32]) { all.first(); all.split(|n| *n == 0).next(); }

    //= fine
    #[no_blocking]
    async fn builder_build() { let _client = reqwest::Client::builder().build(); }

    //= fine
    #[no_blocking]
    async fn future_is_not_called() { let _work = tokio::task::spawn_blocking(later_size); }

    //= fine
    #[no_blocking]
    async fn function_as_value() { let _nap: fn(Duration) = thread::sleep; }

    //= fine
    #[no_blocking]
    async fn allowed() { #[asyncward::allow(blocking, reason = "it is a test")] thread::sleep(SECOND); }

    //= fine
    #[no_blocking]
    async fn allowed_let() { #[asyncward::allow(blocking, reason = "small")] let _bytes = fs::read("a"); }

    //= fine
    #[no_blocking]
    async fn allowed_block() { #[asyncward::allow(blocking, reason = "small")] { let _a = fs::read("a"); thread::sleep(SECOND); } }

    //= fine
    #[no_blocking]
    async fn const_block() { const N: usize = 1; let _all = [0; N]; }

    //= fine
    #[no_blocking]
    async fn inferred_collect(all: Vec<Result<u32, String>>) { let all = all.into_iter().collect::<Result<Vec<_>, _>>(); drop(all); }

    //= fine
    #[no_blocking]
    async fn inferred_default() { let mut all = Vec::new(); let out = all.iter().count(); all.push(1_u8); drop(out); }

    //= fine
    #[no_blocking]
    async fn inferred_parse(text: &str) { let n = text.lines().next().map(|line| line.parse()).transpose(); let n: Result<Option<u32>, _> = n; drop(n); }

    //= fine
    #[no_blocking]
    async fn closure_returns_reference(all: &[String]) { let first = |n: usize| all.iter().nth(n); drop(first(0)); }

    //= fine
    #[no_blocking]
    async fn temporary_kept(m: &Mutex<Vec<u32>>) { if let Some(n) = m.lock().unwrap().iter().next() { drop(n); } }

    //= fine
    #[no_blocking]
    async fn question_mark_on_async() -> io::Result<()> { use tokio::fs; let text = fs::read_to_string("a").await?; drop(text); Ok(()) }
}

mod shapes {
    use super::*;

    struct Service {
        rx: mpsc::Receiver<u32>,
    }

    impl Service {
        //= blocks
        #[no_blocking]
        async fn method(&self) -> u32 { self.rx.recv().unwrap() }

        //= blocks
        #[no_blocking]
        async fn by_value(self) -> u32 { self.rx.recv().unwrap() }

        //= blocks
        #[no_blocking]
        async fn associated(path: &Path) -> bool { path.exists() }

        //= fine
        #[no_blocking]
        async fn try_method(&self) -> Option<u32> { self.rx.try_recv().ok() }
    }

    trait Load {
        async fn load(&self) -> Vec<u8>;

        //= blocks
        #[no_blocking]
        async fn provided(&self) -> Vec<u8> { fs::read("a").unwrap() }
    }

    impl Load for Service {
        //= blocks
        #[no_blocking]
        async fn load(&self) -> Vec<u8> { fs::read("a").unwrap() }
    }

    #[async_trait::async_trait]
    trait Boxed {
        async fn load(&self) -> Vec<u8>;
    }

    #[async_trait::async_trait]
    impl Boxed for u32 {
        //= blocks
        #[no_blocking]
        async fn load(&self) -> Vec<u8> { fs::read("a").unwrap() }
    }

    #[async_trait::async_trait]
    impl Boxed for u64 {
        //= fine
        #[no_blocking]
        async fn load(&self) -> Vec<u8> { tokio::fs::read("a").await.unwrap() }
    }

    //= blocks
    #[no_blocking]
    fn returns_a_future() -> impl Future<Output = ()> { async { thread::sleep(SECOND) } }

    //= blocks
    #[asyncward::cancellable]
    async fn brought_along() -> io::Result<()> { thread::sleep(SECOND); later().await; Ok(()) }

    //= fine
    #[asyncward::cancellable(blocking = allow)]
    async fn left_out() -> io::Result<()> { thread::sleep(SECOND); later().await; Ok(()) }

    #[asyncward::blocking]
    fn query_sync(n: u32) -> u32 { n }

    struct Store;

    impl Store {
        #[asyncward::blocking]
        fn load(&self, key: &str) -> u32 { key.len() as u32 }
    }

    //= blocks
    #[no_blocking]
    async fn own_function() -> u32 { query_sync(1) }

    //= blocks
    #[no_blocking]
    async fn own_method(store: &Store) -> u32 { store.load("a") }

    //= fine
    #[no_blocking]
    async fn own_function_insulated() -> u32 { tokio::task::spawn_blocking(|| query_sync(1)).await.unwrap() }

    mod other {
        pub(super) struct Store;

        impl Store {
            pub(super) fn load(&self, key: &str) -> u32 { key.len() as u32 }
        }
    }

    //= fine
    #[no_blocking]
    async fn other_method(store: &other::Store) -> u32 { store.load("a") }
}
