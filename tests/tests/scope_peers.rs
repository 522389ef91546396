//! What users of tokio's `JoinSet` and Go's errgroup rely on, as far as a scope has it. Not ours: the
//! order of `join_next` (tasks are awaited one by one), and `SetLimit` on a running group.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use asyncward::{CancellationToken, Cause, OnFailure, Scope, ScopeError, is_cancelled};
use asyncward_tests::scope::scope;
use asyncward_tests::{everywhere, on_both, paused};
use futures::future::{join_all, try_join_all};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::sleep;

#[test]
fn join_set_collects_outputs() {
    everywhere(|| async {
        let outputs = scope()
            .run(async |scope| {
                let tasks = scope.spawn_all(0..10, async |n: u32| n).await?;
                anyhow::Ok(try_join_all(tasks).await?)
            })
            .await
            .unwrap();
        assert_eq!(outputs, (0..10).collect::<Vec<_>>());
    });
}

#[test]
fn join_set_counts_and_empties() {
    everywhere(|| async {
        scope()
            .run(async |scope| {
                assert!(scope.is_empty());
                let (first, when_first) = oneshot::channel::<()>();
                let (second, when_second) = oneshot::channel::<()>();
                let a = scope.spawn(async { drop(when_first.await) }).await?;
                let b = scope.spawn(async { drop(when_second.await) }).await?;
                assert_eq!(scope.len(), 2);
                drop(first);
                a.await?;
                // A child has left before its outcome is there.
                assert_eq!(scope.len(), 1);
                drop(second);
                b.await?;
                assert!(scope.is_empty());
                anyhow::Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn join_set_abort_handles_abort_what_they_are_of() {
    everywhere(|| async {
        scope()
            .run(async |scope| {
                let make = |_| std::future::pending::<()>();
                let tasks = scope.spawn_all(0..4, make).await?;
                for handle in tasks.iter().map(asyncward::Task::abort_handle).step_by(2) {
                    handle.abort();
                }
                let mut tasks: Vec<_> = tasks.into_iter().map(Some).collect();
                for index in [0, 2] {
                    let error = tasks[index].take().unwrap().await.unwrap_err();
                    assert!(error.is_cancelled());
                }
                assert_eq!(scope.len(), 2);
                tasks.into_iter().flatten().for_each(|task| task.abort());
                anyhow::Ok(())
            })
            .await
            .unwrap();
    });
}

/// `JoinSet::shutdown`.
#[test]
fn join_set_shutdown_is_cancel() {
    everywhere(|| async {
        scope()
            .run(async |scope| {
                scope.spawn_all(0..8, |_| std::future::pending::<()>()).await?;
                scope.cancel();
                anyhow::Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn join_set_many_tasks_beyond_the_budget() {
    on_both(|| async {
        let done = Arc::new(AtomicU32::new(0));
        let count = done.clone();
        scope()
            .run(async |scope| {
                for _ in 0..20 {
                    let make = |_| {
                        let count = count.clone();
                        async move {
                            let _ = count.fetch_add(1, Ordering::SeqCst);
                        }
                    };
                    join_all(scope.spawn_all(0..100, make).await?).await;
                }
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(done.load(Ordering::SeqCst), 2_000);
    });
}

/// The zero errgroup, and one whose functions all return nil.
#[test]
fn errgroup_without_errors_waits_for_all() {
    everywhere(|| async {
        let done = Arc::new(AtomicU32::new(0));
        let count = done.clone();
        scope()
            .run(async |scope| {
                let make = |n: u64| {
                    let count = count.clone();
                    async move {
                        sleep(Duration::from_millis(n)).await;
                        count.fetch_add(1, Ordering::SeqCst);
                        Ok::<_, ScopeError>(())
                    }
                };
                scope.spawn_all(0..5, make).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(done.load(Ordering::SeqCst), 5);
    });
}

/// `WithContext`: the context of the others is cancelled once one has failed, and the first error
/// counts though more follow.
#[test]
fn errgroup_first_error_cancels_the_context() {
    everywhere(|| async {
        let error = scope()
            .run(async |scope| {
                for name in ["one", "two"] {
                    let late = async move {
                        while !is_cancelled() {
                            yield_now().await;
                        }
                        Err::<(), _>(name)
                    };
                    scope.spawn(late).await?;
                }
                scope.spawn(async { Err::<(), _>("the first") }).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        let error: ScopeError = error.downcast().unwrap();
        let texts: Vec<_> = error.failures().iter().map(|failure| failure.text()).collect();
        assert_eq!(texts, ["the first"]);
    });
}

/// `WithContext` is cancelled too when `Wait` returns: what outlives the scope sees it as closed.
#[test]
fn errgroup_context_of_the_caller_reaches_the_group() {
    paused(async {
        let token = CancellationToken::new();
        token.cancel();
        let cause = asyncward::with_token(
            token,
            scope().run(async |scope| {
                let error = scope.spawn(std::future::pending::<()>()).await.unwrap_err();
                assert_eq!(error.kind(), asyncward::SpawnErrorKind::Cancelled(Cause::Requested));
                anyhow::Ok(())
            }),
        )
        .await;
        // Nothing was begun, nothing was cut short.
        cause.unwrap();
    });
}

/// `TryGo` and `SetLimit`.
#[test]
fn errgroup_try_go_under_a_limit() {
    everywhere(|| async {
        let limited = Scope::builder().limit(42).timeout(None);
        limited
            .on_failure(OnFailure::CancelSiblings)
            .run(async |scope| {
                let (open, gate) = tokio::sync::watch::channel(false);
                for n in 0..50 {
                    let mut gate = gate.clone();
                    let go =
                        scope.try_spawn(async move { drop(gate.wait_for(|open| *open).await) });
                    assert_eq!(go.is_ok(), n < 42);
                }
                open.send_replace(true);
                while !scope.is_empty() {
                    yield_now().await;
                }
                assert!(scope.try_spawn(async {}).is_ok());
                anyhow::Ok(())
            })
            .await
            .unwrap();
    });
}
