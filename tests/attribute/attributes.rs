//! Other attributes and doc comments, on the function and on its parameters.

#![deny(unused_variables, unused_mut, deprecated)]

use std::panic::Location;

use ensure_future::{Task, accepts_awaitable, create_task, run};

/// Documented above,
#[accepts_awaitable]
/// and below.
#[must_use = "on purpose"]
#[inline]
fn documented(
    /// What to cancel,
    /// in two lines.
    task: Task<u8>,
    /// A bystander.
    _factor: u8,
) -> bool {
    task.cancel()
}

#[deprecated]
#[cold]
#[track_caller]
#[accepts_awaitable]
fn deprecated(task: Task<u8>) -> &'static Location<'static> {
    task.cancel();
    Location::caller()
}

#[accepts_awaitable]
#[allow(clippy::needless_pass_by_value)]
fn lint_levels(
    #[allow(unused_variables)] task: Task<u8>,
    #[expect(unused_variables)] other: Task<u8>,
    #[expect(unused_mut, unused_variables)] (mut first, _): (Task<u8>, Task<u8>),
    #[expect(unused_variables)] bystander: u8,
) {
}

#[accepts_awaitable]
fn inner_attributes(task: Task<u8>, Unused: bool) -> &'static Location<'static> {
    //! They stand on the function that callers see.
    #![allow(unused_variables)]
    #![expect(unused_mut, non_snake_case)]
    #![track_caller]
    let mut unused = 1;
    assert!(task.cancel());
    Location::caller()
}

struct Inside;

#[accepts_awaitable]
impl Inside {
    fn inner_attributes(&self, task: Task<u8>) -> &'static Location<'static> {
        #![expect(clippy::unused_self)]
        #![track_caller]
        assert!(task.cancel());
        Location::caller()
    }
}

#[accepts_awaitable(as = InsideExt)]
trait InsideTrait {
    #[accepts_awaitable(as = locate)]
    fn locate_task(&self, task: Task<u8>) -> &'static Location<'static> {
        #![deprecated]
        #![track_caller]
        assert!(task.cancel());
        Location::caller()
    }
}

impl InsideTrait for Inside {}

/// Nobody uses the extension of this trait. This must not cause a warning at the author's code.
#[accepts_awaitable(as = PlainlyExt)]
trait Plainly {
    #[accepts_awaitable(as = stop)]
    fn stop_plainly(&self, task: Task<u8>) -> bool;
}

impl Plainly for Inside {
    fn stop_plainly(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

struct Expecting;

#[accepts_awaitable]
impl Expecting {
    #[expect(dead_code)]
    fn never_called(task: Task<u8>) -> bool {
        task.cancel()
    }

    #[expect(non_snake_case)]
    fn Named(task: Task<u8>, #[expect(unused_mut)] mut is_meant: bool) -> bool {
        task.cancel() && is_meant
    }
}

#[accepts_awaitable]
#[expect(clippy::needless_pass_by_value)]
fn taken(text: String, task: Task<u8>) -> bool {
    task.cancel() && text.is_empty()
}

#[deprecated]
#[accepts_awaitable(as = OldExt)]
trait Old {
    #[accepts_awaitable(as = stop)]
    fn stop_task(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

#[expect(deprecated)]
impl Old for Expecting {}

#[expect(deprecated)]
fn stop_old(old: &impl OldExt) -> bool {
    old.stop(async { 1 })
}

#[test]
fn attributes_keep_their_meaning() {
    run(async {
        assert!(documented(async { 1 }, 1));
        #[expect(deprecated)]
        let location = deprecated(async { 1 });
        assert_eq!((location.file(), location.line()), (file!(), line!() - 1));
        lint_levels(async { 1 }, async { 1 }, (async { 1 }, async { 1 }), 1);
        assert_eq!(inner_attributes(async { 1 }, true).line(), line!());
        assert_eq!(Inside.inner_attributes(async { 1 }).line(), line!());
        #[expect(deprecated)]
        let location = Inside.locate(async { 1 });
        assert_eq!(location.line(), line!() - 1);
        assert!(Inside.stop_plainly(create_task(async { 1 })));
        assert!(Expecting::Named(async { 1 }, true));
        assert!(taken(String::new(), async { 1 }));
        assert!(stop_old(&Expecting));
    });
}
