//! `wait`: when it returns, and children that go on afterwards.

use ensure_future::{Completed, ReturnWhen, Wait, wait};
use tokio::time::Duration;

use support::alive::leaving_none;
use support::child::{ChildOf, End, Returned, Way, child};
use support::forms::{Form, in_every_form};
use support::phases::{Awaiting, Fate, Function, in_every_phase};
use support::poll_once;

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(3600);

/// The arguments of a call of `wait`.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    return_when: ReturnWhen,
    limit: Option<Duration>,
    is_exception: Option<fn(&Returned) -> bool>,
}

impl Waiting {
    const fn until(return_when: ReturnWhen) -> Self {
        Self {
            return_when,
            limit: None,
            is_exception: None,
        }
    }

    const fn with_limit(mut self) -> Self {
        self.limit = Some(LONG);
        self
    }

    const fn with_exceptions(mut self) -> Self {
        self.is_exception = Some(Result::is_err);
        self
    }

    fn call<F: Form>(self, children: Vec<ChildOf<F>>) -> Wait<Returned> {
        let mut waiting = wait(children, self.return_when);
        if let Some(limit) = self.limit {
            waiting = waiting.timeout(limit);
        }
        if let Some(is_exception) = self.is_exception {
            waiting = waiting.exception_if(is_exception);
        }
        waiting
    }

    /// Whether `wait` returns when a child ends in this way while others run.
    fn ends_with(self, way: Way) -> bool {
        match self.return_when {
            ReturnWhen::AllCompleted => false,
            ReturnWhen::FirstCompleted => true,
            ReturnWhen::FirstException => match way {
                Way::Panics => true,
                Way::Fails => self.is_exception.is_some(),
                _ => false,
            },
        }
    }
}

const ALL: Waiting = Waiting::until(ReturnWhen::AllCompleted);
const FIRST: Waiting = Waiting::until(ReturnWhen::FirstCompleted);
const EXCEPTION: Waiting = Waiting::until(ReturnWhen::FirstException);
const ERROR: Waiting = EXCEPTION.with_exceptions();
const ALL_IN_TIME: Waiting = ALL.with_limit();
const FIRST_IN_TIME: Waiting = FIRST.with_limit();
const EXCEPTION_IN_TIME: Waiting = EXCEPTION.with_limit();
const ERROR_IN_TIME: Waiting = ERROR.with_limit();

in_every_phase! {
    until_all = ALL
    until_the_first = FIRST
    until_an_exception = EXCEPTION
    until_an_error = ERROR
    until_all_in_time = ALL_IN_TIME
    until_the_first_in_time = FIRST_IN_TIME
    until_an_exception_in_time = EXCEPTION_IN_TIME
    until_an_error_in_time = ERROR_IN_TIME
}

/// With a single child, `wait` returns when the child ends, whatever its condition is.
impl Function for Waiting {
    const WHEN_DROPPED: Fate = Fate::GoesOn;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let waiting = self.call::<F>(vec![child]);
        Box::pin(async {
            let waited = waiting.await.unwrap();
            assert!(waited.pending.is_empty());
            let [child] = waited.done.try_into().unwrap();
            End::of(child.result)
        })
    }
}

in_every_form! {
    it_returns_when_it_should_and_the_others_go_on
    at_the_limit_all_go_on
}

async fn it_returns_when_it_should_and_the_others_go_on<F: Form>() {
    // `exception_if` affects `FirstException` only.
    let (errors_of_all, errors_of_first) = (ALL.with_exceptions(), FIRST.with_exceptions());
    for waiting in [
        ALL,
        FIRST,
        EXCEPTION,
        ERROR,
        ALL_IN_TIME,
        FIRST_IN_TIME,
        EXCEPTION_IN_TIME,
        ERROR_IN_TIME,
        errors_of_all,
        errors_of_first,
    ] {
        for &way in Way::all::<F>() {
            for &later in Way::all::<F>() {
                leaving_none(it_returns_when_it_should::<F>(waiting, way, later)).await;
            }
        }
    }
}

/// One child ends in `way`. The other one ends in `later`, after the first and perhaps after `wait`.
async fn it_returns_when_it_should<F: Form>(waiting: Waiting, way: Way, later: Way) {
    let (other, mut goes_on) = child::<F>(later).await;
    let (child, mut ends) = child::<F>(way).await;
    let mut awaiting = waiting.call::<F>(vec![other, child]);
    assert!(poll_once(&mut awaiting).is_pending());
    goes_on.started().await;
    ends.started().await;
    ends.end_and_tell().await;

    if waiting.ends_with(way) {
        let waited = awaiting.await.unwrap();
        assert_eq!(ends_of(waited.done), [way.end()]);
        let [other] = waited.pending.try_into().unwrap();
        assert!(!goes_on.has_ended(), "{waiting:?}, {way:?}");
        goes_on.end();
        assert_eq!(End::of(other.await), later.end());
    } else {
        let is_pending = poll_once(&mut awaiting).is_pending();
        assert!(is_pending, "{waiting:?}, {way:?}");
        goes_on.end();
        let waited = awaiting.await.unwrap();
        assert!(waited.pending.is_empty());
        assert_eq!(ends_of(waited.done), [way.end(), later.end()]);
    }
}

fn ends_of(done: Vec<Completed<Returned>>) -> Vec<End> {
    done.into_iter()
        .map(|child| End::of(child.result))
        .collect()
}

async fn at_the_limit_all_go_on<F: Form>() {
    for return_when in [
        ReturnWhen::AllCompleted,
        ReturnWhen::FirstCompleted,
        ReturnWhen::FirstException,
    ] {
        for &way in Way::all::<F>() {
            leaving_none(async {
                let (first, mut before) = child::<F>(way).await;
                let (second, mut after) = child::<F>(Way::Returns).await;
                let waiting = wait([first, second], return_when).timeout(Duration::ZERO);
                let waited = waiting.await.unwrap();
                assert!(waited.done.is_empty());
                let [first, second] = waited.pending.try_into().unwrap();
                for child in [&mut before, &mut after] {
                    child.started().await;
                    child.end();
                }
                assert_eq!(End::of(first.await), way.end());
                assert_eq!(End::of(second.await), End::Value);
            })
            .await;
        }
    }
}
