//! The caller's code.

use ensure_future::{Task, run};
use framework::{
    Jobs, SchedulerExt, /*in_place.called*/directly, /*boxed.called*/smaller, /*free.called*/stop,
    /*collection.called*/stop_all, /*factory.called*/twice, /*async.called*/value,
};

fn main() {
    run(async {
        let mut jobs = Jobs::new();
        call(&mut jobs, ensure_future::create_task(async { 1 })).await;
    });
}

async fn call(jobs: &mut Jobs, task: Task<u8>) {
    /*call*/let was_running = /*free.called*/stop(async { 1 }, "it is late");
    println!("{was_running}");
    /*free.called*/stop(task, "it is late");
    /*async.called*/value(async { "a value" }).await;
    jobs./*method.called*/adopt(async {});
    jobs./*on.called*/submit(async {});
    jobs./*alone.called*/replace(async {});
    jobs./*trait.called*/schedule(async {});
    /*boxed.called*/smaller(async { 1 }).await;
    let borrowed = String::from("a future in place may borrow");
    /*in_place.called*/directly(async { borrowed.len() }).await;
    /*factory.called*/twice(async |number| number).await;
    /*collection.called*/stop_all(vec![async { 1 }]);
}
