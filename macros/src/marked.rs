//! The names of functions that may have `#[asyncward::blocking]` on them.
//!
//! Only the compiler can tell whether a call is one of a marked function, and to ask it takes time at
//! every call. So it is asked only about names that a mark stands on somewhere in the sources of the
//! crate, of the crates of its workspace, or in what was expanded so far. That a name is among them says
//! nothing yet; that it is not saves the question.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use proc_macro2::Span;

#[derive(Default)]
struct Names {
    names: HashSet<String>,
    /// Files that are read already.
    files: HashSet<PathBuf>,
}

fn with_names<R>(work: impl FnOnce(&mut Names) -> R) -> R {
    static NAMES: OnceLock<Mutex<Names>> = OnceLock::new();
    let names = NAMES.get_or_init(|| Mutex::new(Names::of_crate()));
    work(&mut names.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Notes that a function has the attribute.
pub(crate) fn add(name: String) {
    with_names(|names| names.names.insert(name));
}

/// Whether a function of this name may have it. `at` is where it is called.
pub(crate) fn may_be(name: &str, at: Span) -> bool {
    with_names(|names| {
        if proc_macro::is_available()
            && let Some(file) = at.unwrap().local_file()
        {
            names.read(&file);
        }
        names.names.contains(name)
    })
}

impl Names {
    /// The names in the sources of the crate that is compiled, and of those it names by path.
    fn of_crate() -> Names {
        let mut names = Names::default();
        let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
            return names;
        };
        let workspace = root.ancestors().skip(1).find(|directory| {
            manifest(directory).is_some_and(|manifest| manifest.contains("[workspace]"))
        });
        for directory in [Some(root.as_path()), workspace].into_iter().flatten() {
            for package in packages(directory) {
                names.read_all(&package.join("src"));
            }
        }
        for directory in ["src", "tests", "examples", "benches"] {
            names.read_all(&root.join(directory));
        }
        names
    }

    fn read_all(&mut self, directory: &Path) {
        let Ok(entries) = std::fs::read_dir(directory) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.read_all(&path),
                Ok(_) if path.extension().is_some_and(|extension| extension == "rs") => {
                    self.read(&path);
                }
                _ => {}
            }
        }
    }

    fn read(&mut self, file: &Path) {
        if !self.files.insert(file.to_owned()) {
            return;
        }
        if let Ok(text) = std::fs::read_to_string(file) {
            self.names.extend(marked(&text).map(str::to_owned));
        }
    }
}

fn manifest(directory: &Path) -> Option<String> {
    std::fs::read_to_string(directory.join("Cargo.toml")).ok()
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

/// The function behind each attribute that could be `blocking`.
fn marked(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("blocking").filter_map(|(at, word)| {
        let (before, behind) = (&text[..at], text[at + word.len()..].trim_start());
        let is_last = behind.starts_with([']', '(', ')']);
        let is_whole = !before.ends_with(|before: char| before == '_' || before.is_alphanumeric());
        if !is_last || !is_whole || before.ends_with("allow(") {
            return None;
        }
        let function = behind.split_once("fn ")?.1.trim_start().trim_start_matches("r#");
        function.split(|end: char| end != '_' && !end.is_alphanumeric()).next()
    })
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn names_behind_attributes() {
        let found = |text| marked(text).collect::<Vec<_>>();
        assert_eq!(found("#[blocking] fn load() {} fn other() {}"), ["load"]);
        assert_eq!(
            found("#[asyncward::blocking(write = \"x\")]\n/// Doc.\npub(crate) fn a_b<T>()"),
            ["a_b"]
        );
        assert_eq!(found("#[cfg_attr(all(), w::blocking)] unsafe fn r#move()"), ["move"]);
        assert!(found("#[no_blocking] async fn f()").is_empty());
        assert!(found("#[allow(blocking, reason = \"\")] x(); fn f()").is_empty());
        assert!(found("reqwest::blocking::get(a); fn f()").is_empty());
    }
}
