//! Limits of zero, missing runtimes, sources that panic, and frameworks that return the stream.

use super::*;

#[test]
fn a_limit_of_zero_is_a_panic_at_the_callers_line() {
    let nothing = iter::empty::<Task<()>>;
    let message = panics_here(|| drop(buffered(0, nothing())));
    assert_eq!(message, "`buffered` needs a limit above zero");
    let message = panics_here(|| drop(buffer_unordered(0, nothing())));
    assert_eq!(message, "`buffer_unordered` needs a limit above zero");
}

#[test]
fn a_coroutine_that_is_drawn_outside_a_runtime_is_a_panic() {
    for case in Case::ALL {
        let history = History::default();
        let mut outcomes = case.call(1, [history.endless()]);
        if case.from_a_stream {
            assert!(outcomes.poll_once().is_pending());
        }
        let panic = panic_of(|| outcomes.poll_once());
        assert!(panic.message.contains("no tokio runtime"));
        assert_eq!((history.polls(), history.drops()), (0, 1));
    }
}

// Contract 5.4.
#[test]
fn after_a_panic_of_the_source_or_a_task_it_goes_on() {
    on_both_flavours(async || {
        for case in [ORDERED, UNORDERED, UNORDERED_AS_A_STREAM] {
            let mut used_up = create_task(future::ready(0));
            (&mut used_up).await.unwrap();
            let mut used_up = Some(used_up);
            let tasks = (1..6).map(move |number| {
                assert!(number != 4, "a panic of the source");
                used_up
                    .take()
                    .unwrap_or_else(|| create_task(future::ready(number)))
            });
            let mut outcomes = case.call(2, tasks);
            let (mut values, mut panics) = (Vec::new(), Vec::new());
            while !outcomes.drawing.is_terminated() {
                match outcomes.next_or_panic().await {
                    Ok(Some(result)) => values.push(result.unwrap()),
                    Ok(None) => break,
                    Err(panic) => panics.push(panic),
                }
            }
            values.sort_unstable();
            panics.sort_unstable();
            assert_eq!(values, [2, 3, 5], "{case:?}");
            assert_eq!(
                panics,
                [
                    "JoinHandle polled after completion",
                    "a panic of the source"
                ]
            );
        }
    });
}

/// A framework may take a source from its own callers, and return the stream.
fn two_at_once<T>(
    tasks: impl Stream<Item = Task<T>>,
) -> Buffered<T, impl Stream<Item = Task<T>> + Unpin> {
    buffered(2, tasks)
}

fn two_at_once_by<T, S, F>(tasks: S) -> BufferUnordered<T, S::Tasks>
where
    S: TaskSource<T, F>,
{
    buffer_unordered(2, tasks)
}

#[test]
fn a_framework_may_return_it() {
    on_both_flavours(async || {
        let tasks = [1, 2, 3].map(|number| create_task(future::ready(number)));
        let mut ordered = two_at_once(Slow::new(tasks.into_iter()));
        for number in [1, 2, 3] {
            assert_eq!(ordered.next().await.unwrap().unwrap(), number);
        }
        let mut unordered = two_at_once_by([1, 2, 3].map(future::ready));
        while let Some(child) = unordered.next().await {
            assert_eq!(child.result.unwrap(), 1 + child.index);
        }
    });
}
