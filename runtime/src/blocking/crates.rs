//! The crates that the catalogue's functions are of, by their names there; those that are not always at
//! hand behind the features of their names.

pub use std;
pub use tokio;

/// This one.
pub mod asyncward {
    pub mod channel {
        pub use crate::channel::bounded;
    }
}

#[cfg(feature = "async-channel")]
pub use async_channel;
#[cfg(feature = "crossbeam-channel")]
pub use crossbeam_channel;
#[cfg(feature = "flume")]
pub use flume;
#[cfg(feature = "futures-channel")]
pub use futures_channel;
#[cfg(feature = "kanal")]
pub use kanal;
#[cfg(feature = "mysql")]
pub use mysql;
#[cfg(feature = "postage")]
pub use postage;
#[cfg(feature = "rayon")]
pub use rayon;
#[cfg(feature = "reqwest")]
pub use reqwest;
#[cfg(feature = "rusqlite")]
pub use rusqlite;
