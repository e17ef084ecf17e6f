//! Calls in the context of a spawner.

/// Calls a function in a context, which may call it more often than once. Further calls do nothing.
///
/// # Panics
///
/// If the context does not call it, at the caller's line.
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
