//! The rows of the catalogue, which is in the macro crate: for each the error and the types it is about.

asyncward_macros::blocking_rows!();
