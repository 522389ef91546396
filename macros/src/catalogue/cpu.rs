//! Work that keeps the processor busy for milliseconds and more. The group `cpu`. Told by the path, as
//! it is written from the crate's name on, or by a name that nothing else has.

use super::{Call, Row, cpu};

const HASH: &str = "it is made to be slow: the worker thread computes for tens to hundreds of milliseconds, and every task on it waits";
const COMPRESS: &str =
    "the worker thread computes for as long as the data is big, and every task on it waits";
const DECODE: &str = "the worker thread decodes the whole image, and every task on it waits";
const PARALLEL: &str = "the worker thread waits until rayon's threads have done all of it, and every task on it waits too";

const AROUND: &str = "`tokio::task::spawn_blocking(move || …).await` around it";
const ASYNC_COMPRESSION: &str =
    "`async_compression::tokio`, or `tokio::task::spawn_blocking(move || …).await` around it";
const RAYON: &str = "`rayon::spawn` with a `tokio::sync::oneshot` for the result, or `tokio::task::spawn_blocking(move || …).await` around it";

const fn path(path: &'static str) -> Call {
    Call::Written { path }
}

const fn named(name: &'static str) -> Call {
    Call::Named { name }
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    cpu(path("argon2::hash_encoded"), HASH, AROUND),
    cpu(path("argon2::hash_raw"), HASH, AROUND),
    cpu(path("argon2::verify_encoded"), HASH, AROUND),
    cpu(path("argon2::verify_raw"), HASH, AROUND),
    cpu(named("hash_password_into"), HASH, AROUND),
    cpu(path("bcrypt::hash"), HASH, AROUND),
    cpu(path("bcrypt::hash_with_result"), HASH, AROUND),
    cpu(path("bcrypt::hash_with_salt"), HASH, AROUND),
    cpu(path("bcrypt::non_truncating_hash"), HASH, AROUND),
    cpu(path("bcrypt::non_truncating_verify"), HASH, AROUND),
    cpu(path("bcrypt::verify"), HASH, AROUND),
    cpu(path("pbkdf2::pbkdf2"), HASH, AROUND),
    cpu(path("pbkdf2::pbkdf2_hmac"), HASH, AROUND),
    cpu(path("ring::pbkdf2::derive"), HASH, AROUND),
    cpu(path("ring::pbkdf2::verify"), HASH, AROUND),
    cpu(path("scrypt::scrypt"), HASH, AROUND),
    cpu(path("openssl::rsa::Rsa::generate"), HASH, AROUND),
    cpu(path("rsa::RsaPrivateKey::new"), HASH, AROUND),
    //
    cpu(path("brotli::BrotliCompress"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("brotli::BrotliDecompress"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("lz4_flex::compress"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("lz4_flex::compress_prepend_size"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("lz4_flex::decompress"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("lz4_flex::decompress_size_prepended"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("zstd::bulk::compress"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("zstd::bulk::decompress"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("zstd::decode_all"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("zstd::encode_all"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("zstd::stream::copy_decode"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("zstd::stream::copy_encode"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("zstd::stream::decode_all"), COMPRESS, ASYNC_COMPRESSION),
    cpu(path("zstd::stream::encode_all"), COMPRESS, ASYNC_COMPRESSION),
    //
    cpu(path("image::imageops::resize"), DECODE, AROUND),
    cpu(path("image::load_from_memory"), DECODE, AROUND),
    cpu(path("image::open"), DECODE, AROUND),
    //
    cpu(named("into_par_iter"), PARALLEL, RAYON),
    cpu(named("par_bridge"), PARALLEL, RAYON),
    cpu(named("par_chunks"), PARALLEL, RAYON),
    cpu(named("par_chunks_mut"), PARALLEL, RAYON),
    cpu(named("par_iter"), PARALLEL, RAYON),
    cpu(named("par_iter_mut"), PARALLEL, RAYON),
    cpu(named("par_sort"), PARALLEL, RAYON),
    cpu(named("par_sort_by"), PARALLEL, RAYON),
    cpu(named("par_sort_by_key"), PARALLEL, RAYON),
    cpu(named("par_sort_unstable"), PARALLEL, RAYON),
    cpu(named("par_sort_unstable_by"), PARALLEL, RAYON),
    cpu(named("par_sort_unstable_by_key"), PARALLEL, RAYON),
];
