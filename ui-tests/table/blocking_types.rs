//! `#[no_blocking]` on types that are known late, and on what must not be mentioned elsewhere.
#![allow(clippy::all, unused, unsafe_code, static_mut_refs, non_upper_case_globals)]

use std::collections::HashMap;
use std::fs;
use std::future::Future;
use std::io;
use std::sync::mpsc;

use asyncward::{blocking, explicit_backpressure, no_blocking};

async fn later() {}

mod row_get {
    use super::*;

    pub struct Row(Vec<String>);
    impl Row {
        pub fn get<I: Into<usize>, T: std::str::FromStr + Default>(&self, i: I) -> T {
            self.0[i.into()].parse().unwrap_or_default()
        }
    }
    pub struct User {
        id: i64,
        name: String,
    }

    //= fine
    #[no_blocking]
    pub async fn row_get(row: &Row) -> User {
        let id: i64 = row.get(0usize);
        later().await;
        User { id, name: row.get(1usize) }
    }
}

mod container_get {
    use super::*;

    pub struct C;
    pub struct Db;
    impl C {
        pub fn get<T: Default>(&self, _: &str) -> T {
            T::default()
        }
        pub fn first<T: Default>(&self, _: u8) -> T {
            T::default()
        }
        pub fn load<T: Default>(&self, _: u8) -> T {
            T::default()
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f(c: &C) {
        let n: u32 = c.get("a");
        let s: String = c.first(1);
        let v: Vec<u8> = c.load(3);
        later().await;
    }
}

mod free_load_generic {
    use super::*;

    pub fn load<T: Default>(_: &str) -> T {
        T::default()
    }

    //= fine
    #[no_blocking]
    pub async fn f() {
        let c: HashMap<String, u32> = load("a");
        later().await;
        let _n: u8 = load("b");
    }
}

mod transaction_generic_error {
    use super::*;

    pub struct Db;
    pub struct MyErr;
    impl From<io::Error> for MyErr {
        fn from(_: io::Error) -> MyErr {
            MyErr
        }
    }
    impl Db {
        pub fn transaction<T, E>(&self, f: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
            f()
        }
        pub fn execute<T, E>(&self, f: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
            f()
        }
    }
    fn step() -> io::Result<u32> {
        Ok(1)
    }

    //= fine
    #[no_blocking]
    pub async fn f(db: &Db) -> Result<u32, MyErr> {
        later().await;
        let n = db.transaction(|| {
            step()?;
            Ok(1)
        });
        let x: Result<u32, MyErr> = n;
        x?;
        db.execute(|| {
            let n = step()?;
            Ok(n)
        })
    }
}

mod run_generic_error {
    use super::*;

    pub struct MyErr;
    impl From<io::Error> for MyErr {
        fn from(_: io::Error) -> MyErr {
            MyErr
        }
    }
    pub fn run<T, E>(f: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        f()
    }
    fn step() -> io::Result<u32> {
        Ok(1)
    }

    //= fine
    #[no_blocking]
    pub async fn f() -> Result<u32, MyErr> {
        later().await;
        run(|| {
            step()?;
            Ok(1)
        })
    }
}

mod parse_result {
    use super::*;

    pub struct Db;
    #[derive(Default)]
    pub struct E;
    impl Db {
        pub fn get<T: Default, E>(&self, _: &str) -> Result<T, E> {
            Ok(T::default())
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f(db: &Db) -> Result<(), E> {
        let n: u32 = db.get("a")?;
        later().await;
        let s = db.get::<String, E>("b").unwrap_or_default();
        Ok(())
    }
}

mod unsafe_in_closure {
    use super::*;

    pub struct Out;
    impl Out {
        pub fn flush(&self) {}
        pub fn send(&self, _: u8) {}
    }

    //= fine
    #[no_blocking]
    pub async fn f(o: &Out) {
        {
            let p: *const Out = o;
            let go = || unsafe { (*p).flush() };
            go();
            let go2 = || unsafe { (*p).send(1) };
            go2();
        }
        later().await;
    }
}

mod unsafe_union_closure {
    use super::*;

