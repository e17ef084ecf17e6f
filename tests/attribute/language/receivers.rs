//! All receivers of the language, on single methods, whole `impl`s and traits.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, run};

#[derive(Clone, Default)]
struct Counter {
    total: u8,
}

/// The attribute on each method.
impl Counter {
    #[accepts_awaitable]
    async fn by_arc(self: Arc<Self>, task: Task<u8>) -> (u8, usize) {
        (self.total + task.await.unwrap(), Arc::strong_count(&self))
    }

    #[accepts_awaitable]
    async fn by_rc_ref(self: &Rc<Self>, task: Task<u8>) -> usize {
        usize::from(task.await.unwrap()) + Rc::strong_count(self)
    }

    #[accepts_awaitable]
    async fn by_pinned_box(mut self: Pin<Box<Self>>, task: Task<u8>) -> u8 {
        self.total += task.await.unwrap();
        self.total
    }

    #[accepts_awaitable]
    fn by_pinned_ref<'a>(self: Pin<&'a Self>, task: Task<u8>) -> &'a u8 {
        task.cancel();
        &self.get_ref().total
    }

    #[accepts_awaitable]
    #[expect(clippy::redundant_allocation)]
    async fn by_nested(self: Box<Rc<Self>>, task: Task<u8>) -> u8 {
        self.total + task.await.unwrap()
    }

    #[accepts_awaitable]
    #[expect(clippy::needless_arbitrary_self_type)]
    async fn by_typed_ref(self: &Self, task: Task<u8>) -> u8 {
        self.total + task.await.unwrap()
    }

    #[accepts_awaitable]
    #[expect(clippy::needless_arbitrary_self_type)]
    async fn by_typed_value(mut self: Self, task: Task<u8>) -> Self {
        self.total += task.await.unwrap();
        self
    }
}

struct Gauge<T>(T);

/// The attribute on a whole `impl`.
#[accepts_awaitable]
impl<T: Copy + Into<u8>> Gauge<T> {
    async fn by_box(mut self: Box<Self>, value: T, task: Task<u8>) -> u8 {
        self.0 = value;
        self.0.into() + task.await.unwrap()
    }

    async fn by_arc(self: Arc<Self>, task: Task<u8>) -> usize {
        usize::from(task.await.unwrap()) + Arc::strong_count(&self)
    }

    fn by_rc_ref(self: &Rc<Self>, task: Task<u8>) -> &T {
        task.cancel();
        &self.0
    }

    async fn by_pin(mut self: Pin<&mut Self>, value: T, task: Task<u8>)
    where
        T: Unpin,
    {
        task.await.unwrap();
        self.0 = value;
    }

    fn by_pinned_ref(self: Pin<&Self>, task: Task<u8>) -> u8 {
        task.cancel();
        self.0.into()
    }

    #[expect(clippy::needless_arbitrary_self_type)]
    fn by_typed_ref(self: &mut Self, value: T, task: Task<u8>) -> bool {
        self.0 = value;
        task.cancel()
    }

    #[expect(clippy::trivially_copy_pass_by_ref)]
    fn by_reference_to_reference(self: &&Self, task: Task<u8>) -> u8 {
        task.cancel();
        self.0.into()
    }
}

trait Meter {
    #[accepts_awaitable]
    async fn by_arc(self: Arc<Self>, task: Task<u8>) -> u8;

    #[accepts_awaitable]
    fn by_rc(self: Rc<Self>, task: Task<u8>) -> usize;

    #[accepts_awaitable]
    async fn by_pin(self: Pin<&mut Self>, task: Task<u8>) -> u8;

    #[accepts_awaitable]
    fn by_arc_ref(self: &Arc<Self>, task: Task<u8>) -> &Self;

    #[accepts_awaitable]
    async fn by_value(self, task: Task<u8>) -> u8
    where
        Self: Sized;
}

/// The attribute on the whole `impl` of a trait.
#[accepts_awaitable]
impl Meter for Counter {
    async fn by_arc(self: Arc<Self>, task: Task<u8>) -> u8 {
        self.total + task.await.unwrap()
    }

    fn by_rc(self: Rc<Self>, task: Task<u8>) -> usize {
        usize::from(task.cancel()) + Rc::strong_count(&self)
    }

    async fn by_pin(self: Pin<&mut Self>, task: Task<u8>) -> u8 {
        let this = self.get_mut();
        this.total += task.await.unwrap();
        this.total
    }

