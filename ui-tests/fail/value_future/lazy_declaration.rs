//! A method without a body has no time at which it runs.

use asyncward::value_future;

pub trait Store {
    #[value_future(lazy)]
    async fn count(&self) -> usize; //~ ERROR
}

fn main() {}
