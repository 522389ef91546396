//! The options of the attributes: `key = value` pairs. What is shared by all attributes is here,
//! each attribute has a file of its own.

pub(crate) mod backpressure;
pub(crate) mod blocking;
pub(crate) mod cancellable;
mod duration;
pub(crate) mod lock;
pub(crate) mod mark;
pub(crate) mod scope;
pub(crate) mod sync_guard;
pub(crate) mod value;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Expr, Path, Token, parenthesized};

use crate::report::{Finding, Report};

/// What an attribute knows of one of its options.
struct Known {
    name: &'static str,
    /// How it is written, for messages.
    example: &'static str,
}

/// A `key = value` as the user wrote it.
struct Entry {
    key: Ident,
    value: Expr,
}

/// Reads all options, reporting what is unknown, given twice, without a value or unreadable.
fn entries(
    attribute: &str,
    known: &[Known],
    input: ParseStream<'_>,
    report: &mut Report,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    while !input.is_empty() {
        if !input.peek(Ident::peek_any) {
            stray(attribute, known, input, report);
        } else if let Some(entry) = entry(attribute, known, input, report) {
            if entries.iter().any(|earlier| earlier.key == entry.key) {
                duplicate(&entry.key, report);
            } else {
                entries.push(entry);
            }
        }
        if !at_end(input) {
            stray(attribute, known, input, report);
        }
        if input.peek(Token![,]) {
            let _comma = input.parse::<Token![,]>();
        }
    }
    entries
}

fn entry(
    attribute: &str,
    known: &[Known],
    input: ParseStream<'_>,
    report: &mut Report,
) -> Option<Entry> {
    let Ok(key) = Ident::parse_any(input) else { return None };
    let option = known.iter().find(|option| key == option.name);
    if option.is_none() {
        unknown(attribute, known, &key, report);
    }
    let has_value = input.peek(Token![=]) && !input.peek(Token![==]) && !input.peek(Token![=>]);
    let value = if has_value && input.parse::<Token![=]>().is_ok() && !at_end(input) {
        input.parse::<Expr>()
    } else {
        if let Some(option) = option {
            valueless(attribute, option, &key, report);
        }
        skip(input);
        return None;
    };
    match (value, option) {
        (Ok(value), Some(_)) => Some(Entry { key, value }),
        (Err(error), Some(option)) => {
            report.at(
                error.span(),
                &Finding {
                    what: &format!("the value of `{key}` cannot be read: {error}"),
                    why: "an option is a name, `=` and one value",
                    write: &format!("`#[{attribute}({})]`", option.example),
                },
            );
            skip(input);
            None
        }
        (_, None) => {
            skip(input);
            None
        }
    }
}

