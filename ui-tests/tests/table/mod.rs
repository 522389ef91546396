//! Compiles a table of small functions once per edition, and compares the verdict on each with the
//! expected one. `//= held` stands above a function that must give exactly one error, and that one
//! about a guard held across an `.await`; `//= fine` above one that must give none.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

const MANIFEST: &str = r#"
[package]
name = "NAME"
version = "0.0.0"
edition = "EDITION"
publish = false

[workspace]

[lib]
path = "TABLE"

[dependencies]
arc-swap = "1.9"
async-lock = "3.4"
async-trait = "0.1"
asyncward = { path = "RUNTIME", features = ["arc-swap", "async-lock", "atomic_refcell", "crossbeam-utils", "dashmap", "futures-util", "lock_api", "spin", "tracing"] }
atomic_refcell = "0.1.13"
crossbeam-utils = "0.8.20"
dashmap = "6.1"
futures = "0.3.34"
parking_lot = { version = "0.12", features = ["arc_lock"] }
scopeguard = "1.1"
spin = { version = "0.9.8", features = ["fair_mutex", "ticket_mutex"] }
tokio = { version = "1.54", features = ["full", "test-util"] }
tokio-util = { version = "0.7.20", features = ["rt"] }
tracing = "0.1"
"#;

/// What the table says of one function.
struct Expected {
    name: String,
    line: usize,
    held: bool,
}

/// Checks `table/<name>.rs` in an edition.
pub(crate) fn check(name: &str, edition: &str) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = here.join("table").join(name).with_extension("rs");
    let text = fs::read_to_string(&table).expect("the table is missing");
    let expected = expected(&text);
    assert!(!expected.is_empty(), "nothing in {}", table.display());

    let mut errors: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (line, message) in compile(name, edition, &table) {
        // What stands above the first function is nobody's.
        let function = expected.iter().rposition(|function| function.line <= line);
        errors.entry(function.unwrap_or(usize::MAX)).or_default().push(message);
    }

    let mut wrong = String::new();
    for message in errors.remove(&usize::MAX).into_iter().flatten() {
        writeln!(wrong, "outside of all functions: {message}").expect("a string takes it");
    }
    for (index, function) in expected.iter().enumerate() {
        let told = errors.remove(&index).unwrap_or_default();
        let right = match (function.held, &told[..]) {
            (true, [one]) => one.contains("is held across an `.await`"),
            (held, told) => !held && told.is_empty(),
        };
        if !right {
            let wanted = if function.held { "one error" } else { "none" };
            writeln!(
                wrong,
                "{} (line {}): {wanted} expected, got {told:#?}",
                function.name, function.line
            )
            .expect("a string takes it");
        }
    }
    assert!(wrong.is_empty(), "{} in edition {edition}:\n{wrong}", table.display());
}

fn expected(text: &str) -> Vec<Expected> {
    let mut expected = Vec::new();
    let mut verdict = None;
    for (index, line) in text.lines().enumerate() {
        match line.trim() {
            "//= held" => verdict = Some((index + 1, true)),
            "//= fine" => verdict = Some((index + 1, false)),
            line if line.starts_with("//=") => panic!("`{line}` is no verdict"),
            line => {
                let name = line.split_once("fn ").map(|(_, rest)| rest);
                if let (Some((line, held)), Some(name)) = (verdict, name) {
                    let name = name.split(['(', '<']).next().unwrap_or(name).to_owned();
                    expected.push(Expected { name, line, held });
                    verdict = None;
                }
            }
        }
    }
    assert!(verdict.is_none(), "a verdict stands above no function");
    expected
}

/// The errors with their lines in the table.
fn compile(name: &str, edition: &str, table: &Path) -> Vec<(usize, String)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.parent().expect("a workspace around it");
    let name = format!("{name}-{edition}");
    let krate: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tables").join(&name);
    fs::create_dir_all(&krate).expect("cannot write to the target directory");
    let manifest = MANIFEST
        .replace("NAME", &name)
        .replace("EDITION", edition)
        .replace("TABLE", &table.display().to_string())
        .replace("RUNTIME", &root.join("runtime").display().to_string());
    fs::write(krate.join("Cargo.toml"), manifest).expect("cannot write the manifest");
    fs::copy(root.join("Cargo.lock"), krate.join("Cargo.lock")).expect("no lock file");

    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--message-format=json"])
        .current_dir(&krate)
        .env("CARGO_TARGET_DIR", krate.with_file_name("target"))
        .stdin(Stdio::null())
        .output()
        .expect("cargo does not start");
    let messages: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let finished = messages.iter().any(|message| message["reason"] == "build-finished");
    assert!(finished, "cargo failed:\n{}", String::from_utf8_lossy(&output.stderr));
    let mut errors = Vec::new();
    for message in messages.iter().map(|message| &message["message"]) {
        let primary = message["spans"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|span| span["is_primary"] == true);
        if let (true, Some(span)) = (message["level"] == "error", primary) {
            errors.push((user_line(span, table), text(message)));
        }
    }
    errors
}

fn text(message: &Value) -> String {
    message["message"].as_str().unwrap_or("an error without a message").to_owned()
}

/// Where in the table the code stands that a span comes from, macros left behind.
fn user_line(span: &Value, table: &Path) -> usize {
    let outer = &span["expansion"]["span"];
    if outer.is_object() {
        return user_line(outer, table);
    }
    let line = span["line_start"].as_u64().and_then(|line| usize::try_from(line).ok());
    match span["file_name"].as_str() {
        Some(file) if Path::new(file).ends_with(table.file_name().expect("a file")) => {
            line.unwrap_or(0)
        }
        _ => 0,
    }
}
