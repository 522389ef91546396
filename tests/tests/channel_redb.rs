//! Channels: the spill on disk.

use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use asyncward::channel::{self, OpenError, OpenErrorKind, Published, Receiver, RedbStore};

fn open_limited(path: &Path, limit: u64) -> Result<RedbStore<u32>, OpenError> {
    let encode = |item: &u32| {
        // One that cannot be put into bytes.
        if *item == u32::MAX { Err("no bytes".into()) } else { Ok(item.to_be_bytes().to_vec()) }
    };
    RedbStore::open(path, limit, encode, |bytes| Ok(u32::from_be_bytes(bytes.try_into()?)))
}

fn open(path: &Path) -> RedbStore<u32> {
    open_limited(path, 1_000_000).unwrap()
}

fn run(body: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let hang = Duration::from_secs(60);
    runtime.block_on(async { tokio::time::timeout(hang, body).await.expect("hangs") });
}

async fn rest(receiver: &mut Receiver<u32>) -> Vec<u32> {
    let mut items = Vec::new();
    while let Some(item) = receiver.recv().await {
        items.push(item);
    }
    items
}

#[test]
fn spills_and_reads_back_in_order() {
    run(async {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spill");
        let (publisher, mut receiver) = channel::bounded(8).spill(open(&path));
        let mut got = Vec::new();
        for n in 0..5_000 {
            if let Published::SpillFull(item) = publisher.publish(n) {
                publisher.publish_within(item, Duration::from_secs(30)).await.unwrap();
            }
            if n % 3 == 0 {
                got.push(receiver.recv().await.unwrap());
            }
        }
        publisher.close();
        got.extend(rest(&mut receiver).await);
        assert_eq!(got, (0..5_000).collect::<Vec<_>>());
        assert!(receiver.stats().balances());
        receiver.shutdown().await;
        // All of it was received: none comes again.
        let (_publisher, receiver) = channel::bounded(8).spill(open(&path));
        assert_eq!(receiver.stats().restored, 0);
    });
}

#[test]
fn what_was_not_received_comes_again_before_anything_else() {
    run(async {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spill");
        let (publisher, mut receiver) = channel::bounded(2).spill(open(&path));
        for n in 0..10 {
            assert!(publisher.publish(n).is_taken());
        }
        for n in 0..5 {
            assert_eq!(receiver.recv().await, Some(n));
        }
        receiver.shutdown().await;
        let stats = publisher.stats();
        assert!(stats.balances(), "{stats:?}");
        assert_eq!((stats.delivered, stats.spilled, stats.dropped), (5, 5, 0));

        let (publisher, mut receiver) = channel::bounded(2).spill(open(&path));
        assert_eq!(receiver.stats().restored, 5);
        assert!(publisher.publish(10).is_taken());
        publisher.close();
        assert_eq!(rest(&mut receiver).await, [5, 6, 7, 8, 9, 10]);
        assert!(receiver.stats().balances());
    });
}

/// A receiver that goes in the middle of its work gets that again.
#[test]
fn the_item_in_hand_comes_again() {
    run(async {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spill");
        let (publisher, mut receiver) = channel::bounded(1).spill(open(&path));
        for n in 0..4 {
            assert!(publisher.publish(n).is_taken());
        }
        for n in 0..3 {
            assert_eq!(receiver.recv().await, Some(n));
        }
        drop(receiver);
        assert!(publisher.stats().balances());
        let store = loop {
            match open_limited(&path, 10) {
                Ok(store) => break store,
                Err(error) => assert_eq!(error.kind(), OpenErrorKind::InUse),
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        };
        let (publisher, mut receiver) = channel::bounded(1).spill(store);
        publisher.close();
        assert_eq!(rest(&mut receiver).await, [2, 3]);
    });
}

/// One that has no bytes stays in memory, in its place.
#[test]
fn an_item_that_cannot_be_encoded_is_not_lost() {
    run(async {
        let dir = tempfile::tempdir().unwrap();
        let (publisher, mut receiver) = channel::bounded(1).spill(open(&dir.path().join("spill")));
        for n in [0, 1, 2, u32::MAX] {
            assert!(publisher.publish(n).is_taken());
        }
        publisher.close();
        assert_eq!(rest(&mut receiver).await, [0, 1, 2, u32::MAX]);
    });
}

#[test]
fn a_limit_on_the_items_on_disk() {
    run(async {
        let dir = tempfile::tempdir().unwrap();
        let store = open_limited(&dir.path().join("spill"), 10).unwrap();
        let (publisher, mut receiver) = channel::bounded(1).spill(store);
        let mut taken = Vec::new();
        for n in 0..3_000 {
            if publisher.publish(n).is_taken() {
                taken.push(n);
            }
        }
        assert!(taken.len() < 3_000);
        publisher.close();
        assert_eq!(rest(&mut receiver).await, taken);
    });
}

#[track_caller]
fn refused(path: &Path, kind: OpenErrorKind, says: &str) {
    let before = fs::read(path).unwrap();
    let error = open_limited(path, 10).unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    let text = error.to_string();
    assert!(text.contains(says) && text.contains(path.to_str().unwrap()), "{text}");
    assert!(fs::read(path).unwrap() == before, "the file was changed");
}

#[test]
fn a_foreign_file_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notes.txt");
    fs::write(&path, "my notes").unwrap();
    refused(&path, OpenErrorKind::Foreign, "not a spill");
    fs::write(&path, vec![7; 100_000]).unwrap();
    refused(&path, OpenErrorKind::Foreign, "not a spill");
}

