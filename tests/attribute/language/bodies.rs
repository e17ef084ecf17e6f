//! Bodies with macros, labelled loops, early returns, closures and blocks.

use std::cell::Cell;
use std::fmt::Write;
use std::ops::ControlFlow;
use std::time::Duration;

use ensure_future::{Task, accepts_awaitable, create_task, run};
use tokio::sync::{Mutex, mpsc};
use tokio::time::{sleep, timeout};

#[accepts_awaitable]
async fn macros(task: Task<u8>, text: &mut String) -> Vec<u8> {
    #![allow(clippy::vec_init_then_push)]
    let value = task.await.unwrap();
    write!(text, "{value}-{value:>3}-{}", stringify!(a + b)).unwrap();
    assert!(matches!(value, 1..=9 if value != 5), "{text}: {value}");
    debug_assert_eq!(concat!("a", 1), "a1");
    let mut values = vec![value; 2];
    values.push(if cfg!(test) { 7 } else { unreachable!() });
    let [_, second, _] = values[..] else {
        panic!("three values")
    };
    vec![second, values[2]]
}

#[accepts_awaitable]
async fn select(mut first: Task<u8>, second: Task<u8>) -> (u8, bool) {
    let other = second.abort_handle();
    let value = tokio::select! {
        biased;
        value = async { (&mut first).await } => value.unwrap(),
        value = second.into_future() => value.unwrap() + 100,
        () = sleep(Duration::MAX) => 0,
    };
    tokio::task::yield_now().await;
    (value, other.is_finished())
}

#[accepts_awaitable]
async fn join(first: Task<u8>, second: Task<char>) -> Result<(u8, char), tokio::task::JoinError> {
    let (first, second) = tokio::join!(first.into_future(), async { second.await });
    let pair = tokio::try_join!(async { first }, async { second })?;
    Ok(pair)
}

#[accepts_awaitable]
async fn labels(tasks: Vec<Task<u8>>, rows: &[[u8; 3]]) -> Option<(u8, usize)> {
    let mut tasks = tasks.into_iter();
    let mut steps = 0;
    let found = 'rows: loop {
        let wanted = tasks.next()?.await.ok()?;
        for row in rows {
            'cells: for cell in row {
                steps += 1;
                match cell {
                    0 => break 'cells,
                    cell if *cell == wanted => break 'rows *cell,
                    1 => continue 'rows,
                    _ => {}
                }
            }
        }
    };
    let steps = 'block: {
        if found > 100 {
            break 'block 0;
        }
        steps
    };
    Some((found, steps))
}

#[accepts_awaitable]
fn early(task: Task<u8>, optional: Option<Task<u8>>, text: &str) -> Result<i8, String> {
    let Some(other) = optional else {
        return Err("none".into());
    };
    if !task.cancel() || !other.cancel() {
        return Err("ended".to_string());
    }
    let number: i8 = text.parse().map_err(|error| format!("{error}"))?;
    let flow = (0..number).try_for_each(|step| match step {
        5.. => ControlFlow::Break(step),
        _ => ControlFlow::Continue(()),
    });
    match flow {
        ControlFlow::Break(step) => Ok(-step),
        ControlFlow::Continue(()) => Ok(number),
    }
}

struct Account {
    balance: Mutex<u32>,
    log: Cell<u32>,
}

#[accepts_awaitable]
impl Account {
    async fn deposit(&self, task: Task<u32>) -> u32 {
        let added = async {
            self.log.set(self.log.get() + 1);
            task.await.unwrap()
        };
        let added = added.await;
        let add = async |more: u32| {
            let mut balance = self.balance.lock().await;
            *balance += added + more;
            *balance
        };
        add(0).await;
        add(1).await
    }

    fn logging(&mut self, task: Task<u32>) -> impl FnMut(u32) -> u32 {
        let mut first = Some(task);
        move |number| {
            *self.log.get_mut() += number;
            first.take().map_or(0, |task| u32::from(task.cancel())) + self.log.get()
        }
    }
}

trait Pipe {
    #[accepts_awaitable]
    async fn pipe(&self, task: Task<Vec<u8>>, limit: Duration) -> Vec<u8>;

    #[accepts_awaitable]
    fn shout(self, task: Task<u8>) -> String;
}

#[accepts_awaitable]
impl Pipe for Account {
    async fn pipe(&self, task: Task<Vec<u8>>, limit: Duration) -> Vec<u8> {
        let (sender, mut receiver) = mpsc::channel(1);
        let producer = async move {
            let Ok(Ok(values)) = timeout(limit, task).await else {
                return;
            };
            for value in values {
                sender.send(value).await.unwrap();
            }
        };
        let consumer = async {
            let mut all = vec![];
            while let Some(value) = receiver.recv().await {
                self.log.set(self.log.get() + 1);
                all.push(value);
            }
            all
        };
        tokio::join!(producer, consumer).1
    }

    fn shout(self, task: Task<u8>) -> String {
        macro_rules! shouted {
            ($($word:literal)+) => { concat!($($word, "!"),+) };
        }
        let Self { log, .. } = self;
        task.cancel();
        shouted!("a" "b").repeat(log.into_inner() as usize)
    }
}

fn account() -> Account {
    Account {
        balance: Mutex::new(1),
        log: Cell::new(2),
    }
}

#[test]
fn macros_work_inside_bodies() {
    run(async {
        let mut text = String::new();
        assert_eq!(macros(async { 3 }, &mut text).await, [3, 7]);
        assert_eq!(text, "3-  3-a + b");
        let pending = std::future::pending();
        assert_eq!(select(async { 1 }, create_task(pending)).await, (1, true));
        assert_eq!(
            select(std::future::pending(), async { 2 }).await,
            (102, true)
        );
        assert_eq!(join(async { 1 }, async { 'b' }).await.unwrap(), (1, 'b'));
        let panics = join(async { panic!("on purpose") }, async { 'b' });
        assert!(panics.await.unwrap_err().is_panic());
    });
}

#[test]
fn bodies_end_where_they_say() {
    run(async {
        let rows = [[2, 0, 5], [3, 4, 1]];
        let tasks = || [5, 4].map(|number| async move { number });
        assert_eq!(labels(tasks(), &rows).await, Some((4, 9)));
        assert_eq!(labels(tasks().into_iter().take(1), &rows).await, None);
        let pending = || std::future::pending::<u8>();
        assert_eq!(early(pending(), Some(pending()), "3"), Ok(3));
        assert_eq!(early(pending(), Some(pending()), "7"), Ok(-5));
        assert_eq!(early(pending(), None::<Task<u8>>, "3"), Err("none".into()));
        let error = "invalid digit found in string";
        assert_eq!(early(pending(), Some(pending()), "x"), Err(error.into()));
    });
}

#[test]
fn closures_and_blocks_capture_self() {
    run(async {
        let mut account = account();
        assert_eq!(account.deposit(async { 10 }).await, 22);
        let mut logging = account.logging(std::future::pending());
        assert_eq!((logging(1), logging(2)), (5, 6));
        drop(logging);
        let limit = Duration::MAX;
        assert_eq!(account.pipe(async { vec![1, 2] }, limit).await, [1, 2]);
        assert_eq!(account.log.get(), 8);
        let late = account.pipe(std::future::pending(), Duration::ZERO);
        assert_eq!(late.await, [0; 0]);
        account.log.set(2);
        assert_eq!(account.shout(async { 1 }), "a!b!a!b!");
    });
}
