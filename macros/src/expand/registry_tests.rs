//! Every function of the crates that cargo has downloaded: the attributes must read them all, and
//! what they write must be Rust. They take minutes:
//! `cargo test -p asyncward-macros registry -- --ignored --nocapture`

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::visit::{self, Visit};

use crate::expand::expand;
use crate::rule::Rule;

struct Functions<'a> {
    rule: Rule,
    file: &'a Path,
    read: usize,
    /// The attribute wrote something else than the function.
    changed: usize,
    refused: usize,
    failed: Vec<String>,
}

impl Functions<'_> {
    fn read(&mut self, signature: &syn::Signature, function: &TokenStream) {
        // Of the others every one would be refused.
        if matches!(self.rule, Rule::Value) && signature.asyncness.is_none() {
            return;
        }
        self.read += 1;
        let expanded = catch_unwind(AssertUnwindSafe(|| {
            let options = match self.rule {
                Rule::Scope => quote::quote!(limit = 8, timeout = none, on_failure = supervise),
                _ => TokenStream::new(),
            };
            expand(self.rule, options, function.clone())
        }));
        let Ok(out) = expanded else { return self.fail("panics", signature) };
        let text = out.to_string();
        if text == function.to_string() {
            return;
        }
        self.changed += 1;
        if text.contains("compile_error !") && !function.to_string().contains("compile_error !") {
            self.refused += 1;
        }
        // `default fn` of nightly's specialisation is no function for syn either.
        if syn::parse2::<syn::File>(out).is_err()
            && syn::parse2::<syn::ItemFn>(function.clone()).is_ok()
        {
            self.fail("is no Rust", signature);
        }
    }

    fn fail(&mut self, how: &str, signature: &syn::Signature) {
        let failed = format!("{}: {} {how}", self.file.display(), signature.ident);
        println!("{failed}");
        self.failed.push(failed);
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.read(&item.sig, &item.to_token_stream());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.read(&item.sig, &item.to_token_stream());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if item.default.is_some() {
            self.read(&item.sig, &item.to_token_stream());
        }
        visit::visit_trait_item_fn(self, item);
    }
}

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[derive(Default)]
struct Progress {
    files: usize,
    functions: usize,
    changed: usize,
    refused: usize,
    failed: Vec<String>,
}

/// Reads all files that have this word in them.
fn every_function(rule: Rule, word: &str) {
    let home = std::env::var("CARGO_HOME").ok().map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap();
    let mut files = Vec::new();
    sources(&home.join("registry/src"), &mut files);
    let (all, files) = (files.len(), Mutex::new(files.into_iter()));
    let progress = Mutex::new(Progress::default());
    let next = || files.lock().unwrap().next();
    let read = || {
        while let Some(file) = next() {
            let source = std::fs::read_to_string(&file).unwrap_or_default();
            let mut functions = Functions {
                rule,
                file: &file,
                read: 0,
                changed: 0,
                refused: 0,
                failed: Vec::new(),
            };
            if source.contains(word)
                && let Ok(parsed) = syn::parse_file(&source)
            {
                functions.visit_file(&parsed);
            }
            let mut progress = progress.lock().unwrap();
            progress.files += 1;
            progress.functions += functions.read;
            progress.changed += functions.changed;
            progress.refused += functions.refused;
            progress.failed.extend(functions.failed);
            if progress.files.is_multiple_of(1000) {
                println!("{} of {all} files, {} functions", progress.files, progress.functions);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            // Some generated files nest so deep that to parse them takes more stack than a test has.
            thread::Builder::new().stack_size(1 << 30).spawn_scoped(scope, read).unwrap();
        }
    });
    let Progress { functions, changed, refused, failed, .. } = progress.into_inner().unwrap();
    println!("{functions} functions, {changed} rewritten, {refused} refused");
    assert!(failed.is_empty(), "{} failed: {failed:#?}", failed.len());
}

#[test]
#[ignore = "reads all sources in the registry"]
fn lock() {
    every_function(Rule::Lock, "fn ");
}

#[test]
#[ignore = "reads all sources in the registry"]
fn value() {
    every_function(Rule::Value, "async fn ");
}

#[test]
#[ignore = "reads all sources in the registry"]
fn scope() {
    every_function(Rule::Scope, "spawn");
}
