//! The marks in a file, going by its text: the file is read at each build of whatever calls something,
//! and often it is not the one that is compiled.

/// A function with an attribute that could be `blocking`.
#[derive(Debug, PartialEq)]
pub(super) struct Mark<'a> {
    pub(super) name: &'a str,
    /// Counted from one.
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) is_method: bool,
    pub(super) home: Home,
}

/// Where a function stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Home {
    /// In a module or a function.
    Free,
    /// In a trait.
    Trait,
    /// In an impl of this type, if that is told by its name alone.
    Type(Option<String>),
    /// In an impl of a trait.
    TraitImpl,
}

/// The marks in a text without comments and literals.
pub(super) fn marks(code: &str) -> Vec<Mark<'_>> {
    let found = code.match_indices("blocking").filter_map(|(at, word)| {
        let (before, behind) = (&code[..at], code[at + word.len()..].trim_start());
        let is_last = behind.starts_with([']', '(', ')']);
        let is_whole = !before.ends_with(is_of_word);
        if !is_last || !is_whole || before.ends_with("allow(") {
            return None;
        }
        let function = behind.split_once("fn ")?.1.trim_start();
        let name = function.strip_prefix("r#").unwrap_or(function);
        let above = &code[..code.len() - function.len()];
        let line = 1 + above.matches('\n').count();
        let column = 1 + above.chars().rev().take_while(|character| *character != '\n').count();
        let (parameters, name) = (name, name.split(|end| !is_of_word(end)).next()?);
        let (_, parameters) = generics(parameters[name.len()..].trim_start());
        let first = parameters.split([',', ')', ':']).next().unwrap_or_default();
        let is_method = first.split(|end| !is_of_word(end)).any(|word| word == "self");
        Some(Mark { name, line, column, is_method, home: home(before) })
    });
    found.collect()
}

pub(crate) fn is_of_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// What the innermost open brace belongs to.
fn home(before: &str) -> Home {
    let mut closed = 0_usize;
    let open = before.char_indices().rev().find(|(_, character)| match character {
        '}' => {
            closed += 1;
            false
        }
        '{' if closed == 0 => true,
        '{' => {
            closed -= 1;
            false
        }
        _ => false,
    });
    let Some((open, _)) = open else { return Home::Free };
    let head = &before[..open];
    let head = &head[head.rfind(['{', '}', ';']).map_or(0, |end| end + 1)..];
    let mut words = head.split(|end| !is_of_word(end)).filter(|word| !word.is_empty());
    match words.find(|word| ["impl", "trait", "fn", "mod"].contains(word)) {
        Some("trait") => Home::Trait,
        Some("impl") => implementation(head),
        _ => Home::Free,
    }
}

/// Of `impl<'a> Db<'a>`.
fn implementation(head: &str) -> Home {
    let behind = head.split_once("impl").map_or("", |(_, behind)| behind.trim_start());
    let (parameters, of) = generics(behind);
    let has_types = has_types(parameters);
    let is_of_trait = of.match_indices("for").any(|(at, word)| {
        let behind = &of[at + word.len()..];
        of[..at].ends_with([' ', '>', '\n'])
            && behind.starts_with(char::is_whitespace)
            && !behind.trim_start().starts_with('<')
    });
    let path = of.split(|end: char| end == '<' || end.is_whitespace()).next().unwrap_or_default();
    let name = path.rsplit("::").next().filter(|name| !has_types && name.starts_with(is_of_word));
    if is_of_trait { Home::TraitImpl } else { Home::Type(name.map(str::to_owned)) }
}

/// Whether a type of this name is declared with type parameters.
pub(super) fn has_generic(text: &str, name: &str) -> bool {
    ["struct", "enum", "union", "type"].iter().any(|keyword| {
        let head = format!("{keyword} {name}<");
        text.match_indices(&head).any(|(at, head)| {
            let (parameters, _) = generics(&text[at + head.len() - 1..]);
            has_types(parameters)
        })
    })
}

fn has_types(parameters: &str) -> bool {
    let mut parameters = parameters.split(',').map(str::trim);
    parameters.any(|parameter| !parameter.is_empty() && !parameter.starts_with('\''))
}

/// What is in the angle brackets that a text may begin with, and what is behind them.
fn generics(text: &str) -> (&str, &str) {
    let Some(inner) = text.strip_prefix('<') else { return ("", text) };
    let mut depth = 1_usize;
    let mut last = ' ';
    for (at, character) in inner.char_indices() {
        match character {
            '<' => depth += 1,
            '>' if last != '-' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&inner[..at], inner[at + 1..].trim_start());
        }
        last = character;
    }
    (inner, "")
}

