//! Functions that call themselves and each other, with new coroutines.

use std::pin::Pin;

use ensure_future::{Task, accepts_awaitable, create_task, run};

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

#[accepts_awaitable]
fn depth(from: u8, task: Task<u8>) -> u8 {
    let here = u8::from(task.cancel());
    if from == 0 {
        here
    } else {
        here + depth(from - 1, async { 1 })
    }
}

#[accepts_awaitable]
async fn sum_to(number: u8, task: Task<u8>) -> u8 {
    let sum = task.await.unwrap();
    if number == 0 {
        return sum;
    }
    Box::pin(sum_to(number - 1, async move { sum + number })).await
}

#[accepts_awaitable]
fn hidden(from: u8, task: Task<u8>) -> impl Future<Output = u8> {
    async move {
        let value = task.await.unwrap();
        match from {
            0 => value,
            _ => Box::pin(hidden(from - 1, async move { value * 2 })).await,
        }
    }
}

#[accepts_awaitable]
fn boxed<'a>(words: &'a [&'a str], task: Task<String>) -> BoxFuture<'a, String> {
    Box::pin(async move {
        let text = task.await.unwrap();
        match words {
            [] => text,
            [word, rest @ ..] => {
                let word = String::from(*word);
                boxed(rest, async move { text + &word }).await
            }
        }
    })
}

#[accepts_awaitable]
async fn is_even(number: u8, task: Task<()>) -> bool {
    task.await.unwrap();
    number == 0 || Box::pin(is_odd(number - 1, async {})).await
}

#[accepts_awaitable]
async fn is_odd(number: u8, task: Task<()>) -> bool {
    task.await.unwrap();
    number != 0 && Box::pin(is_even(number - 1, async {})).await
}

enum Tree {
    Leaf(u8),
    Node(Vec<Tree>),
}

#[accepts_awaitable]
impl Tree {
    async fn sum(&self, factor: Task<u8>) -> u8 {
        let factor = factor.await.unwrap();
        match self {
            Self::Leaf(value) => value * factor,
            Self::Node(children) => {
                let mut sum = 0;
                for child in children {
                    sum += Box::pin(child.sum(async move { factor })).await;
                }
                sum
            }
        }
    }

    fn leaves(&self, task: Task<u8>) -> usize {
        let here = usize::from(task.cancel());
        match self {
            Self::Leaf(_) => here,
            Self::Node(children) => children.iter().map(|child| child.leaves(async { 1 })).sum(),
        }
    }

    fn deepest(&self, task: Task<u8>) -> BoxFuture<'_, u8> {
        Box::pin(async move {
            let depth = task.await.unwrap();
            let Self::Node(children) = self else {
                return depth;
            };
            let mut deepest = depth;
            for child in children {
                deepest = deepest.max(child.deepest(async move { depth + 1 }).await);
            }
            deepest
        })
    }

    fn full(depth: u8, task: Task<u8>) -> Self {
        task.cancel();
        match depth {
            0 => Self::Leaf(1),
            _ => Self::Node(vec![
                Self::full(depth - 1, async { 1 }),
                Self::full(depth - 1, async { 1 }),
            ]),
        }
    }
}

/// In a trait's `impl`, the body stays and is generic over its awaitable. It must make a task of it before it recurses.
trait Walk {
    #[accepts_awaitable]
    async fn walk(&self, task: Task<u8>) -> u8;

    #[accepts_awaitable]
    fn count(&self, task: Task<u8>) -> usize;
}

#[accepts_awaitable]
impl Walk for Tree {
    async fn walk(&self, task: Task<u8>) -> u8 {
        let steps = task.await.unwrap();
        match self {
            Self::Leaf(_) => steps + 1,
            Self::Node(children) => {
                let task = create_task(async move { steps + 1 });
                Box::pin(children[..].walk(task)).await
            }
        }
    }

    fn count(&self, task: Task<u8>) -> usize {
        let here = usize::from(task.cancel());
        match self {
            Self::Leaf(_) => here,
            Self::Node(children) => here + children[..].count(create_task(async { 1 })),
        }
    }
}

#[accepts_awaitable]
impl Walk for [Tree] {
    async fn walk(&self, task: Task<u8>) -> u8 {
        let mut steps = task.await.unwrap();
        for tree in self {
            steps = tree.walk(create_task(async move { steps })).await;
        }
        steps
    }

    fn count(&self, task: Task<u8>) -> usize {
        task.cancel();
        self.iter()
            .map(|tree| tree.count(create_task(async { 1 })))
            .sum()
    }
}

#[accepts_awaitable(as = FactorialExt)]
trait Factorial: Sync {
    #[accepts_awaitable(as = factorial)]
    fn factorial_task(&self, of: u8, task: Task<u16>) -> BoxFuture<'_, u16> {
        Box::pin(async move {
            let so_far = task.await.unwrap();
            match of {
                0 => so_far,
                _ => {
                    self.factorial(of - 1, async move { so_far * u16::from(of) })
                        .await
                }
            }
        })
    }
}

impl Factorial for () {}

/// The same for a method with its own attribute.
impl Tree {
    #[accepts_awaitable]
    fn with_tasks(&self, task: Task<u8>) -> usize {
        let here = usize::from(task.cancel());
        match self {
            Self::Leaf(_) => here,
            Self::Node(children) => {
                let task = || create_task(std::future::pending());
                here + children
                    .iter()
                    .map(|child| child.with_tasks(task()))
                    .sum::<usize>()
            }
        }
    }
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn a_function_calls_itself_with_new_coroutines() {
    run(async {
        assert_eq!(depth(3, async { 1 }), 4);
        assert_eq!(is_send(sum_to(10, async { 1 })).await, 56);
        assert_eq!(is_send(hidden(3, async { 1 })).await, 8);
        assert_eq!(boxed(&["b", "c"], async { "a".into() }).await, "abc");
        assert!(is_send(is_even(10, async {})).await);
        assert!(!is_odd(10, create_task(async {})).await);
    });
}

#[test]
fn a_method_calls_itself_with_new_coroutines() {
    run(async {
        let tree = Tree::full(3, async { 1 });
        assert_eq!(is_send(tree.sum(async { 2 })).await, 16);
        assert_eq!(tree.leaves(async { 1 }), 8);
        assert_eq!(tree.deepest(async { 0 }).await, 3);
        assert_eq!(tree.with_tasks(std::future::pending()), 15);
    });
}

#[test]
fn a_traits_method_calls_itself_with_new_tasks() {
    run(async {
        let tree = Tree::full(2, async { 1 });
        assert_eq!(tree.walk(async { 0 }).await, 7);
        assert_eq!(tree.count(async { 1 }), 7);
        assert_eq!(().factorial(5, async { 1 }).await, 120);
    });
}