    #[derive(Clone, Copy)]
    pub struct Out;
    impl Out {
        pub fn flush(&self) {}
    }
    pub union U {
        a: Out,
        b: u8,
    }

    //= fine
    #[no_blocking]
    pub async fn f(u: U) {
        let go = || unsafe { u.a.flush() };
        go();
        later().await;
    }
}

mod static_mut_closure {
    use super::*;

    pub struct Out;
    impl Out {
        pub fn flush(&self) {}
    }
    static mut OUT: Out = Out;
    static mut lower: Out = Out;
    #[allow(static_mut_refs, non_upper_case_globals)]
    //= fine
    #[no_blocking]
    pub async fn f() {
        let go = || unsafe { OUT.flush() };
        go();
        let go = || unsafe { lower.flush() };
        go();
        later().await;
    }
}

mod index_inferred_closure {
    use super::*;

    #[derive(Default)]
    pub struct Out;
    impl Out {
        pub fn flush(&self) {}
    }

    //= fine
    #[no_blocking]
    pub async fn f() {
        let mut v = Vec::new();
        let mut go = || {
            v.push(Out);
            v[0].flush();
        };
        go();
        later().await;
    }
}

mod index_inferred_async {
    use super::*;

    pub struct Out;
    impl Out {
        pub fn flush(&self) {}
    }

    //= fine
    #[no_blocking]
    pub async fn f() {
        let mut v = Vec::new();
        let go = async {
            v.push(Out);
            later().await;
            v[0].flush();
        };
        go.await;
    }
}

mod default_inferred_arm {
    use super::*;

    #[derive(Default)]
    pub struct Out;
    impl Out {
        pub fn flush(&self) {}
        pub fn fill(o: &mut Out) -> bool {
            true
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f() {
        let mut o = Default::default();
        match Out::fill(&mut o) {
            true => o.flush(),
            _ => {}
        }
        later().await;
    }
}

mod default_inferred_and {
    use super::*;

    #[derive(Default)]
    pub struct Out;
    impl Out {
        pub fn flush(&self) -> bool {
            true
        }
        pub fn fill(o: &mut Out) -> bool {
            true
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f() -> bool {
        let mut o = Default::default();
        let x = Out::fill(&mut o) && o.flush();
        later().await;
        x
    }
}

mod default_inferred_async_block {
    use super::*;

    #[derive(Default)]
    pub struct Out;
    impl Out {
        pub fn flush(&self) {}
    }
    async fn fill(_: &mut Out) {}

    //= fine
    #[no_blocking]
    pub async fn f() {
        let mut o = Default::default();
        let go = async {
            fill(&mut o).await;
            o.flush()
        };
        go.await;
    }
}

mod deferred_init_arg {
    use super::*;

    pub struct Out;
    impl Out {
        pub fn flush(&self) -> bool {
            true
        }
    }
    fn two(_: (), _: bool) {}

    //= fine
    #[no_blocking]
    pub async fn f(c: bool) {
        let o;
        two(o = Out, o.flush());
        later().await;
    }
}

mod for_shadow {
    use super::*;

    //= fine
    #[no_blocking]
    pub async fn f(rx: Vec<mpsc::Receiver<u32>>) {
        for rx in rx {
            let _ = rx.try_recv();
        }
        later().await;
    }
}

mod for_shadow_iter {
    use super::*;

    //= fine
    #[no_blocking]
    pub async fn f(rx: Vec<mpsc::Receiver<u32>>) {
        for rx in rx.iter() {
            let _ = rx.try_recv();
        }
        for rx in &rx {
            let _ = rx.try_recv();
        }
        later().await;
    }
}

mod own_block_on_method {
    use super::*;

    pub struct Rules;
    impl Rules {
        pub fn block_on(&mut self, ip: &str) -> bool {
            true
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f(r: &mut Rules) {
        r.block_on("1.1.1.1");
        later().await;
    }
}

mod slots_of_two_rules {
    use super::*;

