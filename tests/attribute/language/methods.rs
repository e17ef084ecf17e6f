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
