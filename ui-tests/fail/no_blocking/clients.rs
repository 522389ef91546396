//! HTTP and database clients, each with its feature.
#![allow(dead_code, deprecated)]

use asyncward::no_blocking;


#[no_blocking]
async fn reqwest(client: &reqwest::blocking::Client) {
    let _ = reqwest::blocking::get("a"); //~ ERROR
    let _ = client.get("a").send(); //~ ERROR
}

#[no_blocking]
async fn ureq() {
    let _ = ureq::get("a").call(); //~ ERROR
}

#[no_blocking]
async fn rusqlite(db: &rusqlite::Connection) {
    let _ = rusqlite::Connection::open("a"); //~ ERROR
    let _ = db.execute("a", ()); //~ ERROR
}

#[no_blocking]
async fn postgres(client: &mut postgres::Client) {
    let _ = client.query("a", &[]); //~ ERROR
}

#[no_blocking]
async fn redis(connection: &mut redis::Connection) {
    use redis::Commands as _;
    
    let _: redis::RedisResult<u32> = connection.get("a"); //~ ERROR
    let _ = redis::cmd("PING").exec(connection); //~ ERROR
}

#[no_blocking]
async fn mysql(pool: &mysql::Pool) {
    let _ = pool.get_conn(); //~ ERROR
}

#[no_blocking]
async fn diesel<C: diesel::Connection>(connection: &mut C) {
    let _ = connection.batch_execute("a"); //~ ERROR
}

#[no_blocking]
async fn pooled<M: r2d2::ManageConnection>(pool: &r2d2::Pool<M>) {
    let _ = pool.get(); //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
