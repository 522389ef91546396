//! Awaits wherever an expression may stand.
#![deny(warnings)]

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Mutex;

use asyncward::{cancellable, shield, with_token, CancellationToken, Cancelled};

type Error = Box<dyn std::error::Error + Send + Sync>;

async fn row(id: u32) -> Result<u32, Cancelled> {
    tokio::task::yield_now().await;
    Ok(id)
}

async fn maybe(id: u32) -> Option<u32> {
    tokio::task::yield_now().await;
    (id > 0).then_some(id)
}

struct Query {
    id: u32,
}

impl IntoFuture for Query {
    type Output = u32;
    type IntoFuture = Pin<Box<dyn Future<Output = u32> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.id })
    }
}

#[cancellable]
async fn statements(id: u32) -> Result<u32, Error> {
    use std::fmt::Write as _;
    const STEP: u32 = 1;
    fn helper(n: u32) -> u32 {
        n + STEP
    }

    row(id).await?;
    let _ = row(id).await;
    let _kept = row(id).await?;
    let (mut a, b): (u32, u32);
    a = row(1).await?;
    (a, b) = (a + 1, row(2).await?);
    a += row(3).await?;
    if a > 100 {
        row(id).await?;
    } else if row(a).await? > 50 {
        return Ok(row(id).await?);
    }
    match row(id).await? {
        0 => {}
        1 if row(2).await? == 2 => a += 1,
        other @ 2..=9 if other == row(other).await? => {
            row(other).await?;
        }
        _ => return Err("too many".into()),
    }
    {
        row(id).await?
    };
    (row(id).await?, row(id).await?);
    unsafe_block(id).await?;
    let mut text = String::new();
    write!(text, "{}", helper(a))?;
    Ok(a + b)
}

#[cancellable]
#[allow(unused_unsafe)]
async fn unsafe_block(id: u32) -> Result<u32, Error> {
    let number = unsafe { row(id).await? };
    Ok(number)
}

#[cancellable]
async fn unit(id: u32) -> Result<(), Error> {
    if id > 1 {
        tokio::task::yield_now().await
    }
    tokio::task::yield_now().await;
    Ok(tokio::task::yield_now().await)
}

#[cancellable]
async fn tail(id: u32) -> Result<u32, Cancelled> {
    row(id).await
}

#[cancellable]
async fn tail_match(id: u32) -> Result<u32, Cancelled> {
    match id {
        0 => row(0).await,
        _ => row(1).await.map(|row| row + 1),
    }
}

#[cancellable]
async fn explicit_return(id: u32) -> Result<u32, Cancelled> {
    let rows = [row(id).await?, row(id).await?];
    return row(rows[0]).await;
}

#[cancellable]
async fn nested(id: u32) -> Result<u32, Error> {
    let inner = row(row(row(id).await?).await?).await?;
    let sum = row(inner).await? + row(inner).await? * (-(row(1).await? as i32)).unsigned_abs();
    let negated = !(row(1).await? == 1 && row(2).await? == 2 || row(3).await? == 3);
    Ok(if negated { sum } else { inner })
}

#[cancellable]
async fn expressions(id: u32) -> Result<u32, Error> {
    struct Pair {
        left: u32,
        right: u32,
    }
    let base = Pair { left: 1, right: 2 };
    let pair = Pair { left: row(id).await?, ..base };
    let array = [row(1).await?; 2];
    let vector = vec![array[row(0).await? as usize], row(2).await?];
    let slice = &vector[..row(1).await? as usize];
    let text = row(id).await?.to_string().trim().len();
    let reference = &row(id).await?;
    let boxed = *Box::new(row(id).await?);
    let range = row(0).await?..=row(3).await?;
    let cast = row(1).await? as usize;
    let tuple = (row(1).await?, row(2).await?).1;
    let block = { row(1).await? };
    let labelled = 'block: {
        if row(1).await? == 1 {
            break 'block row(5).await?;
        }
        0
    };
    let closure = |n: u32| n + 1;
    let called = closure(row(1).await?);
    let parenthesised = (row(1).await)?;
    let query = Query { id }.await;
    let through_block = { async { 3 } }.await;
    let through_match = match id {
        0 => row(0),
        _ => row(1),
    }
    .await?;
    let through_if = if id > 0 { row(2) } else { row(3) }.await?;
    let generic = Vec::<u32>::with_capacity(row(1).await? as usize).len();
    let map = Ok::<u32, Error>(1).map(|n| n + 1)?;
    let _ = (pair.left, pair.right, slice.len(), text, reference, boxed, range, cast, generic);
    Ok(tuple
        + block
        + labelled
        + called
        + parenthesised
        + query
        + through_block
        + through_match
        + through_if
        + map)
}

#[cancellable]
async fn loops(limit: u32) -> Result<u32, Error> {
    let mut sum = 0;
    let mut left = limit;
    while let Some(value) = maybe(left).await {
        left -= 1;
        sum += value;
    }
    while row(sum).await? < 10 {
        sum += 1;
    }
    'outer: loop {
        for id in 0..row(5).await? {
            if id == 1 {
                continue;
            }
            loop {
                match row(id).await? {
                    0 => break,
                    3 => break 'outer,
                    _ => break,
                }
            }
        }
    }
    let broken = loop {
        if let Some(value) = maybe(sum).await {
            break row(value).await?;
        }
    };
    for id in [row(1).await?, row(2).await?] {
        sum += id;
    }
    Ok(sum + broken)
}

