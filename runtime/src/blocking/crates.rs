//! The crates that the catalogue's functions are of, by their names there.

pub use std;
pub use tokio;
