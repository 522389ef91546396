//! Which functions may have `#[asyncward::blocking]` on them.
//!
//! Only the compiler can tell whether a call is one of a marked function, and to ask it takes time at
//! every call. So it is asked only about names that a mark stands on somewhere in the sources of the
//! crate, of the crates of its workspace, or in what was expanded so far. That a name is among them says
//! nothing yet; that it is not saves the question.
//!
//! A mark is known by the package, the file and the number of marks of that name before it, which are
//! the same where it is expanded and where it is read.

mod source;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;

use crate::span;
pub(crate) use source::{Home, code, is_of_word};

/// A function with the attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    /// Tells it from all others.
    pub(crate) key: u64,
    pub(crate) home: Home,
    /// It has a `self`.
    pub(crate) is_method: bool,
}

#[derive(Default)]
struct Marks {
    by_name: HashMap<String, BTreeSet<Mark>>,
    /// Those of the files that are read already, by name, line and column.
    files: HashMap<PathBuf, BTreeMap<(String, usize, usize), Mark>>,
    /// The packages of directories.
    packages: HashMap<PathBuf, Option<String>>,
    /// Whether types of these names have parameters.
    generic: HashMap<String, bool>,
    /// What was expanded.
    expanded: HashSet<u64>,
}

fn with_marks<R>(work: impl FnOnce(&mut Marks) -> R) -> R {
    static MARKS: OnceLock<Mutex<Marks>> = OnceLock::new();
    let marks = MARKS.get_or_init(|| Mutex::new(Marks::of_crate()));
    work(&mut marks.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What a function is known by that has the attribute. `None`: the same one was expanded before, by a
/// macro of the user's.
pub(crate) fn add(function: &Ident) -> Option<Mark> {
    let name = function.unraw().to_string();
    let (place, line, column) = span::place(function.span());
    let file = file_of(function.span());
    with_marks(|marks| {
        let read = file.and_then(|file| {
            let marks = marks.read(&file);
            let exact = marks.get(&(name.clone(), line, column));
            let mut of_line =
                marks.range((name.clone(), line, 0)..=(name.clone(), line, usize::MAX));
            exact.or_else(|| of_line.next().map(|(_, mark)| mark)).cloned()
        });
        let mark = read.unwrap_or_else(|| {
            let key = hash(&[&name, &place, &line, &column]);
            let mark = Mark { key, home: Home::Free, is_method: false };
            marks.by_name.entry(name).or_default().insert(mark.clone());
            mark
        });
        let is_new = marks.expanded.insert(mark.key) || !proc_macro::is_available();
        is_new.then_some(mark)
    })
}

/// The functions of this name that have it, as far as anybody knows. `at` is where it is called.
pub(crate) fn named(name: &str, at: Span) -> Vec<Mark> {
    let file = file_of(at);
    with_marks(|marks| {
        if let Some(file) = file {
            marks.read(&file);
        }
        marks.by_name.get(name).into_iter().flatten().cloned().collect()
    })
}

/// Whether a type of this name has parameters somewhere in these sources, or in the file where it is
/// mentioned: whoever names it there without them may have them inferred.
pub(crate) fn is_generic(of: &Ident) -> bool {
    let (name, file) = (of.unraw().to_string(), file_of(of.span()));
    with_marks(|marks| {
        if let Some(is_generic) = marks.generic.get(&name) {
            return *is_generic;
        }
        let files = marks.files.keys().chain(&file);
        let mut texts = files.filter_map(|file| std::fs::read_to_string(file).ok());
        let is_generic = texts.any(|text| source::has_generic(&text, &name));
        marks.generic.insert(name, is_generic);
        is_generic
    })
}

fn file_of(at: Span) -> Option<PathBuf> {
    static FILES: OnceLock<Mutex<HashMap<PathBuf, Option<PathBuf>>>> = OnceLock::new();
    let file = proc_macro::is_available().then(|| at.unwrap().local_file())??;
    let files = FILES.get_or_init(Mutex::default);
    let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
    files.entry(file).or_insert_with_key(|file| file.canonicalize().ok()).clone()
}

impl Marks {
    /// The names in the sources of the crate that is compiled, and of those it names by path.
    fn of_crate() -> Marks {
        let mut marks = Marks::default();
        let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
            return marks;
        };
        let workspace = root.ancestors().skip(1).find(|directory| {
            manifest(directory).is_some_and(|manifest| manifest.contains("[workspace]"))
        });
        for directory in [Some(root.as_path()), workspace].into_iter().flatten() {
            for package in packages(directory) {
                marks.read_all(&package.join("src"));
            }
        }
        for directory in ["src", "tests", "examples", "benches"] {
            marks.read_all(&root.join(directory));
        }
        marks
    }

    fn read_all(&mut self, directory: &Path) {
        let Ok(entries) = std::fs::read_dir(directory) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.read_all(&path),
                Ok(_) if path.extension().is_some_and(|extension| extension == "rs") => {
                    if let Ok(path) = path.canonicalize() {
                        self.read(&path);
                    }
                }
                _ => {}
            }
        }
    }

    /// The marks in a file.
    fn read(&mut self, file: &Path) -> &BTreeMap<(String, usize, usize), Mark> {
        if !self.files.contains_key(file) {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            let marks = self.marks(file, &text);
            for ((name, ..), mark) in &marks {
                self.by_name.entry(name.clone()).or_default().insert(mark.clone());
            }
            self.files.insert(file.to_owned(), marks);
        }
        &self.files[file]
    }

    fn marks(&mut self, file: &Path, text: &str) -> BTreeMap<(String, usize, usize), Mark> {
        let mut marks = BTreeMap::new();
        if !text.contains("blocking") {
            return marks;
        }
        let place = self.place(file);
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let code = code(text);
        for source::Mark { name, line, column, is_method, home } in source::marks(&code) {
            let number = numbers.entry(name).or_default();
            let key = hash(&[&name, &place, number]);
            *number += 1;
            marks.insert((name.to_owned(), line, column), Mark { key, home, is_method });
        }
        marks
    }

    /// The name of the package that a file is of, and where it is in that.
    fn place(&mut self, file: &Path) -> String {
        for directory in file.ancestors().skip(1) {
            let package = self.packages.entry(directory.to_owned());
            let package = package.or_insert_with(|| manifest(directory).as_deref().and_then(name));
            if let (Some(package), Ok(file)) = (package, file.strip_prefix(directory)) {
                return format!("{package} {}", file.display());
            }
        }
        file.display().to_string()
    }
}

fn manifest(directory: &Path) -> Option<String> {
    std::fs::read_to_string(directory.join("Cargo.toml")).ok()
}

/// The name of a manifest's package.
fn name(manifest: &str) -> Option<String> {
    let package = &manifest[manifest.find("[package]")?..];
    let value = package.lines().find_map(|line| line.trim().strip_prefix("name"))?;
    Some(value.split('"').nth(1)?.to_owned())
}

/// The directories that a manifest names as `path = "…"`.
fn packages(directory: &Path) -> Vec<PathBuf> {
    let manifest = manifest(directory).unwrap_or_default();
    let paths = manifest.match_indices("path").filter_map(|(at, key)| {
        let value = manifest[at + key.len()..].trim_start().strip_prefix('=')?;
        value.trim_start().strip_prefix('"')?.split('"').next()
    });
    paths.map(|path| directory.join(path)).filter(|package| package.is_dir()).collect()
}

fn hash(parts: &[&dyn std::fmt::Display]) -> u64 {
    let text: String = parts.iter().map(|part| format!("{part} ")).collect();
    // FNV-1a, which is the same wherever it is computed.
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
