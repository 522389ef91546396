//! The command on a crate in a temporary directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A directory that is gone at the end of the test.
struct Crate(PathBuf);

impl Crate {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&directory);
        for (path, text) in files {
            let path = directory.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Crate(directory)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let walk = walkdir::WalkDir::new(&self.0).sort_by_file_name();
        let files = walk.into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
        files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        command().args(arguments).arg(&self.0).output().unwrap()
    }
}

impl Drop for Crate {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_asyncward-annotate"))
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const F: &[u8] = b"async fn f() {}\n";
const MANIFEST: &[u8] = b"[package]\nname = \"x\"\nedition = \"2024\"\n";

#[test]
fn annotates_what_belongs_to_the_package() {
    let x = Crate::new(
        "whole",
        &[
            ("Cargo.toml", MANIFEST),
            ("src/lib.rs", b"mod m;\r\nasync fn f() {}\r\n"),
            ("src/m/target/mod.rs", F),
            ("tests/a.rs", F),
            ("examples/a/main.rs", F),
            ("benches/a.rs", F),
            ("build.rs", F),
            ("target/debug/gen.rs", F),
            (".hidden/a.rs", F),
            ("sub/Cargo.toml", MANIFEST),
            ("sub/src/lib.rs", F),
            ("src/latin1.rs", b"// \xe9\nasync fn f() {}\n"),
            ("src/broken.rs", b"\nasync fn f( {}\n"),
        ],
    );
    let output = x.run(&["--attribute", "#[a::b]", "--features", "tracing,spin"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), "annotated 5 fns in 5 of 7 files, 0 had it\n");
    assert_eq!(x.read("src/lib.rs"), "mod m;\r\n#[a::b]\r\nasync fn f() {}\r\n");
    for path in ["src/m/target/mod.rs", "tests/a.rs", "examples/a/main.rs", "benches/a.rs"] {
        assert_eq!(x.read(path), "#[a::b]\nasync fn f() {}\n", "{path}");
    }
    for path in ["build.rs", "target/debug/gen.rs", ".hidden/a.rs", "sub/src/lib.rs"] {
        assert_eq!(x.read(path).as_bytes(), F, "{path}");
    }
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        x.read("Cargo.toml"),
        format!(
            "{}\n[dependencies]\nasyncward = {{ version = \"{version}\", features = [\"tracing\", \"spin\"] }}\n",
            String::from_utf8_lossy(MANIFEST)
        )
    );
    let warnings = stderr(&output);
    assert!(warnings.contains("src/broken.rs: left alone: line 2: "), "{warnings}");
    assert!(warnings.contains("src/latin1.rs: left alone: not UTF-8"), "{warnings}");

    let before = x.files();
    let output = x.run(&["--attribute", "#[a::b]"]);
    assert_eq!(stdout(&output), "annotated 0 fns in 0 of 7 files, 5 had it\n");
    assert_eq!(x.files(), before, "a second run changes nothing, and leaves nothing behind");
}

#[test]
fn a_dry_run_writes_nothing() {
    let x = Crate::new("dry", &[("Cargo.toml", MANIFEST), ("src/main.rs", F)]);
    let before = x.files();
    let output = x.run(&["--dry-run"]);
    assert!(output.status.success());
    let said = stdout(&output);
    assert!(said.contains("src/main.rs\n") && said.contains("Cargo.toml\n"), "{said}");
    assert!(said.ends_with("would annotate 1 fns in 1 of 1 files, 0 had it\n"), "{said}");
    assert_eq!(x.files(), before);
}

#[test]
fn without_a_function_the_manifest_stays() {
    let x = Crate::new("none", &[("Cargo.toml", MANIFEST), ("src/lib.rs", b"fn f() {}")]);
    assert!(x.run(&["--asyncward", env!("CARGO_MANIFEST_DIR")]).status.success());
    assert_eq!(x.read("Cargo.toml").as_bytes(), MANIFEST);
}

#[test]
fn the_build_script_by_another_name() {
    let manifest = b"[package]\nname = \"x\"\nbuild = \"make/it.rs\"\n";
    let x = Crate::new("script", &[("Cargo.toml", manifest), ("make/it.rs", F), ("build.rs", F)]);
    assert_eq!(stdout(&x.run(&[])), "annotated 1 fns in 1 of 1 files, 0 had it\n");
    assert_eq!(x.read("make/it.rs").as_bytes(), F);
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let x =
        Crate::new("mode", &[("Cargo.toml", MANIFEST), ("src/main.rs", b"#!/x\nasync fn f() {}")]);
    let main = x.0.join("src/main.rs");
    fs::set_permissions(&main, fs::Permissions::from_mode(0o750)).unwrap();
    assert!(x.run(&[]).status.success());
    assert_eq!(fs::metadata(&main).unwrap().permissions().mode() & 0o777, 0o750);
}

#[test]
fn errors_are_clear_and_change_nothing() {
    let workspace: &[u8] = b"[workspace]\nmembers = [\"a\"]\n";
    let x = Crate::new("bad", &[("Cargo.toml", workspace), ("a/src/lib.rs", F)]);
    let before = x.files();
    for (arguments, code, says) in [
        (&[][..], 1, "no `[package]`"),
        (&["--asyncward", "./nowhere"], 1, "neither a directory nor a version"),
        (&["--attribute", "a::b"], 2, "write it as in the source"),
        (&["--fns", "some"], 2, "possible values"),
    ] {
        let output = x.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(stderr(&output).contains(says), "{arguments:?}: {}", stderr(&output));
    }
    assert_eq!(x.files(), before);

    let output = command().arg("/nowhere/at/all").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("/nowhere/at/all/Cargo.toml"), "{}", stderr(&output));

    let help = command().arg("--help").output().unwrap();
    assert!(help.status.success() && stdout(&help).contains("--only-result"));
}
