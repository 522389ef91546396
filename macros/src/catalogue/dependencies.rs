//! Which crates the one that is compiled depends on, going by its manifest.

/// Whether a path can be one into a crate that the user's depends on. `image::open` in a crate that does
/// not depend on `image` is of a module of its own. Yes, if there is no manifest.
pub(crate) fn has(path: &str) -> bool {
    let Some(directory) = std::env::var_os("CARGO_MANIFEST_DIR") else { return true };
    let manifest = std::path::Path::new(&directory).join("Cargo.toml");
    let Ok(manifest) = std::fs::read_to_string(manifest) else { return true };
    let krate = path.split("::").next().unwrap_or(path);
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    manifest.split(|c| !is_part(c)).any(|word| word.replace('-', "_") == krate)
}
