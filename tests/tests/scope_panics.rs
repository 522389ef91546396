//! Panics in a scope: of a child, of the body, of destructors (e07, e08).
#![forbid(unsafe_code)]

use std::future::{Future, pending};
use std::panic::{AssertUnwindSafe, panic_any};
use std::time::Duration;

use asyncward::{OnFailure, Task};
use asyncward_tests::scope::{limited, park, scope, scope_with};
use asyncward_tests::{Log, everywhere};
use futures::FutureExt;
use tokio::task::yield_now;
use tokio::time::sleep;

#[test]
fn e07_a_panic_is_raised_again_after_all_children_ended() {
    #[derive(Debug, PartialEq)]
    struct Payload(u32);

    for policy in [OnFailure::CancelSiblings, OnFailure::WaitAll, OnFailure::Supervise] {
        for held in [false, true] {
            everywhere(move || async move {
                let log = Log::default();
                let in_child = log.clone();
                let run = scope_with(policy).run(async |scope| {
                    let gone = in_child.on_drop("gone");
                    scope
                        .spawn(async move {
                            let _gone = gone;
                            let _ = tokio::time::timeout(Duration::from_millis(20), park()).await;
                        })
                        .await?;
                    let task = scope.spawn(async { panic_any(Payload(42)) }).await?;
                    let held: Option<asyncward::Task<()>> = held.then_some(task);
                    sleep(Duration::from_millis(5)).await;
                    drop(held);
                    anyhow::Ok(())
                });
                let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
                assert_eq!(payload.downcast_ref(), Some(&Payload(42)));
                assert_eq!(log.entries(), ["gone"]);
            });
        }
    }
}

#[test]
fn e07_the_bodys_panic_waits_for_the_children() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let run = scope_with(OnFailure::WaitAll).run(async |scope| -> anyhow::Result<()> {
            scope
                .spawn(async move {
                    let _gone = in_child.on_drop("gone");
                    park().await
                })
                .await?;
            yield_now().await;
            panic!("the body's")
        });
        let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"the body's"));
        assert_eq!(log.entries().len(), 1);
    });
}

#[test]
fn e08_a_panic_in_a_destructor_at_the_end_of_the_grace_is_contained() {
    struct Bomb(Log);

    impl Drop for Bomb {
        fn drop(&mut self) {
            self.0.push("bomb");
            panic!("in drop");
        }
    }

    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        scope()
            .grace(Duration::from_millis(10))
            .run(async |scope| {
                for _ in 0..2 {
                    let bomb = Bomb(in_child.clone());
                    scope
                        .spawn(async move {
                            let _bomb = bomb;
                            pending::<()>().await;
                        })
                        .await?;
                }
                sleep(Duration::from_millis(5)).await;
                scope.cancel();
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries(), ["bomb", "bomb"]);
    });
    // The same where the user aborts.
    everywhere(|| async {
        let log = Log::default();
        let bomb = Bomb(log.clone());
        scope()
            .run(async |scope| {
                let task = scope
                    .spawn(async move {
                        let _bomb = bomb;
                        pending::<()>().await;
                    })
                    .await?;
                yield_now().await;
                task.abort();
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries(), ["bomb"]);
    });
}

/// Panics when dropped.
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("in drop");
        }
    }
}

/// The future panics and so does its destructor; the scope ends all the same, with the first panic.
#[test]
fn e07_a_panic_while_a_panic_is_cleaned_up() {
    struct Both(Grenade);
    impl Future for Both {
        type Output = ();
        fn poll(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<()> {
            let _ = &self.0;
            panic!("in poll");
        }
    }
    everywhere(|| async {
        let ran = scope().run(async |scope| {
            scope.spawn(Both(Grenade)).await?;
            scope.spawn(park()).await?;
            anyhow::Ok(())
        });
        let payload = AssertUnwindSafe(ran).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"in poll"));
    });
}

/// A child completes, but a destructor of what it ran panics afterwards.
#[test]
fn e07_a_panic_in_the_drop_of_a_completed_child() {
    struct Done(#[allow(dead_code)] Grenade);
    impl Future for Done {
        type Output = ();
        fn poll(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<()> {
            std::task::Poll::Ready(())
        }
    }
    everywhere(|| async {
        let ran = scope().run(async |scope| {
            scope.spawn(Done(Grenade)).await?;
            anyhow::Ok(())
        });
        let payload = AssertUnwindSafe(ran).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"in drop"));
    });
}

/// The output that nobody takes panics in its destructor: the runtime contains that, the scope ends.
#[test]
fn e08_a_panic_in_the_drop_of_an_output() {
    struct Output(#[allow(dead_code)] Grenade);
    impl asyncward::Outcome for Output {}
    everywhere(|| async {
        let ran: anyhow::Result<()> = limited(1, OnFailure::CancelSiblings)
            .run(async |scope| {
                drop(scope.spawn(async { Output(Grenade) }).await?);
                scope.spawn(async {}).await?;
                Ok(())
            })
            .await;
        ran.unwrap();
    });
}

/// An aborted child whose destructor panics has failed, and leaves its slot.
#[test]
fn e08_a_panic_in_the_drop_of_an_aborted_child() {
    everywhere(|| async {
        let ran = limited(1, OnFailure::CancelSiblings).run(async |scope| {
            let task = scope
                .spawn(async {
                    let _grenade = Grenade;
                    pending::<()>().await;
                })
                .await?;
            yield_now().await;
            task.abort();
            assert!(task.await.is_err());
            scope.spawn(async {}).await?.await?;
            anyhow::Ok(())
        });
        let _ = tokio::time::timeout(Duration::from_secs(5), AssertUnwindSafe(ran).catch_unwind())
            .await
            .expect("the scope ends");
    });
}

/// `Task`s of failing and panicking children are dropped just while those end: nothing is lost.
#[test]
fn e07_no_panic_is_lost_when_its_task_is_dropped_meanwhile() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    for round in 0..3_000_u32 {
        // Not on a worker: one that spins would keep the child that it spawned last.
        let run = AssertUnwindSafe(limited(1, OnFailure::WaitAll).run(async |scope| {
            let task: Task<()> =
                scope.spawn(async { std::panic::resume_unwind(Box::new(42_u32)) }).await?;
            if round % 3 == 0 {
                while !scope.is_empty() {
                    std::hint::spin_loop();
                }
            }
            drop(task);
            anyhow::Ok(())
        }));
        let payload = runtime.block_on(run.catch_unwind()).expect_err("a panic was lost");
        assert_eq!(payload.downcast_ref(), Some(&42_u32));
    }
}
