use super::*;

fn added(text: &str) -> Option<String> {
    let features = ["lock_api".to_owned(), "tracing".to_owned()];
    with_dependency(text, &Origin::Path("/x/runtime".to_owned()), &features).unwrap()
}

const LINE: &str =
    "asyncward = { path = \"/x/runtime\", features = [\"lock_api\", \"tracing\"] }\n";

#[test]
fn adds_a_line_and_nothing_else() {
    let before =
        "# a comment\n[package]\nname='x'   # odd\n\n[dependencies]  # these\ntokio = \"1\"\n";
    let after = "\n[dev-dependencies]\nz = \"1\"\n\n[workspace]\n";
    assert_eq!(added(&format!("{before}{after}")).unwrap(), format!("{before}{LINE}{after}"));
}

#[test]
fn makes_the_table_that_is_missing() {
    let text = "[package]\nname = \"x\"\n";
    assert_eq!(added(text).unwrap(), format!("{text}\n[dependencies]\n{LINE}"));
}

#[test]
fn beside_dependencies_that_are_tables() {
    let text = "[package]\nname = \"x\"\n\n[dependencies.tokio]\nversion = \"1\"\n";
    let with = added(text).unwrap();
    assert!(with.starts_with("[package]\nname = \"x\"\n"), "{with}");
    assert!(with.contains("[dependencies.tokio]\nversion = \"1\"\n"), "{with}");
    assert!(added(&with).is_none(), "{with}");
}

#[test]
fn a_member_that_inherits() {
    let text = "[package]\nname = \"x\"\nversion.workspace = true\n\n[dependencies]\ntokio.workspace = true\n";
    assert_eq!(added(text).unwrap(), format!("{text}{LINE}"));
}

#[test]
fn left_when_present_in_any_form() {
    for entry in [
        "[dependencies]\nasyncward = \"0.1\"",
        "[dependencies]\nasyncward.workspace = true",
        "[dependencies.asyncward]\npath = \"..\"",
        "[dependencies]\nward = { package = \"asyncward\", version = \"0.1\" }",
    ] {
        assert!(added(&format!("[package]\nname = \"x\"\n{entry}\n")).is_none(), "{entry}");
    }
    assert!(added("[package]\n[dev-dependencies]\nasyncward = \"1\"\n").is_some());
}

#[test]
fn keeps_crlf() {
    assert_eq!(
        added("[package]\r\n[dependencies]\r\na = \"1\"\r\n").unwrap(),
        format!("[package]\r\n[dependencies]\r\na = \"1\"\r\n{}\r\n", LINE.trim_end())
    );
}

#[test]
fn a_version_without_features() {
    let with = with_dependency("[package]\n", &Origin::Version("0.1".to_owned()), &[]).unwrap();
    assert_eq!(with.unwrap(), "[package]\n\n[dependencies]\nasyncward = { version = \"0.1\" }\n");
}

#[test]
fn errors_say_what_is_wrong() {
    let error = |text| {
        let origin = Origin::Version("1".to_owned());
        format!("{:#}", with_dependency(text, &origin, &[]).unwrap_err())
    };
    assert!(error("[workspace]\nmembers = [\"a\"]\n").contains("no `[package]`"));
    assert!(error("[package").contains("not a manifest"));
    assert!(error("dependencies = 1\n[package]\n").contains("not a table"));
}

#[test]
fn a_path_or_a_version() {
    assert_eq!(origin("0.1").unwrap(), Origin::Version("0.1".to_owned()));
    assert_eq!(origin("=0.1.0").unwrap(), Origin::Version("=0.1.0".to_owned()));
    let here = env!("CARGO_MANIFEST_DIR");
    assert_eq!(origin(here).unwrap(), Origin::Path(here.to_owned()));
    for bad in ["", "../nowhere", "runtime2", "=", &format!("{here}/src")] {
        assert!(origin(bad).is_err(), "{bad}");
    }
}
