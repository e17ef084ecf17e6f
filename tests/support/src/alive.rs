//! A check that a test leaves no task behind.

use tokio::task::yield_now;

use crate::alive_tasks;

/// The number of checks before a test fails. All tasks that end at all do so long before.
const LOOKS: usize = 100_000;

/// Runs a test, and waits until the runtime has no more tasks than before.
///
/// tokio may still count a task that has just ended, and a cancelled task needs one more poll to end.
pub async fn leaving_none<T>(test: impl Future<Output = T>) -> T {
    let before = alive_tasks();
    let output = test.await;
    for _ in 0..LOOKS {
        if alive_tasks() <= before {
            return output;
        }
        yield_now().await;
        std::thread::yield_now(); // the runtime's other threads may run
    }
    panic!("{} tasks are left", alive_tasks() - before);
}

/// Makes tests like `in_every_form!`, which also check that no task is left behind.
#[macro_export]
macro_rules! in_every_form_leaving_none {
    ($($test:ident)+) => {
        mod leaving_none {
            use $crate::alive::leaving_none;
            use $crate::forms::{Form, in_every_form};

            in_every_form! { $($test)+ }

            $(
                async fn $test<F: Form>() {
                    leaving_none(super::$test::<F>()).await;
                }
            )+
        }
    };
}

pub use in_every_form_leaving_none;

#[cfg(test)]
mod tests {
    use std::future::pending;

    use ensure_future::create_task;

    use super::leaving_none;
    use crate::on_current_thread;

    #[test]
    #[should_panic(expected = "2 tasks are left")]
    fn what_is_left_is_noticed() {
        on_current_thread(leaving_none(async {
            for _ in 0..2 {
                drop(create_task(pending::<()>()));
            }
        }));
    }
}
