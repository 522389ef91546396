//! A spill on disk, in a redb database: feature `spill-redb`.

mod open;
mod overlay;

use std::collections::VecDeque;
use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::backends::FileBackend;
use redb::{Database, TableDefinition};

pub use open::{OpenError, OpenErrorKind};

use super::{SpillError, SpillStore};

type BoxError = Box<dyn Error + Send + Sync>;
type Encode<T> = dyn Fn(&T) -> Result<Vec<u8>, BoxError> + Send;
type Decode<T> = dyn Fn(&[u8]) -> Result<T, BoxError> + Send;

/// Items by number, rising from one run to the next as long as there are any.
const ITEMS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("asyncward.spill.items");
/// Says that the file is one of ours, and in which form.
const META: TableDefinition<'_, &str, u64> = TableDefinition::new("asyncward.spill");
const FORMAT: u64 = 1;

/// So many items are done with before a commit is made for that alone.
const FORGET_AT: u64 = 1024;

/// A [`SpillStore`] in one file: what it has survives the end of the process, also `kill -9`, and is
/// delivered when a channel is made with the same file again, at least once.
///
/// Each batch is one durable commit (`fsync`). One process at a time can have the file open.
///
/// Feature `spill-redb`.
///
/// # Example
///
/// ```no_run
/// use asyncward::channel::{self, RedbStore};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = RedbStore::open(
///     "orders.spill",
///     1_000_000,
///     |order: &String| Ok(order.clone().into_bytes()),
///     |bytes| Ok(String::from_utf8(bytes.to_vec())?),
/// )?;
/// let (publisher, receiver) = channel::bounded(1_000).spill(store);
/// # drop((publisher, receiver));
/// # Ok(())
/// # }
/// ```
pub struct RedbStore<T> {
    path: PathBuf,
    file: Arc<FileBackend>,
    /// None after an error: redb wants to be opened again then.
    database: Option<Database>,
    encode: Box<Encode<T>>,
    decode: Box<Decode<T>>,
    limit: u64,
    /// The first number in the file; the first not done with; to be read next; to be given next.
    first: u64,
    done: u64,
    unread: u64,
    next: u64,
}

impl<T> RedbStore<T> {
    /// Opens the file, or makes it, for at most `limit` items. `encode` and `decode` turn an item
    /// into bytes and back.
    ///
    /// A file that was not made by this, or is damaged, is found out before anything is written. For
    /// that the whole file is read: call this before the service is up, or in `spawn_blocking`. Over
    /// some damage redb panics; that is caught and is an error as well, but the process's panic hook
    /// tells of it.
    ///
    /// An item that `encode` has no bytes for stays in memory, and is delivered from there. One that
    /// `decode` cannot read holds up those behind it:
    /// [`spill_error`](crate::channel::Receiver::spill_error) says so.
    ///
    /// # Errors
    ///
    /// The file is in use, was made by something else, is damaged, or cannot be read or written. It
    /// is left as it is.
    ///
    /// # Panics
    ///
    /// If `limit` is 0.
    #[track_caller]
    pub fn open(
        path: impl AsRef<Path>,
        limit: u64,
        encode: impl Fn(&T) -> Result<Vec<u8>, BoxError> + Send + 'static,
        decode: impl Fn(&[u8]) -> Result<T, BoxError> + Send + 'static,
    ) -> Result<Self, OpenError> {
        assert!(limit > 0, "a spill of at most 0 items takes none: write a limit of at least 1");
        let path = path.as_ref().to_owned();
        let (file, database, numbers) = open::open(&path)?;
        Ok(RedbStore {
            path,
            file,
            database: Some(database),
            encode: Box::new(encode),
            decode: Box::new(decode),
            limit,
            first: numbers.start,
            done: numbers.start,
            unread: numbers.start,
            next: numbers.end,
        })
    }

    /// Does `work` with the database; after an error it is opened again next time.
    fn with<R>(
        &mut self,
        work: impl FnOnce(&Database) -> Result<R, BoxError>,
    ) -> Result<R, SpillError> {
        let database = match self.database.take() {
            Some(database) => database,
            None => open::reopen(&self.file).map_err(SpillError::failed)?,
        };
        let result = work(&database).map_err(SpillError::Failed)?;
        self.database = Some(database);
        Ok(result)
    }

    /// One commit: what is done with goes, `records` come.
    fn commit(&mut self, records: &[Vec<u8>]) -> Result<(), SpillError> {
        let (done, next) = (self.done, self.next);
        self.with(|database| {
            let transaction = database.begin_write()?;
            {
                let mut items = transaction.open_table(ITEMS)?;
                items.retain_in(..done, |_, _| false)?;
                for (number, record) in (next..).zip(records) {
                    items.insert(number, record.as_slice())?;
                }
            }
            transaction.commit()?;
            Ok(())
        })?;
        self.first = done;
        self.next += records.len() as u64;
        Ok(())
    }
}

impl<T: Send + 'static> SpillStore<T> for RedbStore<T> {
    fn append(&mut self, items: &mut VecDeque<T>) -> Result<(), SpillError> {
        if items.is_empty() {
            return Ok(());
        }
        let room = self.limit.saturating_sub(self.next - self.done);
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        let (mut records, mut failed) = (Vec::new(), None);
        for item in items.iter().take(room) {
            match (self.encode)(item) {
                Ok(record) => records.push(record),
                Err(error) => {
                    failed = Some(SpillError::failed(error));
                    break;
                }
            }
        }
        if !records.is_empty() {
            self.commit(&records)?;
            items.drain(..records.len());
        }
        match failed {
            Some(error) => Err(error),
            None if items.is_empty() => Ok(()),
            None => Err(SpillError::Full),
        }
    }

    fn read(&mut self, max: usize) -> Result<Vec<T>, SpillError> {
        let unread = self.unread;
        let records: Vec<Vec<u8>> = self.with(|database| {
            let items = database.begin_read()?.open_table(ITEMS)?;
            let records = items.range(unread..)?.take(max);
            let records = records.map(|record| record.map(|(_, bytes)| bytes.value().to_vec()));
            Ok(records.collect::<Result<_, _>>()?)
        })?;
        let mut items = Vec::with_capacity(records.len());
        for record in records {
            match (self.decode)(&record) {
                Ok(item) => items.push(item),
                Err(error) if items.is_empty() => return Err(SpillError::failed(error)),
                Err(_) => break,
            }
        }
        self.unread += items.len() as u64;
        Ok(items)
    }

    fn acknowledge(&mut self, count: usize) -> Result<(), SpillError> {
        self.done += count as u64;
        let enough = self.done - self.first >= FORGET_AT || self.done == self.next;
        if enough { self.commit(&[]) } else { Ok(()) }
    }

    fn len(&self) -> u64 {
        self.next - self.unread
    }

    fn is_persistent(&self) -> bool {
        true
    }
}

/// What is done with and still in the file would come again.
impl<T> Drop for RedbStore<T> {
    fn drop(&mut self) {
        if self.done > self.first {
            let _ = self.commit(&[]);
        }
    }
}

impl<T> fmt::Debug for RedbStore<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedbStore").field("path", &self.path).finish_non_exhaustive()
    }
}
