//! Work that takes long: with `also(cpu)`.
#![allow(dead_code, deprecated)]

use asyncward::no_blocking;
use rayon::prelude::*;


#[no_blocking(also(cpu))]
async fn in_parallel(all: &[u32]) {
    let _sum: u32 = all.par_iter().sum(); //~ ERROR
}

#[no_blocking(also(cpu))]
async fn sorted(all: &mut [u32]) {
    all.par_sort(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
