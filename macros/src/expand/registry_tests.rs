//! Every function of the crates that cargo has downloaded: the attribute must read them all, and what
//! it writes must be Rust. `cargo test -p asyncward-macros registry -- --ignored --nocapture`

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::visit::{self, Visit};

use crate::expand::expand;
use crate::rule::Rule;

#[derive(Default)]
struct Functions {
    read: usize,
    asynchronous: usize,
    checked: usize,
    /// `#[value_future]` has something against it.
    refused: usize,
    failed: Vec<String>,
}

impl Functions {
    fn read(&mut self, name: &str, function: TokenStream, is_async: bool) {
        self.read += 1;
        self.asynchronous += usize::from(is_async);
        if is_async {
            let out = expand(Rule::Value, TokenStream::new(), function.clone());
            self.refused += usize::from(out.to_string().contains("compile_error !"));
            if syn::parse2::<syn::File>(out).is_err()
                && syn::parse2::<syn::ItemFn>(function.clone()).is_ok()
            {
                self.failed.push(format!("{name}, as a value"));
            }
        }
        let out = expand(Rule::Lock, TokenStream::new(), function.clone());
        if out.to_string() == function.to_string() {
            return;
        }
        self.checked += 1;
        // `default fn` of nightly's specialisation is no function for syn either.
        if syn::parse2::<syn::ItemFn>(out).is_err() && syn::parse2::<syn::ItemFn>(function).is_ok()
        {
            self.failed.push(name.to_owned());
        }
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let is_async = item.sig.asyncness.is_some();
        self.read(&item.sig.ident.to_string(), item.to_token_stream(), is_async);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let is_async = item.sig.asyncness.is_some();
        self.read(&item.sig.ident.to_string(), item.to_token_stream(), is_async);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if item.default.is_some() {
            let is_async = item.sig.asyncness.is_some();
            self.read(&item.sig.ident.to_string(), item.to_token_stream(), is_async);
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

#[test]
#[ignore = "reads all sources in the registry"]
fn every_function() {
    let home = std::env::var("CARGO_HOME").ok().map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap();
    let mut files = Vec::new();
    sources(&home.join("registry/src"), &mut files);
    // Some generated files nest so deep that to parse them takes more stack than a test has.
    let reader = std::thread::Builder::new().stack_size(1 << 30).spawn(move || {
        let mut functions = Functions::default();
        for file in &files {
            let source = std::fs::read_to_string(file).unwrap_or_default();
            if let Ok(parsed) = syn::parse_file(&source) {
                functions.visit_file(&parsed);
            }
        }
        functions
    });
    let Functions { read, asynchronous, checked, refused, failed } =
        reader.unwrap().join().unwrap();
    println!("{read} functions, {asynchronous} async, {checked} checked, {refused} no value");
    assert!(failed.is_empty(), "{} failed: {failed:#?}", failed.len());
}
