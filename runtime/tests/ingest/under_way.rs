//! Runs that are stopped, or disturbed, in the middle. `/proc` tells which file the child has open:
//! nothing here depends on how long something takes.

use std::fs::OpenOptions;
use std::io::Read;
use std::process::Child;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::*;

/// Only for failing instead of hanging.
const PATIENCE: Duration = Duration::from_secs(60);

fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Waits until the child has one of `files` open, and says which.
fn wait_for_open<'a>(Running(child): &Running, files: &'a [PathBuf]) -> &'a PathBuf {
    let descriptors = format!("/proc/{}/fd", child.id());
    wait_for("an open file", || {
        let open = fs::read_dir(&descriptors).ok()?;
        let open: Vec<_> = open.filter_map(|fd| fs::read_link(fd.ok()?.path()).ok()).collect();
        files.iter().find(|file| open.contains(file))
    })
}

/// A child that does not outlive a test that failed.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(command: &mut Command) -> Running {
    Running(command.spawn().unwrap())
}

fn interrupt(Running(child): &Running) {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
}

/// Waits for the end of a child whose output fits into its pipes.
fn end(mut running: Running) -> Ended {
    let Running(child) = &mut running;
    let status = wait_for("the end", || child.try_wait().unwrap());
    let (mut stdout, mut stderr) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    Ended { code: status.code(), stdout, stderr }
}

fn shorten(file: &Path) {
    OpenOptions::new().write(true).open(file).unwrap().set_len(0).unwrap();
}

/// One file at a time, so that of two endless ones the other is not yet begun.
fn spawn_with_two_endless(tree: &Tree) -> (Running, [PathBuf; 2]) {
    let files = [tree.endless("a.bin"), tree.endless("b.bin")];
    let child = start(&mut tree.ingest(&["--jobs", "1"]));
    let first = wait_for_open(&child, &files).clone();
    let [a, b] = files;
    (child, if first == a { [a, b] } else { [b, a] })
}

#[test]
fn ctrl_c_reports_what_was_finished_and_where_the_rest_stopped() {
    let tree = Tree::new();
    let (child, [first, second]) = spawn_with_two_endless(&tree);
    shorten(&first);
    wait_for_open(&child, std::slice::from_ref(&second));
    interrupt(&child);
    let ended = end(child);
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert!(ended.table().contains("\n    1 "), "{ended:?}");
    assert!(!ended.stdout.contains("content hash"), "{ended:?}");
    let lines: Vec<_> = ended.stderr.lines().collect();
    assert_eq!(lines[0], "ingest: interrupted; files finished: 1, under way: 1");
    assert!(
        lines[1].starts_with(&format!("  {}: stopped at `", second.display()))
            && lines[1].contains("` in `digest`, ")
            && lines[1].contains("digest.rs:"),
        "{ended:?}"
    );
    assert!(lines[2].starts_with("  main loop: stopped at `"), "{ended:?}");
    assert_eq!(lines.len(), 3, "{ended:?}");
}

/// Two names of one endless file are under way, and only one of them reads it.
#[test]
fn a_file_with_two_names_is_read_once() {
    let tree = Tree::new();
    let first = tree.endless("a.bin");
    fs::hard_link(&first, tree.path("b.bin")).unwrap();
    let ended = end(start(&mut tree.ingest(&["--jobs", "2", "--timeout", "1s"])));
    assert_eq!(ended.code, Some(124), "{ended:?}");
    let lines: Vec<_> = ended.stderr.lines().collect();
    assert_eq!(lines[0], "ingest: timed out after 1s; files finished: 0, under way: 2");
    let is_file = |line: &&&str| line.contains(".bin: stopped at `file.read(");
    let reading = lines.iter().filter(is_file).count();
    assert_eq!(reading, 1, "{ended:?}");
}

#[test]
fn a_timeout_names_every_file_under_way() {
    let tree = Tree::new();
    let files: Vec<_> = (0..3).map(|n| tree.endless(&format!("{n}.bin"))).collect();
    let ended = end(start(&mut tree.ingest(&["--jobs", "3", "--timeout", "1s"])));
    assert_eq!(ended.code, Some(124), "{ended:?}");
    let first = "ingest: timed out after 1s; files finished: 0, under way: 3\n";
    assert!(ended.stderr.starts_with(first), "{ended:?}");
    for file in files {
        let line = format!("  {}: stopped at `", file.display());
        assert!(ended.stderr.contains(&line), "{ended:?}");
    }
}

#[test]
fn a_timeout_ends_with_124() {
    let tree = Tree::new();
    tree.endless("a.bin");
    let ended = end(start(&mut tree.ingest(&["--timeout", "300ms"])));
    assert_eq!(ended.code, Some(124), "{ended:?}");
    assert!(ended.stderr.starts_with("ingest: timed out after 300ms; "), "{ended:?}");
    assert!(!ended.stdout.contains("content hash"), "{ended:?}");
}

#[test]
fn a_read_that_never_returns_does_not_keep_the_process() {
    let tree = Tree::new();
    let (child, [first, second]) = spawn_with_two_endless(&tree);
    fs::remove_file(&second).unwrap();
    make_fifo(&second);
    shorten(&first);
    // Opening the pipe for writing waits for somebody who opens it for reading.
    let (opened, is_open) = mpsc::channel();
    let pipe = second.clone();
    thread::spawn(move || opened.send(OpenOptions::new().write(true).open(pipe).unwrap()));
    let _writer = is_open.recv_timeout(PATIENCE).unwrap();
    interrupt(&child);
    let ended = end(child);
    assert_eq!(ended.code, Some(130), "{ended:?}");
    assert!(ended.stderr.contains(&format!("  {}: stopped at `", second.display())));
}

#[test]
fn the_second_ctrl_c_ends_at_once() {
    let tree = many_rows();
    let endless = [tree.endless("a.bin")];
    let mut child = start(&mut tree.ingest(&[]));
    wait_for_open(&child, &endless);
    interrupt(&child);
    // The report has begun, and nobody reads the rest of it.
    child.0.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let status = wait_for("the end", || {
        interrupt(&child);
        child.0.try_wait().unwrap()
    });
    assert_eq!(status.code(), Some(130));
}

#[test]
fn files_that_cannot_be_read_are_counted_and_the_first_are_named() {
    let tree = Tree::new();
    // No more than tokio takes from a directory in one go, so that the walk knows them all.
    let files: Vec<_> = (0..30).map(|n| tree.endless(&format!("{n}.bin"))).collect();
    let child = start(&mut tree.ingest(&["--jobs", "1"]));
    let first = wait_for_open(&child, &files);
    for file in files.iter().filter(|file| *file != first) {
        fs::remove_file(file).unwrap();
    }
    shorten(first);
    let ended = end(child);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.table().contains("\n    1 "), "{ended:?}");
    let lines: Vec<_> = ended.stderr.lines().collect();
    assert_eq!(lines[0], "ingest: could not be read: 29");
    assert_eq!(lines.len(), 1 + 20 + 1, "{ended:?}");
    assert!(lines[1..=20].iter().all(|line| line.contains(": No such file")), "{ended:?}");
    assert_eq!(lines[21], "  and 9 more");
}
