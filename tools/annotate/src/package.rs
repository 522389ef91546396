//! A package on disk: its files are read, all edits are made in memory, and only then written.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use walkdir::WalkDir;

use crate::manifest::{self, Origin};
use crate::source::{self, Options};

/// What became of a package, or would become of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Functions that got an attribute.
    pub added: usize,
    /// Functions that had all of them already.
    pub had: usize,
    /// The files that changed; the manifest last, if it did.
    pub changed: Vec<PathBuf>,
    /// Rust files that were read.
    pub read: usize,
    /// Files that were left alone because they cannot be read, and why.
    pub skipped: Vec<(PathBuf, String)>,
}

/// Annotates the sources, tests, examples and benches of the package in `directory`, and adds the
/// dependency. With `dry_run` nothing is written.
///
/// `target`, hidden directories, the build script and packages further down are left alone. Each file
/// is replaced in one step, none before all edits are made.
///
/// # Errors
///
/// No package there, or a file that cannot be read or written.
pub fn annotate(
    directory: &Path,
    options: &Options,
    origin: &Origin,
    features: &[String],
    dry_run: bool,
) -> anyhow::Result<Outcome> {
    let manifest_path = directory.join("Cargo.toml");
    let of_manifest = || manifest_path.display().to_string();
    let manifest = fs::read_to_string(&manifest_path).with_context(of_manifest)?;
    let build_script = manifest::build_script(&manifest).with_context(of_manifest)?;
    let build_script = directory.join(build_script.as_deref().unwrap_or("build.rs"));

    let mut outcome = Outcome::default();
    let mut edits = Vec::new();
    let files = WalkDir::new(directory).sort_by_file_name().into_iter().filter_entry(|entry| {
        let is_directory = entry.file_type().is_dir();
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || !(name.starts_with('.')
                || is_directory && name == "target" && entry.depth() == 1
                || is_directory && entry.path().join("Cargo.toml").is_file())
    });
    for entry in files {
        let entry = entry?;
        let path = entry.path();
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        if !is_rust || !entry.file_type().is_file() || path == build_script {
            continue;
        }
        outcome.read += 1;
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        let Ok(text) = String::from_utf8(bytes) else {
            outcome.skipped.push((path.to_owned(), "not UTF-8".to_owned()));
            continue;
        };
        match source::annotate(&text, options) {
            Ok(annotated) => {
                outcome.had += annotated.had;
                outcome.added += annotated.added;
                if annotated.added > 0 {
                    edits.push((path.to_owned(), annotated.text));
                }
            }
            Err(error) => {
                let at = error.span().start();
                let message = error.to_string();
                // At the end of the input syn lists all that may begin an item.
                let message = message.split(", expected one of: ").next().unwrap_or_default();
                let why = format!("line {}: {message}", at.line);
                outcome.skipped.push((path.to_owned(), why));
            }
        }
    }
    if outcome.added > 0
        && let Some(manifest) =
            manifest::with_dependency(&manifest, origin, features).with_context(of_manifest)?
    {
        edits.push((manifest_path, manifest));
    }
    for (path, text) in edits {
        if !dry_run {
            replace(&path, &text).with_context(|| path.display().to_string())?;
        }
        outcome.changed.push(path);
    }
    Ok(outcome)
}

/// Writes beside the file and renames: nobody sees half of it, whatever happens.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let write = || {
        let mut file = fs::File::create_new(&beside)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(fs::metadata(path)?.permissions())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    let written = write();
    if written.is_err() {
        // The first error is the one to tell of.
        let _ = fs::remove_file(&beside);
    }
    written
}
