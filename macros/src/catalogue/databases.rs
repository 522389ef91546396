//! Database clients that block. What comes from a trait, or through a pool, is told by the error type in
//! its result, which the async clients never give without a future around it.

use super::{Row, always, function, io, method, result};

const SQLITE: &str =
    "the worker thread waits for the database file and its lock, and every task on it waits too";
const SERVER: &str = "the worker thread waits for the database server, however long the query takes; every task on it waits too";
const DRIVES: &str = "it drives a runtime of its own, which panics on a worker thread; else the worker thread waits for the server";
const EMPTY: &str = "the worker thread waits until a connection is given back; if the task that has it needs this thread to run, it is a deadlock";

const TOKIO_RUSQLITE: &str =
    "`tokio_rusqlite::Connection`, and `connection.call(move |connection| …).await`";
const TOKIO_POSTGRES: &str = "`tokio_postgres::Client`: the same call and `.await`";
const DIESEL_ASYNC: &str =
    "`diesel_async::RunQueryDsl` and a connection of `diesel_async`: the same call and `.await`";
const REDIS_ASYNC: &str = "`client.get_multiplexed_async_connection().await?`, with `redis::AsyncCommands`: the same call and `.await`";
const REDIS_QUERY: &str =
    "`client.get_multiplexed_async_connection().await?`, and `.query_async(&mut connection).await`";
const MYSQL_ASYNC: &str =
    "`mysql_async::Pool` and `mysql_async::prelude::Queryable`: the same call and `.await`";
const POOL: &str = "`bb8` or `deadpool`, and `pool.get().await`";

const CONNECTION: &[&str] = &["rusqlite::Connection"];
const STATEMENT: &[&str] = &["rusqlite::Statement<'_>"];
const TRANSACTION: &[&str] = &["rusqlite::Transaction<'_>", "rusqlite::Savepoint<'_>"];
const ROWS_OF: &[&str] = &["rusqlite::Rows<'_>"];

const SESSION: &[&str] = &["postgres::Client", "postgres::Transaction<'_>"];
const CLIENT: &[&str] = &["postgres::Client"];

