//! The text of an expression, as a person would write it on one line.
//!
//! Neither `to_string` nor the source text serves: the one loses the spacing of parsed tokens, the
//! other is not there for tokens that come from a macro.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The text, cut off at `limit` characters.
pub(crate) fn of(tokens: TokenStream, limit: usize) -> String {
    let mut printer = Printer { out: String::new(), last: Last::Start, limit };
    printer.stream(tokens);
    let mut text = printer.out;
    if let Some((at, _)) = text.char_indices().nth(limit) {
        let keep = text.char_indices().nth(limit - 1).map_or(at, |(at, _)| at);
        text.truncate(keep);
        text.push('…');
    }
    text
}

/// What stands in front, as far as spaces depend on it.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// The beginning of the text, of a group, or what hugs the next token: `.`, `::`, `&`.
    Start,
    /// A keyword after which an operator is unary and a parenthesis stands apart.
    Keyword,
    /// A name, a literal, a closed group, `?`: a value may end here.
    Value,
    /// An operator or a comma, with a space behind it.
    Operator,
    /// The `!` or `::<..>` behind a name: a group follows without a space.
    Callee,
}

struct Printer {
    out: String,
    last: Last,
    limit: usize,
}

impl Printer {
    fn stream(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut generics = 0usize;
        let mut pipes = 0usize;
        while let Some(token) = tokens.next() {
            if self.out.len() > 4 * self.limit {
                return;
            }
            match token {
                TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
                TokenTree::Ident(ident) => self.word(&ident.to_string()),
                TokenTree::Literal(literal) => self.word(&literal.to_string()),
                TokenTree::Punct(punct) => {
                    let mut operator = String::from(punct.as_char());
                    let mut spacing = punct.spacing();
                    while spacing == Spacing::Joint
                        && let Some(TokenTree::Punct(next)) = tokens.peek()
                        && is_operator(&operator, next.as_char())
                        && !(generics > 0 && operator == ">")
                    {
                        operator.push(next.as_char());
                        spacing = next.spacing();
                        tokens.next();
                    }
                    let group_follows = matches!(tokens.peek(), Some(TokenTree::Group(_)));
                    self.operator(&operator, group_follows, &mut generics, &mut pipes);
                }
            }
        }
    }

    fn group(&mut self, delimiter: Delimiter, stream: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::None => return self.stream(stream),
        };
        let padded = delimiter == Delimiter::Brace && !stream.is_empty();
        let apart = match self.last {
            Last::Start => false,
            Last::Value | Last::Callee => delimiter == Delimiter::Brace,
            Last::Keyword | Last::Operator => true,
        };
        self.push(if apart { " " } else { "" });
        self.push(open);
        self.push(if padded { " " } else { "" });
        self.last = Last::Start;
        self.stream(stream);
        self.push(if padded { " " } else { "" });
        self.push(close);
        self.last = Last::Value;
    }

    fn word(&mut self, word: &str) {
        self.push(if self.last == Last::Start { "" } else { " " });
        self.push(word);
        self.last = match word {
            "as" | "async" | "break" | "else" | "for" | "if" | "in" | "let" | "loop" | "match"
            | "move" | "mut" | "return" | "unsafe" | "while" => Last::Keyword,
            _ => Last::Value,
        };
    }

    fn operator(&mut self, text: &str, group: bool, generics: &mut usize, pipes: &mut usize) {
        let value = self.last == Last::Value;
        let (space, last) = match text {
            "," | ";" | ":" => (false, Last::Operator),
            "." | "::" => {
                (!value && self.last != Last::Start && self.last != Last::Callee, Last::Start)
            }
            ".." | "..=" => (!value && self.last != Last::Start, Last::Start),
            "?" => (false, Last::Value),
            "!" if value && group => (false, Last::Callee),
            "<" if !value || *generics > 0 => {
                *generics += 1;
                (false, Last::Start)
            }
            ">" if *generics > 0 => {
                *generics -= 1;
                (false, Last::Callee)
            }
            "|" if *pipes > 0 => {
                *pipes -= 1;
                (false, Last::Operator)
            }
            "|" if !value => {
                *pipes += 1;
                (self.last != Last::Start, Last::Start)
            }
            "'" => (self.last != Last::Start, Last::Start),
            "&" | "&&" | "*" | "-" | "!" | "||" if !value => {
                let hugs = if text == "||" { Last::Operator } else { Last::Start };
                (self.last != Last::Start, hugs)
            }
            _ => (self.last != Last::Start, Last::Operator),
        };
        self.push(if space { " " } else { "" });
        self.push(text);
        self.last = last;
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }
}

/// Whether a character goes on an operator of several. `&` and `'a` may stand joined to others.
fn is_operator(so_far: &str, next: char) -> bool {
    matches!(
        (so_far, next),
        (":", ':')
            | (".", '.')
            | ("..", '=')
            | ("=" | "!" | "<" | ">" | "+" | "-" | "*" | "/" | "%" | "^" | "&" | "|", '=')
            | ("<<" | ">>", '=')
            | ("=" | "-", '>')
            | ("&", '&')
            | ("|", '|')
            | ("<", '<')
            | (">", '>')
    )
}

#[cfg(test)]
mod tests {
    /// The text of tokens is what was written, up to white space and breaks of lines.
    #[track_caller]
    fn same(source: &str) {
        assert_eq!(super::of(source.parse().unwrap(), 200), source);
    }

    #[test]
    fn calls_and_paths() {
        same("fetch(&url)");
        same("self.client.get(url, &opts).send()");
        same("<T as Into<U>>::into(t)");
        same("a::b::<A, B>(x)?.c");
        same("foo::<Vec<u8>>(&mut x, -1, !y, *z)");
        same("vec![1, 2]");
        same("format!(\"{x}\")");
        same("rows[0].await?[1]");
    }

    #[test]
    fn operators() {
        same("a + b * -c == d && !e || f");
        same("x as u32 << 2");
        same("&mut fut");
        same("&mut *self.fut");
        same("0..n");
        same("a..=b");
    }

    #[test]
    fn blocks_and_closures() {
        same("async move { f(x).await }");
        same("retry(|| g())");
        same("map(|a, b| a + b)");
        same("match x { Some(y) => y, None => return Err(e) }");
        same("Point { x: 1, y }");
        same("{}");
        same("(a, b)");
        same("spawn(async { 1 })");
    }

    #[test]
    fn long_texts_are_cut() {
        let text = super::of("aaaaaaaaaa(bbbbbbbbbb)".parse().unwrap(), 12);
        assert_eq!(text, "aaaaaaaaaa(…");
        assert_eq!(super::of("äöü".parse().unwrap(), 3), "äöü");
    }
}
