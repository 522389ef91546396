#![deny(warnings)]
#![allow(dead_code)]

use std::io::Read as _;

use asyncward::no_blocking;


#[no_blocking]
async fn of_slice(mut bytes: &[u8], buffer: &mut [u8]) {
    let _ = bytes.read(buffer);
    let _ = bytes.read_exact(buffer);
}

#[no_blocking]
async fn of_cursor(cursor: &mut std::io::Cursor<Vec<u8>>, text: &mut String) {
    let _ = cursor.read_to_string(text);
}

#[no_blocking]
async fn of_empty(buffer: &mut Vec<u8>) {
    let _ = std::io::empty().read_to_end(buffer);
}

#[no_blocking]
async fn by_the_trait(mut bytes: &[u8], buffer: &mut [u8]) {
    let _ = std::io::Read::read(&mut bytes, buffer);
}

#[no_blocking]
async fn of_generic<R: std::io::Read>(reader: &mut R, buffer: &mut [u8]) {
    let _ = reader.read(buffer);
}

#[no_blocking]
async fn of_tokio(file: &mut tokio::fs::File, buffer: &mut [u8]) {
    let _ = tokio::io::AsyncReadExt::read(file, buffer).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
