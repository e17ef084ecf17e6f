//! Each outcome is given once, with its index, in the right order.

use super::*;

/// A task that was drawn later may end before others that were drawn with its predecessors.
#[test]
fn tasks_that_are_drawn_later_keep_the_order_in_which_all_end() {
    for (first, second) in [(1, 3), (3, 1), (2, 3), (3, 2)] {
        on_both_flavours(async || {
            let (awaitables, mut children) = children::<Coroutine>(&[Way::Returns; 4]).await;
            let mut drawn = buffer_unordered(3, awaitables);
            assert!(poll_once(&mut pin!(drawn.next())).is_pending());
            for index in [0, 1, 2] {
                children[index].started().await;
            }
            children[0].end_and_tell().await;
            assert_eq!(drawn.next().await.unwrap().index, 0);
            assert!(poll_once(&mut pin!(drawn.next())).is_pending()); // draws the last one
            children[3].started().await;
            for index in [first, second] {
                children[index].end_and_tell().await;
            }
            assert_eq!(drawn.next().await.unwrap().index, first);
            assert_eq!(drawn.next().await.unwrap().index, second);
        });
    }
}

#[test]
fn each_has_its_index_and_its_id() {
    on_both_flavours(async || {
        let tasks: Vec<_> = (0..100)
            .map(|number| create_task(future::ready(number)))
            .collect();
        let ids: Vec<_> = tasks.iter().map(Task::id).collect();
        let mut drawn = buffer_unordered(3, tasks);
        let mut given = 0;
        while let Some(child) = drawn.next().await {
            assert_eq!(child.result.unwrap(), child.index);
            assert_eq!(child.id, ids[child.index]);
            given += 1;
        }
        assert_eq!(given, 100);
    });
}

#[test]
fn tasks_that_had_ended_before_are_given_in_the_order_in_which_they_are_drawn() {
    on_both_flavours(async || {
        for case in Case::ALL {
            let tasks: Vec<_> = (0..1000)
                .map(|number| create_task(future::ready(number)))
                .collect();
            for task in &tasks {
                while !task.is_finished() {
                    yield_now().await;
                }
            }
            let values = case.call(10, tasks).values().await;
            assert!(values.into_iter().eq(0..1000));
        }
    });
}

#[test]
fn more_than_a_turn_can_give_are_each_given_once() {
    on_both_flavours(async || {
        for case in Case::ALL {
            for limit in [1, 128, 1000, usize::MAX] {
                let coroutines = (0..1000).map(|number| async move {
                    yield_now().await;
                    number
                });
                let mut values = case.call(limit, coroutines).values().await;
                values.sort_unstable();
                assert!(values.into_iter().eq(0..1000));
            }
        }
    });
}

#[test]
fn of_nothing_there_is_none() {
    for mut outcomes in [
        ORDERED.call(1, iter::empty::<Task<()>>()),
        UNORDERED_AS_A_STREAM.call(1, iter::empty::<Task<()>>()),
    ] {
        assert!(!outcomes.drawing.is_terminated(), "it has not asked yet");
        assert!(now(outcomes.next()).is_none());
        assert!(outcomes.drawing.is_terminated());
    }
}
