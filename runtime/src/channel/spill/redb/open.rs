//! Opening a file without harm to it: only one that proves sound and ours is ever written to.

use std::error::Error;
use std::fmt;
use std::fs::OpenOptions;
use std::io;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::backends::FileBackend;
use redb::{
    Builder, Database, DatabaseError, ReadableTable as _, StorageBackend, StorageError,
    TableHandle as _,
};

use super::overlay::{Overlay, Through};
use super::{BoxError, FORMAT, ITEMS, META};

/// How each redb file begins.
const MAGIC: &[u8] = b"redb\x1A\x0A\xA9\x0D\x0A";

/// Why a [`RedbStore`](super::RedbStore) was not opened.
#[derive(Debug)]
pub struct OpenError {
    path: PathBuf,
    kind: OpenErrorKind,
    source: Option<BoxError>,
}

/// The kinds of [`OpenError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenErrorKind {
    /// This or another process has it open.
    InUse,
    /// It was not made by a [`RedbStore`](super::RedbStore), or by that of a later version.
    Foreign,
    /// It is damaged.
    Corrupt,
    /// It cannot be read or written.
    Io,
}

impl OpenError {
    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> OpenErrorKind {
        self.kind
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot open the spill `{}`: ", self.path.display())?;
        f.write_str(match self.kind {
            OpenErrorKind::InUse => "it is in use by another channel or process",
            OpenErrorKind::Foreign => {
                "it is not a spill of this version of asyncward, and was left as it is"
            }
            OpenErrorKind::Corrupt => "it is damaged, and was left as it is",
            OpenErrorKind::Io => "it cannot be read or written",
        })?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

type Failure = (OpenErrorKind, Option<BoxError>);

/// The file, its database, and the numbers of the items in it.
pub(super) fn open(path: &Path) -> Result<(Arc<FileBackend>, Database, Range<u64>), OpenError> {
    let failed = |(kind, source)| OpenError { path: path.to_owned(), kind, source };
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let file = file.map_err(|error| failed(io_error(error)))?;
    // This locks the file, so that what is found sound stays it.
    let file = Arc::new(FileBackend::new(file).map_err(|error| failed(database_error(error)))?);
    let is_new = file.len().map_err(|error| failed(io_error(error)))? == 0;
    if !is_new {
        verify(&file).map_err(failed)?;
    }
    let database = reopen(&file).map_err(|error| failed(database_error(error)))?;
    let numbers = prepare(&database).map_err(|error| failed((OpenErrorKind::Io, Some(error))))?;
    Ok((file, database, numbers))
}

pub(super) fn reopen(file: &Arc<FileBackend>) -> Result<Database, DatabaseError> {
    Builder::new().create_with_backend(Through(Arc::clone(file)))
}

/// Looks at everything in the file, with whatever redb writes meanwhile kept in memory.
fn verify(file: &Arc<FileBackend>) -> Result<(), Failure> {
    let length = file.len().map_err(io_error)?;
    let magic = usize::try_from(length).unwrap_or(usize::MAX).min(MAGIC.len());
    if file.read(0, magic).map_err(io_error)? != MAGIC {
        return Err((OpenErrorKind::Foreign, None));
    }
    let overlay = Overlay::new(Arc::clone(file), length);
    // redb panics over some kinds of damage.
    catch_unwind(AssertUnwindSafe(|| look_through(overlay)))
        .unwrap_or(Err((OpenErrorKind::Corrupt, None)))
}

fn look_through(overlay: Overlay) -> Result<(), Failure> {
    // What redb says of the contents of a file in which nothing can fail but those, is damage.
    let corrupt = |error: BoxError| (OpenErrorKind::Corrupt, Some(error));
    let mut database =
        Builder::new().create_with_backend(overlay).map_err(|e| corrupt(e.into()))?;
    if !database.check_integrity().map_err(|e| corrupt(e.into()))? {
        return Err((OpenErrorKind::Corrupt, None));
    }
    let transaction = database.begin_read().map_err(|e| corrupt(e.into()))?;
    let tables: Vec<String> = transaction
        .list_tables()
        .map_err(|e| corrupt(e.into()))?
        .map(|table| table.name().to_owned())
        .collect();
    if tables.is_empty() {
        // Made, and killed before the first commit.
        return Ok(());
    }
    let foreign = |error: BoxError| (OpenErrorKind::Foreign, Some(error));
    let meta = transaction.open_table(META).map_err(|e| foreign(e.into()))?;
    let format = meta.get("format").map_err(|e| corrupt(e.into()))?.map(|format| format.value());
    if format != Some(FORMAT) {
        return Err((OpenErrorKind::Foreign, None));
    }
    Ok(())
}

/// Makes what is missing in a new file.
fn prepare(database: &Database) -> Result<Range<u64>, BoxError> {
    let transaction = database.begin_write()?;
    let numbers = {
        transaction.open_table(META)?.insert("format", FORMAT)?;
        let items = transaction.open_table(ITEMS)?;
        let first = items.first()?.map(|(number, _)| number.value());
        let last = items.last()?.map(|(number, _)| number.value());
        match (first, last) {
            (Some(first), Some(last)) => first..last + 1,
            _ => 0..0,
        }
    };
    transaction.commit()?;
    Ok(numbers)
}

fn io_error(error: io::Error) -> Failure {
    (OpenErrorKind::Io, Some(error.into()))
}

fn database_error(error: DatabaseError) -> Failure {
    let kind = match &error {
        DatabaseError::DatabaseAlreadyOpen => return (OpenErrorKind::InUse, None),
        DatabaseError::Storage(StorageError::Corrupted(_)) => OpenErrorKind::Corrupt,
        _ => OpenErrorKind::Io,
    };
    (kind, Some(error.into()))
}
