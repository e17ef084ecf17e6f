//! The auto traits of the types: `Send`, `Sync`, `Unpin` and `UnwindSafe`.

use std::cell::Cell;
use std::future::Ready;
use std::marker::{PhantomData, PhantomPinned};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;
use std::sync::MutexGuard;

use ensure_future::{
    LocalTask, NoRuntimeError, Task, TaskFuture, WatchFuture, accepts_awaitable, create_task,
};
use tokio::runtime::Handle;

use support::current_thread;

/// Asks a type for its auto traits: the inherent constant exists only if the bound holds, and then takes precedence.
struct Ask<T: ?Sized>(PhantomData<T>);

trait No {
    const SEND: bool = false;
    const SYNC: bool = false;
    const UNPIN: bool = false;
    const UNWIND_SAFE: bool = false;
    const REF_UNWIND_SAFE: bool = false;
}

impl<T: ?Sized> No for Ask<T> {}

impl<T: ?Sized + Send> Ask<T> {
    const SEND: bool = true;
}

impl<T: ?Sized + Sync> Ask<T> {
    const SYNC: bool = true;
}

impl<T: ?Sized + Unpin> Ask<T> {
    const UNPIN: bool = true;
}

impl<T: ?Sized + UnwindSafe> Ask<T> {
    const UNWIND_SAFE: bool = true;
}

impl<T: ?Sized + RefUnwindSafe> Ask<T> {
    const REF_UNWIND_SAFE: bool = true;
}

/// The traits of a type, in the order of their constants above.
macro_rules! traits {
    ($ty:ty) => {
        [
            Ask::<$ty>::SEND,
            Ask::<$ty>::SYNC,
            Ask::<$ty>::UNPIN,
            Ask::<$ty>::UNWIND_SAFE,
            Ask::<$ty>::REF_UNWIND_SAFE,
        ]
    };
}

/// Checks each row of a table: a type, then whether it is `Send`, `Sync`, `Unpin`, `UnwindSafe`, `RefUnwindSafe`.
macro_rules! assert_traits {
    ($($ty:ty: [$($has:tt)+])+) => {$(
        assert_eq!(traits!($ty), [$(stringify!($has) == "+"),+], "{}", stringify!($ty));
    )+};
}

#[test]
fn the_question_is_answered_for_known_types() {
    assert_traits! {
        u8:                  [+ + + + +]
        Rc<u8>:              [- - + + +]
        Cell<u8>:            [+ - + + -]
        PhantomPinned:       [+ + - + +]
        MutexGuard<'_, u8>:  [- + + + +]
        &'static mut u8:     [+ + + - +]
    }
}

#[test]
fn a_task_is_as_send_as_its_value() {
    assert_traits! {
        Task<u8>:                  [+ + + + +]
        Task<Cell<u8>>:            [+ + + + +]
        Task<Rc<u8>>:              [- - + + +]
        Task<PhantomPinned>:       [+ + + + +]
        Task<&'static mut u8>:     [+ + + + +]
    }
}

#[test]
fn a_local_task_is_as_send_as_its_value() {
    assert_traits! {
        LocalTask<u8>:                  [+ + + + +]
        LocalTask<Cell<u8>>:            [+ + + + +]
        LocalTask<Rc<u8>>:              [- - + + +]
        LocalTask<PhantomPinned>:       [+ + + + +]
        LocalTask<&'static mut u8>:     [+ + + + +]
    }
}

#[test]
fn the_future_of_a_task_is_as_send_as_its_value() {
    assert_traits! {
        TaskFuture<u8>:                  [+ + + + +]
        TaskFuture<Cell<u8>>:            [+ + + + +]
        TaskFuture<Rc<u8>>:              [- - + + +]
        TaskFuture<PhantomPinned>:       [+ + + + +]
        TaskFuture<&'static mut u8>:     [+ + + + +]
    }
}

#[test]
fn the_future_that_watches_a_task_is_as_send_as_its_value() {
    assert_traits! {
        WatchFuture<'_, u8>:                  [+ + + - +]
        WatchFuture<'_, Cell<u8>>:            [+ + + - +]
        WatchFuture<'_, Rc<u8>>:              [- - + - +]
        WatchFuture<'_, PhantomPinned>:       [+ + + - +]
        WatchFuture<'_, &'static mut u8>:     [+ + + - +]
    }
}

#[test]
fn the_error_of_a_missing_runtime_is_what_it_holds() {
    assert_traits! {
        NoRuntimeError<Ready<u8>>:              [+ + + + +]
        NoRuntimeError<Cell<u8>>:               [+ - + + -]
        NoRuntimeError<Ready<Rc<u8>>>:          [- - + + +]
        NoRuntimeError<PhantomPinned>:          [+ + - + +]
        NoRuntimeError<&'static mut u8>:        [+ + + - +]
    }
}

#[accepts_awaitable]
async fn value<T: Send>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

#[accepts_awaitable]
async fn values<T: Send>(tasks: Vec<Task<T>>) -> Vec<T> {
    let mut values = Vec::new();
    for task in tasks {
        values.extend(task.await);
    }
    values
}

#[accepts_awaitable(on = handle)]
async fn value_on<T: Send>(handle: &Handle, task: Task<T>) -> Option<T> {
    task.await.ok()
}

#[accepts_awaitable]
async fn local_value<T>(task: LocalTask<T>) -> Option<T> {
    task.await.ok()
}

/// Only accepts futures that are `Send`.
fn send<F: Future + Send>(future: F) -> F {
    future
}

#[test]
fn the_futures_of_async_fns_are_send() {
    let runtime = current_thread();
    let handle = runtime.handle().clone();
    runtime.block_on(async {
        assert_eq!(send(value(async { 1 })).await, Some(1));
        assert_eq!(send(value(create_task(async { 2 }))).await, Some(2));
        assert_eq!(
            send(value::<u8, _>(tokio::spawn(async { 3 }))).await,
            Some(3)
        );
        assert_eq!(send(values([async { 4 }])).await, [4]);
        assert_eq!(send(value_on(&handle, async { 5 })).await, Some(5));
        // A `Send` future is itself a coroutine.
        assert_eq!(value(value(async { 6 })).await, Some(Some(6)));
    });
}

#[test]
fn a_future_that_holds_what_is_not_send_can_still_be_awaited() {
    let not_send = Rc::new(7);
    let value = ensure_future::run(local_value(async { not_send }));
    assert_eq!(value.as_deref(), Some(&7));
}
