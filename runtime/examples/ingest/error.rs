//! Why a file or directory was not read to its end: it could not be, or the run was stopped.

use std::io;

use asyncward::Cancelled;

#[derive(Debug)]
pub(crate) enum Error {
    Io(io::Error),
    Cancelled(Cancelled),
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
