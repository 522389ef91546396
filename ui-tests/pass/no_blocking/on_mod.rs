#![deny(warnings)]
#![allow(dead_code)]

mod jobs {
    #[asyncward::no_blocking]
    async fn run() {}
}

fn main() {}
