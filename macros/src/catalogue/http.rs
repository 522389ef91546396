//! HTTP clients that block.

use super::{Call, Row, always, function, method, result};

const REQWEST: &str = "reqwest";
const RUNTIME: &str = "it drives a runtime of its own, which panics on a worker thread; else the worker thread waits for the server";
const ASYNC: &str =
    "`reqwest::Client` in place of `reqwest::blocking::Client`: the same call and `.await`";
const CHUNK: &str = "`reqwest::Client`, and `while let Some(chunk) = response.chunk().await?`";
const CLIENT: &[&str] = &["reqwest::blocking::Client"];
const RESPONSE: &[&str] = &["reqwest::blocking::Response"];

const UREQ: &str = "ureq";
const WAITS: &str =
    "the worker thread waits for the server, however long that takes; every task on it waits too";
const INSTEAD: &str = "`reqwest::Client`, and `client.get(url).send().await`, or `tokio::task::spawn_blocking(move || …).await` around it";
const BODY: &[&str] = &["ureq::Body"];
const REQUEST: &[&str] = &["ureq::RequestBuilder<_>"];

const READER: &[&str] = &["ureq::BodyReader<'_>"];

const fn copy(on: &'static [&'static str]) -> Call {
    super::io::copy(0, on)
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    always(function("reqwest::blocking::get", "::<&'static str>"), RUNTIME, "`reqwest::get(url).await`").of(REQWEST),
    always(function("reqwest::blocking::Client::new", ""), RUNTIME, "`reqwest::Client::new()`").of(REQWEST),
    always(method("build", 0, &["reqwest::blocking::ClientBuilder"]), RUNTIME, "`reqwest::Client::builder()` in place of the blocking one").of(REQWEST),
    always(method("execute", 1, CLIENT), RUNTIME, ASYNC).of(REQWEST),
    always(method("send", 0, &["reqwest::blocking::RequestBuilder"]), RUNTIME, ASYNC).of(REQWEST),
    always(method("bytes", 0, RESPONSE), RUNTIME, ASYNC).of(REQWEST),
    always(method("copy_to", 1, RESPONSE), RUNTIME, CHUNK).of(REQWEST),
    always(method("json", 0, RESPONSE), RUNTIME, ASYNC).of(REQWEST),
    always(method("read", 1, RESPONSE), RUNTIME, CHUNK).of(REQWEST),
    always(method("read_to_end", 1, RESPONSE), RUNTIME, CHUNK).of(REQWEST),
    always(method("read_to_string", 1, RESPONSE), RUNTIME, CHUNK).of(REQWEST),
    always(copy(RESPONSE), RUNTIME, CHUNK).of(REQWEST),
    always(method("text", 0, RESPONSE), RUNTIME, ASYNC).of(REQWEST),
    always(method("text_with_charset", 1, RESPONSE), RUNTIME, ASYNC).of(REQWEST),
    //
    always(method("call", 0, REQUEST), WAITS, INSTEAD).of(UREQ),
    always(method("send", 1, REQUEST), WAITS, INSTEAD).of(UREQ),
    always(method("send_empty", 0, REQUEST), WAITS, INSTEAD).of(UREQ),
    always(method("send_form", 1, REQUEST), WAITS, INSTEAD).of(UREQ),
    always(method("send_json", 1, REQUEST), WAITS, INSTEAD).of(UREQ),
    always(method("run", 1, &["ureq::Agent"]), WAITS, INSTEAD).of(UREQ),
    always(result("run", 1, "std::result::Result<ureq::http::Response<ureq::Body>, ureq::Error>"), WAITS, INSTEAD).of(UREQ),
    always(method("read_json", 0, BODY), WAITS, INSTEAD).of(UREQ),
    always(method("read_to_string", 0, BODY), WAITS, INSTEAD).of(UREQ),
    always(method("read_to_vec", 0, BODY), WAITS, INSTEAD).of(UREQ),
    always(method("read", 1, READER), WAITS, INSTEAD).of(UREQ),
    always(method("read_to_end", 1, READER), WAITS, INSTEAD).of(UREQ),
    always(method("read_to_string", 1, READER), WAITS, INSTEAD).of(UREQ),
    always(copy(READER), WAITS, INSTEAD).of(UREQ),
];
