//! `#[explicit_backpressure]` on small functions, bad and good.
#![forbid(unsafe_code)]

mod table;

#[test]
fn edition_2021() {
    table::check("backpressure", "2021");
}

#[test]
fn edition_2024() {
    table::check("backpressure", "2024");
}
