//! The output of an operation, which contains the outcomes of its children.

use std::mem;
use std::sync::Arc;

use ensure_future::{
    ClosedError, Completed, Failure, GroupTask, GroupTaskError, RaceOkError, Ready, StartError,
    Task, TaskGroup, TaskGroupError, TryGatherError, WaitError, WaitForError, Waited,
    accepts_awaitable,
};
use futures_util::{Stream, StreamExt};
use tokio::task::JoinError;
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use crate::history::{Coroutine, ms};
use crate::program::Millis;

/// The output of an operation's coroutine.
pub(crate) type Output = Result<Given, Given>;

/// The output of an operation's body, without the number of the operation.
pub(crate) type Body = Result<Children, Children>;

/// The children's positions and outcomes.
pub(crate) type Children = Vec<(usize, Outcome)>;

/// The number of an operation, and the outcomes of its children that it has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Given(pub(crate) usize, pub(crate) Children);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Value(Given),
    Error(Given),
    Panicked,
    Cancelled,
    TimedOut,
    /// The child had not ended.
    Pending,
}

impl Outcome {
    pub(crate) fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Whether a group fails if a child has this outcome.
    pub(crate) fn is_failure(&self) -> bool {
        matches!(self, Self::Error(_) | Self::Panicked)
    }
}

impl From<JoinError> for Outcome {
    fn from(error: JoinError) -> Self {
        Self::from(&error)
    }
}

impl From<Arc<JoinError>> for Outcome {
    fn from(error: Arc<JoinError>) -> Self {
        Self::from(&*error)
    }
}

impl From<&JoinError> for Outcome {
    fn from(error: &JoinError) -> Self {
        if error.is_panic() {
            Self::Panicked
        } else {
            Self::Cancelled
        }
    }
}

impl From<WaitForError> for Outcome {
    fn from(error: WaitForError) -> Self {
        match error {
            WaitForError::TimedOut => Self::TimedOut,
            WaitForError::Failed(error) => error.into(),
        }
    }
}

impl From<Failure<Given>> for Outcome {
    fn from(failure: Failure<Given>) -> Self {
        match failure {
            Failure::Returned(given) => Self::Error(given),
            Failure::Ended(error) => error.into(),
        }
    }
}

impl<E: Into<Self>> From<Result<Output, E>> for Outcome {
    fn from(outcome: Result<Output, E>) -> Self {
        match outcome {
            Ok(Ok(given)) => Self::Value(given),
            Ok(Err(given)) => Self::Error(given),
            Err(error) => error.into(),
        }
    }
}

/// The output for a task that is awaited in place and has no output of its own.
impl From<JoinError> for Given {
    fn from(error: JoinError) -> Self {
        Self(0, vec![(0, error.into())])
    }
}

/// Passes on the output of the only child, as a value or as an error.
pub(crate) fn passed<E: Into<Outcome>>(outcome: Result<Output, E>) -> Body {
    passed_on(outcome.into())
}

pub(crate) fn passed_on(outcome: Outcome) -> Body {
    if outcome.is_value() {
        Ok(vec![(0, outcome)])
    } else {
        Err(vec![(0, outcome)])
    }
}

/// Awaits a child in place, whatever its form.
#[accepts_awaitable]
pub(crate) async fn in_place(
    #[awaitable] child: impl Future<Output = Result<Given, Given>>,
) -> Body {
    passed(Ok::<_, JoinError>(child.await))
}

/// Adds the output of a step. An error ends the steps.
pub(crate) fn step(given: &mut Children, output: Output) -> Result<(), Children> {
    let is_error = output.is_err();
    given.push((given.len(), Ok::<_, JoinError>(output).into()));
    if is_error {
        return Err(mem::take(given));
    }
    Ok(())
}

pub(crate) fn timed<E: Into<Outcome>>(outcome: Result<Result<Output, E>, Elapsed>) -> Outcome {
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(_) => Outcome::TimedOut,
    }
}

pub(crate) fn gathered(outcomes: Vec<Result<Output, JoinError>>) -> Children {
    let outcomes = outcomes.into_iter().map(Outcome::from);
    outcomes.enumerate().collect()
}

pub(crate) fn tried(outcome: Result<Vec<Given>, TryGatherError<Given>>) -> Body {
    match outcome {
        Ok(given) => Ok(given.into_iter().map(Outcome::Value).enumerate().collect()),
        Err(error) => Err(vec![(error.index, error.failure.into())]),
    }
}

pub(crate) fn raced(outcome: Result<Given, RaceOkError<Given>>) -> Body {
    match outcome {
        Ok(given) => Ok(vec![(0, Outcome::Value(given))]),
        Err(error) => {
            let failures = error.failures.into_iter().map(Outcome::from);
            Err(failures.enumerate().collect())
        }
    }
}

