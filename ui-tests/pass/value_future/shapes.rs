#![deny(warnings)]
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Mutex;

use asyncward::value_future;

pub trait Cache<K, V>: Send + Sync
where
    K: Send + Sync,
    V: Send + Clone,
{
    #[value_future]
    async fn get(&self, key: &K) -> Option<V>;

    #[value_future]
    async fn put(&self, key: K, value: V) -> Option<V>;

    #[value_future]
    async fn get_or(&self, key: &K, or: V) -> V
    where
        V: Sync,
    {
        match self.get(key).await {
            Some(value) => value,
            None => or,
        }
    }

    #[value_future]
    async fn len(&self) -> usize {
        0
    }
}

impl<K: Ord + Send + Sync, V: Clone + Send> Cache<K, V> for Mutex<BTreeMap<K, V>> {
    #[value_future]
    async fn get(&self, key: &K) -> Option<V> {
        if let Some(value) = self.lock().unwrap().get(key) {
            return Some(value.clone());
        }
        tokio::task::yield_now().await;
        self.lock().unwrap().get(key).cloned()
    }

    #[value_future]
    async fn put(&self, key: K, value: V) -> Option<V> {
        tokio::task::yield_now().await;
        self.lock().unwrap().insert(key, value)
    }
}

/// With an elided lifetime in a path, an `impl Trait` and a lifetime of the impl.
pub struct View<'v>(pub &'v str);

impl<'v> View<'v> {
    #[value_future]
    pub async fn longer(&self, other: Cow<'_, str>, with: impl Fn(&str) -> usize + Send) -> usize {
        tokio::task::yield_now().await;
        with(self.0).max(other.len())
    }

    #[value_future]
    pub async fn text(&self) -> &'v str {
        tokio::task::yield_now().await;
        self.0
    }

    #[value_future]
    pub async fn take(self) -> &'v str {
        tokio::task::yield_now().await;
        self.0
    }
}

#[value_future]
pub async fn callback(f: &(dyn Fn(&str) -> u32 + Sync), text: &str) -> u32 {
    tokio::task::yield_now().await;
    f(text)
}

#[value_future]
pub async fn opaque(n: u32) -> impl Iterator<Item = u32> {
    tokio::task::yield_now().await;
    0..n
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let cache: &dyn Cache<u32, String> = &Mutex::new(BTreeMap::new());
    assert_eq!(cache.put(1, "a".into()).await, None);
    assert!(cache.get(&1).is_ready());
    assert_eq!(cache.get_or(&2, "b".into()).await, "b");
    assert_eq!(cache.len().await, 0);
    let view = View("abc");
    assert_eq!(view.longer("a".into(), str::len).await, 3);
    assert_eq!(view.text().await, "abc");
    assert_eq!(view.take().await, "abc");
    assert_eq!(callback(&|text| text.len().try_into().unwrap(), "ab").await, 2);
    assert_eq!(opaque(3).await.count(), 3);
}
