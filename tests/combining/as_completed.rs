//! `as_completed`: each outcome once, as soon as it is available.

use std::collections::HashSet;
use std::future::{self, poll_fn};
use std::iter;
use std::pin::{Pin, pin};

use ensure_future::{AsCompleted, Completed, Task, as_completed, create_task};
use futures_core::{FusedStream, Stream};
use tokio::sync::oneshot;
use tokio::time::{Duration, timeout};

use support::alive::leaving_none;
use support::child::{Child, ChildOf, End, Returned, VALUE, Way, child};
use support::forms::{Form, in_every_form};
use support::phases::{Awaiting, Fate, Function, in_every_phase};
use support::{let_others_run, now, on_both_flavours, on_current_thread, poll_once};

/// The ways to take the next outcome.
#[derive(Clone, Copy, Debug)]
enum Drawn {
    ByNext,
    AsStream,
}

impl Drawn {
    async fn draw<T>(self, completed: &mut AsCompleted<T>) -> Option<Completed<T>> {
        match self {
            Self::ByNext => completed.next().await,
            Self::AsStream => poll_fn(|context| Pin::new(&mut *completed).poll_next(context)).await,
        }
    }
}

const BY_NEXT: Drawn = Drawn::ByNext;
const AS_STREAM: Drawn = Drawn::AsStream;

in_every_phase! {
    drawn_by_next = BY_NEXT
    drawn_as_stream = AS_STREAM
}

impl Function for Drawn {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let sibling = F::of(future::ready(Ok(1)));
        let mut completed = as_completed([sibling, child]);
        Box::pin(async move {
            let mut results = Vec::new();
            while let Some(child) = self.draw(&mut completed).await {
                results.push(child.result);
            }
            let sibling = results
                .iter()
                .position(|result| matches!(result, Ok(Ok(1))));
            drop(results.remove(sibling.expect("it is there")));
            let [child] = results.try_into().unwrap();
            End::of(child)
        })
    }
}

in_every_form! {
    each_is_given_as_soon_as_it_is_there
    what_is_not_drawn_is_cancelled
    a_draw_that_is_dropped_loses_nothing
}

async fn three<F: Form>(ways: [Way; 3]) -> (AsCompleted<Returned>, [Child; 3]) {
    let (first, a) = child::<F>(ways[0]).await;
    let (second, b) = child::<F>(ways[1]).await;
    let (third, c) = child::<F>(ways[2]).await;
    (as_completed([first, second, third]), [a, b, c])
}

// Contract 2.2.
async fn each_is_given_as_soon_as_it_is_there<F: Form>() {
    for drawn in [BY_NEXT, AS_STREAM] {
        leaving_none(async {
            let ways = [Way::Returns, Way::Fails, Way::Panics];
            let (mut completed, mut children) = three::<F>(ways).await;
            for (left, index) in [(2, 1), (1, 2), (0, 0)] {
                assert!(poll_once(&mut pin!(drawn.draw(&mut completed))).is_pending());
                children[index].end();
                let child = drawn.draw(&mut completed).await.unwrap();
                assert_eq!(End::of(child.result), ways[index].end());
                assert_eq!(completed.size_hint(), (left, Some(left)));
                assert_eq!(completed.is_terminated(), left == 0);
            }
            assert!(drawn.draw(&mut completed).await.is_none());
            assert!(
                drawn.draw(&mut completed).await.is_none(),
                "and so it stays"
            );
        })
        .await;
    }
}

// Contract 3.3.
async fn what_is_not_drawn_is_cancelled<F: Form>() {
    leaving_none(async {
        let (mut completed, mut children) = three::<F>([Way::Returns; 3]).await;
        children[1].end();
        let child = completed.next().await.unwrap();
        assert_eq!(End::of(child.result), End::Value);
        drop(completed);
        assert_eq!(children[0].ended().await, End::Cancellation);
        assert_eq!(children[2].ended().await, End::Cancellation);
    })
    .await;
}

async fn a_draw_that_is_dropped_loses_nothing<F: Form>() {
    let (mut completed, mut children) = three::<F>([Way::Returns, Way::Fails, Way::Panics]).await;
    for _ in 0..3 {
        let limit = Duration::ZERO;
        timeout(limit, completed.next()).await.unwrap_err();
    }
    for child in &mut children {
        assert!(!child.has_ended());
        child.end();
    }
    let mut ends = Vec::new();
    while let Some(child) = completed.next().await {
        ends.push(End::of(child.result));
    }
    for end in [End::Value, End::Error, End::Panic] {
        assert!(ends.contains(&end), "{end:?} in {ends:?}");
    }
    assert_eq!(ends.len(), 3);
}

#[test]
fn of_nothing_there_is_none_at_once() {
    let mut completed = as_completed(iter::empty::<Task<()>>());
    assert!(completed.is_terminated());
    assert!(now(completed.next()).is_none());
    assert!(now(AS_STREAM.draw(&mut completed)).is_none());
}

#[test]
fn both_ways_to_draw_may_take_turns() {
    on_both_flavours(async || {
        let mut completed = as_completed([VALUE; 4].map(future::ready));
        for drawn in [BY_NEXT, AS_STREAM, BY_NEXT, AS_STREAM] {
            let child = drawn.draw(&mut completed).await.unwrap();
            assert_eq!(child.result.unwrap(), VALUE);
        }
        assert!(completed.next().await.is_none());
    });
}

#[test]
fn each_has_its_id() {
    on_both_flavours(async || {
        let tasks: Vec<_> = (0..3)
            .map(|number| create_task(future::ready(number)))
            .collect();
        let ids: Vec<_> = tasks.iter().map(Task::id).collect();
        let mut completed = as_completed(tasks);
        while let Some(child) = completed.next().await {
            assert_eq!(ids[child.result.unwrap()], child.id);
        }
    });
}

#[test]
fn more_than_a_turn_can_give_are_each_given_once() {
    on_both_flavours(async || {
        for drawn in [BY_NEXT, AS_STREAM] {
            let mut completed = as_completed((0..1000).map(future::ready));
            let mut seen = HashSet::new();
            while let Some(child) = drawn.draw(&mut completed).await {
                assert!(seen.insert(child.result.unwrap()));
            }
            assert_eq!(seen.len(), 1000);
        }
    });
}

#[test]
fn it_shows_the_tasks_that_are_left() {
    on_current_thread(async {
        let endless = create_task(future::pending::<()>());
        let id = endless.id();
        let mut completed = as_completed([create_task(future::ready(())), endless]);
        let_others_run().await;
        completed.next().await.unwrap().result.unwrap();
        assert_eq!(
            format!("{completed:?}"),
            format!("[Task {{ id: {id:?}, is_finished: false }}]")
        );
    });
}

#[test]
fn each_has_its_place_among_those_that_were_passed() {
    on_current_thread(async {
        let (last, told) = oneshot::channel();
        let later = create_task(async { told.await.unwrap() });
        let mut completed = as_completed([later, create_task(async { 1 })]);
        let earlier = completed.next().await.unwrap();
        assert_eq!((earlier.index, earlier.result.unwrap()), (1, 1));
        last.send(0).unwrap();
        let later = completed.next().await.unwrap();
        assert_eq!((later.index, later.result.unwrap()), (0, 0));
    });
}
