use super::*;

fn options() -> Options {
    Options { attributes: vec!["#[a::b]".parse().unwrap()], ..Options::default() }
}

fn with(text: &str, options: &Options) -> String {
    let once = annotate(text, options).unwrap();
    let twice = annotate(&once.text, options).unwrap();
    assert_eq!((twice.added, twice.had), (0, once.added + once.had), "{}", once.text);
    assert_eq!(twice.text, once.text, "a second run changes nothing");
    once.text
}

fn annotated(text: &str) -> String {
    with(text, &options())
}

#[test]
fn below_docs_and_above_other_attributes() {
    assert_eq!(
        annotated(
            "/// Docs.\n/// More.\n#[tokio::main]\n/* why */ #[inline]\npub(crate) async fn f() {}\n"
        ),
        "/// Docs.\n/// More.\n#[a::b]\n#[tokio::main]\n/* why */ #[inline]\npub(crate) async fn f() {}\n"
    );
    assert_eq!(annotated("/// Docs.\nasync fn f() {}"), "/// Docs.\n#[a::b]\nasync fn f() {}");
    assert_eq!(
        annotated("#[inline]\n/// Docs.\nasync fn f() {}"),
        "#[a::b]\n#[inline]\n/// Docs.\nasync fn f() {}"
    );
    assert_eq!(
        annotated("#[doc = \"é\"]\nasync unsafe fn f() {}"),
        "#[doc = \"é\"]\n#[a::b]\nasync unsafe fn f() {}"
    );
}

#[test]
fn methods_modules_and_functions_in_functions() {
    let text = "\
mod m {
    impl S {
        pub async fn f() {
            async fn inner() {}
        }
        fn sync() {}
    }
    trait T {
        async fn bodyless();
        async fn default() {}
    }
    #[async_trait]
    impl T for S {
\t\tasync fn tabs() {}
    }
}
";
    let expected = "\
mod m {
    impl S {
        #[a::b]
        pub async fn f() {
            #[a::b]
            async fn inner() {}
        }
        fn sync() {}
    }
    trait T {
        async fn bodyless();
        #[a::b]
        async fn default() {}
    }
    #[async_trait]
    impl T for S {
\t\t#[a::b]
\t\tasync fn tabs() {}
    }
}
";
    assert_eq!(annotated(text), expected);
}

#[test]
fn in_closures_and_blocks_too() {
    assert_eq!(
        annotated("fn f() { let g = || { async fn h() {} h() }; const { async fn i() {} } }"),
        "fn f() { let g = || { #[a::b] async fn h() {} h() }; const { #[a::b] async fn i() {} } }"
    );
}

#[test]
fn shebang_byte_order_mark_and_wide_characters() {
    assert_eq!(
        annotated("\u{feff}#!/usr/bin/env run\n// ünï\nasync fn f() {}\n"),
        "\u{feff}#!/usr/bin/env run\n// ünï\n#[a::b]\nasync fn f() {}\n"
    );
    assert_eq!(annotated("\u{feff}async fn f() {}"), "\u{feff}#[a::b]\nasync fn f() {}");
    assert_eq!(
        annotated("#![allow(x)]\nconst A: &str = \"日本\"; async fn f() {}"),
        "#![allow(x)]\nconst A: &str = \"日本\"; #[a::b] async fn f() {}"
    );
}

#[test]
fn keeps_crlf() {
    assert_eq!(
        annotated("// x\r\n  async fn f() {\r\n  }\r\n"),
        "// x\r\n  #[a::b]\r\n  async fn f() {\r\n  }\r\n"
    );
}

#[test]
fn nothing_to_do_is_the_same_text() {
    for text in ["", "fn f() {}\r\n", "#!/bin/sh", "\u{feff}", "trait T { async fn f(); }"] {
        assert_eq!(annotated(text), text);
    }
}

#[test]
fn has_it_by_its_last_name() {
    for had in ["#[b]", "#[::x::b(strict)]", "#[cfg_attr(all(), cfg_attr(test, b), inline)]"] {
        let text = format!("{had} async fn f() {{}}");
        assert_eq!(annotated(&text), text);
    }
    assert_eq!(annotated("#[c] async fn f() {}"), "#[a::b]\n#[c] async fn f() {}");
}

