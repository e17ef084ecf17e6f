//! The usual receivers of methods, and associated functions.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, run};

#[derive(Default)]
struct Counter {
    total: u8,
}

impl Counter {
    #[accepts_awaitable]
    async fn starting_with(task: Task<u8>) -> Self {
        Self {
            total: task.await.unwrap(),
        }
    }

    #[accepts_awaitable]
    async fn by_value(self, task: Task<u8>) -> u8 {
        self.total + task.await.unwrap()
    }

    #[accepts_awaitable]
    async fn by_mut_value(mut self, task: Task<u8>) -> Self {
        self.total += task.await.unwrap();
        self
    }

    #[accepts_awaitable]
    async fn by_ref(&self, task: Task<u8>) -> u8 {
        self.total + task.await.unwrap()
    }

    #[accepts_awaitable]
    async fn by_mut_ref(&mut self, task: Task<u8>) {
        self.total += task.await.unwrap();
    }

    #[accepts_awaitable]
    async fn by_box(self: Box<Self>, task: Task<u8>) -> u8 {
        self.total + task.await.unwrap()
    }

    #[accepts_awaitable]
    async fn by_rc(self: Rc<Self>, task: Task<u8>) -> u8 {
        self.total + task.await.unwrap()
    }

    #[accepts_awaitable]
    async fn by_arc_ref(self: &Arc<Self>, task: Task<u8>) -> u8 {
        self.total + task.await.unwrap()
    }

    #[accepts_awaitable]
    async fn by_pin(self: Pin<&mut Self>, task: Task<u8>) {
        self.get_mut().total += task.await.unwrap();
    }

    #[accepts_awaitable]
    fn borrowed<'a>(&'a mut self, task: Task<u8>) -> &'a mut u8 {
        task.cancel();
        &mut self.total
    }
}

struct Log<'a, T> {
    name: &'a str,
    entries: Vec<T>,
}

/// Nothing in these functions tells that they are methods.
impl<'a, T: Copy + Send + 'static> Log<'a, T> {
    #[accepts_awaitable(method)]
    async fn sorted(tasks: Vec<Task<T>>) -> Vec<T>
    where
        T: Ord,
    {
        let mut entries: Vec<T> = Vec::new();
        for task in tasks {
            entries.push(task.await.unwrap());
        }
        entries.sort_unstable();
        entries
    }

    #[accepts_awaitable(method, boxed)]
    fn size(_task: Task<u8>) -> usize {
        size_of::<T>()
    }

    #[accepts_awaitable(method)]
    fn named(name: &'a str, task: Task<&'static str>) -> Log<'a, T> {
        let name: &'a str = if task.cancel() { name } else { "" };
        let entries = Vec::new();
        Log { name, entries }
    }

    #[accepts_awaitable(method)]
    async fn find<R>(log: &Log<'a, T>, task: Task<R>, convert: impl Fn(T) -> R) -> Option<&'a str>
    where
        R: PartialEq,
    {
        let value = task.await.unwrap();
        let is_there = log.entries.iter().any(|entry| convert(*entry) == value);
        is_there.then_some(log.name)
    }
}

trait Ends<T> {
    #[accepts_awaitable(method)]
    fn ends(task: Task<T>) -> Option<T> {
        task.cancel();
        None::<T>
    }
}

impl<T> Ends<T> for Counter {}

#[test]
fn with_the_option_a_function_knows_what_its_block_declares() {
    run(async {
        assert_eq!(Log::sorted([2, 1].map(async |number| number)).await, [1, 2]);
        assert_eq!(Log::<u16>::size(async { 1 }), 2);
        let log = {
            let name = String::from("log");
            let mut log = Log::named(&name, std::future::pending());
            log.entries.push(1_u8);
            assert_eq!(Log::find(&log, async { 1 }, u16::from).await, Some("log"));
            log.entries
        };
        assert_eq!(log, [1]);
        assert_eq!(Counter::ends(async { 'a' }), None);
    });
}

#[test]
fn every_receiver_keeps_its_meaning() {
    run(async {
        let mut counter = Counter::starting_with(async { 1 }).await;
        assert_eq!(counter.by_ref(async { 1 }).await, 2);
        counter.by_mut_ref(async { 1 }).await;
        Pin::new(&mut counter).by_pin(async { 1 }).await;
        *counter.borrowed(async { 1 }) += 1;
        let counter = counter.by_mut_value(async { 1 }).await;
        assert_eq!(counter.by_value(async { 0 }).await, 5);

        let counter = || Counter { total: 10 };
        assert_eq!(Box::new(counter()).by_box(async { 1 }).await, 11);
        assert_eq!(Rc::new(counter()).by_rc(async { 1 }).await, 11);
        assert_eq!(Arc::new(counter()).by_arc_ref(async { 1 }).await, 11);
    });
}
