//! Which types are guards, by hand-written expansions: the verdict alone, whatever the flow says.
#![forbid(unsafe_code)]

mod table;

#[test]
fn edition_2021() {
    table::check("types", "2021");
}

#[test]
fn edition_2024() {
    table::check("types", "2024");
}
