#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;
use rayon::prelude::*;


#[no_blocking]
async fn by_default(all: &[u32]) {
    let _sum: u32 = all.par_iter().sum();
}

#[no_blocking(also(cpu))]
async fn insulated(all: Vec<u32>) {
    let _ = tokio::task::spawn_blocking(move || all.par_iter().sum::<u32>()).await;
}

#[no_blocking(also(cpu))]
async fn in_line(all: &mut [u32]) {
    all.sort();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
