//! `#[cfg]` on functions and parameters.

use ensure_future::{Task, accepts_awaitable, run};

#[cfg(not(test))]
#[accepts_awaitable]
fn absent(task: Task<u8>) -> NoSuchType {
    task
}

#[accepts_awaitable]
#[cfg(test)]
fn present(task: Task<u8>) -> bool {
    task.cancel()
}

#[accepts_awaitable]
async fn conditional(
    #[cfg(test)] here: Task<u8>,
    #[cfg(not(test))] gone: Task<Box<dyn NoSuchTrait>>,
    #[cfg(not(test))] (_, gone_too): (Task<NoSuchType>, Task<u8>),
    #[cfg(test)] (first, _): (Task<u8>, Task<u8>),
    #[cfg_attr(test, cfg(not(test)))] gone_as_well: Task<NoSuchType>,
    #[cfg_attr(not(test), cfg(not(test)))] _fourth: Task<u8>,
) -> u8 {
    here.await.unwrap() + first.await.unwrap()
}

#[accepts_awaitable(on = runtime)]
fn conditional_on(
    runtime: &tokio::runtime::Handle,
    #[cfg(test)] here: Task<u8>,
    #[cfg(not(test))] gone: Task<u8>,
) -> bool {
    here.cancel()
}

#[cfg_attr(test, accepts_awaitable)]
fn attributed(task: Task<u8>) -> bool {
    task.cancel()
}

trait Cancels {
    #[accepts_awaitable]
    fn cancel(&self, task: Task<u8>) -> bool;
}

struct Pool<T>(T);

#[accepts_awaitable]
impl<#[cfg(not(test))] T: NoSuchTrait, #[cfg(test)] T: Copy + Into<bool>> Cancels for Pool<T> {
    fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel() && self.0.into()
    }
}

#[test]
fn an_impl_may_have_conditional_generic_parameters() {
    run(async { assert!(Pool(true).cancel(async { 1 })) });
}

#[cfg_attr(test, accepts_awaitable)]
impl Pool<bool> {
    fn stop(&self, task: Task<u8>) -> bool {
        task.cancel() && self.0
    }
}

#[cfg_attr(test, accepts_awaitable(as = ScheduleExt))]
trait Schedule {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>) -> bool;
}

impl Schedule for Pool<bool> {
    fn schedule_task(&self, task: Task<u8>) -> bool {
        task.cancel() && self.0
    }
}

#[test]
fn the_attribute_may_stand_on_a_block_on_a_condition() {
    run(async {
        assert!(Pool(true).stop(async { 1 }));
        assert!(Pool(true).schedule(async { 1 }));
    });
}

#[test]
fn all_that_is_made_of_a_parameter_has_its_conditions() {
    run(async {
        assert!(present(async { 1 }));
        assert!(attributed(async { 1 }));
        assert_eq!(
            conditional(async { 1 }, (async { 2 }, async { 3 }), async { 4 }).await,
            3
        );
        let runtime = tokio::runtime::Handle::current();
        assert!(conditional_on(&runtime, async { 1 }));
    });
}
