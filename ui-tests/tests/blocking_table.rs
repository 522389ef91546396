//! `#[no_blocking]` on small functions, bad and good.
#![forbid(unsafe_code)]

mod table;

#[test]
fn edition_2021() {
    table::check("blocking", "2021");
    table::check("blocking_types", "2021");
}

#[test]
fn edition_2024() {
    table::check("blocking", "2024");
    table::check("blocking_types", "2024");
}
