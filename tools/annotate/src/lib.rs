//! Puts attributes on the functions of a crate, in place: only the attributes are added, every other
//! byte of the sources stays as it is.
//!
//! [`source`] works on the text of one file, [`manifest`] on a `Cargo.toml`, [`package`] on a
//! directory with both.
#![forbid(unsafe_code)]

pub mod manifest;
pub mod package;
pub mod source;
