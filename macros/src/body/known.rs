//! Known macros, by the last segment of their path.

use syn::Path;

/// What a macro does with what is awaited in its tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Known {
    Select,
    Join,
    TryJoin,
    /// Expressions with commas or semicolons between, maybe with a prefix that is not one.
    Arguments,
    /// It awaits only what its tokens say, which are left as they are.
    Plain,
    /// It awaits, and is left as it is.
    Waits,
    Unknown,
}

impl Known {
    pub(crate) fn of(path: &Path) -> Known {
        let Some(last) = path.segments.last() else { return Known::Unknown };
        let futures = path
            .segments
            .iter()
            .any(|segment| segment.ident == "futures" || segment.ident == "futures_util");
        let tokio = path.segments.iter().any(|segment| segment.ident == "tokio");
        let bare = path.segments.len() == 1;
        match last.ident.to_string().as_str() {
            "select" if futures => Known::Waits,
            "select" if bare || tokio => Known::Select,
            "select_biased" | "await_value" => Known::Waits,
            "join" if bare || tokio || futures => Known::Join,
            "try_join" if bare || tokio || futures => Known::TryJoin,
            "format" | "format_args" | "print" | "println" | "eprint" | "eprintln" | "write"
            | "writeln" | "panic" | "todo" | "unimplemented" | "unreachable" | "vec" | "assert"
            | "assert_eq" | "assert_ne" | "debug_assert" | "debug_assert_eq"
            | "debug_assert_ne" | "matches" | "pin" | "anyhow" | "bail" | "ensure" | "trace"
            | "debug" | "info" | "warn" | "error" | "event" | "span" | "trace_span"
            | "debug_span" | "info_span" | "warn_span" | "error_span" => Known::Arguments,
            "cfg" | "column" | "compile_error" | "concat" | "dbg" | "env" | "file" | "include"
            | "include_bytes" | "include_str" | "line" | "module_path" | "option_env"
            | "stringify" | "thread_local" => Known::Plain,
            _ => Known::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    fn known(path: &str) -> Known {
        Known::of(&syn::parse_str(path).unwrap())
    }

    #[test]
    fn select_is_tokios_unless_the_path_says_otherwise() {
        assert_eq!(known("select"), Known::Select);
        assert_eq!(known("tokio::select"), Known::Select);
        assert_eq!(known("::tokio::select"), Known::Select);
        assert_eq!(known("crate::reexport::tokio::select"), Known::Select);
        assert_eq!(known("futures::select"), Known::Waits);
        assert_eq!(known("crossbeam::select"), Known::Unknown);
    }

    #[test]
    fn others() {
        assert_eq!(known("futures::join"), Known::Join);
        assert_eq!(known("std::println"), Known::Arguments);
        assert_eq!(known("dbg"), Known::Plain);
        assert_eq!(known("std::future::join"), Known::Unknown);
        assert_eq!(known("my_macro"), Known::Unknown);
    }
}
