//! The attribute through a framework that re-exports it.

use framework::toolkit::{Task, run};

#[framework::toolkit::accepts_awaitable(crate = framework::toolkit)]
async fn through(task: Task<u8>) -> u8 {
    task.await.unwrap()
}

#[framework::toolkit::accepts_awaitable(on = runtime, crate = ::framework::toolkit,)]
async fn through_with_both(runtime: tokio::runtime::Handle, task: Task<u8>) -> u8 {
    task.await.unwrap()
}

/// The lint must not propose to shorten the path to a name that the author imports.
#[deny(unused_qualifications)]
mod imported {
    use framework::toolkit::{Awaitable, Task, accepts_awaitable};

    #[accepts_awaitable(crate = framework::toolkit)]
    pub(super) fn cancel_both<A: Awaitable<Task<u8>, F>, F>(task: Task<u8>, other: A) -> bool {
        task.cancel() && other.ensure().cancel()
    }
}

framework::function_with_a_task! {
    made_by_the_framework(task, number: u8) -> Option<u8> {
        task.cancel().then_some(number)
    }
}

#[test]
fn a_macro_of_a_framework_names_the_toolkit_through_its_own_crate() {
    run(async {
        let made = made_by_the_framework(async { 1 }, Some(async { 2 }), 3);
        assert_eq!(made, Some(3));
    });
}

#[test]
fn a_framework_can_hand_the_attribute_on() {
    run(async {
        assert_eq!(through(async { 1 }).await, 1);
        let runtime = tokio::runtime::Handle::current();
        assert_eq!(through_with_both(runtime, async { 1 }).await, 1);
        assert!(imported::cancel_both(async { 1 }, async { 2 }));
    });
}

#[test]
fn a_framework_under_the_strictest_lints_works() {
    run(async {
        assert_eq!(framework::value(async { 1 }).await, Some(1));
        assert_eq!(framework::Pool::new().submit(async { 1 }).await, 1);
        assert!(framework::cancel_both((async { 1 }, async { 2 })));
        assert!(framework::names_like_ours(async { (1, 2) }));
    });
}