    fn by_arc_ref(self: &Arc<Self>, task: Task<u8>) -> &Self {
        task.cancel();
        self
    }

    async fn by_value(mut self, task: Task<u8>) -> u8 {
        self.total += task.await.unwrap();
        self.total
    }
}

/// The attribute on a whole trait.
#[accepts_awaitable(as = SensorExt)]
trait Sensor {
    #[accepts_awaitable(as = sense_by_rc)]
    fn by_rc_task(self: Rc<Self>, task: Task<u8>) -> usize;

    #[accepts_awaitable(as = by_pinned_box)]
    fn by_pinned_box_task(self: Pin<Box<Self>>, task: Task<u8>) -> u8;

    #[accepts_awaitable(as = sense_by_pin)]
    fn by_pin_task(self: Pin<&mut Self>, task: Task<u8>) -> u8;

    #[accepts_awaitable(as = by_mut_value)]
    fn by_mut_value_task(mut self, task: Task<u8>) -> Self
    where
        Self: Sized + AsMut<u8>,
    {
        *self.as_mut() += u8::from(task.cancel());
        self
    }
}

impl AsMut<u8> for Counter {
    fn as_mut(&mut self) -> &mut u8 {
        &mut self.total
    }
}

impl Sensor for Counter {
    fn by_rc_task(self: Rc<Self>, task: Task<u8>) -> usize {
        usize::from(task.cancel()) + Rc::strong_count(&self)
    }

    fn by_pinned_box_task(self: Pin<Box<Self>>, task: Task<u8>) -> u8 {
        self.total + u8::from(task.cancel())
    }

    fn by_pin_task(self: Pin<&mut Self>, task: Task<u8>) -> u8 {
        let this = self.get_mut();
        this.total += u8::from(task.cancel());
        this.total
    }
}

fn ten() -> Counter {
    Counter { total: 10 }
}

#[test]
fn single_methods_keep_their_receivers() {
    run(async {
        let shared = Arc::new(ten());
        assert_eq!(shared.clone().by_arc(async { 1 }).await, (11, 2));
        let shared = Rc::new(ten());
        assert_eq!(shared.by_rc_ref(async { 1 }).await, 2);
        assert_eq!(Box::new(shared).by_nested(async { 1 }).await, 11);
        assert_eq!(Box::pin(ten()).by_pinned_box(async { 1 }).await, 11);
        assert_eq!(Pin::new(&ten()).by_pinned_ref(async { 1 }), &10);
        assert_eq!(ten().by_typed_ref(async { 1 }).await, 11);
        assert_eq!(ten().by_typed_value(async { 1 }).await.total, 11);
    });
}

#[test]
fn methods_of_a_whole_impl_keep_their_receivers() {
    run(async {
        let pending = || std::future::pending::<u8>();
        assert_eq!(Box::new(Gauge(1_u8)).by_box(2, async { 3 }).await, 5);
        assert_eq!(Arc::new(Gauge(1_u8)).by_arc(async { 3 }).await, 4);
        assert_eq!(Rc::new(Gauge(1_u8)).by_rc_ref(pending()), &1);
        let mut gauge = Gauge(1_u8);
        Pin::new(&mut gauge).by_pin(7, async { 1 }).await;
        assert_eq!(Pin::new(&gauge).by_pinned_ref(pending()), 7);
        assert!(gauge.by_typed_ref(8, pending()));
        assert_eq!((&gauge).by_reference_to_reference(pending()), 8);
    });
}

#[test]
fn methods_of_traits_keep_their_receivers() {
    run(async {
        let pending = || std::future::pending::<u8>();
        assert_eq!(Meter::by_arc(Arc::new(ten()), async { 1 }).await, 11);
        assert_eq!(Rc::new(ten()).by_rc(pending()), 2);
        assert_eq!(Pin::new(&mut ten()).by_pin(async { 1 }).await, 11);
        assert_eq!(Arc::new(ten()).by_arc_ref(pending()).total, 10);
        assert_eq!(ten().by_value(async { 1 }).await, 11);

        let object: Rc<dyn Sensor> = Rc::new(ten());
        assert_eq!(object.clone().sense_by_rc(pending()), 3);
        let object: Pin<Box<dyn Sensor>> = Box::pin(ten());
        assert_eq!(object.by_pinned_box(pending()), 11);
        let mut object: Pin<Box<dyn Sensor>> = Box::pin(ten());
        assert_eq!(object.as_mut().sense_by_pin(pending()), 11);
        assert_eq!(ten().by_mut_value(pending()).total, 11);
    });
}
