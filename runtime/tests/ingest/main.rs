//! The example `ingest` as its users run it: what it prints and what it ends with.

#[cfg(target_os = "linux")]
mod under_way;

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
