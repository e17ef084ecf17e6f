//! The feature `test-util`: functions for an author's tests.

use std::future::pending;
use std::time::Duration;

use ensure_future::test_util::{
    Place, all_idle, assert_named_tasks, assert_tasks_left, observe, run_paused, tasks_left,
};
use ensure_future::{create_named_task, create_task, ensure_future};
use tokio::time::{Instant, sleep};

use support::{on_both_flavours, panic_of, panics_here};

#[test]
fn a_coroutine_that_is_spawned_is_told_by_its_task() {
    on_both_flavours(async || {
        let (coroutine, observer) = observe(async { 1 });
        let task = ensure_future(coroutine);
        let id = task.id();
        assert_eq!(task.await.unwrap(), 1);
        assert_eq!(observer.place(), Place::Spawned(id));
    });
}

#[test]
fn a_coroutine_that_is_awaited_runs_in_place() {
    on_both_flavours(async || {
        let (coroutine, observer) = observe(async {});
        coroutine.await;
        assert_eq!(observer.place(), Place::Awaited);

        let inside = create_task(async {
            let (coroutine, observer) = observe(async {});
            coroutine.await;
            observer.place()
        });
        assert_eq!(inside.await.unwrap(), Place::Awaited);
    });
}

#[test]
fn a_coroutine_that_is_kept_has_not_started() {
    on_both_flavours(async || {
        let (coroutine, observer) = observe(async {});
        assert_eq!(observer.clone().place(), Place::NotStarted);
        drop(coroutine);
        assert_eq!(observer.place(), Place::NotStarted);
    });
}

#[test]
fn a_coroutine_that_a_task_gives_to_a_block_on_is_in_place() {
    on_both_flavours(async || {
        let created = create_task(async { observe(async {}) });
        let (coroutine, observer) = created.await.unwrap();
        coroutine.await;
        assert_eq!(observer.place(), Place::Awaited);
    });
}

#[test]
fn the_current_task_is_not_left() {
    run_paused(async {
        assert_eq!(tasks_left(), 0);
        let inside = create_named_task("current", async {
            create_named_task("other", pending::<()>());
            assert_named_tasks(&["other"]);
            tasks_left()
        });
        assert_eq!(inside.await.unwrap(), 1);
        assert_tasks_left(1);
    });
}

#[test]
fn a_cancelled_task_is_left_until_its_next_turn() {
    run_paused(async {
        let task = create_task(pending::<()>());
        assert!(task.cancel());
        assert_tasks_left(1);
        all_idle().await;
        assert_tasks_left(0);
    });
}

#[test]
fn a_wrong_number_of_tasks_shows_their_names() {
    run_paused(async {
        let one = create_task(pending::<()>());
        assert_eq!(
            panics_here(|| assert_tasks_left(0)),
            "1 task is left instead of 0: 1 without a name"
        );
        let named = create_named_task("heartbeat", pending::<()>());
        let panic = panics_here(|| assert_tasks_left(3));
        let expected = format!(
            "2 tasks are left instead of 3: \"heartbeat\" (id {}), 1 without a name",
            named.id()
        );
        assert_eq!(panic, expected);
        one.cancel();
        named.cancel();
        all_idle().await;
        let panic = panics_here(|| assert_tasks_left(1));
        assert_eq!(panic, "0 tasks are left instead of 1");
    });
}

#[test]
fn wrong_names_are_shown() {
    run_paused(async {
        create_named_task("first", pending::<()>());
        create_named_task("second", pending::<()>());
        assert_named_tasks(&["first", "second"]);
        let panic = panics_here(|| assert_named_tasks(&["second"]));
        let expected = "the named tasks that have not ended are [\"first\", \"second\"] instead of [\"second\"]";
        assert_eq!(panic, expected);
    });
}

#[test]
fn the_paused_clock_goes_on_when_all_are_idle() {
    let begin = std::time::Instant::now();
    let hour = Duration::from_secs(3600);
    let slept = run_paused(async {
        let begin = Instant::now();
        sleep(hour).await;
        begin.elapsed()
    });
    assert_eq!(slept, hour);
    assert!(begin.elapsed() < hour);
}

#[test]
fn all_are_idle_when_each_has_had_its_turns() {
    run_paused(async {
        let turns = create_task(async {
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
        });
        all_idle().await;
        assert!(turns.is_finished());
    });
}

#[test]
fn a_panic_of_the_test_is_passed_on() {
    let panic = panic_of(|| run_paused(async { panic!("on purpose") }));
    assert_eq!(panic.message, "on purpose");
}
