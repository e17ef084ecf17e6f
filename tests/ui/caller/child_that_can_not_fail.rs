// A child of a group gives no `Result`.
use ensure_future::TaskGroup;

fn main() {
    let group: TaskGroup<()> = TaskGroup::new();
    drop(group.create_task(async { 1 }));
}
