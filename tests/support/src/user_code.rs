//! Tests with user code (wakers, destructors) that panics, or calls the type that calls it.
//!
//! Each type is a row of [`rows!`], and each function below tests every row.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use ensure_future::{SharedTask, Task, create_task};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;

use crate::wakers::{Event, waker_at};
use crate::{multi_thread, poll_once};

/// The time after which a test counts as deadlocked.
const LIMIT: Duration = Duration::from_secs(5);

/// A user's function. It may panic, and may call the type that calls it.
pub type Hook = Arc<dyn Fn() + Send + Sync>;

/// The value of a child. Each clone calls the hook when it is dropped.
pub struct Value {
    on_drop: Hook,
}

impl Value {
    pub fn new(on_drop: Hook) -> Self {
        Self { on_drop }
    }
}

impl Clone for Value {
    fn clone(&self) -> Self {
        Self::new(self.on_drop.clone())
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        (self.on_drop)();
    }
}

/// A type that waits for children.
pub trait Row {
    /// The number of children.
    const CHILDREN: usize;

    fn of(children: Vec<Task<Value>>) -> Subject;
}

/// Makes a module of tests for each type, from its name, its number of children, and a block that creates it from them.
#[macro_export]
macro_rules! rows {
    ($($name:ident($children:ident: $number:literal) $of:block)+) => {$(
        mod $name {
            use super::*;
            use $crate::user_code;

            struct This;

            impl user_code::Row for This {
                const CHILDREN: usize = $number;

                fn of($children: Vec<ensure_future::Task<user_code::Value>>) -> user_code::Subject $of
            }

            #[test]
            fn a_waker_may_panic_when_it_is_woken() {
                user_code::a_waker_may_panic_when_it_is_woken::<This>();
            }

            #[test]
            fn a_waker_may_reenter() {
                user_code::a_waker_may_reenter::<This>();
            }

            #[test]
            fn values_may_panic_when_they_are_dropped() {
                user_code::values_may_panic_when_they_are_dropped::<This>();
            }

            #[test]
            fn values_may_reenter_when_they_are_dropped() {
                user_code::values_may_reenter_when_they_are_dropped::<This>();
            }
        }
    )+};
}

pub use rows;

/// A type with its children.
pub struct Subject {
    waiting: Arc<Mutex<Waiting>>,
    ask: Hook,
}

type Waiting = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Subject {
    pub fn new(waiting: impl Future<Output = ()> + Send + 'static) -> Self {
        Self {
            waiting: Arc::new(Mutex::new(Box::pin(waiting))),
            ask: Arc::new(|| {}),
        }
    }

    /// Adds calls of the type's `&self` methods, which a user may make at any time.
    pub fn asked_by(mut self, ask: impl Fn() + Send + Sync + 'static) -> Self {
        self.ask = Arc::new(ask);
        self
    }

    fn poll(&self, waker: &Waker) -> Poll<()> {
        poll(&mut self.waiting.lock().unwrap(), waker)
    }

    /// A hook that calls the type's methods and polls it, unless a poll or this hook is already running.
    fn reenters(&self) -> Hook {
        let (waiting, ask) = (Arc::downgrade(&self.waiting), self.ask.clone());
        let is_inside = AtomicBool::new(false);
        Arc::new(move || {
            if is_inside.swap(true, Ordering::SeqCst) {
                return;
            }
            ask();
            if let Some(waiting) = waiting.upgrade() {
                if let Ok(mut waiting) = waiting.try_lock() {
                    let _ = poll(&mut waiting, Waker::noop());
                }
            }
            is_inside.store(false, Ordering::SeqCst);
        })
    }
}

/// Polls a future that may be polled again after it is ready.
fn poll(waiting: &mut Waiting, waker: &Waker) -> Poll<()> {
    let polled = waiting.as_mut().poll(&mut Context::from_waker(waker));
    if polled.is_ready() {
        *waiting = Box::pin(poll_fn(|_| Poll::Ready(())));
    }
    polled
}

/// Drops values, each of which may panic.
pub fn drop_each(values: impl IntoIterator<Item = Value>) {
    for value in values {
        let _ = catch_unwind(AssertUnwindSafe(|| drop(value)));
    }
}

/// Children on a multi-thread runtime, which end when the test tells them to.
struct Children {
    runtime: Runtime,
    /// The senders that end the running children, oldest first.
    ends: Arc<Mutex<Vec<oneshot::Sender<()>>>>,
}

impl Children {
    fn new() -> Self {
        Self {
            runtime: multi_thread(),
            ends: Arc::default(),
        }
    }

    fn subject<R: Row>(&self, on_drop: &Hook) -> Subject {
        let _inside = self.runtime.enter();
        let mut tasks = Vec::new();
        for _ in 0..R::CHILDREN {
            let (end, told) = oneshot::channel();
            self.ends.lock().unwrap().push(end);
            let value = Value::new(on_drop.clone());
            tasks.push(Task::from(tokio::spawn(async move {
                let _ = told.await;
                value
            })));
        }
        R::of(tasks)
    }

