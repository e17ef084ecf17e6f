//! The attribute on a whole `impl`, of a type or of a trait.

use std::fmt::Display;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, create_task, run};

struct Jobs<'a, T, const N: usize> {
    name: &'a str,
    running: Vec<Task<T>>,
}

#[accepts_awaitable]
impl<'a, T: Send + 'static, const N: usize> Jobs<'a, T, N> {
    #![allow(clippy::unused_self)]

    const LIMIT: usize = N;

    /// Left alone, like every method that takes no task.
    fn new(name: &'a str) -> Self {
        Self {
            name,
            running: Vec::new(),
        }
    }

    pub(crate) fn started(name: &'a str, tasks: Vec<Task<T>>) -> Self {
        let mut jobs = Self::new(name);
        for task in tasks {
            assert!(jobs.adopt(task));
        }
        jobs
    }

    fn adopt(&mut self, task: Task<T>) -> bool {
        let fits = self.running.len() < Self::LIMIT;
        if fits {
            self.running.push(task);
        }
        fits
    }

    async fn finish(mut self, last: Task<T>) -> (&'a str, Vec<T>) {
        self.adopt(last);
        let mut results = Vec::new();
        for task in self.running {
            results.push(task.await.unwrap());
        }
        (self.name, results)
    }

    fn parsed<R>(&self, text: &str, task: Task<u8>) -> Option<R>
    where
        R: std::str::FromStr,
    {
        task.cancel();
        text.parse().ok()
    }

    fn named<R: Display>(&self, task: Task<R>) -> &str {
        task.cancel();
        self.name
    }

    fn look(&self, task: &Task<T>) -> bool {
        task.is_finished()
    }

    const fn wrap(task: Task<T>) -> [Task<T>; 1] {
        [task]
    }

    fn by_rc(self: Rc<Self>, task: Task<T>) -> usize {
        Rc::strong_count(&self) + usize::from(task.cancel())
    }

    async fn by_arc_ref(self: &Arc<Self>, task: Task<u8>) -> usize {
        usize::from(task.await.unwrap()) + self.running.len()
    }

    fn by_pin(self: Pin<&mut Self>, task: Task<T>) {
        self.get_mut().adopt(task);
    }

    /// The options of the method count beside those of the `impl`.
    #[accepts_awaitable(on = runtime, boxed)]
    fn adopt_on(&mut self, runtime: &tokio::runtime::Handle, task: Task<T>) -> bool {
        self.adopt(task)
    }

    /// Calls itself with a coroutine.
    fn countdown(&self, from: u8, task: Task<u8>) -> u8 {
        task.cancel();
        if from == 0 {
            0
        } else {
            1 + self.countdown(from - 1, async { 1 })
        }
    }
}

#[test]
fn each_method_that_takes_a_task_is_rewritten() {
    run(async {
        let mut jobs = Jobs::<u8, 3>::new("jobs");
        assert!(jobs.adopt(async { 1 }));
        assert!(jobs.adopt(create_task(async { 2 })));
        assert!(jobs.adopt_on(&tokio::runtime::Handle::current(), async { 3 }));
        assert!(!jobs.adopt(async { 4 }));
        assert_eq!(jobs.parsed::<u16, _>("7", async { 1 }), Some(7));
        assert_eq!(jobs.named(async { 'a' }), "jobs");
        assert!(!jobs.look(&jobs.running[0]));
        assert_eq!(jobs.countdown(3, async { 1 }), 3);
        assert_eq!(jobs.finish(async { 5 }).await, ("jobs", vec![1, 2, 3]));

        let jobs = || Jobs::<u8, 3>::started("jobs", [async { 1 }]);
        assert_eq!(Rc::new(jobs()).by_rc(std::future::pending()), 2);
        assert_eq!(Arc::new(jobs()).by_arc_ref(async { 1 }).await, 2);
        let mut pinned = jobs();
        Pin::new(&mut pinned).by_pin(async { 1 });
        assert_eq!(pinned.running.len(), 2);
        assert_eq!(Jobs::<u8, 1>::wrap(create_task(async { 1 })).len(), 1);
    });
}

mod scheduling {
    use ensure_future::{Task, accepts_awaitable};

    pub(super) trait Scheduler<K = u8> {
        type Output;
        const PRIORITY: u8;

        #[accepts_awaitable]
        fn schedule(&mut self, key: K, task: Task<Self::Output>) -> (K, u8);

        #[accepts_awaitable]
        async fn submit<T: Send>(&self, task: Task<T>) -> Option<(T, Option<Self::Output>)>;

        #[accepts_awaitable]
        fn start(task: Task<Self::Output>) -> Self
        where
            Self: Sized;

        fn priority(&self) -> u8 {
            Self::PRIORITY
        }
    }
}

/// The trait is not in scope here. The bodies find its methods all the same.
struct Fifo<'a, T>(usize, PhantomData<&'a T>);

#[accepts_awaitable]
impl<T> scheduling::Scheduler<Vec<T>> for Fifo<'_, T>
where
    T: Clone,
{
    type Output = T;
    const PRIORITY: u8 = 7;

    fn schedule(&mut self, mut key: Vec<T>, task: Task<Self::Output>) -> (Vec<T>, u8) {
        self.0 += usize::from(task.cancel());
        key.clear();
        (key, self.priority() + Self::PRIORITY)
    }

    async fn submit<R: Send>(&self, task: Task<R>) -> Option<(R, Option<T>)> {
        let value = task.await.ok()?;
        Some((value, None))
    }

    fn start(task: Task<Self::Output>) -> Self {
        task.cancel();
        Self(1, PhantomData)
    }
}

