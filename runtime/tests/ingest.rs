//! The example `ingest` as its users run it: what it prints and what it ends with.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Output, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// `cargo test` builds the example; `cargo test --test ingest` alone does not.
static EXAMPLE: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let example = profile.join("examples").join(format!("ingest{}", env::consts::EXE_SUFFIX));
    if !example.exists() {
        let name = match profile.file_name().and_then(|name| name.to_str()) {
            Some("debug") => "dev",
            name => name.unwrap(),
        };
        let built = Command::new(env!("CARGO"))
            .args(["build", "--package", "asyncward", "--example", "ingest", "--profile", name])
            .arg("--target-dir")
            .arg(profile.parent().unwrap())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(built.unwrap().success());
    }
    example
});

/// A directory of its own for each test, removed at its end.
struct Tree(PathBuf);

impl Tree {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let root = env::temp_dir().join(format!("asyncward-ingest-{}-{number}", process::id()));
        fs::create_dir(&root).unwrap();
        Tree(root)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// A sparse file that takes many minutes to read.
    fn endless(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        File::create(&path).unwrap().set_len(1 << 40).unwrap();
        path
    }

    fn ingest(&self, args: &[&str]) -> Command {
        let mut command = ingest(&self.0);
        command.args(args);
        command
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

fn ingest(dir: &Path) -> Command {
    let mut command = Command::new(&*EXAMPLE);
    command.arg(dir).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ended {
    fn table(&self) -> &str {
        self.stdout.split_inclusive("total\n").next().unwrap()
    }

    fn content_hash(&self) -> &str {
        self.stdout.lines().last().and_then(|line| line.strip_prefix("content hash: ")).unwrap()
    }
}

fn run(command: &mut Command) -> Ended {
    command.output().unwrap().into()
}

#[test]
fn counts_per_extension() {
    let tree = Tree::new();
    tree.file("a.rs", "one\ntwo\n");
    tree.file("sub/b.rs", "one\nno line feed");
    tree.file("sub/deeper/notes.txt", &"x".repeat(200_000));
    tree.file("sub/.hidden", "");
    let ended = run(&mut tree.ingest(&["--jobs", "2"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(
        ended.table(),
        "files  lines   bytes  extension\n    \
             1      1  200000  .txt\n    \
             2      4      24  .rs\n    \
             1      0       0  (none)\n    \
             4      5  200024  total\n"
    );
    assert_eq!(ended.content_hash().len(), 64);
    assert_eq!(ended.stderr, "");
}

#[cfg(unix)]
#[test]
fn hard_links_count_like_copies() {
    let files =
        [("a.rs", "one\ntwo\n"), ("sub/b.txt", "one\ntwo\n"), ("c", "one\ntwo\n"), ("d", "")];
    let copies = Tree::new();
    let links = Tree::new();
    let first = links.file("a.rs", "one\ntwo\n");
    fs::create_dir(links.path("sub")).unwrap();
    for (name, content) in files {
        copies.file(name, content);
        if name != "a.rs" && !content.is_empty() {
            fs::hard_link(&first, links.path(name)).unwrap();
        }
    }
    links.file("d", "");
    for jobs in ["1", "4"] {
        let [copied, linked] =
            [&copies, &links].map(|tree| run(&mut tree.ingest(&["--jobs", jobs])));
        assert_eq!(linked.code, Some(0), "{linked:?}");
        // How many results waited depends on who was faster.
        let table = |stdout: &str| {
            let lines = stdout.lines().filter(|line| !line.starts_with("results:"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(table(&linked.stdout), table(&copied.stdout));
    }
}

#[test]
fn the_content_hash_depends_on_content_alone() {
    let hash = |files: &[(&str, &str)]| {
        let tree = Tree::new();
        for (name, content) in files {
            tree.file(name, content);
        }
        run(&mut tree.ingest(&[])).content_hash().to_owned()
    };
    let original = hash(&[("a", "1"), ("b", "2")]);
    assert_eq!(original, hash(&[("z/y", "2"), ("x", "1")]));
    assert_ne!(original, hash(&[("a", "1"), ("b", "3")]));
    assert_ne!(original, hash(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "3")]));
    assert_ne!(original, hash(&[("a", "1"), ("b", "2"), ("c", "")]));
}

/// What stands behind `name` in the account of the channel.
fn account(ended: &Ended, name: &str) -> u64 {
    let line = ended.stdout.lines().find(|line| line.starts_with("results: ")).unwrap();
    let (_, behind) = line.split_once(&format!("{name} ")).unwrap();
    behind.split([',', ';', ' ']).next().unwrap().parse().unwrap()
}

const POLICIES: [&str; 7] =
    ["merge", "spill", "reject", "drop_incoming", "evict_oldest", "evict_newest", "keep_latest"];

#[test]
fn every_result_is_in_the_table_or_counted_as_lost() {
    let tree = Tree::new();
    for number in 0..300 {
        tree.file(&format!("{number}.txt"), "1\n");
    }
    let whole = run(&mut tree.ingest(&[]));
    assert_eq!(account(&whole, "published"), 300, "{whole:?}");
    assert_eq!(account(&whole, "delivered") + account(&whole, "merged"), 300, "{whole:?}");
    for policy in POLICIES {
        let args = ["--overflow", policy, "--buffer", "1", "--jobs", "64"];
        let ended = run(&mut tree.ingest(&args));
        assert_eq!(ended.code, Some(0), "{policy}: {ended:?}");
        let total = ended.table().lines().last().unwrap();
        let written: u64 = total.split_whitespace().next().unwrap().parse().unwrap();
        let said = "ingest: results lost, because the writer did not keep up: ";
        let lost: u64 = match ended.stderr.strip_prefix(said) {
            Some(lost) => lost.trim_end().parse().unwrap(),
            None => 0,
        };
        assert_eq!(written + lost, 300, "{policy}: {ended:?}");
        assert_eq!(
            account(&ended, "published") - account(&ended, "rejected"),
            match policy {
                "reject" => written,
                _ => 300,
            }
        );
        match policy {
            "drop_incoming" => assert_eq!(account(&ended, "dropped"), lost, "{ended:?}"),
            "evict_oldest" | "evict_newest" | "keep_latest" => {
                assert_eq!(account(&ended, "evicted"), lost, "{ended:?}")
            }
            // The wait of `reject` may be over on a very slow machine.
            "reject" => {}
            _ => assert_eq!(lost, 0, "{policy}: {ended:?}"),
        }
        if lost == 0 {
            assert_eq!(ended.content_hash(), whole.content_hash(), "{policy}");
        } else {
            assert!(!ended.stdout.contains("content hash"), "{policy}: {ended:?}");
        }
    }
}

#[test]
fn an_empty_directory_has_an_empty_table() {
    let ended = run(&mut Tree::new().ingest(&[]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let table = "files  lines  bytes  extension\n    0      0      0  total\n";
    assert_eq!(ended.table(), table);
}

#[test]
fn what_is_no_directory_is_one_line_and_code_2() {
    let tree = Tree::new();
    for path in [tree.path("missing"), tree.file("file", "")] {
        let ended = run(&mut ingest(&path));
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert_eq!(ended.stdout, "");
        assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
        assert!(ended.stderr.starts_with(&format!("ingest: {}: ", path.display())), "{ended:?}");
    }
}

#[test]
fn bad_arguments_are_code_2() {
    let tree = Tree::new();
    for (args, said) in [
        (["--timeout", "2"], "the unit is missing"),
        (["--timeout", "soon"], "write a number and a unit"),
        (["--timeout", "1s1m"], "write a number and a unit"),
        (["--timeout", ""], "write a number and a unit"),
        (["--timeout", "0s"], "longer than zero"),
        (["--timeout", "-1s"], "cannot be negative"),
        (["--timeout", "1e9h"], "write a number and a unit"),
        (["--timeout", "99999999999999999999h"], "too long"),
        (["--jobs", "0"], "1..=256"),
        (["--jobs", "many"], "invalid digit"),
        (["--buffer", "0"], "1..=65535"),
        (["--overflow", "drop_latest"], "merge, spill, reject, drop_incoming, evict_oldest"),
    ] {
        let ended = run(&mut tree.ingest(&args));
        assert_eq!(ended.code, Some(2), "{args:?}: {ended:?}");
        assert!(ended.stderr.contains(said), "{args:?}: {ended:?}");
    }
    for duration in ["1h", "1m30s", "90s", "1.5m", "3600000ms"] {
        let ended = run(&mut tree.ingest(&["--timeout", duration]));
        assert_eq!(ended.code, Some(0), "{duration}: {ended:?}");
    }
}

#[test]
fn help_documents_links_and_codes() {
    let ended = run(Command::new(&*EXAMPLE).arg("--help"));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    for said in
        ["--jobs", "--timeout", "--overflow", "evict_oldest", "Symbolic links", "124", "130"]
    {
        assert!(ended.stdout.contains(said), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_counted_and_left_alone() {
    let tree = Tree::new();
    tree.file("sub/a.txt", "1\n");
    std::os::unix::fs::symlink("..", tree.path("sub/loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", tree.path("dangling")).unwrap();
    make_fifo(&tree.path("pipe"));
    let ended = run(&mut tree.ingest(&[]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.table().ends_with("    1      1      2  total\n"), "{ended:?}");
    assert_eq!(
        ended.stderr,
        "ingest: symbolic links not followed: 2\n\
         ingest: pipes, sockets and devices not read: 1\n"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_read_and_shown_on_one_line() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let tree = Tree::new();
    fs::write(tree.0.join(OsStr::from_bytes(b"\xff.\xff\n\x1b[31m")), "1\n").unwrap();
    let ended = run(&mut tree.ingest(&[]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.stdout.contains("    1      1      2  .\u{fffd}\u{fffd}\u{fffd}[31m\n"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let tree = many_rows();
    let mut child = tree.ingest(&[]).spawn().unwrap();
    drop(child.stdout.take());
    let ended = Ended::from(child.wait_with_output().unwrap());
    assert_eq!((ended.code, &*ended.stderr), (Some(0), ""));
}

/// A tree whose table is longer than a pipe holds.
fn many_rows() -> Tree {
    let tree = Tree::new();
    for number in 0..1000 {
        tree.file(&format!("a.{number}{}", "x".repeat(100)), "");
    }
    tree
}

#[cfg(unix)]
fn make_fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Runs that are stopped, or disturbed, in the middle. `/proc` tells which file the child has open:
/// nothing here depends on how long something takes.
#[cfg(target_os = "linux")]
mod under_way {
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
}
