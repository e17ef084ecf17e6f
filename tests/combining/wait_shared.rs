//! `wait` with shared tasks.

use std::future::{pending, ready};
use std::sync::Arc;

use ensure_future::{
    Completed, ReturnWhen, SharedTask, Task, WaitError, Waited, create_task, wait,
};
use tokio::sync::oneshot;
use tokio::task::{JoinError, yield_now};
use tokio::time::{Duration, pause};

use support::alive::leaving_none;
use support::{
    alive_tasks, let_others_run, on_both_flavours, on_current_thread, panics_here, poll_once, text,
};

const WHEN: [ReturnWhen; 3] = [
    ReturnWhen::AllCompleted,
    ReturnWhen::FirstCompleted,
    ReturnWhen::FirstException,
];

/// More children than the cooperative budget of one poll, and more than share one waker.
const MANY: usize = 1000;

/// A shared task that returns the value that the test sends.
fn told<T: Send + 'static>() -> (oneshot::Sender<T>, SharedTask<T>) {
    let (sender, receiver) = oneshot::channel();
    let task = create_task(async { receiver.await.expect("it is told") });
    (sender, task.shared())
}

fn indices<T>(done: &[Completed<T, Arc<JoinError>>]) -> Vec<usize> {
    done.iter().map(|child| child.index).collect()
}

#[test]
fn waiting_again_and_again_for_a_closing_signal_leaves_no_task_behind() {
    on_current_thread(async {
        let (close, closing) = told();
        let before = alive_tasks();
        for round in 0..10_000 {
            let job = create_task(async {}).shared();
            let return_when = ReturnWhen::FirstCompleted;
            let waited = wait([closing.clone(), job], return_when).await.unwrap();
            assert_eq!((indices(&waited.done), waited.pending.len()), (vec![1], 1));
            if round % 1000 == 0 {
                assert!(alive_tasks() <= before + 1, "round {round}");
            }
        }
        for return_when in WHEN {
            for _ in 0..100 {
                let mut waiting = wait([closing.clone()], return_when);
                assert!(poll_once(&mut waiting).is_pending());
            }
        }
        leaving_none(async {}).await;
        assert!(alive_tasks() <= before);
        close.send(()).unwrap();
        closing.await.unwrap();
    });
}

#[test]
fn the_pending_ones_are_the_same_tasks() {
    on_both_flavours(async || {
        for return_when in [ReturnWhen::FirstCompleted, ReturnWhen::FirstException] {
            let endless = create_task(pending::<u8>()).shared();
            let panics = create_task(async { panic!("the child's own panic") }).shared();
            let (id, before) = (endless.id(), alive_tasks());
            let tasks = [endless.clone(), panics.clone(), endless.clone()];
            let waited = wait(tasks, return_when).await.unwrap();
            assert!(alive_tasks() <= before);

            let [done] = waited.done.try_into().unwrap();
            assert_eq!((done.index, done.id), (1, panics.id()));
            let error: Arc<JoinError> = done.result.unwrap_err();
            assert!(error.is_panic());

            let pending: Vec<SharedTask<u8>> = waited.pending;
            assert_eq!([pending[0].id(), pending[1].id()], [id; 2]);
            assert!(!endless.is_finished());
            assert!(pending[1].cancel());
            assert!(endless.await.unwrap_err().is_cancelled());
        }
    });
}

#[test]
fn done_are_in_the_order_in_which_they_ended_and_each_once() {
    on_both_flavours(async || {
        let (first, one) = told();
        let (second, two) = told();
        let tasks = [one.clone(), two.clone(), one.clone()];
        let mut waiting = wait(tasks, ReturnWhen::AllCompleted);
        assert!(poll_once(&mut waiting).is_pending());
        second.send("second").unwrap();
        assert_eq!(two.await.unwrap(), "second");
        assert!(poll_once(&mut waiting).is_pending());
        first.send("first").unwrap();
        let waited = waiting.await.unwrap();
        assert_eq!(indices(&waited.done), [1, 0, 2]);
        assert_eq!(one.await.unwrap(), "first", "also afterwards");
    });
}

/// Other awaiters may see the end of these tasks first.
#[test]
fn what_others_have_seen_to_end_is_done() {
    on_both_flavours(async || {
        for return_when in WHEN {
            let (end, task) = told();
            let mut waiting = wait([task.clone()], return_when);
            let polls_before = usize::from(return_when != ReturnWhen::FirstException);
            for _ in 0..polls_before {
                assert!(poll_once(&mut waiting).is_pending());
            }
            end.send(7).unwrap();
            assert_eq!(task.await.unwrap(), 7);
            let waited = waiting.await.unwrap();
            assert_eq!(waited.done[0].result.as_ref().unwrap(), &7);
            assert!(waited.pending.is_empty());
        }
    });
}

#[test]
fn a_cancellation_is_done_and_no_exception() {
    on_both_flavours(async || {
        let (end, other) = told();
        let endless = create_task(pending::<u8>()).shared();
        let tasks = [other.clone(), endless.clone()];
        let mut waiting = wait(tasks.clone(), ReturnWhen::FirstException);
        assert!(poll_once(&mut waiting).is_pending());
        endless.cancel();
        assert!(endless.await.unwrap_err().is_cancelled());
        assert!(poll_once(&mut waiting).is_pending());

        let first = wait(tasks, ReturnWhen::FirstCompleted).await.unwrap();
        assert_eq!(indices(&first.done), [1]);
        end.send(7).unwrap();
        assert_eq!(indices(&waiting.await.unwrap().done), [1, 0]);
    });
}

