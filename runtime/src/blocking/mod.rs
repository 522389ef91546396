//! What `#[no_blocking]` asks the compiler: is this call one of the catalogue? Nothing of it ever runs.

pub mod crates;
pub(crate) mod marked;
pub mod rows;
pub(crate) mod verdict;
