//! Compiles a table of small functions once per edition, and compares the verdict on each with the
//! expected one. `//= held` stands above a function that must give exactly one error, and that one
//! about a guard held across an `.await`; `//= blocks` above one whose one error is about a blocking
//! call; `//= pressure` above one whose one error is about a channel; `//= fine` above one that must give none; `//= missed: WHY` above one that gives none although
//! it should.

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
async-channel = "2.5"
async-lock = "3.4"
async-trait = "0.1"
asyncward = { path = "RUNTIME", features = ["arc-swap", "async-channel", "async-lock", "atomic_refcell", "crossbeam-channel", "crossbeam-utils", "dashmap", "diesel", "flume", "futures-channel", "futures-executor", "futures-util", "kanal", "lock_api", "mysql", "parking_lot", "postgres", "r2d2", "rayon", "redis", "reqwest", "rusqlite", "spin", "tracing", "ureq"] }
atomic_refcell = "0.1.13"
crossbeam-channel = "0.5.15"
crossbeam-utils = "0.8.20"
dashmap = "6.1"
diesel = { version = "2.3", default-features = false }
flume = "0.12"
futures = "0.3.34"
kanal = "0.1.1"
mysql = { version = "28", default-features = false, features = ["minimal-rust"] }
parking_lot = { version = "0.12", features = ["arc_lock"] }
pollster = "1"
postgres = { version = "0.19", default-features = false }
r2d2 = "0.8"
rayon = "1.10"
redis = { version = "1", default-features = false, features = ["tokio-comp"] }
reqwest = { version = "0.13", default-features = false, features = ["blocking"] }
rusqlite = { version = "0.40", default-features = false }
scopeguard = "1.1"
spin = { version = "0.9.8", features = ["fair_mutex", "ticket_mutex"] }
tokio = { version = "1.54", features = ["full", "test-util"] }
tokio-postgres = { version = "0.7", default-features = false, features = ["runtime"] }
tokio-util = { version = "0.7.20", features = ["rt"] }
tracing = "0.1"
ureq = { version = "3", default-features = false }
"#;

/// What the table says of one function.
struct Expected {
    name: String,
    line: usize,
    verdict: Verdict,
}

#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Held,
    Blocks,
    Pressure,
    Fine,
}

impl Verdict {
    fn of(comment: &str) -> Option<Verdict> {
        Some(match comment {
            "held" => Verdict::Held,
            "blocks" => Verdict::Blocks,
            "pressure" => Verdict::Pressure,
            "fine" => Verdict::Fine,
            missed if missed.starts_with("missed: ") => Verdict::Fine,
            _ => return None,
        })
    }

    fn is_met_by(self, messages: &[String]) -> bool {
        match (self, messages) {
            (Verdict::Held, [one]) => one.contains("is held across an `.await`"),
            (Verdict::Blocks, [one]) => one.contains(" the worker thread"),
            (Verdict::Pressure, [one]) => {
                ["without a bound", "is ignored", "of capacity 0", "silences nothing"]
                    .iter()
                    .any(|what| one.contains(what))
            }
            (Verdict::Fine, []) => true,
            _ => false,
        }
    }
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
        if !function.verdict.is_met_by(&told) {
            let wanted = if function.verdict == Verdict::Fine { "none" } else { "one error" };
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
        let line = line.trim();
        if let Some(comment) = line.strip_prefix("//=") {
            let told = Verdict::of(comment.trim());
            verdict = Some((index + 1, told.unwrap_or_else(|| panic!("`{line}` is no verdict"))));
        } else if let (Some((line, told)), Some((_, rest))) = (verdict, line.split_once("fn ")) {
            let name = rest.split(['(', '<']).next().unwrap_or(rest).to_owned();
            expected.push(Expected { name, line, verdict: told });
            verdict = None;
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
