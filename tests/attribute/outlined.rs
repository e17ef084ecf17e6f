//! The body of a function, and of a type's method, is a function of its own: compiled once, and as the author wrote it.

#![deny(unfulfilled_lint_expectations, deprecated)]

use std::any::TypeId;
use std::backtrace::Backtrace;
use std::panic::Location;

use ensure_future::{Task, accepts_awaitable, create_task, run};

use support::panic_of;

/// The type of a closure is as generic as the function around it.
fn identity<T: 'static>(_: T) -> TypeId {
    TypeId::of::<T>()
}

#[accepts_awaitable]
fn free(_task: Task<u8>) -> TypeId {
    identity(|| ())
}

#[accepts_awaitable]
async fn free_async(task: Task<u8>) -> TypeId {
    task.await.unwrap();
    identity(|| ())
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn method(&self, _task: Task<u8>) -> TypeId {
        let _ = self;
        identity(|| ())
    }

    fn traced(&self, _task: Task<u8>) -> String {
        let _ = self;
        Backtrace::force_capture().to_string()
    }

    async fn started(tasks: Vec<Task<u8>>) -> TypeId {
        for task in tasks {
            task.await.unwrap();
        }
        identity(|| ())
    }
}

impl Pool {
    #[accepts_awaitable]
    fn by_itself(&self, _task: Task<u8>) -> TypeId {
        let _ = self;
        identity(|| ())
    }
}

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>) -> TypeId;

    #[accepts_awaitable]
    fn scheduled(&self, task: Task<u8>) -> String;

    #[accepts_awaitable]
    fn locate(&self, task: Task<u8>) -> u32;
}

#[accepts_awaitable]
impl Scheduler for Pool {
    fn schedule(&self, _task: Task<u8>) -> TypeId {
        identity(|| ())
    }

    fn scheduled(&self, _task: Task<u8>) -> String {
        Backtrace::force_capture().to_string()
    }

    fn locate(&self, _task: Task<u8>) -> u32 {
        Location::caller().line()
    }
}

/// A function that mentions `Self` counts as a method, so its body is compiled for each type of coroutine.
#[accepts_awaitable]
fn has_an_impl_inside(_task: Task<u8>) -> TypeId {
    struct Inside<T>(T);

    impl<T: Default> Inside<T> {
        fn new() -> Self {
            Self(T::default())
        }
    }

    assert_eq!(Inside::<u8>::new().0, 0);
    identity(|| ())
}

#[test]
fn a_body_is_compiled_once_for_all_awaitables() {
    run(async {
        let task = || create_task(async { 1 });
        assert_eq!(free(async { 1 }), free(task()));
        assert_eq!(free(async { 1 }), free(async { 2 }));
        assert_eq!(free_async(async { 1 }).await, free_async(task()).await);
        assert_eq!(Pool.method(async { 1 }), Pool.method(task()));
        assert_eq!(
            Pool::started([async { 1 }]).await,
            Pool::started([task()]).await
        );
    });
}

#[test]
fn a_methods_own_attribute_and_a_traits_impl_leave_the_body_generic() {
    run(async {
        assert_ne!(Pool.by_itself(async { 1 }), Pool.by_itself(async { 2 }));
        assert_ne!(Pool.schedule(async { 1 }), Pool.schedule(async { 2 }));
        assert_ne!(
            has_an_impl_inside(async { 1 }),
            has_an_impl_inside(async { 2 })
        );
    });
}

#[accepts_awaitable]
fn countdown(from: u8, task: Task<u8>) -> u8 {
    assert!(task.cancel());
    if from == 0 {
        return 0;
    }
    let next = from - 1;
    countdown(next, std::future::pending()) + countdown(0, async move { next }) + 1
}

#[test]
fn a_function_may_call_itself_with_a_coroutine() {
    assert_eq!(run(async { countdown(3, async { 1 }) }), 3);
}

#[accepts_awaitable]
fn where_it_is(_task: Task<u8>) -> (u32, u32) {
    (Location::caller().line(), line!())
}

#[track_caller]
#[accepts_awaitable]
fn where_its_caller_is(_task: Task<u8>) -> u32 {
    Location::caller().line()
}

