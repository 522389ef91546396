#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;


#[no_blocking]
async fn reqwest(client: &reqwest::Client) {
    let _ = client.get("a").send().await;
}

#[no_blocking]
async fn ureq() {
    let _ = ureq::get("a").header("b", "c");
}

#[no_blocking]
async fn rusqlite(row: &rusqlite::Row<'_>, db: &rusqlite::Connection) {
    let _: rusqlite::Result<u32> = row.get(0);
    let _ = db.last_insert_rowid();
}

#[no_blocking]
async fn postgres(client: &tokio_postgres::Client) {
    let _ = client.query("a", &[]).await;
}

#[no_blocking]
async fn redis(connection: &mut redis::aio::MultiplexedConnection) {
    use redis::AsyncCommands as _;
    
    let _: redis::RedisResult<u32> = connection.get("a").await;
    let _ = redis::pipe().get("a").exec_async(connection).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
