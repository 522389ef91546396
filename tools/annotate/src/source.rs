//! One source file: where its functions begin, and the same text with attributes there.

mod functions;

use std::str::FromStr;

use syn::parse::Parser as _;

/// An attribute to put on functions, as it is written in the source.
#[derive(Clone, Debug)]
pub struct Attribute {
    text: String,
    /// The last segment of its path: how it is recognised where it stands already.
    name: String,
}

impl FromStr for Attribute {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = syn::Attribute::parse_outer.parse_str(text).unwrap_or_default();
        let text = text.trim();
        match &parsed[..] {
            [one] if !one.path().is_ident("doc") && !text.contains('\n') => {
                let name = functions::last_segment(one.path());
                Ok(Attribute { text: text.to_owned(), name })
            }
            _ => Err("not one attribute on one line; write it as in the source: \
                      #[asyncward::no_lock_across_await]"
                .to_owned()),
        }
    }
}

/// Which functions get the attributes. Those without a body never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Functions {
    /// `async fn`.
    #[default]
    Async,
    /// `async fn`, and any other function with an `async` block or closure in it.
    WithAsyncBlocks,
    /// All functions but `const` ones.
    All,
}

/// Where an attribute is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// On a line of its own, as one would write it.
    #[default]
    OwnLine,
    /// In front of the function on the same line: all line numbers stay as they are.
    SameLine,
}

/// What to put where.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// In the order in which they are to stand, from the top.
    pub attributes: Vec<Attribute>,
    /// The functions that get them.
    pub functions: Functions,
    /// Leave out functions whose return type is not named `…Result`.
    pub only_result: bool,
    /// If there are any: leave out functions in whose body none of these names stands.
    pub using: Vec<String>,
    /// Where they are written.
    pub place: Place,
}

/// What became of a text.
#[derive(Debug)]
pub struct Annotated {
    /// The text with the attributes.
    pub text: String,
    /// Functions that got an attribute.
    pub added: usize,
    /// Functions that had all of them already.
    pub had: usize,
}

/// Puts the attributes on the functions of a file: below their docs, above their other attributes.
///
/// Functions in the bodies of other functions count, and so do those in a macro of items: one whose
/// name begins with `cfg_`, where its body or an arm of it is plain items. The definitions of macros are
/// left alone.
///
/// # Errors
///
/// The text is not a Rust file that `syn` can read.
pub fn annotate(text: &str, options: &Options) -> syn::Result<Annotated> {
    let file = syn::parse_file(text)?;
    // What `parse_file` takes off before it counts.
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let taken_off = bom + file.shebang.as_ref().map_or(0, String::len);

    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let (mut copied, mut added, mut had) = (0, 0, 0);
    for function in functions::find(&file, options) {
        let missing: Vec<_> = options
            .attributes
            .iter()
            .filter(|attribute| !function.attributes.contains(&attribute.name))
            .collect();
        if missing.is_empty() {
            had += 1;
            continue;
        }
        added += 1;
        let at = taken_off + function.start;
        out.push_str(&text[copied..at]);
        copied = at;
        let before = &text[text[..at].rfind('\n').map_or(bom, |end| end + 1)..at];
        let own_line = options.place == Place::OwnLine && before.trim().is_empty();
        for attribute in missing {
            out.push_str(&attribute.text);
            if own_line {
                out.push_str(newline);
                out.push_str(before);
            } else {
                out.push(' ');
            }
        }
    }
    out.push_str(&text[copied..]);
    Ok(Annotated { text: out, added, had })
}

#[cfg(test)]
mod tests;