#[test]
fn the_database_of_someone_else_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("theirs.redb");
    let table = redb::TableDefinition::<u64, u64>::new("theirs");
    let database = redb::Database::create(&path).unwrap();
    let write = database.begin_write().unwrap();
    write.open_table(table).unwrap().insert(1, 2).unwrap();
    write.commit().unwrap();
    drop(database);
    refused(&path, OpenErrorKind::Foreign, "not a spill");
}

#[test]
fn a_file_in_use_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("spill");
    let _store = open(&path);
    refused(&path, OpenErrorKind::InUse, "in use");
}

#[test]
fn a_directory_is_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let error = open_limited(dir.path(), 10).unwrap_err();
    assert_eq!(error.kind(), OpenErrorKind::Io);
    assert!(error.source().is_some());
}

/// Damage anywhere is found or does no harm, and is never made worse.
#[test]
fn a_damaged_file_is_left_alone() {
    run(async {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("spill");
        let (publisher, receiver) = channel::bounded(1).spill(open(&path));
        for n in 0..1_000 {
            assert!(publisher.publish(n).is_taken());
        }
        receiver.shutdown().await;
        let sound = fs::read(&path).unwrap();
        let damaged = dir.path().join("damaged");

        fs::write(&damaged, &sound[..sound.len() / 2]).unwrap();
        refused(&damaged, OpenErrorKind::Corrupt, "damaged");
        fs::write(&damaged, &sound[..500]).unwrap();
        refused(&damaged, OpenErrorKind::Corrupt, "damaged");

        let mut found = 0;
        for page in (0..150).step_by(16) {
            let mut bytes = sound.clone();
            bytes[page * 4096..][..64].iter_mut().for_each(|byte| *byte ^= 0x5a);
            fs::write(&damaged, &bytes).unwrap();
            match open_limited(&damaged, 10_000) {
                Err(error) => {
                    found += 1;
                    assert!(fs::read(&damaged).unwrap() == bytes, "the file was changed: {error}");
                }
                Ok(store) => {
                    // The damage was to a page that is not in use: everything is there.
                    let (publisher, mut receiver) = channel::bounded(8).spill(store);
                    publisher.close();
                    assert_eq!(rest(&mut receiver).await, (1..1_000).collect::<Vec<_>>());
                    receiver.shutdown().await;
                }
            }
        }
        assert!(found > 0);
    });
}

const CHILD: &str = "ASYNCWARD_SPILL_CHILD";

/// Runs in a process of its own, which is killed: see below.
#[test]
#[ignore = "the other half of `items_survive_kill_9`"]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    run(async move {
        let (publisher, mut receiver) = channel::bounded(4).spill(open(Path::new(&path)));
        let restored = receiver.stats().restored;
        for n in 0..500 {
            assert!(publisher.publish(n).is_taken());
        }
        for _ in 0..20 {
            receiver.recv().await.unwrap();
        }
        publisher.flush_spill().await.unwrap();
        println!("\nspilled after {restored}");
        // Never asked for more: the process is killed in the middle of further commits.
        for n in 500.. {
            let _ = publisher.publish(n);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
}

/// What was flushed before a `kill -9` is delivered after it, in order, at least once: what the
/// receiver had taken may come again, what it had not must.
#[test]
fn items_survive_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("spill");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env(CHILD, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let flushed = lines.map_while(Result::ok).any(|line| line == "spilled after 0");
    // SIGKILL on Unix.
    std::thread::sleep(Duration::from_millis(50));
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(flushed && !status.success());
    #[cfg(unix)]
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9));

    run(async {
        let (publisher, mut receiver) = channel::bounded(4).spill(open(&path));
        assert!(receiver.stats().restored >= 480);
        publisher.close();
        let got = rest(&mut receiver).await;
        let (first, last) = (got[0], *got.last().unwrap());
        assert_eq!(got, (first..=last).collect::<Vec<_>>());
        assert!(first <= 20 && last >= 499, "{first}..={last}");
    });
}
