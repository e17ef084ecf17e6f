//! User wakers and destructors that panic or call back, in single tasks of every type.

use ensure_future::{LocalTask, create_task, promise};

use support::user_code::{Subject, asks, drop_each, one, rows};

rows! {
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
    shared_task(children: 1) {
        let shared = one(children).shared();
        let waiting = (&shared).into_future();
        Subject::new(async { drop_each(waiting.await) }).asked_by(asks(vec![shared]))
    }
    promised(children: 1) {
        let (resolver, task) = promise();
        let child = one(children);
        drop(create_task(async { resolver.resolve(child.await.unwrap()).map_err(|value| drop_each([value])) }));
        let waiting = task.into_future();
        Subject::new(async { drop_each(waiting.await) })
    }
}