#[accepts_awaitable]
impl scheduling::Scheduler for &str {
    type Output = u8;
    const PRIORITY: u8 = 1;

    #[track_caller]
    fn schedule(&mut self, key: u8, task: Task<u8>) -> (u8, u8) {
        task.cancel();
        (
            key,
            u8::try_from(std::panic::Location::caller().line() % 100).unwrap(),
        )
    }

    async fn submit<R: Send>(&self, task: Task<R>) -> Option<(R, Option<u8>)> {
        Some((task.await.ok()?, self.parse().ok()))
    }

    fn start(task: Task<u8>) -> Self {
        task.cancel();
        "started"
    }
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn a_traits_methods_keep_their_meaning() {
    use scheduling::Scheduler;
    run(async {
        let mut fifo = Fifo::<char>::start(async { 'a' });
        assert_eq!(
            fifo.schedule(vec!['b'], std::future::pending()),
            (vec![], 14)
        );
        assert_eq!(fifo.0, 2);
        assert_eq!(is_send(fifo.submit(async { 1 })).await, Some((1, None)));

        let mut text = <&str>::start(async { 1 });
        let line = u8::try_from(line!() % 100).unwrap();
        assert_eq!(text.schedule(3, async { 1 }), (3, line + 1));
        assert_eq!("7".submit(async { 1 }).await, Some((1, Some(7))));
    });
}

/// Types that are named like a task, but are none.
mod named_alike {
    use std::thread;

    use ensure_future::{accepts_awaitable, run};

    /// Something to do.
    #[derive(Clone, Copy)]
    struct Task(u8);

    struct Queue(Vec<Task>);

    #[accepts_awaitable]
    impl Queue {
        fn push(&mut self, task: Task) {
            self.0.push(task);
        }

        fn push_all(&mut self, tasks: Vec<Task>, first: Option<Task>) {
            self.0.extend(first);
            self.0.extend(tasks);
        }

        fn join(handle: thread::JoinHandle<()>) -> bool {
            handle.join().is_ok()
        }

        fn join_all(handles: Vec<std::thread::JoinHandle<u8>>) -> u8 {
            handles
                .into_iter()
                .map(|handle| handle.join().unwrap())
                .sum()
        }

        fn run(
            &mut self,
            task: Task,
            handle: thread::JoinHandle<()>,
            running: ensure_future::Task<u8>,
        ) -> bool {
            self.push(task);
            handle.join().is_ok() && running.cancel()
        }
    }

    #[test]
    fn another_task_and_a_thread_are_left_alone() {
        // A rewritten function is generic. rustc could not infer its form from the type of a pointer.
        let push: fn(&mut Queue, Task) = Queue::push;
        let push_all: fn(&mut Queue, Vec<Task>, Option<Task>) = Queue::push_all;
        let join: fn(thread::JoinHandle<()>) -> bool = Queue::join;
        let join_all: fn(Vec<thread::JoinHandle<u8>>) -> u8 = Queue::join_all;

        let mut queue = Queue(Vec::new());
        push(&mut queue, Task(1));
        push_all(&mut queue, vec![Task(2)], Some(Task(3)));
        assert!(join(thread::spawn(|| {})));
        assert_eq!(join_all(vec![thread::spawn(|| 1)]), 1);
        run(async {
            assert!(queue.run(Task(4), thread::spawn(|| {}), async { 1 }));
        });
        assert!(queue.0.iter().map(|task| task.0).eq([1, 3, 2, 4]));
    }
}

/// A method of a trait's `impl` knows `Self`, wherever the name is used.
mod knowing_self {
    use ensure_future::{Task, accepts_awaitable, run};

    struct Owner<T: Default>(T);

    trait Named {
        type Name;
    }

    trait Start {
        const N: usize;

        #[accepts_awaitable]
        fn start(task: Task<u8>) -> Option<Self>
        where
            Self: Sized;

        #[accepts_awaitable]
        fn all(&self, tasks: [Task<u8>; 2], owner: Owner<Self>) -> usize
        where
            Self: Default;

        #[accepts_awaitable]
        fn name(&self, name: u8, task: Task<u8>) -> u8;

        #[accepts_awaitable]
        fn listed(&self, task: Task<u8>) -> impl Iterator<Item = usize> + use<'_, Self>;
    }

    #[derive(Default)]
    struct Holder(usize);

    impl Named for Holder {
        type Name = u8;
    }

    #[accepts_awaitable]
    impl Start for Holder {
        const N: usize = 2;

        fn start(task: Task<u8>) -> Option<Self> {
            task.cancel().then_some(Self(Self::N))
        }

        fn all(&self, tasks: [Task<u8>; Self::N], owner: Owner<Self>) -> usize {
            self.0 + owner.0.0 + tasks.into_iter().filter(Task::cancel).count()
        }

        fn name(&self, name: <Self as Named>::Name, task: Task<u8>) -> u8 {
            name + u8::from(task.cancel())
        }

        fn listed(&self, task: Task<u8>) -> impl Iterator<Item = usize> + use<'_> {
            task.cancel();
            std::iter::once(&self.0).copied()
        }
    }

    #[test]
    fn a_local_traits_method_is_declared_for_the_type() {
        let endless = || std::future::pending();
        run(async {
            let holder = Holder::start(endless()).unwrap();
            assert_eq!(holder.all([endless(), endless()], Owner(Holder(1))), 5);
            assert_eq!(holder.name(1, endless()), 2);
            assert_eq!(holder.listed(endless()).collect::<Vec<_>>(), [2]);
        });
    }
}
