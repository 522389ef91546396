//! `#[no_lock_across_await]` on small functions, bad and good.
#![forbid(unsafe_code)]

mod table;

#[test]
fn edition_2021() {
    table::check("lock", "2021");
}

#[test]
fn edition_2024() {
    table::check("lock", "2024");
}