/// Reads options that are not all of the form `key = value`: `key` reads the next one's name, `option`
/// what stands behind it. Each is read once, and what is none is `malformed`.
fn each_option<Options: Default>(
    args: TokenStream,
    report: &mut Report,
    key: fn(ParseStream<'_>) -> syn::Result<Ident>,
    option: fn(&Ident, ParseStream<'_>, &mut Options, &mut Report),
    malformed: fn(Span, &mut Report),
) -> Options {
    let mut options = Options::default();
    let read = |input: ParseStream<'_>| {
        let mut seen: Vec<Ident> = Vec::new();
        while !input.is_empty() {
            match key(input) {
                Ok(key) if seen.contains(&key) => {
                    duplicate(&key, report);
                    skip(input);
                }
                Ok(key) => {
                    option(&key, input, &mut options, report);
                    seen.push(key);
                }
                Err(error) => {
                    malformed(error.span(), report);
                    skip(input);
                }
            }
            if !at_end(input) {
                malformed(input.span(), report);
                skip(input);
            }
            let _comma = input.parse::<Option<Token![,]>>();
        }
        Ok(())
    };
    // It reports by itself and reads to the end, so there is no error to lose.
    let _read = read.parse2(args);
    options
}

/// `(ITEM, ..)` of an option that lists things.
fn listed<T: Parse>(input: ParseStream<'_>) -> syn::Result<Punctuated<T, Token![,]>> {
    let content;
    parenthesized!(content in input);
    Punctuated::parse_terminated(&content)
}

/// The value of `crate = PATH`, whose key is read.
fn krate(
    attribute: &str,
    known: &Known,
    key: &Ident,
    input: ParseStream<'_>,
    report: &mut Report,
) -> Option<Path> {
    let value = input.parse::<Token![=]>().and_then(|_| input.parse::<Expr>());
    let Ok(value) = value else {
        valueless(attribute, known, key, report);
        return None;
    };
    path(value, report)
}

/// The value of `crate`.
fn path(value: Expr, report: &mut Report) -> Option<Path> {
    match value {
        Expr::Path(path) if path.qself.is_none() && path.attrs.is_empty() => Some(path.path),
        other => {
            let finding = Finding {
                what: "`crate` is not a path",
                why: "it says under which name this crate finds asyncward",
                write: "`crate = my::asyncward`, without quotes",
            };
            report.over(other, &finding);
            None
        }
    }
}

fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// Skips what is left of a broken option.
fn skip(input: ParseStream<'_>) {
    while !at_end(input) && input.parse::<TokenTree>().is_ok() {}
}

/// A token where no option can begin or go on.
fn stray(attribute: &str, known: &[Known], input: ParseStream<'_>, report: &mut Report) {
    if let Ok(token) = input.parse::<TokenTree>() {
        let example = known.iter().find(|option| option.name == "timeout").or(known.first());
        let what = if known.iter().any(|option| token.to_string() == option.name) {
            format!("a comma is missing in front of `{token}`")
        } else {
            format!("`{token}` is not an option of `#[{attribute}]`")
        };
        report.at(
            token.span(),
            &Finding {
                what: &what,
                why: "an option is a name, `=` and one value, and a comma stands between two",
                write: &format!(
                    "`#[{attribute}({})]`",
                    example.map_or("", |option| option.example)
                ),
            },
        );
    }
    skip(input);
}

fn duplicate(key: &Ident, report: &mut Report) {
    report.at(
        key.span(),
        &Finding {
            what: &format!("`{key}` is given twice"),
            why: "only one of the two values could hold",
            write: &format!("`{key} = …` once"),
        },
    );
}

fn valueless(attribute: &str, option: &Known, key: &Ident, report: &mut Report) {
    report.at(
        key.span(),
        &Finding {
            what: &format!("`{key}` has no value"),
            why: "an option is a name, `=` and one value",
            write: &format!("`#[{attribute}({})]`", option.example),
        },
    );
}

fn unknown(attribute: &str, known: &[Known], key: &Ident, report: &mut Report) {
    let names: Vec<String> = known.iter().map(|option| format!("`{}`", option.name)).collect();
    let write = match meant(&key.to_string(), known) {
        Some(option) => format!("`{}`, if that is what you mean", option.example),
        None => "one of these, or none".to_owned(),
    };
    report.at(
        key.span(),
        &Finding {
            what: &format!("`{key}` is not an option of `#[{attribute}]`"),
            why: &format!("the options are {}", names.join(", ")),
            write: &write,
        },
    );
}

/// The option a mistyped name is likely to mean.
fn nearest<'k>(typed: &str, known: &'k [Known]) -> Option<&'k Known> {
    let scored = known.iter().map(|option| (distance(typed, option.name), option));
    let (best, option) = scored.min_by_key(|(score, _)| *score)?;
    (best <= option.name.len() / 3).then_some(option)
}

/// The option a key that is none is likely to mean.
fn meant<'k>(typed: &str, known: &'k [Known]) -> Option<&'k Known> {
    nearest(typed, known).or_else(|| other_word(typed, known))
}

/// The option that other libraries call so.
fn other_word<'k>(typed: &str, known: &'k [Known]) -> Option<&'k Known> {
    let name = match typed {
        "deadline" | "duration" | "time_limit" => "timeout",
        "max" | "concurrency" | "max_concurrency" | "capacity" | "permits" => "limit",
        "policy" | "on_error" | "failure" => "on_failure",
        _ => return None,
    };
    known.iter().find(|option| option.name == name)
}

/// Insertions, deletions and replacements between two words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (to, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = *cell;
            left = replaced.min(left + 1).min(diagonal + 1);
            *cell = left;
        }
        row[0] = i + 1;
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{Known, distance, nearest};

    #[test]
    fn distances() {
        assert_eq!(distance("timeout", "timeout"), 0);
        assert_eq!(distance("timout", "timeout"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn only_near_names_are_proposed() {
        let known = [Known { name: "timeout", example: "" }, Known { name: "token", example: "" }];
        assert_eq!(nearest("time_out", &known).map(|option| option.name), Some("timeout"));
        assert_eq!(nearest("tokens", &known).map(|option| option.name), Some("token"));
        assert!(nearest("retries", &known).is_none());
    }
}
