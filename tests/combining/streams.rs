//! The streams and futures of this crate with those of `futures`: `StreamExt`, `TryStreamExt`, `join_all`, `select!`.

use std::cell::Cell;
use std::future::{Ready, pending, ready};

use ensure_future::{
    Failure, OutcomeStreamExt, Task, accepts_awaitable, as_completed, buffer_unordered, buffered,
    create_task, gather,
};
use futures_core::{FusedFuture, Stream};
use futures_util::future::{join_all, select_all};
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use tokio::task::yield_now;

use support::{lifelines, on_both_flavours};

async fn odd(number: u8) -> Result<u8, String> {
    if number % 2 == 1 {
        Ok(number)
    } else {
        Err(format!("{number} is even"))
    }
}

#[test]
fn results_of_each_stream_are_collected() {
    on_both_flavours(async || {
        let tasks = || [1_u8, 2, 3].map(ready);
        let completed: Vec<u8> = as_completed(tasks()).results().try_collect().await.unwrap();
        assert_eq!(completed.iter().sum::<u8>(), 6);
        let in_order: Vec<u8> = buffered(2, tasks()).try_collect().await.unwrap();
        assert_eq!(in_order, [1, 2, 3]);
        let unordered = buffer_unordered(2, tasks()).results();
        let unordered: Vec<u8> = unordered.try_collect().await.unwrap();
        assert_eq!(unordered.iter().sum::<u8>(), 6);
    });
}

#[test]
fn flat_results_end_with_the_first_failure() {
    on_both_flavours(async || {
        let sum = as_completed([1, 3, 5].map(odd)).flat_results();
        let sum = sum.try_fold(0, async |sum, number| Ok(sum + number));
        assert_eq!(sum.await.unwrap(), 9);

        let seen = Cell::new(0);
        let each = buffered(1, [1, 2, 3].map(odd)).flat_results();
        let each = each.try_for_each(async |_| {
            seen.set(seen.get() + 1);
            Ok(())
        });
        let failure = each.await.unwrap_err();
        assert!(matches!(failure, Failure::Returned(error) if error == "2 is even"));
        assert_eq!(seen.get(), 1);
    });
}

#[test]
fn a_panic_and_a_cancellation_are_failures_too() {
    on_both_flavours(async || {
        let panics = async { panic!("on purpose") };
        let mut failed =
            buffer_unordered(1, [create_task::<Result<(), ()>>(panics)]).flat_results();
        let failure = failed.try_next().await.unwrap_err();
        assert!(matches!(failure, Failure::Ended(error) if error.is_panic()));
        assert!(failed.try_next().await.unwrap().is_none());

        let cancelled = create_task(pending::<u8>());
        cancelled.cancel();
        let mut failed = as_completed([cancelled]).results();
        assert!(failed.try_next().await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_composed_stream_cancels_its_tasks_when_it_is_dropped() {
    on_both_flavours(async || {
        let (lives, mut watches) = lifelines(2);
        let endless = lives.into_iter().map(|life| async move {
            let _life = life;
            pending::<Result<(), ()>>().await
        });
        let composed = as_completed(endless).flat_results().take(1).map_ok(|()| 1);
        drop(composed);
        for watch in &mut watches {
            while watch.is_alive() {
                yield_now().await;
            }
        }
    });
}

#[test]
fn a_stream_of_coroutines_is_drawn_from() {
    on_both_flavours(async || {
        let numbers = stream::iter(0..5_u8)
            .filter(|number| ready(number % 2 == 1))
            .map(odd);
        let odd: Vec<u8> = buffered(2, numbers)
            .flat_results()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(odd, [1, 3]);
    });
}

/// A body that uses the methods of `StreamExt` on the tasks that it draws.
#[accepts_awaitable]
async fn sum_of_all(tasks: impl Stream<Item = Task<u8>>) -> u8 {
    let results = tasks.map(IntoFuture::into_future).buffered(2);
    let sum = results.try_fold(0, async |sum, number| Ok(sum + number));
    sum.await.unwrap()
}

#[test]
fn a_body_draws_by_the_methods_of_stream_ext() {
    on_both_flavours(async || {
        assert_eq!(sum_of_all(stream::iter([1, 2, 3].map(ready))).await, 6);
        let running = [1, 2, 3].map(ready).map(create_task);
        assert_eq!(sum_of_all(stream::iter(running)).await, 6);
    });
}

#[test]
fn join_all_and_select_all_take_the_futures_of_tasks() {
    on_both_flavours(async || {
        let tasks = || [1, 2].map(ready).map(create_task);
        let all = join_all(tasks().into_iter().map(IntoFuture::into_future)).await;
        let all: Vec<u8> = all.into_iter().map(Result::unwrap).collect();
        assert_eq!(all, [1, 2]);
        let (first, index, others) = select_all(tasks().map(IntoFuture::into_future)).await;
        assert_eq!(usize::from(first.unwrap()), index + 1);
        assert_eq!(others.len(), 1);
    });
}

#[test]
fn select_polls_no_future_that_has_ended() {
    on_both_flavours(async || {
        let mut completed = as_completed([ready(1_u8)]);
        let mut gathered = gather([ready(2_u8)]);
        let mut task = create_task(ready(3_u8)).into_future();
        let mut sum = 0;
        loop {
            futures_util::select! {
                completed = completed.select_next_some() => sum += completed.result.unwrap(),
                gathered = gathered => sum += gathered[0].as_ref().unwrap(),
                value = task => sum += value.unwrap(),
                complete => break,
            }
        }
        assert_eq!(sum, 6);
    });
}

#[test]
fn a_pending_future_is_not_terminated() {
    on_both_flavours(async || {
        let mut gathered = gather::<Ready<u8>, _>([pending()]);
        let mut task = create_task(pending::<()>()).into_future();
        assert!((&mut gathered).now_or_never().is_none());
        assert!((&mut task).now_or_never().is_none());
        assert!(!gathered.is_terminated() && !task.is_terminated());
    });
}
