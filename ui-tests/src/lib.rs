//! Compile-fail and compile-pass snapshots of asyncward.
#![forbid(unsafe_code)]
