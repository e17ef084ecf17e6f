//! User wakers and destructors that panic or call back, in the functions that combine tasks.

use std::time::Duration;

use ensure_future::{
    AsCompleted, Failure, ReturnWhen, Task, as_completed, buffer_unordered, buffered, create_task,
    gather, race_ok, shield, try_gather, wait, wait_for,
};

use support::user_code::{Subject, Value, asks, drop_each, inside, one, rows, succeeds};

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
    drawn_in_order(children: 3) {
        let mut drawing = buffered(2, children);
        Subject::new(async move {
            while let Some(result) = drawing.next().await {
                drop_each(result.ok());
            }
        })
    }
    drawn_as_they_end(children: 3) {
        let mut drawing = buffer_unordered(2, children);
        Subject::new(async move {
            while let Some(child) = drawing.next().await {
                drop_each(child.result.ok());
            }
        })
    }
    raced(children: 3) {
        let waiting = race_ok(children.into_iter().map(succeeds));
        Subject::new(async { drop_each(waiting.await.ok()) })
    }
    raced_in_vain(children: 3) {
        let waiting = race_ok(children.into_iter().map(fails));
        Subject::new(async {
            let failures = waiting.await.unwrap_err().failures;
            drop_each(failures.into_iter().filter_map(|failure| match failure {
                Failure::Returned(value) => Some(value),
                Failure::Ended(_) => None,
            }));
        })
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
    shielded(children: 1) {
        let waiting = shield(one(children));
        Subject::new(async { drop_each(waiting.await) })
    }
    limited(children: 1) {
        let waiting = wait_for(one(children), Duration::from_secs(60));
        Subject::new(inside(async { drop_each(waiting.await) }))
    }
}

/// A child that returns the value as an `Err`, for functions whose children may fail.
fn fails(child: Task<Value>) -> Task<Result<(), Value>> {
    create_task(async { Err(child.await.unwrap()) })
}

fn three(children: Vec<Task<Value>>) -> [Task<Value>; 3] {
    children.try_into().unwrap()
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
