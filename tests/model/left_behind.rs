//! Tasks that other tasks leave behind.

#[path = "../../runtime/src/left_behind/leftover.rs"]
mod leftover;
#[path = "../../runtime/src/left_behind/notes.rs"]
mod notes;
#[path = "../../runtime/src/left_behind/wake_queue.rs"]
mod wake_queue;

use loom::future::block_on;
use loom::thread;

pub(crate) use self::leftover::{leave_sent, pass_on};
pub(crate) use self::notes::{Key, Note, Noted, gone, is_gone, note, wake_when_gone};
use self::notes::{Notes, is_empty};
use crate::task::{AbortHandle, JoinHandle, Running, task};
use crate::util::sync::{AtomicUsize, Mutex};
use crate::{check_interrupted, end, join};

loom::lazy_static! {
    static ref NOTES: Mutex<Notes> = Mutex::default();
    static ref ENTRIES: AtomicUsize = AtomicUsize::new(0);
}

/// The model has no scope, so a dropped task is noted under the current task.
mod region {
    use super::Key;
    use crate::task::{Id, try_id};

    pub(super) fn current() -> Option<(Key, Option<Id>)> {
        let task = try_id();
        Some((Key::Task(task?), task))
    }
}

/// Creates a task, the key under which its left-behind tasks are noted, and a handle that tells whether it has ended.
fn owner() -> (Running<()>, JoinHandle<()>, Key, AbortHandle) {
    let (running, handle) = task();
    let (key, ended) = (Key::Task(handle.id()), handle.abort_handle());
    (running, handle, key, ended)
}

// Contract 3.4, 6.2.
#[test]
fn when_a_task_has_ended_what_it_leaves_behind_is_waited_for() {
    check_interrupted(2, || {
        let (owner, owner_handle, key, _) = owner();
        let (child, child_handle, _, ended) = self::owner();
        let owning = thread::spawn(move || {
            owner.run(|| leave_sent(child_handle));
            owner.end(());
        });
        let ending = end(child, ());
        block_on(owner_handle).unwrap();
        block_on(gone(key));
        assert!(ended.is_finished());
        join([owning, ending]);
        assert!(is_empty());
    });
}

// Contract 6.2.
#[test]
fn each_watcher_is_woken_or_finds_nothing_left() {
    check_interrupted(2, || {
        let (owner, _owner_handle, key, _) = owner();
        let (child, child_handle, _, ended) = self::owner();
        owner.run(|| leave_sent(child_handle));
        let ending = end(child, ());
        let watching = thread::spawn(move || block_on(gone(key)));
        block_on(gone(key));
        assert!(ended.is_finished());
        join([ending, watching]);
        assert!(is_empty());
    });
}

// Contract 3.4.
#[test]
fn what_is_left_behind_in_a_chain_is_waited_for_at_its_end() {
    check_interrupted(2, || {
        let (first, _first_handle, key, _) = owner();
        let (second, second_handle, ..) = owner();
        let (third, third_handle, _, ended) = owner();
        first.run(|| leave_sent(second_handle));
        let owning = thread::spawn(move || {
            second.run(|| leave_sent(third_handle));
            second.end(());
        });
        let ending = end(third, ());
        block_on(gone(key));
        assert!(ended.is_finished());
        join([owning, ending]);
        assert!(is_empty());
    });
}

// Contract 3.4.
#[test]
fn what_is_passed_on_while_it_ends_is_waited_for_in_the_new_place() {
    check_interrupted(3, || {
        let (old, _old_handle, old_key, _) = owner();
        let (new, _new_handle, new_key, _) = owner();
        let (owned, owned_handle, _, ended) = owner();
        old.run(|| leave_sent(owned_handle));
        let ending = end(owned, ());
        new.run(|| pass_on(old_key));
        block_on(gone(new_key));
        assert!(ended.is_finished());
        join([ending]);
        assert!(is_empty());
    });
}

// Contract 6.4.
#[test]
fn two_tasks_that_leave_each_other_behind_at_the_same_time_do_not_wait_for_each_other() {
    check_interrupted(3, || {
        let (one, one_handle, one_key, _) = owner();
        let (other, other_handle, other_key, _) = owner();
        let leaving = thread::spawn(move || {
            one.run(|| leave_sent(other_handle));
            one.end(());
        });
        other.run(|| leave_sent(one_handle));
        other.end(());
        block_on(gone(one_key));
        block_on(gone(other_key));
        join([leaving]);
        assert!(is_empty());
    });
}
