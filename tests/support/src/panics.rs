//! Expected panics, and the lines that they come from.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::Once;

/// A panic, as the panic hook sees it.
pub struct Panic {
    pub message: String,
    pub file: String,
    pub line: u32,
}

/// What a thread expects: no panic, a panic, or a panic that the hook has seen.
enum Expected {
    Nothing,
    Panic,
    Seen(Panic),
}

thread_local! {
    static EXPECTED: RefCell<Expected> = const { RefCell::new(Expected::Nothing) };
}

/// Runs a function that panics, and returns its panic.
#[track_caller]
pub fn panic_of<R>(panicking: impl FnOnce() -> R) -> Panic {
    record_expected_panics();
    EXPECTED.set(Expected::Panic);
    let outcome = panic::catch_unwind(AssertUnwindSafe(panicking));
    match EXPECTED.replace(Expected::Nothing) {
        Expected::Seen(panic) if outcome.is_err() => panic,
        _ => panic!("it should have panicked"),
    }
}

/// Runs a function that panics at the line of this call, and returns the panic's message.
#[track_caller]
pub fn panics_here<R>(panicking: impl FnOnce() -> R) -> String {
    let here = Location::caller();
    let panic = panic_of(panicking);
    assert_eq!(
        (panic.file.as_str(), panic.line),
        (here.file(), here.line()),
        "the panic's place, not the caller's own line: {}",
        panic.message
    );
    panic.message
}

/// Installs, once for the whole process, a hook that keeps the expected panics and passes on the others.
fn record_expected_panics() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let location = info.location().expect("rustc always gives one");
            let expected = EXPECTED.with_borrow_mut(|expected| {
                if matches!(expected, Expected::Nothing) {
                    return false;
                }
                *expected = Expected::Seen(Panic {
                    message: text(info.payload()).to_owned(),
                    file: location.file().to_owned(),
                    line: location.line(),
                });
                true
            });
            if !expected {
                others(info);
            }
        }));
    });
}

/// The text of a panic's payload.
pub fn text(payload: &(dyn Any + Send)) -> &str {
    let owned = payload.downcast_ref::<String>().map(String::as_str);
    let literal = payload.downcast_ref::<&str>().copied();
    owned.or(literal).expect("the panic has a text")
}
