//! Functions of the user's, named in `also`.
#![allow(dead_code, deprecated)]

mod my_db {
    pub(crate) fn query_sync(n: u32) -> u32 {
        n
    }

    pub(crate) fn load<T: Default>(_: &str) -> T {
        T::default()
    }
}

use asyncward::no_blocking;


#[no_blocking(also(my_db::query_sync))]
async fn qualified() {
    let _ = my_db::query_sync(1); //~ ERROR
}

#[no_blocking(also(cpu, my_db::query_sync))]
async fn imported() {
    use my_db::query_sync as query_sync;
    
    let _ = query_sync(1); //~ ERROR
}

#[no_blocking(also(my_db::load::<u32>))]
async fn generic() {
    let _: u32 = my_db::load("a"); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