const fn sqlite(name: &'static str, args: usize, on: &'static [&'static str]) -> Row {
    io(method(name, args, on), SQLITE, TOKIO_RUSQLITE).of("rusqlite")
}

const fn postgres(name: &'static str, args: usize, on: &'static [&'static str]) -> Row {
    always(method(name, args, on), DRIVES, TOKIO_POSTGRES).of("postgres")
}

const fn diesel(name: &'static str, args: usize) -> Row {
    let result = result(name, args, "std::result::Result<_, diesel::result::Error>");
    always(result, SERVER, DIESEL_ASYNC).of("diesel")
}

const fn redis(name: &'static str, args: usize) -> Row {
    let result = result(name, args, "std::result::Result<_, redis::RedisError>");
    always(result, SERVER, REDIS_ASYNC).of("redis")
}

const fn mysql(name: &'static str, args: usize) -> Row {
    let result = result(name, args, "std::result::Result<_, mysql::Error>");
    always(result, SERVER, MYSQL_ASYNC).of("mysql")
}

const fn pool(name: &'static str, args: usize) -> Row {
    let result = result(name, args, "std::result::Result<_, r2d2::Error>");
    always(result, EMPTY, POOL).of("r2d2")
}

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    io(function("rusqlite::Connection::open", "::<&'static str>"), SQLITE, "`tokio_rusqlite::Connection::open(path).await`").of("rusqlite"),
    io(function("rusqlite::Connection::open_with_flags", "::<&'static str>"), SQLITE, "`tokio_rusqlite::Connection::open_with_flags(path, flags).await`").of("rusqlite"),
    sqlite("execute", 2, CONNECTION),
    sqlite("execute_batch", 1, CONNECTION),
    sqlite("query_row", 3, CONNECTION),
    sqlite("query_one", 3, CONNECTION),
    sqlite("query_row_and_then", 3, CONNECTION),
    sqlite("prepare", 1, CONNECTION),
    sqlite("prepare_with_flags", 2, CONNECTION),
    sqlite("prepare_cached", 1, CONNECTION),
    sqlite("transaction", 0, CONNECTION),
    sqlite("transaction_with_behavior", 1, CONNECTION),
    sqlite("unchecked_transaction", 0, CONNECTION),
    sqlite("savepoint", 0, CONNECTION),
    sqlite("pragma_query", 3, CONNECTION),
    sqlite("pragma_query_value", 3, CONNECTION),
    sqlite("pragma_update", 3, CONNECTION),
    sqlite("cache_flush", 0, CONNECTION),
    sqlite("close", 0, CONNECTION),
    sqlite("execute", 1, STATEMENT),
    sqlite("insert", 1, STATEMENT),
    sqlite("query", 1, STATEMENT),
    sqlite("query_map", 2, STATEMENT),
    sqlite("query_and_then", 2, STATEMENT),
    sqlite("query_row", 2, STATEMENT),
    sqlite("query_one", 2, STATEMENT),
    sqlite("exists", 1, STATEMENT),
    sqlite("raw_execute", 0, STATEMENT),
    sqlite("raw_query", 0, STATEMENT),
    sqlite("commit", 0, TRANSACTION),
    sqlite("rollback", 0, TRANSACTION),
    sqlite("finish", 0, TRANSACTION),
    sqlite("next", 0, ROWS_OF),
    //
    always(method("connect", 1, &["postgres::Config"]), DRIVES, "`tokio_postgres::Config`, and `config.connect(tls).await`").of("postgres"),
    always(result("connect", 2, "std::result::Result<postgres::Client, postgres::Error>"), DRIVES, "`tokio_postgres::connect(params, tls).await`").of("postgres"),
    postgres("execute", 2, SESSION),
    postgres("execute_typed", 2, SESSION),
    postgres("query", 2, SESSION),
    postgres("query_one", 2, SESSION),
    postgres("query_opt", 2, SESSION),
    postgres("query_raw", 2, SESSION),
    postgres("query_typed", 2, SESSION),
    postgres("query_typed_one", 2, SESSION),
    postgres("query_typed_opt", 2, SESSION),
    postgres("simple_query", 1, SESSION),
    postgres("batch_execute", 1, SESSION),
    postgres("prepare", 1, SESSION),
    postgres("prepare_typed", 2, SESSION),
    postgres("copy_in", 1, SESSION),
    postgres("copy_out", 1, SESSION),
    postgres("transaction", 0, SESSION),
    postgres("commit", 0, &["postgres::Transaction<'_>"]),
    postgres("rollback", 0, &["postgres::Transaction<'_>"]),
    postgres("savepoint", 1, &["postgres::Transaction<'_>"]),
    postgres("close", 0, CLIENT),
    postgres("is_valid", 1, CLIENT),
    //
    always(result("establish", 1, "std::result::Result<_, diesel::ConnectionError>"), SERVER, "`diesel_async::AsyncConnection::establish(url).await`").of("diesel"),
    diesel("load", 1),
    diesel("load_iter", 1),
    diesel("get_result", 1),
    diesel("get_results", 1),
    diesel("first", 1),
    diesel("execute", 1),
    diesel("batch_execute", 1),
    diesel("save_changes", 1),
    always(method("transaction", 1, &["impl diesel::Connection"]), SERVER, DIESEL_ASYNC).of("diesel"),
    diesel("begin_test_transaction", 0),
    //
    always(method("get_connection", 0, &["redis::Client"]), SERVER, "`client.get_multiplexed_async_connection().await`").of("redis"),
    always(method("get_connection_with_timeout", 1, &["redis::Client"]), SERVER, "`client.get_multiplexed_async_connection().await`").of("redis"),
    always(method("query", 1, &["redis::Cmd", "redis::Pipeline"]), SERVER, REDIS_QUERY).of("redis"),
    always(method("exec", 1, &["redis::Cmd", "redis::Pipeline"]), SERVER, "`client.get_multiplexed_async_connection().await?`, and `.exec_async(&mut connection).await`").of("redis"),
    always(method("get_message", 0, &["redis::PubSub<'_>"]), SERVER, "`client.get_async_pubsub().await?`, and `pubsub.on_message().next().await`").of("redis"),
    always(method("subscribe", 1, &["redis::PubSub<'_>"]), SERVER, "`client.get_async_pubsub().await?`, and `pubsub.subscribe(channel).await`").of("redis"),
    redis("get", 1),
    redis("iter", 1),
    redis("mget", 1),
    redis("keys", 1),
    redis("set", 2),
    redis("set_options", 3),
    redis("mset", 1),
    redis("set_ex", 3),
    redis("pset_ex", 3),
    redis("set_nx", 2),
    redis("getset", 2),
    redis("getrange", 3),
    redis("setrange", 3),
    redis("del", 1),
    redis("exists", 1),
    redis("key_type", 1),
    redis("expire", 2),
    redis("expire_at", 2),
    redis("pexpire", 2),
    redis("persist", 1),
    redis("ttl", 1),
    redis("pttl", 1),
    redis("get_ex", 2),
    redis("get_del", 1),
    redis("rename", 2),
    redis("unlink", 1),
    redis("append", 2),
    redis("incr", 2),
    redis("decr", 2),
    redis("setbit", 3),
    redis("getbit", 2),
    redis("bitcount", 1),
    redis("strlen", 1),
    redis("hget", 2),
    redis("hmget", 2),
    redis("hdel", 2),
    redis("hset", 3),
    redis("hset_nx", 3),
    redis("hset_multiple", 2),
    redis("hincr", 3),
    redis("hexists", 2),
    redis("hkeys", 1),
    redis("hvals", 1),
    redis("hgetall", 1),
    redis("hlen", 1),
    redis("blmove", 5),
    redis("blpop", 2),
    redis("brpop", 2),
    redis("brpoplpush", 3),
    redis("lindex", 2),
    redis("llen", 1),
    redis("lmove", 4),
    redis("lpop", 2),
    redis("lpush", 2),
    redis("lrange", 3),
    redis("lrem", 3),
    redis("ltrim", 3),
    redis("lset", 3),
    redis("ping", 0),
    redis("rpop", 2),
    redis("rpush", 2),
    redis("sadd", 2),
    redis("scard", 1),
    redis("sdiff", 1),
    redis("sinter", 1),
    redis("sismember", 2),
    redis("smembers", 1),
    redis("smove", 3),
    redis("spop", 1),
    redis("srem", 2),
    redis("sunion", 1),
    redis("zadd", 3),
    redis("zcard", 1),
    redis("zcount", 3),
    redis("zincr", 3),
    redis("bzpopmax", 2),
    redis("zpopmax", 2),
    redis("bzpopmin", 2),
    redis("zpopmin", 2),
    redis("zrange", 3),
    redis("zrange_withscores", 3),
    redis("zrangebyscore", 3),
    redis("zrank", 2),
    redis("zrem", 2),
    redis("zrevrange", 3),
    redis("zrevrank", 2),
    redis("zscore", 2),
    redis("pfadd", 2),
    redis("pfcount", 1),
    redis("publish", 2),
    redis("xack", 3),
    redis("xadd", 3),
    redis("xdel", 2),
    redis("xlen", 1),
    redis("xrange", 3),
    redis("xread", 2),
    redis("xread_options", 3),
    redis("xgroup_create", 3),
    redis("xtrim", 3),
    redis("scan", 0),
    redis("scan_match", 1),
    redis("hscan", 1),
    redis("sscan", 1),
    redis("zscan", 1),
    redis("flushall", 0),
    redis("flushdb", 0),
    redis("invoke", 1),
    //
    always(function("mysql::Conn::new", "::<&'static str, mysql::UrlError>"), SERVER, "`mysql_async::Conn::new(options).await`").of("mysql"),
    always(function("mysql::Pool::new", "::<&'static str, mysql::UrlError>"), SERVER, "`mysql_async::Pool::new(options)`").of("mysql"),
    mysql("query", 1),
    mysql("query_drop", 1),
    mysql("query_first", 1),
    mysql("query_fold", 3),
    mysql("query_iter", 1),
    mysql("query_map", 2),
    mysql("query_opt", 1),
    mysql("exec", 2),
    mysql("exec_batch", 2),
    mysql("exec_drop", 2),
    mysql("exec_first", 2),
    mysql("exec_fold", 4),
    mysql("exec_iter", 2),
    mysql("exec_map", 3),
    mysql("exec_opt", 2),
    mysql("fetch", 1),
    mysql("first", 1),
    mysql("run", 1),
    mysql("batch", 1),
    mysql("prep", 1),
    mysql("get_conn", 0),
    mysql("try_get_conn", 1),
    mysql("start_transaction", 1),
    mysql("commit", 0),
    mysql("rollback", 0),
    mysql("ping", 0),
    mysql("select_db", 1),
    mysql("reset", 0),
    //
    pool("get", 0),
    pool("get_timeout", 1),
    pool("build", 1),
];
