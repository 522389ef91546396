//! A function without an `.await` cannot be stopped anywhere.

use asyncward::{Cancelled, cancellable};

#[cancellable]
async fn sum(numbers: &[u32]) -> Result<u32, Cancelled> { //~ ERROR
    let sum = numbers.iter().sum();
    println!("sum of {numbers:?}: {sum}");
    Ok(sum)
}

#[tokio::main]
async fn main() {
    let _sum = sum(&[1, 2]).await;
}