#[test]
fn several_attributes_stand_in_the_order_given() {
    let attributes = ["#[a::b]", "#[c(x = \"1\")]"].map(|one| one.parse().unwrap()).into();
    let options = Options { attributes, ..Options::default() };
    assert_eq!(
        with("  async fn f() {}\n  #[c] async fn g() {}\n", &options),
        "  #[a::b]\n  #[c(x = \"1\")]\n  async fn f() {}\n  #[a::b]\n  #[c] async fn g() {}\n"
    );
}

#[test]
fn on_the_same_line_no_line_moves() {
    let options = Options { place: Place::SameLine, ..options() };
    assert_eq!(
        with("/// Docs.\n  #[x]\n  async fn f() {}\n", &options),
        "/// Docs.\n  #[a::b] #[x]\n  async fn f() {}\n"
    );
}

#[test]
fn only_functions_that_return_a_result() {
    let options = Options { only_result: true, ..options() };
    assert_eq!(
        with(
            "async fn f() {}\nasync fn g() -> io::Result<()> {}\nasync fn h() -> BoxResult {}\n\
             async fn i() -> Option<Result<(), ()>> {}\n",
            &options
        ),
        "async fn f() {}\n#[a::b]\nasync fn g() -> io::Result<()> {}\n#[a::b]\nasync fn h() -> BoxResult {}\n\
         async fn i() -> Option<Result<(), ()>> {}\n"
    );
}

#[test]
fn only_functions_that_use_a_name() {
    let options = Options { using: vec!["spawn".to_owned()], ..options() };
    assert_eq!(
        with(
            "async fn f() { respawn(\"spawn\") }\nasync fn g() { if x { tokio::spawn(f()); } }\n\
             async fn h(spawn: u8) {}\n",
            &options
        ),
        "async fn f() { respawn(\"spawn\") }\n#[a::b]\nasync fn g() { if x { tokio::spawn(f()); } }\n\
         async fn h(spawn: u8) {}\n"
    );
}

#[test]
fn which_functions() {
    let text = "fn f() { go(async move { 1 }); }\nfn g() { go(async |x| x) }\nfn h() {}\n\
                const fn i() { async {} }\nasync fn j() {}\n";
    let marked = |functions| {
        let options = Options { functions, place: Place::SameLine, ..options() };
        let text = with(text, &options);
        text.lines().map(|line| line.starts_with("#[a::b] ")).collect::<Vec<_>>()
    };
    assert_eq!(marked(Functions::Async), [false, false, false, false, true]);
    assert_eq!(marked(Functions::WithAsyncBlocks), [true, true, false, false, true]);
    assert_eq!(marked(Functions::All), [true, true, true, false, true]);
}

#[test]
fn macros_of_items_but_not_their_definitions() {
    assert_eq!(
        annotated("cfg_io! { mod m { async fn f() {} } }"),
        "cfg_io! { mod m { #[a::b] async fn f() {} } }"
    );
    assert_eq!(
        annotated("cfg_if! { if #[cfg(x)] { async fn f() {} } else { async fn g() {} } }"),
        "cfg_if! { if #[cfg(x)] { #[a::b] async fn f() {} } else { #[a::b] async fn g() {} } }"
    );
    for text in [
        "macro_rules! cfg_m { ($x:ident) => { async fn f() {} }; }",
        "other! { async fn f() {} }",
        "cfg_x! { a => async fn f() {} }",
        "fn f() { stringify! { async fn g() {} } }",
    ] {
        assert_eq!(annotated(text), text);
    }
}

#[test]
fn what_does_not_parse_is_an_error_with_its_line() {
    let error = annotate("fn f() {}\n\nfn g( {}\n", &options()).unwrap_err();
    assert_eq!(error.span().start().line, 3);
    let error = annotate("#!/bin/sh\nfn 1() {}", &options()).unwrap_err();
    assert_eq!(error.span().start().line, 2);
}

#[test]
fn attributes_are_checked() {
    for good in ["#[a]", " #[a::b(c, d = \"e\")] ", "#[::a::b]"] {
        good.parse::<Attribute>().unwrap();
    }
    for bad in ["", "a::b", "#[a] #[b]", "#![a]", "/// x", "#[a", "#[a(\n)]", "#[doc = \"\"]"] {
        assert!(bad.parse::<Attribute>().is_err(), "{bad:?} is taken for an attribute");
    }
}
