//! Calls that a panic in user code interrupts: in the conversion of an awaitable, an iterator, a spawner, a factory.

use std::future::{Future, Pending};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};

use ensure_future::{
    Awaitable, Ready, ReturnWhen, Spawn, Task, TaskGroup, accepts_awaitable, as_completed,
    create_task, gather, race_ok, try_gather, wait,
};

use support::{
    Lifeline, Watch, lifeline, lifelines, on_both_flavours, or_hang, panic_of, poll_once,
};

/// The form of an awaitable of another crate.
struct Own;

/// An awaitable whose conversion panics, if it has no lifeline.
struct Fragile(Option<Lifeline>);

impl<T: Send + 'static> Awaitable<Task<T>, Own> for Fragile {
    fn ensure(self) -> Task<T> {
        create_task(self.0.expect("it can't be converted").endless())
    }
}

/// Three awaitables, of which the second panics.
struct Interrupted {
    awaitables: [Fragile; 3],
    first: Watch,
    third: Watch,
}

impl Interrupted {
    fn new() -> Self {
        let (lifelines, watches) = lifelines(2);
        let [first, third] = <[_; 2]>::try_from(lifelines).ok().unwrap().map(Some);
        let awaitables = [first, None, third].map(Fragile);
        let [first, third] = <[_; 2]>::try_from(watches).ok().unwrap();
        Self {
            awaitables,
            first,
            third,
        }
    }
}

/// Checks that the panic leaves the call, that the first awaitable runs on as a task, and that the third is dropped.
async fn is_interrupted<R>(call: impl FnOnce([Fragile; 3]) -> R) {
    let Interrupted {
        awaitables,
        mut first,
        third,
    } = Interrupted::new();
    let panic = panic_of(|| drop(call(awaitables)));
    assert_eq!(panic.message, "it can't be converted");
    or_hang(third.dropped()).await;
    or_hang(first.started()).await;
    assert!(first.is_alive(), "it runs on");
}

#[accepts_awaitable]
fn three(a: Task<()>, b: Task<()>, c: Task<()>) -> [Task<()>; 3] {
    [a, b, c]
}

// Contract 5.4.
#[test]
fn what_was_converted_before_a_panic_runs_on() {
    on_both_flavours(async || {
        is_interrupted(|three| gather::<(), _>(three)).await;
        is_interrupted(|three| try_gather::<(), (), _>(three)).await;
        is_interrupted(|three| race_ok::<(), (), _>(three)).await;
        is_interrupted(|three| as_completed::<(), _>(three)).await;
        is_interrupted(|three| wait::<Task<()>, _>(three, ReturnWhen::AllCompleted)).await;
        is_interrupted(|[first, second, third]| three(first, second, third)).await;
    });
}

/// A spawner that panics when it spawns its second coroutine.
#[derive(Default)]
struct Broken(AtomicUsize);

impl Spawn for Broken {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        assert_ne!(self.0.fetch_add(1, Ordering::SeqCst), 1, "it can't spawn");
        create_task(coroutine)
    }

    fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
        self.spawn(coroutine)
    }
}

#[accepts_awaitable(on = spawner)]
fn all(tasks: Vec<Task<()>>, spawner: &(dyn Spawn + Sync)) -> Vec<Task<()>> {
    let _ = spawner;
    tasks
}

#[accepts_awaitable(on = spawner)]
fn all_three(tasks: [Task<()>; 3], spawner: &Broken) -> [Task<()>; 3] {
    let _ = spawner;
    tasks
}

// Contract 5.4.
#[test]
fn what_was_spawned_before_a_panic_of_the_spawner_runs_on() {
    on_both_flavours(async || {
        let calls: [fn([Lifeline; 3], &Broken); 2] = [
            |three, spawner| drop(all(three.map(Lifeline::endless), spawner)),
            |three, spawner| drop(all_three(three.map(Lifeline::endless), spawner)),
        ];
        for call in calls {
            let spawner = Broken::default();
            let (three, mut watches) = lifelines(3);
            let three = <[_; 3]>::try_from(three).ok().unwrap();
            let panic = panic_of(|| call(three, &spawner));
            assert!(panic.message.contains("it can't spawn"));
            or_hang(watches.pop().unwrap().dropped()).await;
            or_hang(watches.pop().unwrap().dropped()).await;
            or_hang(watches[0].started()).await;
            assert!(watches[0].is_alive(), "it runs on");

            let (lifeline, mut watch) = lifeline();
            let tasks = all([lifeline.endless()], &spawner);
            or_hang(watch.started()).await;
            assert_eq!(tasks.len(), 1, "the spawner can be used again");
        }
    });
}

// Contract 5.4.
#[test]
fn a_group_goes_on_after_a_panic_of_what_was_to_be_its_child() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let panic = panic_of(|| drop(group.create_task::<(), _>(Fragile(None))));
        assert_eq!(panic.message, "it can't be converted");
        {
            let factory = |_: Ready<()>| -> Pending<Result<(), ()>> { panic!("no child") };
            let mut starting = pin!(group.start(factory));
            let panic = panic_of(|| poll_once(&mut starting).is_ready());
            assert_eq!(panic.message, "no child");
        }
        let child = group.create_task(async { Ok(7) }).unwrap();
        or_hang(group.join()).await.unwrap();
        assert_eq!(child.await, Ok(7));
    });
}

// Contracts 3.3 and 5.4.
#[test]
fn a_scope_whose_body_panics_cancels_its_children() {
    on_both_flavours(async || {
        let (lifeline, watch) = lifeline();
        let mut scope = Box::pin(TaskGroup::<()>::scope(|group| -> Pending<Result<(), ()>> {
            drop(group.create_task(lifeline.endless::<Result<(), ()>>()));
            panic!("no body")
        }));
        let panic = panic_of(|| poll_once(&mut scope).is_ready());
        assert_eq!(panic.message, "no body");
        or_hang(watch.dropped()).await;
    });
}