    use tokio::sync::mpsc::channel;
    pub struct ChannelRef;
    impl ChannelRef {
        pub fn new(_: tokio::sync::mpsc::Sender<u8>) -> Self {
            ChannelRef
        }
    }

    //= fine
    #[no_blocking]
    #[explicit_backpressure]
    pub async fn f(n: usize) {
        let (sender, receiver) = channel(n);
        let channel_ref = ChannelRef::new(sender);
        later().await;
    }
}

mod packed_row {
    use super::*;

    #[repr(C, packed)]
    pub struct Pk {
        a: u8,
        b: Nn,
    }
    #[derive(Clone, Copy)]
    pub struct Nn(u32);
    impl Nn {
        pub fn wait(self) -> u8 {
            1
        }
        pub fn read(self, n: usize) -> u8 {
            1
        }
        pub fn send(self, s: String) {}
    }

    //= fine
    #[no_blocking]
    pub async fn f(p: Pk, q: &Pk) {
        p.b.wait();
        q.b.read(1);
        p.b.send(String::new());
        let c = || p.b.wait();
        c();
        later().await
    }
}

mod fn_ptr_closure {
    use super::*;

    //= fine
    #[no_blocking]
    pub async fn f() {
        let g: fn(&mine::Rx) -> u8 = |r| r.recv();
        let h: fn(u8) -> u8 = |n| mine::read(n);
        later().await
    }
    pub mod mine {
        pub struct Rx;
        impl Rx {
            pub fn recv(&self) -> u8 {
                1
            }
        }
        pub fn read(n: u8) -> u8 {
            n
        }
    }
}

mod closure_static_copy {
    use super::*;

    //= fine
    #[no_blocking]
    pub async fn f(v: Vec<mine::Rx>) -> usize {
        fn st<F: Fn(&mine::Rx) -> u8 + Copy + Send + 'static>(f: F) -> F {
            f
        }
        let g = st(|r| r.recv());
        v.iter().map(st(|r| r.recv() + r.wait(1))).map(|n| n as usize).sum()
    }
    pub mod mine {
        pub struct Rx;
        impl Rx {
            pub fn recv(&self) -> u8 {
                1
            }
            pub fn wait(&self, n: u8) -> u8 {
                n
            }
        }
    }
}

mod arm_allow {
    use super::*;

    //= fine
    #[no_blocking]
    pub async fn f(n: u8) {
        match n {
            #[asyncward::allow(blocking, reason = "x")]
            1 => {
                fs::read("a");
            }
            _ => later().await,
        }
        let x = match n {
            #[asyncward::allow(blocking, reason = "x")]
            1 => fs::read("a").is_ok(),
            _ => false,
        };
    }
}

mod never_run {
    use super::*;

    pub struct Sv;
    impl Sv {
        pub fn run(&self, n: u8) -> ! {
            panic!()
        }
        pub fn get(&self, n: u8) -> ! {
            panic!()
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f(s: Sv) {
        later().await;
        if true {
            s.run(1)
        } else {
            s.get(1);
        }
    }

    //= fine
    #[no_blocking]
    pub async fn g(s: Sv) -> u8 {
        later().await;
        let x: u8 = if true { s.run(1) } else { 3 };
        match x {
            1 => s.get(2),
            n => n,
        }
    }
}

mod handed_good {
    use super::*;

    pub mod mine {
        pub fn read(n: &str) -> u8 {
            1
        }
        pub fn sleep(n: u8) {}
        pub fn exists(p: &str) -> bool {
            true
        }
    }
    use mine::read;
    //= fine
    #[no_blocking]
    pub async fn f(v: Vec<&str>) -> Vec<u8> {
        [1u8].into_iter().for_each(mine::sleep);
        later().await;
        v.iter().copied().filter(|s| !s.is_empty()).map(read).collect()
    }
}

mod handed_hr {
    use super::*;

