//! Lints that an author allows or expects on a function, which becomes two functions.

use ::ensure_future::{Task, accepts_awaitable};
use ::std::option::Option::{self, Some};

/// Private, since clippy does not look at exported items.
#[allow(unreachable_pub, dead_code, clippy::redundant_pub_crate)]
mod hidden {
    use super::{Option, Some, Task, accepts_awaitable};

    pub struct Pool;

    #[accepts_awaitable]
    impl Pool {
        #[expect(clippy::unused_self)]
        pub fn stop(&self, task: Task<u8>) -> bool {
            task.cancel()
        }

        #[expect(clippy::unused_self, clippy::unnecessary_wraps)]
        pub fn wrapped(&self, task: Task<u8>) -> Option<bool> {
            Some(task.cancel())
        }

        #[expect(clippy::new_ret_no_self)]
        pub fn new(task: Task<u8>) -> bool {
            task.cancel()
        }

        #[expect(non_upper_case_globals)]
        pub fn all<const n: usize>(tasks: [Task<u8>; n]) -> usize {
            ::std::mem::drop(tasks);
            n
        }

        #[deprecated]
        #[expect(clippy::unused_self, clippy::only_used_in_recursion)]
        pub fn again(&self, times: u8, task: Task<u8>) -> bool {
            if times == 0 {
                task.cancel()
            } else {
                self.again(times - 1, task)
            }
        }

        #[allow(private_interfaces)]
        pub fn takes_a_private_type(task: Task<Private>) -> bool {
            task.cancel()
        }
    }

    struct Private;

    #[allow(private_interfaces)]
    #[accepts_awaitable]
    pub fn takes_a_private_type(task: Task<Private>) -> bool {
        task.cancel()
    }

    impl Pool {
        #[allow(private_interfaces)]
        #[accepts_awaitable]
        pub fn takes_it_by_itself(&self, task: Task<Private>) -> bool {
            let Self = self;
            task.cancel()
        }
    }
}

/// Returns the outputs of tasks.
#[expect(async_fn_in_trait)]
#[accepts_awaitable(as = ValueExt)]
pub trait Value {
    /// Returns the output of the task.
    #[accepts_awaitable(as = value)]
    async fn value_of_task(&self, task: Task<u8>) -> u8;
}

/// Cancels the task, and compares numbers.
#[expect(clippy::too_many_arguments)]
#[accepts_awaitable]
pub fn many(
    first: u8,
    second: u8,
    third: u8,
    fourth: u8,
    fifth: u8,
    sixth: u8,
    last: u8,
    task: Task<u8>,
) -> bool {
    task.cancel() && [second, third, fourth, fifth, sixth, last] == [first; 6]
}

/// Cancels the task. The reason does not matter.
#[accepts_awaitable(on = runtime)]
pub fn for_no_reason(_reason: u8, runtime: &::tokio::runtime::Handle, task: Task<u8>) -> bool {
    task.cancel()
}

/// Makes two tasks and cancels them.
#[deny(clippy::shadow_reuse, clippy::shadow_same, clippy::shadow_unrelated)]
#[accepts_awaitable(on = runtime)]
pub fn both(
    runtime: &::tokio::runtime::Handle,
    factory: impl ::core::ops::Fn() -> Task<u8>,
) -> bool {
    factory().cancel() && factory().cancel()
}

/// Returns the remaining handles.
#[accepts_awaitable(on = handles[0])]
pub fn rest(
    mut handles: ::std::vec::Vec<::tokio::runtime::Handle>,
    task: Task<u8>,
) -> ::std::vec::Vec<::tokio::runtime::Handle> {
    ::std::mem::drop(task);
    handles.clear();
    handles
}