#[test]
fn track_caller_is_the_authors_choice_where_the_body_is_a_function_of_its_own() {
    run(async {
        let (caller, own) = where_it_is(async { 1 });
        assert_eq!(caller, own);
        assert_eq!(where_its_caller_is(async { 1 }), line!());
        assert_eq!(Pool.locate(async { 1 }), line!());
    });
}

#[accepts_awaitable]
fn traced(_task: Task<u8>) -> String {
    Backtrace::force_capture().to_string()
}

#[accepts_awaitable]
fn panics(_task: Task<u8>) {
    panic!("in line {}", line!());
}

#[accepts_awaitable]
fn declares_names_of_one_letter(_task: Task<u8>) -> (usize, u8, String) {
    const N: usize = 1;
    struct S<T>(T);
    impl<T> S<T> {
        fn into_first<U: From<T>>(S(first): S<T>) -> U {
            first.into()
        }
    }
    fn give<T>(value: T) -> T {
        value
    }
    let text = give(Backtrace::force_capture().to_string());
    (N, S::into_first(S(1)), text)
}

#[test]
fn names_of_one_letter_that_the_body_declares_are_none_of_an_impl() {
    run(async {
        let (number, first, backtrace) = declares_names_of_one_letter(async { 1 });
        assert_eq!((number, first), (1, 1));
        assert!(
            backtrace.contains("__declares_names_of_one_letter_body"),
            "{backtrace}"
        );
    });
}

#[test]
fn backtraces_and_panics_name_the_author_s_function_and_line() {
    run(async {
        let backtrace = traced(async { 1 });
        assert!(
            backtrace.contains("outlined::traced::__traced_body"),
            "{backtrace}"
        );
        let backtrace = Pool.traced(async { 1 });
        assert!(backtrace.contains("Pool::__traced_body"), "{backtrace}");
        let backtrace = Pool.scheduled(async { 1 });
        let own = backtrace.lines().next().unwrap_or_default();
        assert!(own.contains("scheduled"), "{backtrace}");
        assert!(!own.contains("__"), "{backtrace}");

        let panic = panic_of(|| panics(async { 1 }));
        assert_eq!(panic.message, format!("in line {}", panic.line));
        assert_eq!(panic.file, file!());
    });
}

#[must_use]
#[accepts_awaitable]
fn used(task: Task<u8>) -> bool {
    task.cancel()
}

#[deprecated]
#[accepts_awaitable]
fn deprecated(from: u8, task: Task<u8>) -> bool {
    // Its own body may still call the deprecated function.
    from == 0 || (task.cancel() && deprecated(from - 1, async { 1 }))
}

struct Jobs;

#[accepts_awaitable]
impl Jobs {
    #[must_use]
    fn used(&self, task: Task<u8>) -> bool {
        let _ = self;
        task.cancel()
    }

    #[deprecated]
    fn deprecated(&self, task: Task<u8>) -> bool {
        let _ = self;
        task.cancel()
    }

    #[expect(unused_variables, unused_mut)]
    fn expects(&self, mut task: Task<u8>) {
        let _ = self;
    }

    #[cfg(not(test))]
    fn absent(&self, task: Task<u8>) -> NoSuchType {
        task
    }

    #[cfg_attr(test, must_use, expect(unused_variables))]
    fn conditionally(&self, task: Task<u8>) -> bool {
        let _ = self;
        true
    }
}

#[expect(unused_variables)]
#[accepts_awaitable]
fn expects(task: Task<u8>) {}

#[test]
fn what_callers_are_warned_of_stays() {
    run(async {
        #[expect(unused_must_use)]
        used(async { 1 });
        #[expect(unused_must_use)]
        Jobs.used(async { 1 });
        #[expect(unused_must_use)]
        Jobs.conditionally(async { 1 });
        #[expect(deprecated)]
        let once = deprecated(1, async { 1 });
        #[expect(deprecated)]
        let twice = Jobs.deprecated(async { 1 });
        assert!(once && twice);
        Jobs.expects(async { 1 });
        expects(async { 1 });
    });
}