    pub mod mine {
        pub fn read<'a>(n: &'a str) -> &'a str {
            n
        }
        pub fn write<T>(t: T) -> T {
            t
        }
        pub fn copy(a: &u8) -> u8 {
            *a
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f<'a>(v: Vec<&'a str>, o: Option<&'a u8>) -> Vec<&'a str> {
        later().await;
        let x = o.map(mine::copy);
        let y: Option<Box<dyn std::fmt::Debug>> =
            Some(1u8).map(mine::write).map(|b| Box::new(b) as _);
        v.into_iter().map(mine::read).map(mine::write).collect()
    }
}

mod marked_stmt_types {
    use super::*;

    pub struct Lz;
    impl Lz {
        #[asyncward::blocking]
        pub fn loadz(&self) -> u8 {
            1
        }
    }
    pub struct Oz<T>(T);
    impl<T: Default> Oz<T> {
        pub fn loadz(&self) -> T {
            T::default()
        }
    }
    pub fn mk<T: Default>() -> Oz<T> {
        Oz(T::default())
    }

    //= fine
    #[no_blocking]
    pub async fn f() -> u64 {
        let a: u64 = mk().loadz();
        let o = mk();
        let b: u64 = o.loadz();
        let c = {
            let f = || mk().loadz();
            let z: u64 = f();
            z
        };
        later().await;
        mk().loadz()
    }
}

mod assoc_generic_good {
    use super::*;

    pub struct Bagz<T>(Vec<T>);
    impl<T> Bagz<T> {
        pub fn mkz2() -> Self {
            Bagz(vec![])
        }
        pub fn addz(&mut self, t: T) {}
    }
    pub struct Czz;
    impl Czz {
        #[asyncward::blocking]
        pub fn mkz2() {}
    }

    //= fine
    #[no_blocking]
    pub async fn f() {
        let mut b = Bagz::mkz2();
        b.addz(1u8);
        later().await
    }
}

mod local_also {
    use super::*;

    pub mod my {
        pub fn q(_: u8) {}
    }

    //= blocks
    #[no_blocking(also(q))]
    pub async fn f() {
        use my::q;
        q(1);
        later().await
    }
}

mod local_assoc {
    use super::*;

    //= blocks
    #[no_blocking]
    pub async fn f() {
        struct Ab;
        impl Ab {
            #[asyncward::blocking]
            fn mkz() {}
        }
        Ab::mkz();
        later().await
    }
}

mod loop_own {
    use super::*;

    pub struct Rd(Vec<u8>);
    impl IntoIterator for Rd {
        type Item = u8;
        type IntoIter = std::vec::IntoIter<u8>;
        fn into_iter(self) -> Self::IntoIter {
            self.0.into_iter()
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f(rd: Rd, mut v: Vec<String>, it: &mut std::vec::IntoIter<u8>) {
        for rd in rd {
            drop(rd)
        }
        for s in &mut v {
            s.push('a')
        }
        for v in v.iter() {
            later().await
        }
        for x in it {
            drop(x)
        }
        let a = [1, 2];
        for a in a {
            drop(a)
        }
        for v in v {
            drop(v)
        }
        'x: for i in 0..3 {
            continue 'x;
        }
    }
}

mod shadow_in_closure {
    use super::*;

    pub struct S(Vec<u8>);
    impl S {
        pub fn read(&self, i: u8) -> u8 {
            i
        }
        pub fn wait(&self) -> u8 {
            1
        }
        pub fn get(&self, i: u8) -> u8 {
            i
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f<'a>(r: &'a S) -> impl Iterator<Item = u8> + 'a {
        later().await;
        (0..3)
            .map(|i| {
                let r = r.read(i);
                r
            })
            .chain((0..2).map(|i| {
                let r = r.wait();
                r + i
            }))
    }
}

mod shadow_in_async {
    use super::*;

    pub struct S(Vec<u8>);
    impl S {
        pub fn read(&self, i: u8) -> u8 {
            i
        }
        pub fn wait(&self) -> u8 {
            1
        }
    }

    //= fine
    #[no_blocking]
    pub async fn f<'a>(r: &'a S) -> impl Future<Output = u8> + 'a {
        later().await;
        async {
            let r = r.wait() + r.read(1);
            later().await;
            r
        }
    }
}
