//! What a file imports and declares, going by its text: an attribute sees one item of it only.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;

use crate::marked::{code, is_of_word};

/// The names in a file.
#[derive(Default)]
struct Names {
    /// The words of each `use`, in order.
    uses: Vec<Vec<String>>,
    /// Modules and types.
    declared: HashSet<String>,
    /// What is called by another name here.
    renamed: HashMap<String, String>,
}

/// Whether the file where a module or type is mentioned declares one of that name, or imports one from
/// elsewhere than the crate, and none from the crate.
pub(crate) fn is_own(name: &Ident, krate: &str) -> bool {
    let named = name.unraw().to_string();
    with_names(name.span(), |names| {
        !names.imports(&named, krate)
            && (names.declared.contains(&named)
                || names.uses.iter().any(|words| words.contains(&named)))
    })
}

/// Whether that file imports it from this path, and has no other of that name.
pub(crate) fn is_imported(name: &Ident, path: &[&str]) -> bool {
    let named = name.unraw().to_string();
    with_names(name.span(), |names| names.imports_from(&named, path))
}

/// What is called by this name in the file where it is mentioned, if that is not its name:
/// `use std::thread::sleep as nap`.
pub(crate) fn original(name: &Ident) -> Option<String> {
    let named = name.unraw().to_string();
    with_names(name.span(), |names| names.renamed.get(&named).cloned())
}

impl Names {
    fn imports(&self, name: &str, krate: &str) -> bool {
        let has = |words: &&Vec<String>, word: &str| words.iter().any(|of| of == word);
        self.uses.iter().any(|words| has(&words, name) && has(&words, krate))
    }

    fn imports_from(&self, name: &str, path: &[&str]) -> bool {
        let is_from = |words: &Vec<String>| {
            words.first().map(String::as_str) == path.first().copied()
                && path.iter().all(|part| words.iter().any(|word| word == part))
        };
        let mut naming = self.uses.iter().filter(|words| words.iter().any(|word| word == name));
        let is_imported = naming.next().is_some_and(is_from) && naming.all(is_from);
        is_imported && !self.declared.contains(name)
    }

    fn of(text: &str) -> Names {
        let mut names = Names::default();
        let code = code(text);
        let mut rest = code.as_str();
        while let Some(start) = rest.find(is_of_word) {
            rest = &rest[start..];
            let word = &rest[..rest.find(|end| !is_of_word(end)).unwrap_or(rest.len())];
            rest = &rest[word.len()..];
            match word {
                // Not `use<'a>` in a bound.
                "use" if !rest.trim_start().starts_with('<') => {
                    let end = rest.find(';').unwrap_or(rest.len());
                    let words: Vec<String> = words(&rest[..end]).map(str::to_owned).collect();
                    let renamed = words.windows(3).filter(|words| words[1] == "as");
                    names.renamed.extend(renamed.map(|words| (words[2].clone(), words[0].clone())));
                    names.uses.push(words);
                    rest = &rest[end..];
                }
                "mod" | "struct" | "enum" | "union" | "type" | "trait" => {
                    names.declared.extend(words(rest).next().map(str::to_owned));
                }
                _ => {}
            }
        }
        names
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|end| !is_of_word(end)).filter(|word| !word.is_empty())
}

fn with_names<R: Default>(at: Span, ask: impl FnOnce(&Names) -> R) -> R {
    static FILES: OnceLock<Mutex<HashMap<PathBuf, Names>>> = OnceLock::new();
    let Some(file) = proc_macro::is_available().then(|| at.unwrap().local_file()).flatten() else {
        return R::default();
    };
    let files = FILES.get_or_init(Mutex::default);
    let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
    let names = files
        .entry(file)
        .or_insert_with_key(|file| Names::of(&std::fs::read_to_string(file).unwrap_or_default()));
    ask(names)
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn imports_and_declarations() {
        let text = "pub use std::{thread::{self as t, sleep as nap}, fs};\nmod io {} // use x as y;\nuse r#a as b; struct Db<T>(T);";
        let names = Names::of(text);
        assert!(names.imports("fs", "std") && names.imports("nap", "std"));
        assert!(!names.imports("io", "std") && !names.imports("y", "x"));
        assert!(names.declared.contains("io") && names.declared.contains("Db"));
        assert!(names.imports_from("sleep", &["std", "thread"]));
        assert!(!names.imports_from("sleep", &["std", "fs", "os"]));
        assert!(!names.imports_from("io", &["std"]));
        assert_eq!(names.renamed["nap"], "sleep");
        assert_eq!(names.renamed["t"], "self");
    }
}
