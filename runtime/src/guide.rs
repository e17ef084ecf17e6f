#![doc = include_str!("guide/guide.md")]
#![cfg_attr(
    feature = "test-util",
    doc = "- [Testing](testing): the tests of a function that accepts awaitables."
)]
#![cfg_attr(
    feature = "tracing",
    doc = "- [Tracing](mod@tracing): the span in which a task runs."
)]

#[doc = include_str!("guide/for_framework_authors.md")]
pub mod for_framework_authors {}

/// For callers: what you may pass, and what to do if it does not compile.
///
#[doc = include_str!("guide/pictures/life_of_a_task.svg")]
///
#[doc = include_str!("guide/for_callers.md")]
pub mod for_callers {}

#[doc = include_str!("guide/coming_from_asyncio.md")]
pub mod coming_from_asyncio {}

#[doc = include_str!("guide/coming_from_tokio.md")]
pub mod coming_from_tokio {}

/// Cancellation: who cancels whom, clean-up, shutdown and Ctrl-C.
///
#[doc = include_str!("guide/pictures/who_cancels_whom.svg")]
///
#[doc = include_str!("guide/cancellation.md")]
pub mod cancellation {}

/// Structured concurrency: when a group has ended, none of its tasks is running.
///
#[doc = include_str!("guide/pictures/who_waits_for_whom.svg")]
///
#[doc = include_str!("guide/structured_concurrency.md")]
pub mod structured_concurrency {}

#[cfg(feature = "test-util")]
#[doc = include_str!("guide/testing.md")]
pub mod testing {}

#[cfg(feature = "tracing")]
#[doc = include_str!("guide/tracing.md")]
pub mod tracing {}

#[doc = include_str!("guide/cookbook.md")]
#[doc = include_str!("guide/cookbook/starting.md")]
#[doc = include_str!("guide/cookbook/waiting.md")]
#[doc = include_str!("guide/cookbook/ending.md")]
#[doc = include_str!("guide/cookbook/errors.md")]
pub mod cookbook {}

#[doc = include_str!("guide/traits_and_dyn.md")]
pub mod traits_and_dyn {}

/// How it works: the trait, the forms, and why a `Task` is not a `Future`.
///
#[doc = include_str!("guide/pictures/the_rewrite.svg")]
///
#[doc = include_str!("guide/how_it_works.md")]
pub mod how_it_works {}

/// Remote jobs: pass a job that runs elsewhere where a task is accepted.
///
#[doc = include_str!("guide/pictures/four_kinds.svg")]
///
#[doc = include_str!("guide/remote.md")]
pub mod remote {}

#[doc = include_str!("guide/limits.md")]
pub mod limits {}

#[doc = include_str!("guide/costs.md")]
pub mod costs {}

#[doc = include_str!("guide/troubleshooting.md")]
pub mod troubleshooting {}