#[test]
fn an_exception_is_what_is_said_to_be_one() {
    on_both_flavours(async || {
        let fails = create_task(ready(Err::<u8, _>("failed"))).shared();
        let endless = create_task(pending()).shared();
        let waiting = wait([endless, fails], ReturnWhen::FirstException);
        let waited = waiting.exception_if(Result::is_err).await.unwrap();
        assert_eq!(indices(&waited.done), [1]);
    });
}

#[test]
fn at_the_limit_all_go_on() {
    on_current_thread(async {
        pause();
        for return_when in WHEN {
            let (end, task) = told();
            let waiting = wait([task], return_when).timeout(Duration::from_secs(5));
            let Waited { done, pending } = waiting.await.unwrap();
            assert!(done.is_empty());
            let [task] = pending.try_into().unwrap();
            end.send(7).unwrap();
            assert_eq!(task.await.unwrap(), 7);
        }
    });
}

/// The test runs in a task, where tokio's cooperative budget applies.
#[test]
fn however_many_they_are() {
    on_both_flavours(async || {
        for return_when in WHEN {
            let (close, closing) = told();
            let tasks: Vec<_> = (0..MANY)
                .map(|number| create_task(ready(number)).shared())
                .chain([closing])
                .collect();
            for task in &tasks[..MANY] {
                while !task.is_finished() {
                    yield_now().await;
                }
            }
            let waiting = create_task(wait(tasks, return_when).timeout(Duration::from_millis(50)));
            let waited = waiting.await.unwrap().unwrap();
            assert_eq!((waited.done.len(), waited.pending.len()), (MANY, 1));
            close.send(MANY).unwrap();
        }
    });
}

#[test]
fn many_that_end_later_are_done_too() {
    on_both_flavours(async || {
        for return_when in [ReturnWhen::AllCompleted, ReturnWhen::FirstException] {
            let (ends, tasks): (Vec<_>, Vec<_>) = (0..MANY).map(|_| told()).unzip();
            let waiting = create_task(wait(tasks, return_when));
            let_others_run().await;
            for (number, end) in ends.into_iter().enumerate().rev() {
                end.send(number).unwrap();
            }
            assert_eq!(waiting.await.unwrap().unwrap().done.len(), MANY);
        }
    });
}

#[test]
fn a_wait_that_is_dropped_keeps_no_waker() {
    on_current_thread(async {
        let closing = create_task(pending::<()>()).shared();
        for return_when in WHEN {
            let token = Arc::new(());
            let held = token.clone();
            let waiting = wait([closing.clone()], return_when);
            let awaiter = create_task(async move {
                drop((waiting.await, held));
            });
            let_others_run().await;
            assert_eq!(Arc::strong_count(&token), 2);
            drop(awaiter.cancel_and_wait().await);
            assert_eq!(Arc::strong_count(&token), 1);
        }
    });
}

#[test]
fn nothing_is_not_waited_for() {
    on_current_thread(async {
        let none: [SharedTask<()>; 0] = [];
        let error = wait(none, ReturnWhen::AllCompleted).await.unwrap_err();
        assert_eq!(error, WaitError::Empty);
    });
}

#[test]
fn without_a_runtime_a_coroutine_is_a_panic_at_the_callers_line() {
    let message = panics_here(|| wait([async {}], ReturnWhen::AllCompleted));
    assert!(message.contains("tokio"), "{message}");
}

#[test]
fn it_shows_the_tasks_that_run() {
    on_current_thread(async {
        let endless = create_task(pending::<()>()).shared();
        let id = endless.id();
        let waiting = wait([endless], ReturnWhen::AllCompleted);
        assert_eq!(
            format!("{waiting:?}"),
            format!("Wait {{ return_when: AllCompleted, running: [{id:?}], .. }}")
        );
    });
}

/// `Wait<T>` holds plain tasks by default; the type for shared tasks can be named.
#[test]
fn a_framework_names_the_types() {
    fn first<T>(tasks: Vec<Task<T>>) -> ensure_future::Wait<T> {
        wait(tasks, ReturnWhen::FirstCompleted)
    }

    fn first_of_shared<T: Clone>(
        tasks: Vec<SharedTask<T>>,
    ) -> ensure_future::Wait<T, SharedTask<T>> {
        wait(tasks, ReturnWhen::FirstCompleted)
    }

    on_current_thread(async {
        let done = |panic: &JoinError| panic.is_panic();
        let panics = create_task(async { panic!("the child's own panic") });
        let waited: Waited<u8> = first(vec![panics]).await.unwrap();
        assert!(waited.done[0].result.as_ref().is_err_and(done));
        let handles = [tokio::spawn(async { 7 })];
        let waited = wait::<Task<u8>, _>(handles, ReturnWhen::AllCompleted).await;
        assert_eq!(waited.unwrap().done[0].result.as_ref().unwrap(), &7);

        let panics = create_task(async { panic!("the child's own panic") }).shared();
        let waited: Waited<u8, SharedTask<u8>> = first_of_shared(vec![panics]).await.unwrap();
        let error = waited.done[0].result.as_ref().unwrap_err();
        assert!(error.is_panic());
        let panic = Arc::try_unwrap(waited.done.into_iter().next().unwrap().result.unwrap_err());
        assert_eq!(text(&*panic.unwrap().into_panic()), "the child's own panic");
    });
}
