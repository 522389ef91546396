//! What cannot be read as a list of functions that run a closure elsewhere.

use asyncward::no_blocking;

#[no_blocking(insulators("run_blocking"))] //~ ERROR
async fn f() {}

#[no_blocking(insulators = run_blocking)] //~ ERROR
async fn g() {}

fn main() {}