    /// Ends the oldest running child, and waits until it has woken its awaiter. Does nothing if no child runs.
    fn end_one(&self) -> impl Fn() + Send + Sync + 'static {
        let ends = self.ends.clone();
        let metrics = self.runtime.metrics();
        move || {
            let end = {
                let mut ends = ends.lock().unwrap();
                if ends.is_empty() {
                    return;
                }
                ends.remove(0)
            };
            let before = metrics.num_alive_tasks();
            // On another thread, since a worker that blocks here could not run the task that it wakes.
            let is_told = thread::spawn(|| end.send(()).is_ok());
            if is_told.join().unwrap() {
                // tokio counts a task until it has woken its awaiter.
                until(|| metrics.num_alive_tasks() < before);
            }
        }
    }

    fn end_all(&self) {
        while !self.ends.lock().unwrap().is_empty() {
            self.end_one()();
        }
    }
}

fn until(is_so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < LIMIT, "it waits for itself");
        thread::yield_now();
    }
}

/// Runs a test on another thread, since a deadlocked test can't be ended.
fn or_hang(test: impl FnOnce() + Send + 'static) {
    let running = thread::spawn(test);
    until(|| running.is_finished());
    if let Err(panic) = running.join() {
        resume_unwind(panic);
    }
}

fn nothing() -> Hook {
    Arc::new(|| {})
}

/// A hook that panics without a message on the terminal.
pub fn panics() -> Hook {
    Arc::new(|| resume_unwind(Box::new("a panic of a user's code")))
}

/// The end of a child is not lost when the waker panics.
pub fn a_waker_may_panic_when_it_is_woken<R: Row + 'static>() {
    or_hang(|| {
        let children = Children::new();
        let subject = children.subject::<R>(&nothing());
        let panics = panics();
        let waker = waker_at(Event::Wake, move || panics());
        let mut is_over = subject.poll(&waker).is_ready();
        while !is_over {
            children.end_one()();
            is_over = subject.poll(&waker).is_ready();
            let has_ended = children.ends.lock().unwrap().is_empty();
            if has_ended && !is_over {
                until(|| subject.poll(Waker::noop()).is_ready());
                is_over = true;
            }
        }
    });
}

/// A waker may call the type again, and may wait for another thread that calls it.
pub fn a_waker_may_reenter<R: Row + 'static>() {
    for event in Event::ALL {
        or_hang(move || {
            let children = Children::new();
            let subject = children.subject::<R>(&nothing());
            let (reenter, end_one) = (subject.reenters(), children.end_one());
            let is_called = OnceLock::new();
            let hook: Hook = Arc::new(move || {
                reenter();
                if is_called.set(()).is_ok() {
                    end_one();
                }
            });
            // The second poll has another waker, so that the type drops the first.
            let [waker, other] = [(); 2].map(|()| {
                let hook = hook.clone();
                waker_at(event, move || hook())
            });
            if subject.poll(&waker).is_pending() && subject.poll(&other).is_pending() {
                drop((waker, other));
                children.end_all();
                until(|| subject.poll(Waker::noop()).is_ready());
            }
        });
    }
}

/// All values are dropped. No panic of a destructor leaves the call or aborts the process.
pub fn values_may_panic_when_they_are_dropped<R: Row + 'static>() {
    for ended in 0..=R::CHILDREN {
        or_hang(move || {
            let dropped = Arc::new(AtomicUsize::new(0));
            let counts = dropped.clone();
            let on_drop: Hook = Arc::new(move || {
                counts.fetch_add(1, Ordering::SeqCst);
                panics()();
            });
            let children = Children::new();
            let both = [(); 2].map(|()| {
                let subject = children.subject::<R>(&on_drop);
                for _ in 0..ended {
                    children.end_one()();
                }
                let _ = subject.poll(Waker::noop());
                subject
            });
            drop(Vec::from(both));
            children.end_all();
            until(|| dropped.load(Ordering::SeqCst) >= 2 * R::CHILDREN);
        });
    }
}

/// A value may call the type again when it is dropped.
pub fn values_may_reenter_when_they_are_dropped<R: Row + 'static>() {
    for ended in 0..=R::CHILDREN {
        or_hang(move || {
            let reenters = Arc::new(OnceLock::<Hook>::new());
            let weak = Arc::downgrade(&reenters);
            let on_drop: Hook = Arc::new(move || {
                let reenters = weak.upgrade();
                if let Some(hook) = reenters.as_ref().and_then(|reenters| reenters.get()) {
                    hook();
                }
            });
            let children = Children::new();
            let subject = children.subject::<R>(&on_drop);
            drop(reenters.set(subject.reenters()));
            for _ in 0..ended {
                children.end_one()();
            }
            let _ = subject.poll(Waker::noop());
            drop(subject);
            children.end_all();
        });
    }
}

/// The only child.
pub fn one(children: Vec<Task<Value>>) -> Task<Value> {
    children.into_iter().next().unwrap()
}

/// A child that gives the value as the `Ok` of a child that may fail.
pub fn succeeds(child: Task<Value>) -> Task<Result<Value, ()>> {
    create_task(async { Ok(child.await.unwrap()) })
}

/// Polls a future inside the current runtime, also on a thread outside of it.
pub fn inside<F: Future>(future: F) -> impl Future<Output = F::Output> {
    let (runtime, mut future) = (Handle::current(), Box::pin(future));
    poll_fn(move |context| {
        let _inside = runtime.enter();
        future.as_mut().poll(context)
    })
}

/// Calls every method that other owners of these tasks may call.
pub fn asks(shared: Vec<SharedTask<Value>>) -> impl Fn() + Send + Sync {
    move || {
        for task in &shared {
            drop(format!("{task:?}"));
            task.is_finished();
            let mut other = task.clone().into_future();
            if let Poll::Ready(value) = poll_once(&mut other) {
                drop_each(value.ok());
            }
        }
    }
}
