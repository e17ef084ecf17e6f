//! The types that call code of users: each is tested as `user_code` says.

use ensure_future::{
    AsCompleted, LocalTask, ReturnWhen, SharedTask, Task, TaskGroup, TaskGroupHandle, as_completed,
    create_task, gather, promise, run_coroutine_threadsafe, shield, try_gather, wait, wait_for,
};
use std::future::poll_fn;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::support::poll_once;
use crate::user_code::{Row, Subject, Value, drop_each};

/// Has each of these be a module of tests for a type: its name, how many children it has, and how it is made of them.
macro_rules! rows {
    ($($name:ident($children:ident: $number:literal) $of:block)+) => {$(
        mod $name {
            use super::*;
            use crate::user_code;

            struct This;

            impl Row for This {
                const CHILDREN: usize = $number;

                fn of($children: Vec<Task<Value>>) -> Subject $of
            }

            #[test]
            fn a_waker_may_panic_when_it_is_woken() {
                user_code::a_waker_may_panic_when_it_is_woken::<This>();
            }

            #[test]
            fn a_waker_may_reenter() {
                user_code::a_waker_may_reenter::<This>();
            }

            #[test]
            fn values_may_panic_when_they_are_dropped() {
                user_code::values_may_panic_when_they_are_dropped::<This>();
            }

            #[test]
            fn values_may_reenter_when_they_are_dropped() {
                user_code::values_may_reenter_when_they_are_dropped::<This>();
            }
        }
    )+};
}

rows! {
    gathered(children: 3) {
        let waiting = gather(children);
        Subject::new(async { drop_each(waiting.await.into_iter().flatten()) })
    }
    gathered_in_a_tuple(children: 3) {
        let [a, b, c] = three(children);
        let waiting = ensure_future::gather!(a, b, c);
        Subject::new(async {
            let (a, b, c) = waiting.await;
            drop_each([a, b, c].into_iter().flatten());
        })
    }
    try_gathered(children: 3) {
        let waiting = try_gather(children.into_iter().map(succeeds));
        Subject::new(async { drop_each(waiting.await.into_iter().flatten()) })
    }
    try_gathered_in_a_tuple(children: 3) {
        let [a, b, c] = three(children).map(succeeds);
        let waiting = ensure_future::try_gather!(a, b, c);
        Subject::new(async {
            if let Ok((a, b, c)) = waiting.await {
                drop_each([a, b, c]);
            }
        })
    }
    completed(children: 3) {
        Subject::new(draw(as_completed(children)))
    }
    waited_for_all(children: 3) {
        waits(children, ReturnWhen::AllCompleted)
    }
    waited_for_the_first(children: 3) {
        waits(children, ReturnWhen::FirstCompleted)
    }
    waited_for_an_exception(children: 3) {
        waits(children, ReturnWhen::FirstException)
    }
    shared_waited_for_all(children: 3) {
        waits_shared(children, ReturnWhen::AllCompleted)
    }
    shared_waited_for_the_first(children: 3) {
        waits_shared(children, ReturnWhen::FirstCompleted)
    }
    shared_task(children: 1) {
        let shared = one(children).shared();
        let waiting = (&shared).into_future();
        Subject::new(async { drop_each(waiting.await) }).asked_by(asks(vec![shared]))
    }
    shielded(children: 1) {
        let waiting = shield(one(children));
        Subject::new(async { drop_each(waiting.await) })
    }
    task(children: 1) {
        let waiting = one(children).into_future();
        Subject::new(async { drop_each(waiting.await) })
    }
    task_by_reference(children: 1) {
        let mut task = one(children);
        Subject::new(async move { drop_each((&mut task).await) })
    }
    local_task(children: 1) {
        let waiting = LocalTask::from(one(children)).into_future();
        Subject::new(async { drop_each(waiting.await) })
    }
    threadsafe_task(children: 1) {
        let task = run_coroutine_threadsafe(one(children), &Handle::current());
        let waiting = tokio::task::spawn_blocking(|| drop_each(task.result()));
        Subject::new(async { waiting.await.unwrap() })
    }
    grouped(children: 3) {
        let group = TaskGroup::new();
        let tasks: Vec<_> = children.into_iter().map(|child| group.create_task(succeeds(child)).unwrap()).collect();
        let handle = group.handle();
        let subject = Subject::new(async move {
            for task in tasks {
                drop_each(task.await);
            }
            drop(group.join().await);
        });
        subject.asked_by(move || drop(format!("{handle:?}")))
    }
    joined(children: 3) {
        let group = TaskGroup::new();
        for child in children {
            drop(group.create_task(succeeds(child)).unwrap());
        }
        let handle = group.handle();
        let subject = Subject::new(inside(async move { drop(group.join().await) }));
        subject.asked_by(move || drop(format!("{handle:?}")))
    }
    scoped(children: 3) {
        let children: Vec<_> = children.into_iter().map(succeeds).collect();
        Subject::new(inside(async {
            let scope = TaskGroup::scope(async |group: TaskGroupHandle<()>| {
                for child in children {
                    drop_each(group.create_task(child).unwrap().await);
                }
                Ok(())
            });
            drop(scope.await);
        }))
    }
    limited(children: 1) {
        let waiting = wait_for(one(children), Duration::from_secs(60));
        Subject::new(inside(async { drop_each(waiting.await) }))
    }
    promised(children: 1) {
        let (resolver, task) = promise();
        let child = one(children);
        drop(create_task(async { resolver.resolve(child.await.unwrap()).map_err(|value| drop_each([value])) }));
        let waiting = task.into_future();
        Subject::new(async { drop_each(waiting.await) })
    }
}

/// Has a future be polled inside the current runtime, also by a thread that is not one of it.
fn inside<F: Future>(future: F) -> impl Future<Output = F::Output> {
    let (runtime, mut future) = (Handle::current(), Box::pin(future));
    poll_fn(move |context| {
        let _inside = runtime.enter();
        future.as_mut().poll(context)
    })
}

fn one(children: Vec<Task<Value>>) -> Task<Value> {
    children.into_iter().next().unwrap()
}

fn three(children: Vec<Task<Value>>) -> [Task<Value>; 3] {
    children.try_into().unwrap()
}

/// A child that gives the value as one that may fail does.
fn succeeds(child: Task<Value>) -> Task<Result<Value, ()>> {
    create_task(async { Ok(child.await.unwrap()) })
}

async fn draw(mut completed: AsCompleted<Value>) {
    while let Some(child) = completed.next().await {
        drop_each(child.result.ok());
    }
}

fn waits(children: Vec<Task<Value>>, return_when: ReturnWhen) -> Subject {
    let waiting = wait(children, return_when);
    Subject::new(async {
        let waited = waiting.await.unwrap();
        drop_each(waited.done.into_iter().flat_map(|child| child.result));
    })
}

fn waits_shared(children: Vec<Task<Value>>, return_when: ReturnWhen) -> Subject {
    let shared: Vec<_> = children.into_iter().map(Task::shared).collect();
    let waiting = wait(shared.clone(), return_when);
    let subject = Subject::new(async {
        let waited = waiting.await.unwrap();
        drop_each(waited.done.into_iter().flat_map(|child| child.result));
    });
    subject.asked_by(asks(shared))
}

/// Calls all that others may call on these.
fn asks(shared: Vec<SharedTask<Value>>) -> impl Fn() + Send + Sync {
    move || {
        for task in &shared {
            drop(format!("{task:?}"));
            task.is_finished();
            let mut other = task.clone().into_future();
            if let std::task::Poll::Ready(value) = poll_once(&mut other) {
                drop_each(value.ok());
            }
        }
    }
}
