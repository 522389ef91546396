//! Compiles every case: those under `fail/` must fail with the snapshot beside them, those under
//! `pass/` must compile and run.
#![forbid(unsafe_code)]

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/*/*.rs");
    cases.pass("pass/*/*.rs");
}
