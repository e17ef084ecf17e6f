//! Parts of a signature that few functions have.

use super::tokens;
use crate::expand::accepts_awaitable;

fn expand(options: &str, item: &str) -> String {
    accepts_awaitable(tokens(options), tokens(item)).to_string()
}

#[test]
fn a_use_inside_a_tuple_lists_the_new_generic_parameters() {
    let item =
        "fn found<T>(task: Task<u8>) -> (impl Sized + use<T>, impl Sized + use<T,>) { body }";
    let expanded = expand("", item);
    let listed = "(impl Sized + use < T , TaskAwaitable , TaskForm > , \
                  impl Sized + use < T , TaskAwaitable , TaskForm >)";
    assert!(expanded.contains(listed), "{expanded}");
}

#[test]
fn a_factory_may_be_captured_by_the_result() {
    let item = "fn found<F: Fn() -> Task<u8>>(make: F) -> impl Sized + use<F> { body }";
    let expanded = expand("", item);
    assert!(!expanded.contains("compile_error"), "{expanded}");
    assert!(expanded.contains("use < F , MakeAwaitable"), "{expanded}");
}

#[test]
fn a_function_type_in_a_task_may_leave_out_lifetimes() {
    let item = "fn found(first: Task<fn(&u8) -> &u8>, second: Task<Box<dyn Fn(&u8)>>) { body }";
    let expanded = expand("", item);
    assert!(!expanded.contains("compile_error"), "{expanded}");
    assert!(expanded.contains("SecondForm"), "{expanded}");
}

#[test]
fn beside_a_generic_parameter_on_a_condition_the_body_infers_all() {
    let item = "fn found<#[cfg(unix)] T: Default, U: Default>(task: Task<u8>) { body }";
    let expanded = expand("", item);
    assert!(expanded.contains("__found_body ("), "{expanded}");
    assert!(!expanded.contains("__found_body ::"), "{expanded}");
}

#[test]
fn a_spawner_is_not_taken_out_of_alternatives() {
    let item = "fn found((Ok(handle) | Err(handle)): Result<Handle, Handle>, task: Task<u8>) {}";
    let expanded = expand("on = handle", item);
    assert!(
        expanded.contains("`on` can't use `handle`, which is part of a pattern"),
        "{expanded}"
    );
}

#[test]
fn tasks_in_a_type_in_parentheses_are_coerced() {
    let expanded = expand("", "fn found(tasks: Option<([Task<u8>; 2])>) { body }");
    let parts = "Option < ([impl :: ensure_future :: Awaitable < Task < u8 > , TasksForm > ; 2]) >";
    assert!(expanded.contains(parts), "{expanded}");
}

#[test]
fn the_function_with_the_body_has_a_name_that_no_other_method_has() {
    let item = "impl Found { fn found(&self, task: Task<u8>) {} fn __found_body(&self) {} }";
    let expanded = expand("", item);
    assert!(expanded.contains("fn __found_body2 ("), "{expanded}");
}

#[test]
fn a_local_task_is_boxed_for_a_spawner() {
    let item = "fn found(set: &LocalSet, task: LocalTask<u8>) { body }";
    let expanded = expand("boxed, on = set", item);
    let call = ":: ensure_future :: __private :: ensure_local_boxed_on (task , ";
    assert!(expanded.contains(call), "{expanded}");
}
