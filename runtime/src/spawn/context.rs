//! Function calls in the context of a spawner.

/// Calls a function inside `in_context`. A spawner may call the function more than once; further calls do nothing.
///
/// # Panics
///
/// Panics at the caller's line if the spawner does not call the function.
#[track_caller]
pub(super) fn call_in<R>(
    in_context: impl FnOnce(&mut dyn FnMut()),
    function: impl FnOnce() -> R,
) -> R {
    let (mut function, mut result) = (Some(function), None);
    in_context(&mut || {
        if let Some(function) = function.take() {
            result = Some(function());
        }
    });
    result.expect("`in_context` of this spawner has to call its function")
}