#[cancellable]
async fn branches(id: u32) -> Result<u32, Error> {
    let Some(first) = maybe(id).await else {
        return Ok(row(0).await?);
    };
    let Ok(second) = row(first).await else { return Err("second".into()) };
    let third = if let Some(third) = maybe(second).await {
        third
    } else if let Ok(third) = row(second).await {
        third
    } else {
        row(1).await?
    };
    let fourth = match (maybe(third).await, row(third).await) {
        (Some(a), Ok(b)) if a == b => a,
        (Some(a), _) | (None, Ok(a)) => a,
        (None, Err(cancelled)) => return Err(cancelled.into()),
    };
    Ok(first + second + third + fourth)
}

#[cancellable]
async fn nested_bodies(id: u32) -> Result<u32, Error> {
    // `?` and `return` of a block or a closure are its own.
    let block = async {
        let text = "1".parse::<u32>()?;
        if text == 7 {
            return Ok(0);
        }
        row(text).await.ok();
        Ok::<u32, std::num::ParseIntError>(text)
    };
    let moved = async move {
        if id == 7 {
            return None;
        }
        maybe(id).await
    };
    let closure = |n: u32| -> Option<u32> {
        let n = n.checked_add(1)?;
        if n == 7 {
            return None;
        }
        Some(n)
    };
    let future = |n: u32| async move {
        if n == 7 {
            return String::new();
        }
        row(n).await.map_or_else(|_| String::new(), |n| n.to_string())
    };
    let asynchronous = async |n: u32| {
        let n = maybe(n).await?;
        Some(n + id)
    };
    async fn item(n: u32) -> Option<u32> {
        maybe(n).await
    }
    let spawned = tokio::spawn(async move { row(id).await });
    let sum = block.await? + moved.await.unwrap_or(0) + closure(1).unwrap_or(0);
    let length = future(1).await.len() as u32;
    let both = asynchronous(1).await.unwrap_or(0) + item(1).await.unwrap_or(0);
    Ok(sum + length + both + spawned.await?? + async { 1 }.await)
}

#[cancellable]
async fn references(id: u32) -> Result<u32, Error> {
    let mut future = Box::pin(row(id));
    let first = (&mut future).await?;
    let mut pinned = std::pin::pin!(row(id));
    let second = pinned.as_mut().await?;
    let future: &mut (dyn Future<Output = u32> + Send + Unpin) = &mut Box::pin(async { 3 });
    let third = future.await;
    let kept = shield(async { 1 }).await;
    Ok(first + second + third + kept)
}

#[cancellable]
async fn guards(id: u32) -> Result<u32, Error> {
    let lock = tokio::sync::Mutex::new(id);
    let plain = Mutex::new(id);
    *lock.lock().await += 1;
    let sum = *lock.lock().await + { *plain.lock().unwrap() };
    {
        let mut guard = lock.lock().await;
        *guard += row(1).await?;
    }
    let value = lock.lock().await.checked_add(1).ok_or("overflow")?;
    Ok(sum + value)
}

#[cancellable]
async fn not_send(id: u32) -> Result<u32, Cancelled> {
    let shared = Rc::new(id);
    let row = row(*shared).await?;
    Ok(row + *shared)
}

#[cancellable]
async fn inferred(ids: &[u32]) -> Result<Vec<u32>, Error> {
    let mut rows = Vec::new();
    let mut last = None;
    let mut results = Err(());
    for id in ids {
        rows.push(row(*id).await?);
        last = Some(row(*id).await?);
        let parsed: u32 = "1".parse()?;
        results = row(parsed).await.map_err(|_| ());
    }
    rows.extend(last);
    rows.extend(results);
    Ok(rows.into_iter().collect())
}

#[cancellable]
async fn inner_attributes(id: u32) -> Result<u32, Cancelled> {
    #![allow(unused_variables, non_snake_case)]
    let Unused = 1;
    row(id).await
}

#[cancellable]
async fn shadowed(id: u32) -> Result<u32, Cancelled> {
    let frame = row(id).await?;
    let value = row(frame).await?;
    let cancelled = row(value).await?;
    let __frame = row(cancelled).await?;
    let __value = row(__frame).await?;
    let token = row(__value).await?;
    let result = row(token).await?;
    Ok(result)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub(crate) async fn main() {
    assert_eq!(statements(1).await.unwrap(), 8);
    assert!(unit(2).await.is_ok());
    assert_eq!(tail(1).await, Ok(1));
    assert_eq!(tail_match(1).await, Ok(2));
    assert_eq!(explicit_return(1).await, Ok(1));
    assert_eq!(nested(1).await.unwrap(), 1);
    assert_eq!(expressions(1).await.unwrap(), 2 + 1 + 5 + 2 + 1 + 1 + 3 + 1 + 2 + 2);
    assert_eq!(loops(2).await.unwrap(), 23);
    assert_eq!(branches(1).await.unwrap(), 4);
    assert_eq!(branches(0).await.unwrap(), 0);
    assert_eq!(nested_bodies(1).await.unwrap(), 1 + 1 + 2 + 1 + 2 + 1 + 1 + 1);
    assert_eq!(references(1).await.unwrap(), 6);
    assert_eq!(guards(1).await.unwrap(), 7);
    assert_eq!(not_send(1).await, Ok(2));
    assert_eq!(inferred(&[1]).await.unwrap(), [1, 1, 1]);
    assert_eq!(inner_attributes(1).await, Ok(1));
    assert_eq!(shadowed(1).await, Ok(1));

    let stopped = CancellationToken::new();
    stopped.cancel();
    assert!(with_token(stopped.clone(), statements(1)).await.is_err());
    assert!(with_token(stopped.clone(), loops(1)).await.is_err());
    assert!(with_token(stopped, nested_bodies(1)).await.is_err());
}
