//! The limit of tasks that run at once.

use super::*;

/// Counts how many coroutines are alive, and how many there were at most.
#[derive(Default)]
struct Crowd {
    alive: AtomicUsize,
    most: AtomicUsize,
}

struct Alive(Arc<Crowd>);

impl Alive {
    fn new(crowd: &Arc<Crowd>) -> Self {
        let alive = 1 + crowd.alive.fetch_add(1, Ordering::SeqCst);
        crowd.most.fetch_max(alive, Ordering::SeqCst);
        Self(crowd.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The maximum number of coroutines that were alive at once, of a hundred.
async fn most_alive(case: Case, limit: usize) -> usize {
    let crowd = Arc::new(Crowd::default());
    let counted = crowd.clone();
    let coroutines = (0..100).map(move |number| {
        let alive = Alive::new(&counted);
        async move {
            for _ in 0..number % 5 {
                yield_now().await;
            }
            drop(alive);
            number
        }
    });
    let mut values = case.call(limit, coroutines).values().await;
    if !case.is_ordered {
        values.sort_unstable();
    }
    assert!(values.into_iter().eq(0..100));
    crowd.most.load(Ordering::SeqCst)
}

// Contract 7.2.
#[test]
fn there_are_never_more_than_the_limit() {
    on_both_flavours(async || {
        for case in Case::ALL {
            for limit in [1, 2, 3, 7, 100, usize::MAX] {
                let most = most_alive(case, limit).await;
                assert!(most <= limit, "{most} of {limit}, {case:?}");
            }
        }
    });
}

#[test]
fn there_are_as_many_as_the_limit_allows() {
    on_current_thread(async {
        for case in [ORDERED, UNORDERED, ORDERED_AS_A_STREAM] {
            for limit in [1, 2, 3, 7] {
                assert_eq!(most_alive(case, limit).await, limit, "{case:?}");
            }
        }
    });
}

/// The limit counts tasks and outcomes. A slow task holds the others up, and memory stays bounded.
#[test]
fn what_has_ended_counts_until_it_is_given() {
    on_current_thread(async {
        for case in Case::ALL {
            let drawn = Arc::new(AtomicUsize::new(0));
            let counted = drawn.clone();
            let (slow, told) = oneshot::channel();
            let mut told = Some(told);
            let coroutines = (0..10).map(move |number| {
                counted.fetch_add(1, Ordering::SeqCst);
                let told = told.take();
                async move {
                    if let Some(told) = told {
                        told.await.unwrap();
                    }
                    number
                }
            });
            let mut outcomes = case.call(3, coroutines);
            assert_eq!(
                drawn.load(Ordering::SeqCst),
                0,
                "it draws when it is polled"
            );
            while drawn.load(Ordering::SeqCst) < 3 {
                assert!(outcomes.poll_once().is_pending());
            }
            let_others_run().await;
            assert_eq!(
                drawn.load(Ordering::SeqCst),
                3,
                "it draws only when it is polled"
            );
            if case.is_ordered {
                outcomes.fill();
                assert_eq!(drawn.load(Ordering::SeqCst), 3);
                slow.send(()).unwrap();
                assert!(outcomes.values().await.into_iter().eq(0..10));
            } else {
                for number in 1..10 {
                    assert_eq!(outcomes.next().await.unwrap().unwrap(), number);
                }
                slow.send(()).unwrap();
                assert_eq!(outcomes.values().await, [0]);
            }
        }
    });
}
