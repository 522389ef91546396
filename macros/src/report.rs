//! The error sink: all findings of one run are reported together, in one wording.
//!
//! Each finding says what is wrong with the user's own code, then why that matters in one line,
//! then what to write instead. Lower case, no full stop, backticks around code.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// One finding. The fields are in the order in which they are printed.
pub(crate) struct Finding<'a> {
    pub(crate) what: &'a str,
    pub(crate) why: &'a str,
    pub(crate) write: &'a str,
}

impl Finding<'_> {
    fn message(&self) -> String {
        format!("{}\nwhy: {}\nwrite: {}", self.what, self.why, self.write)
    }
}

/// What was found in one run.
#[derive(Default)]
pub(crate) struct Report {
    errors: Option<syn::Error>,
}

impl Report {
    pub(crate) fn at(&mut self, span: Span, finding: &Finding<'_>) {
        self.add(syn::Error::new(span, finding.message()));
    }

    /// Underlines all of `code`.
    pub(crate) fn over(&mut self, code: impl ToTokens, finding: &Finding<'_>) {
        self.add(syn::Error::new_spanned(code, finding.message()));
    }

    fn add(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            None => self.errors = Some(error),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_none()
    }

    /// The item as it stands, and the errors after it: nothing else that uses it breaks.
    pub(crate) fn beside(self, mut item: TokenStream) -> TokenStream {
        item.extend(self.errors.map(|errors| errors.to_compile_error()));
        item
    }
}
