//! Methods that return `Self`: by value, by reference, in a box and inside other types.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, create_task, run};

#[derive(Debug, Default, PartialEq)]
struct Plan {
    steps: Vec<&'static str>,
    running: usize,
}

impl Plan {
    #[accepts_awaitable]
    fn with(mut self, step: &'static str, task: Task<u8>) -> Self {
        self.steps.push(step);
        self.running += usize::from(task.cancel());
        self
    }

    #[accepts_awaitable]
    fn and(&mut self, step: &'static str, task: Task<u8>) -> &mut Self {
        self.steps.push(step);
        self.running += usize::from(task.cancel());
        self
    }

    #[accepts_awaitable]
    async fn later(self: Box<Self>, task: Task<&'static str>) -> Box<Self> {
        Box::new(self.with(task.await.unwrap(), create_task(async { 1 })))
    }
}

#[accepts_awaitable]
impl Plan {
    fn then(self, step: &'static str, task: Task<u8>) -> Result<Self, (u8, Self)> {
        if step.is_empty() {
            return Err((1, self));
        }
        Ok(self.with(step, task))
    }

    async fn awaited(&mut self, task: Task<&'static str>) -> &mut Self {
        let step = task.await.unwrap();
        self.and(step, async { 1 })
    }

    fn shared(self, task: Task<u8>) -> [Arc<Self>; 2] {
        let shared = Arc::new(self.with("shared", task));
        [shared.clone(), shared]
    }

    fn pinned(self: Pin<&mut Self>, tasks: Vec<Task<u8>>) -> (Pin<&mut Self>, usize) {
        let cancelled = tasks.iter().filter(|task| task.cancel()).count();
        (self, cancelled)
    }
}

trait Chain: Sized {
    #[accepts_awaitable]
    fn chain(self, other: Self, task: Task<u8>) -> Option<Self>;

    #[accepts_awaitable]
    fn chain_all(&mut self, others: Vec<Self>, task: Task<Self>) -> &mut Self;

    #[accepts_awaitable]
    async fn chained(self, task: Task<Self>) -> Result<Self, Box<Self>>;
}

#[accepts_awaitable]
impl Chain for Plan {
    fn chain(mut self, other: Self, task: Task<u8>) -> Option<Self> {
        self.steps.extend(other.steps);
        task.cancel().then_some(self)
    }

    fn chain_all(&mut self, others: Vec<Self>, task: Task<Self>) -> &mut Self {
        self.steps
            .extend(others.into_iter().flat_map(|other| other.steps));
        self.and("all", async { 1 }).running += usize::from(task.cancel());
        self
    }

    async fn chained(self, task: Task<Self>) -> Result<Self, Box<Self>> {
        let other = task.await.unwrap();
        if other == self {
            Err(Box::new(self))
        } else {
            Ok(other)
        }
    }
}

/// No method of this trait says that `Self` is `Sized`.
#[accepts_awaitable(as = StageExt)]
trait Stage {
    #[accepts_awaitable(as = add)]
    fn add_task(self, task: Task<u8>) -> Self;

    #[accepts_awaitable(as = set)]
    fn set_task(&mut self, task: Task<u8>) -> &mut Self;

    #[accepts_awaitable(as = boxed)]
    fn boxed_task(self: Box<Self>, task: Task<u8>) -> Box<Self>;

    #[accepts_awaitable(as = copies)]
    fn copy_tasks(self: &Rc<Self>, tasks: [Task<u8>; 2]) -> [Rc<Self>; 2];

    #[accepts_awaitable(as = new)]
    fn new_task(task: Task<u8>) -> Self;

    #[accepts_awaitable(as = taken)]
    fn taken_task(self, task: Task<u8>) -> usize;
}

impl Stage for Plan {
    fn add_task(self, task: Task<u8>) -> Self {
        self.with("added", task)
    }

    fn set_task(&mut self, task: Task<u8>) -> &mut Self {
        self.and("set", task)
    }

    fn boxed_task(self: Box<Self>, task: Task<u8>) -> Box<Self> {
        Box::new(self.with("boxed", task))
    }

    fn copy_tasks(self: &Rc<Self>, tasks: [Task<u8>; 2]) -> [Rc<Self>; 2] {
        tasks.map(|task| {
            task.cancel();
            self.clone()
        })
    }

    fn new_task(task: Task<u8>) -> Self {
        Self::default().with("new", task)
    }

    fn taken_task(self, task: Task<u8>) -> usize {
        self.steps.len() + usize::from(task.cancel())
    }
}

fn pending() -> std::future::Pending<u8> {
    std::future::pending()
}

#[test]
fn single_methods_are_chained() {
    run(async {
        let mut plan = Plan::default()
            .with("a", pending())
            .with("b", create_task(pending()));
        plan.and("c", pending()).and("d", tokio::spawn(pending()));
        let plan = Box::new(plan).later(async { "e" }).await;
        assert_eq!(plan.steps, ["a", "b", "c", "d", "e"]);
        assert_eq!(plan.running, 5);
    });
}

#[test]
fn methods_of_a_whole_impl_are_chained() {
    run(async {
        let mut plan = Plan::default().then("a", pending()).unwrap();
        plan.awaited(async { "b" })
            .await
            .awaited(async { "c" })
            .await;
        let (plan, cancelled) = Pin::new(&mut plan).pinned([pending(), pending()]);
        assert_eq!((plan.running, cancelled), (3, 2));
        let error = Plan::default().then("", pending()).unwrap_err();
        assert_eq!(error, (1, Plan::default()));
        let [first, second] = error.1.shared(pending());
        assert!(Arc::ptr_eq(&first, &second));
    });
}

#[test]
fn methods_of_traits_are_chained() {
    run(async {
        let plan = || Plan::default().with("a", pending());
        let mut chained = plan().chain(plan(), pending()).unwrap();
        chained.chain_all(vec![plan(), plan()], std::future::pending());
        assert_eq!(chained.steps, ["a", "a", "a", "a", "all"]);
        assert_eq!(
            chained.chained(async { Plan::default() }).await,
            Ok(Plan::default())
        );
        let other = create_task(async { Plan::default() });
        assert!(Plan::default().chained(other).await.is_err());

        let mut plan = Plan::new(pending()).add(pending());
        plan.set(pending()).set(pending());
        let plan = Rc::new(*Box::new(plan).boxed(pending()));
        let [first, _] = plan.copies([pending(), pending()]);
        assert_eq!(first.steps, ["new", "added", "set", "set", "boxed"]);
        assert_eq!(Plan::new(pending()).taken(pending()), 2);
    });
}
