//! Why a file or directory was not read to its end: it could not be, the run was stopped, or a file
//! did not stop when asked.

use std::io;

use asyncward::{Cancelled, ScopeError};

#[derive(Debug)]
pub(crate) enum Error {
    Io(io::Error),
    Cancelled(Cancelled),
    Scope(ScopeError),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}

impl From<Cancelled> for Error {
    fn from(cancelled: Cancelled) -> Self {
        Error::Cancelled(cancelled)
    }
}

impl From<ScopeError> for Error {
    fn from(error: ScopeError) -> Self {
        Error::Scope(error)
    }
}