pub(crate) fn waited(waited: Result<Waited<Output>, WaitError>) -> Body {
    let waited = waited.map_err(|_empty| Vec::new())?;
    let number = waited.done.len() + waited.pending.len();
    let mut given: Children = waited.done.into_iter().map(Completed::drawn).collect();
    let is_done = |index: &usize| given.iter().any(|(done, _)| done == index);
    let pending: Vec<_> = (0..number).filter(|index| !is_done(index)).collect();
    given.extend(pending.into_iter().map(|index| (index, Outcome::Pending)));
    Ok(given)
}

/// Draws up to this number of outcomes, and drops the stream.
pub(crate) async fn drawn<I: Drawn>(
    draws: usize,
    stream: impl Stream<Item = I> + Unpin,
) -> Children {
    let items = stream.take(draws).enumerate();
    let given = items.map(|(position, item)| item.drawn_at(position));
    given.collect().await
}

pub(crate) trait Drawn: Sized {
    fn drawn_at(self, position: usize) -> (usize, Outcome);
}

impl Drawn for Result<Output, JoinError> {
    fn drawn_at(self, position: usize) -> (usize, Outcome) {
        (position, self.into())
    }
}

impl Drawn for Completed<Output> {
    fn drawn_at(self, _position: usize) -> (usize, Outcome) {
        self.drawn()
    }
}

trait CompletedExt {
    fn drawn(self) -> (usize, Outcome);
}

impl CompletedExt for Completed<Output> {
    fn drawn(self) -> (usize, Outcome) {
        (self.index, self.result.into())
    }
}

/// Calls a factory for one child at a time, until a child returns a value.
#[accepts_awaitable]
pub(crate) async fn retried(most: usize, factory: impl Fn(usize) -> Task<Output>) -> Body {
    let mut given = Vec::new();
    for index in 0..most {
        let outcome = Outcome::from(factory(index).await);
        let is_value = outcome.is_value();
        given.push((index, outcome));
        if is_value {
            return Ok(given);
        }
    }
    Err(given)
}

/// A child that reports after some time that it is ready, unless it has ended by then.
pub(crate) async fn readied(ready: Ready<()>, after: Millis, mut child: Coroutine) -> Output {
    if let Ok(output) = timeout(ms(after), &mut child).await {
        return output;
    }
    ready.send(());
    child.await
}

/// Waits for the end of a group whose child was ready, or passes on the outcome of a child that was not.
pub(crate) async fn started(
    group: TaskGroup<Given>,
    started: Result<((), GroupTask<Given>), StartError<Given>>,
) -> Body {
    match started {
        Ok(((), child)) => joined(vec![Ok(child)], group.join().await).await,
        Err(StartError::Failed(given)) => Err(vec![(0, Outcome::Error(given))]),
        Err(StartError::NeverReady) => Err(Vec::new()),
        Err(error) => unreachable!("nobody else has the group: {error}"),
    }
}

/// A child of a group. A group that has failed already refuses the child.
pub(crate) type Added = Result<GroupTask<Given>, ClosedError<Output>>;

/// The failures of a joined group, or the outcomes of its children.
pub(crate) async fn joined(
    children: Vec<Added>,
    outcome: Result<(), TaskGroupError<Given>>,
) -> Body {
    if let Err(error) = outcome {
        return Err(failures(error, children.len()));
    }
    let mut given = Vec::new();
    for (index, child) in children.into_iter().enumerate() {
        let outcome = match child.expect("it has not failed").await {
            Ok(given) => Outcome::Value(given),
            Err(GroupTaskError::Cancelled) => Outcome::Cancelled,
            Err(GroupTaskError::Failed) => unreachable!("the group has not failed"),
        };
        given.push((index, outcome));
    }
    Ok(given)
}

/// The output of a scope with this number of children. The body counts as the last child.
pub(crate) fn scoped(children: usize, outcome: Result<Given, TaskGroupError<Given>>) -> Body {
    match outcome {
        Ok(given) => Ok(vec![(children, Outcome::Value(given))]),
        Err(error) => Err(failures(error, children)),
    }
}

fn failures(error: TaskGroupError<Given>, body: usize) -> Children {
    let is_timed_out = error.is_timed_out();
    let failures = error.failures.into_iter().map(|failure| {
        let index = failure.index.unwrap_or(body);
        (index, failure.failure.into())
    });
    let timed_out = is_timed_out.then_some((body, Outcome::TimedOut));
    failures.chain(timed_out).collect()
}