/// The text with spaces for all that is in comments and quotes, so that only code is found.
pub(crate) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (kept, blank) = match first {
            '/' if rest.starts_with("//") => (0, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (0, comment(rest)),
            '"' => (0, quoted(rest)),
            '\'' => (0, character(rest)),
            'r' if !out.ends_with(is_of_word) || out.ends_with(['b', 'c']) => match raw(rest) {
                0 => (1, 0),
                length => (0, length),
            },
            _ => (first.len_utf8(), 0),
        };
        out.push_str(&rest[..kept]);
        out.extend(rest[kept..kept + blank].chars().map(|c| if c == '\n' { c } else { ' ' }));
        rest = &rest[kept + blank..];
        if blank == 0 && kept == 0 {
            // A lifetime.
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// The length of the comment that a text begins with.
fn comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of the string.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    let close = text.char_indices().skip(1).find(|(_, character)| match character {
        _ if is_escaped => {
            is_escaped = false;
            false
        }
        '\\' => {
            is_escaped = true;
            false
        }
        _ => *character == '"',
    });
    close.map_or(text.len(), |(at, _)| at + 1)
}

/// The length of the raw string, nothing if it is none.
fn raw(text: &str) -> usize {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let inner = &text[1 + hashes..];
    if !inner.starts_with('"') {
        return 0;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    inner[1..].find(&close).map_or(text.len(), |at| 1 + hashes + 1 + at + close.len())
}

/// The length of the character, nothing if it is a lifetime.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => {
            let close = characters.skip(1).find(|(_, character)| *character == '\'');
            close.map_or(text.len(), |(at, _)| at + 1)
        }
        Some(_) => match characters.next() {
            Some((at, '\'')) => at + 1,
            _ => 0,
        },
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Home, code, has_generic, marks};

    fn names(text: &str) -> Vec<String> {
        marks(&code(text)).into_iter().map(|mark| mark.name.to_owned()).collect()
    }

    #[test]
    fn names_behind_attributes() {
        assert_eq!(names("#[blocking] fn load() {} fn other() {}"), ["load"]);
        let text = "#[asyncward::blocking(write = \"x]\")]\n/// Doc.\npub(crate) fn a_b<T>()";
        assert_eq!(names(text), ["a_b"]);
        assert_eq!(names("#[cfg_attr(all(), w::blocking)] unsafe fn r#move()"), ["move"]);
        assert!(names("#[no_blocking] async fn f()").is_empty());
        assert!(names("#[allow(blocking, reason = \"\")] x(); fn f()").is_empty());
        assert!(names("reqwest::blocking::get(a); fn f()").is_empty());
        assert!(names("/// `#[blocking]`\nfn f() {} /* #[blocking] /* */ */ fn g() {}").is_empty());
        assert!(
            names("let a = r#\"#[blocking] \"fn f()\"#; '\\''; b\"\\\"#[blocking] fn f()\"")
                .is_empty()
        );
    }

    #[test]
    fn lines() {
        let text = "fn a<'a>(b: &'a str) {}\n\n#[blocking]\npub\nfn load() {}";
        let code = code(text);
        assert_eq!((marks(&code)[0].line, marks(&code)[0].column), (5, 4));
    }

    #[test]
    fn types_with_parameters() {
        assert!(has_generic("pub struct Db<'a, T: 'a>(&'a T);", "Db"));
        assert!(!has_generic("struct Db<'a>(&'a u8); struct Dbs<T>(T); struct Db;", "Db"));
    }

    #[test]
    fn homes() {
        let home = |head: &str| {
            marks(&code(&format!("{head} fn f() {{}} #[blocking] fn g() {{}} }}")))[0].home
                == Home::Free
        };
        assert!(home("mod a {"));
        assert!(home("struct S {} impl S { fn a(b: impl Fn()) {"));
        assert!(!home("impl S {"));
        let of = |head: &str| {
            format!("{:?}", marks(&code(&format!("{head} {{ #[blocking] fn g() {{}} }}")))[0].home)
        };
        assert_eq!(
            of("fn f() {} unsafe impl<'a> a::Db<'a> where Self: Sized"),
            "Type(Some(\"Db\"))"
        );
        assert_eq!(of("impl<T: Fn() -> u8> Db<T>"), "Type(None)");
        assert_eq!(of("impl<T: for<'a> Fn(&'a u8)> a::Tr<T> for Db<T>"), "TraitImpl");
        assert_eq!(of("impl Tr for Db"), "TraitImpl");
        assert_eq!(of("impl Db where for<'a> &'a u8: Sized"), "Type(Some(\"Db\"))");
        assert_eq!(of("pub trait Tr: Sized"), "Trait");
    }
}
