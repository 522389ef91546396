#![deny(warnings)]
#![allow(dead_code)]

use std::io::{BufWriter, Cursor, Seek as _, SeekFrom, Write as _};

use asyncward::no_blocking;


#[no_blocking]
async fn of_vec() {
    let mut out = Vec::new();
    let _ = out.write_all(b"x");
    let _ = out.flush();
    let _ = writeln!(out, "x");
}

#[no_blocking]
async fn of_cursor(cursor: &mut Cursor<Vec<u8>>) {
    let _ = cursor.write(b"x");
    let _ = cursor.seek(SeekFrom::Start(0));
    let _ = cursor.rewind();
}

#[no_blocking]
async fn of_sink() {
    let _ = std::io::sink().write_all(b"x");
    let _ = BufWriter::new(Vec::new()).flush();
}

#[no_blocking]
async fn of_generic<W: std::io::Write>(mut out: W) {
    let _ = out.write_all(b"x");
}

#[no_blocking]
async fn of_tokio(file: &mut tokio::fs::File) {
    let _ = tokio::io::AsyncWriteExt::write_all(file, b"x").await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
