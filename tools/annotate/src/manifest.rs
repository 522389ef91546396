//! The `Cargo.toml` of a package: the dependency that the attributes need.

use std::path::Path;

use anyhow::{Context as _, bail};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Value};

/// Where the `asyncward` crate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A directory, as it is to stand in the manifest.
    Path(String),
    /// A version requirement.
    Version(String),
}

/// The manifest with a dependency on `asyncward`; `None` if it has one. All else stays as it is.
///
/// # Errors
///
/// The text is not TOML, or has no `[package]`.
pub fn with_dependency(
    text: &str,
    origin: &Origin,
    features: &[String],
) -> anyhow::Result<Option<String>> {
    let mut manifest = read(text)?;
    if has_dependency(&manifest) {
        return Ok(None);
    }
    let mut entry = InlineTable::new();
    match origin {
        Origin::Path(path) => entry.insert("path", path.into()),
        Origin::Version(version) => entry.insert("version", version.into()),
    };
    if !features.is_empty() {
        entry.insert("features", Value::Array(features.iter().collect::<Array>()));
    }
    let dependencies = manifest.entry("dependencies").or_insert_with(toml_edit::table);
    let Some(dependencies) = dependencies.as_table_like_mut() else {
        bail!("`dependencies` is not a table");
    };
    dependencies.insert("asyncward", toml_edit::value(entry));
    // toml_edit ends each line with a bare newline.
    let text_now = manifest.to_string();
    Ok(Some(if text.contains("\r\n") {
        text_now.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text_now
    }))
}

/// The build script of a package, if its manifest names one, relative to it.
pub(crate) fn build_script(text: &str) -> anyhow::Result<Option<String>> {
    let manifest = read(text)?;
    Ok(manifest["package"].get("build").and_then(Item::as_str).map(str::to_owned))
}

fn read(text: &str) -> anyhow::Result<DocumentMut> {
    let manifest: DocumentMut = text.parse().context("not a manifest that can be read")?;
    if manifest.get("package").and_then(Item::as_table_like).is_none() {
        bail!(
            "it has no `[package]`; of a workspace, give the directory of one member after the other"
        );
    }
    Ok(manifest)
}

fn has_dependency(manifest: &DocumentMut) -> bool {
    let Some(dependencies) = manifest.get("dependencies").and_then(Item::as_table_like) else {
        return false;
    };
    dependencies.iter().any(|(name, entry)| {
        let package = entry.as_table_like().and_then(|entry| entry.get("package"));
        package.and_then(Item::as_str).unwrap_or(name) == "asyncward"
    })
}

/// `text` as it is given on a command line: a directory that is there, or else a version.
///
/// # Errors
///
/// It looks like neither.
pub fn origin(text: &str) -> anyhow::Result<Origin> {
    if Path::new(text).is_dir() {
        let path = std::fs::canonicalize(text).with_context(|| text.to_owned())?;
        if !path.join("Cargo.toml").is_file() {
            bail!("{}: no Cargo.toml there", path.display());
        }
        return Ok(Origin::Path(path.display().to_string()));
    }
    let version = text.trim_start_matches(['=', '^', '~', '>', '<', ' ']);
    if text.contains('/') || !version.starts_with(|first: char| first.is_ascii_digit()) {
        bail!("{text}: neither a directory nor a version like `0.1.0`");
    }
    Ok(Origin::Version(text.to_owned()))
}

#[cfg(test)]
mod tests;
