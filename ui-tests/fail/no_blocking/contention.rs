//! What waits only if others are in the way: with `also(contention)`.
#![allow(dead_code, deprecated)]

use std::sync::{Mutex, Once, OnceLock, RwLock};

use asyncward::no_blocking;


#[no_blocking(also(contention))]
async fn locks(m: &Mutex<u32>) {
    drop(m.lock()); //~ ERROR
}

#[no_blocking(also(contention))]
async fn reads(l: &RwLock<u32>) {
    drop(l.read()); //~ ERROR
    drop(l.write()); //~ ERROR
}

#[no_blocking(also(contention))]
async fn initialises(once: &Once, cell: &OnceLock<u32>) {
    once.call_once(|| ()); //~ ERROR
    cell.get_or_init(|| 1); //~ ERROR
    cell.wait(); //~ ERROR
}

#[no_blocking(also(contention))]
async fn yields() {
    std::thread::yield_now(); //~ ERROR
    std::hint::spin_loop(); //~ ERROR
}

#[no_blocking(also(contention))]
async fn of_parking_lot(m: &parking_lot::Mutex<u32>) {
    drop(m.lock()); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
