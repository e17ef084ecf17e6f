//! `current_task`: the id of the task that calls it.

use ensure_future::{create_local_task, create_task, current_task, run, to_thread};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::on_both_flavours;

#[test]
fn a_task_knows_its_id_and_other_code_has_none() {
    assert_eq!(current_task(), None);
    on_both_flavours(async || {
        assert_eq!(current_task(), None, "what a runtime blocks on is no task");
        let (sender, receiver) = oneshot::channel();
        let task = create_task(async {
            yield_now().await;
            sender.send(current_task()).unwrap();
        });
        let id = task.id();
        assert_eq!(receiver.await.unwrap(), Some(id));
        let thread = to_thread(current_task);
        let id = thread.id();
        assert_eq!(thread.await.unwrap(), Some(id));
    });
    run(async {
        assert_eq!(current_task(), None);
        let local = create_local_task(async { current_task() });
        let id = local.id();
        assert_eq!(local.await.unwrap(), Some(id));
    });
}
