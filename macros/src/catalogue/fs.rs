//! `std::fs` and the questions of `std::path::Path` that go to the disk.

use super::{Call, Row, always, function, io, method};

const WHY: &str = "the worker thread waits for the disk, and every task on it waits too; on a busy disk or a network share for seconds";

const LOCKS: &str = "the worker thread waits until another process lets go of the file, however long that takes; every task on it waits too";

const PATH: &str = "::<&'static str>";
const PATHS: &str = "::<&'static str, &'static str>";

const FILE: &[&str] = &["std::fs::File"];
const IS_PATH: &[&str] = &["std::path::Path"];
const ENTRIES: &[&str] = &["std::fs::ReadDir"];
const ENTRY: &[&str] = &["std::fs::DirEntry"];

const fn path(name: &'static str) -> Call {
    method(name, 0, IS_PATH)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    io(function("std::fs::canonicalize", PATH), WHY, "`tokio::fs::canonicalize(path).await`"),
    io(function("std::fs::copy", PATHS), WHY, "`tokio::fs::copy(from, to).await`"),
    io(function("std::fs::create_dir", PATH), WHY, "`tokio::fs::create_dir(path).await`"),
    io(function("std::fs::create_dir_all", PATH), WHY, "`tokio::fs::create_dir_all(path).await`"),
    io(function("std::fs::exists", PATH), WHY, "`tokio::fs::try_exists(path).await`"),
    io(function("std::fs::hard_link", PATHS), WHY, "`tokio::fs::hard_link(original, link).await`"),
    io(function("std::fs::metadata", PATH), WHY, "`tokio::fs::metadata(path).await`"),
    io(function("std::fs::read", PATH), WHY, "`tokio::fs::read(path).await`"),
    io(function("std::fs::read_dir", PATH), WHY, DIR),
    io(function("std::fs::read_link", PATH), WHY, "`tokio::fs::read_link(path).await`"),
    io(function("std::fs::read_to_string", PATH), WHY, "`tokio::fs::read_to_string(path).await`"),
    io(function("std::fs::remove_dir", PATH), WHY, "`tokio::fs::remove_dir(path).await`"),
    io(function("std::fs::remove_dir_all", PATH), WHY, "`tokio::fs::remove_dir_all(path).await`"),
    io(function("std::fs::remove_file", PATH), WHY, "`tokio::fs::remove_file(path).await`"),
    io(function("std::fs::rename", PATHS), WHY, "`tokio::fs::rename(from, to).await`"),
    io(function("std::fs::set_permissions", PATH), WHY, "`tokio::fs::set_permissions(path, permissions).await`"),
    io(function("std::fs::soft_link", PATHS), WHY, "`tokio::fs::symlink(original, link).await`"),
    io(function("std::fs::symlink_metadata", PATH), WHY, "`tokio::fs::symlink_metadata(path).await`"),
    io(function("std::fs::write", "::<&'static str, &'static str>"), WHY, "`tokio::fs::write(path, contents).await`"),
    io(function("std::os::unix::fs::chown", PATH), WHY, "`tokio::task::spawn_blocking(move || std::os::unix::fs::chown(path, uid, gid)).await`"),
    io(function("std::os::unix::fs::symlink", PATHS), WHY, "`tokio::fs::symlink(original, link).await`"),
    //
    io(function("std::fs::File::create", PATH), WHY, "`tokio::fs::File::create(path).await`"),
    io(function("std::fs::File::create_new", PATH), WHY, "`tokio::fs::File::create_new(path).await`"),
    io(function("std::fs::File::open", PATH), WHY, "`tokio::fs::File::open(path).await`"),
    io(method("create", 1, &["std::fs::DirBuilder"]), WHY, "`tokio::fs::DirBuilder` in its place, and `.create(path).await`"),
    io(method("open", 1, &["std::fs::OpenOptions"]), WHY, "`tokio::fs::OpenOptions` in its place, and `.open(path).await`"),
    //
    io(method("metadata", 0, FILE), WHY, "`tokio::fs::File` in its place, and `file.metadata().await`"),
    io(method("set_len", 1, FILE), WHY, "`tokio::fs::File` in its place, and `file.set_len(size).await`"),
    io(method("set_modified", 1, FILE), WHY, IN_BACKGROUND),
    io(method("set_permissions", 1, FILE), WHY, "`tokio::fs::File` in its place, and `file.set_permissions(permissions).await`"),
    io(method("set_times", 1, FILE), WHY, IN_BACKGROUND),
    io(method("sync_all", 0, FILE), WHY, "`tokio::fs::File` in its place, and `file.sync_all().await`"),
    io(method("sync_data", 0, FILE), WHY, "`tokio::fs::File` in its place, and `file.sync_data().await`"),
    io(method("try_clone", 0, FILE), WHY, "`tokio::fs::File` in its place, and `file.try_clone().await`"),
    always(method("lock", 0, FILE), LOCKS, LOCK),
    always(method("lock_shared", 0, FILE), LOCKS, LOCK),
    // Of `std::os::unix::fs::FileExt`.
    io(method("read_at", 2, FILE), WHY, IN_BACKGROUND),
    io(method("read_exact_at", 2, FILE), WHY, IN_BACKGROUND),
    io(method("write_at", 2, FILE), WHY, IN_BACKGROUND),
    io(method("write_all_at", 2, FILE), WHY, IN_BACKGROUND),
    //
    io(path("canonicalize"), WHY, "`tokio::fs::canonicalize(path).await`"),
    io(path("exists"), WHY, "`tokio::fs::try_exists(path).await`"),
    io(path("is_dir"), WHY, "`tokio::fs::metadata(path).await?.is_dir()`"),
    io(path("is_file"), WHY, "`tokio::fs::metadata(path).await?.is_file()`"),
    io(path("is_symlink"), WHY, "`tokio::fs::symlink_metadata(path).await?.is_symlink()`"),
    io(path("metadata"), WHY, "`tokio::fs::metadata(path).await`"),
    io(path("read_dir"), WHY, DIR),
    io(path("read_link"), WHY, "`tokio::fs::read_link(path).await`"),
    io(path("symlink_metadata"), WHY, "`tokio::fs::symlink_metadata(path).await`"),
    io(path("try_exists"), WHY, "`tokio::fs::try_exists(path).await`"),
    io(method("into_iter", 0, ENTRIES), WHY, DIR),
    io(method("next", 0, ENTRIES), WHY, DIR),
    io(method("file_type", 0, ENTRY), WHY, "`tokio::fs::read_dir` for the directory, and `entry.file_type().await`"),
    io(method("metadata", 0, ENTRY), WHY, "`tokio::fs::read_dir` for the directory, and `entry.metadata().await`"),
];

const DIR: &str = "`tokio::fs::read_dir(path).await`, and `entries.next_entry().await` in a loop";
const LOCK: &str = "`try_lock` with `tokio::time::sleep` between the attempts, or `tokio::task::spawn_blocking(move || file.lock()).await`";
const IN_BACKGROUND: &str =
    "`tokio::task::spawn_blocking(move || …).await` around it, with the file moved in";
