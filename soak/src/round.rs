//! A round: a runtime with a workload, from its start to the checks after its end.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use ensure_future::{TaskGroup, create_task, named_tasks};
use fastrand::Rng;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::Semaphore;
use tokio::task::yield_now;
use tokio::time::sleep;

use crate::failure::{self, check};
use crate::faults::Fault;
use crate::job::Context;
use crate::ledger::{Family, Ledger};
use crate::plan::{End, Plan, Work};
use crate::watchdog;
use crate::workload::{self, big};

/// How deeply coroutines are nested.
const LEVELS: u8 = 3;

/// The time that a runtime may take to drop its tasks after a shutdown in the background.
const END_LIMIT: Duration = Duration::from_secs(30);

/// The shared state of a round.
pub(crate) struct Round {
    pub(crate) plan: Plan,
    pub(crate) ledger: Ledger,
    /// Closed when the endless coroutines should end.
    end: Semaphore,
    threads: Mutex<Vec<JoinHandle<()>>>,
    runtime: Handle,
}

/// Runs a round, and returns the number of its entries.
pub(crate) fn run(plan: Plan) -> usize {
    failure::enter_round(plan.to_string());
    let runtime = plan.runtime();
    let round = Arc::new(Round {
        plan,
        ledger: Ledger::new(),
        end: Semaphore::new(0),
        threads: Mutex::default(),
        runtime: runtime.handle().clone(),
    });
    watchdog::enter(&round);
    runtime.block_on(round.clone().run());
    round.shut_down(runtime);
    round.check_ended();
    round.ledger.len()
}

impl Round {
    /// Waits until the endless coroutines should end.
    pub(crate) async fn ended(&self) {
        let closed = self.end.acquire().await;
        assert!(closed.is_err(), "there are no permits");
    }

    /// Tells the endless coroutines to end.
    pub(crate) fn end(&self) {
        self.end.close();
    }

    /// Starts a thread that ends in this round.
    pub(crate) fn start_thread(&self, function: impl FnOnce() + Send + 'static) {
        self.threads().push(thread::spawn(function));
    }

    fn threads(&self) -> std::sync::MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tasks_alive(&self) -> usize {
        self.runtime.metrics().num_alive_tasks()
    }

    /// The main coroutine of the runtime, until the round ends or is cut short.
    async fn run(self: Arc<Self>) {
        let group = TaskGroup::new();
        let family = Family::new(None);
        self.add_work(&group, &family);
        let handle = group.handle();
        let joined = create_task(async move {
            let joined: Result<(), _> = group.join().await;
            family.check_ended("the group of the round");
            joined
        });
        if self.plan.end != End::Joined {
            for _ in 0..self.plan.turns {
                yield_now().await;
            }
        }
        match self.plan.end {
            End::Joined => {}
            End::Cancelled => handle.cancel(),
            End::Dropped | End::InBackground | End::WithLimit => return,
        }
        let joined = joined.await.expect("nothing cancels it");
        joined.expect("the group of the round has no failures");
        self.end();
        while self.tasks_alive() > 0 {
            sleep(Duration::from_millis(1)).await;
        }
    }

    fn add_work(self: &Arc<Self>, group: &TaskGroup<Infallible>, family: &Arc<Family>) {
        let mut context = Context {
            round: self.clone(),
            rng: Rng::with_seed(self.plan.round_seed),
            family: Some(family.clone()),
            levels: LEVELS,
            is_endless: false,
            is_paused: self.plan.is_paused,
        };
        let (drivers, operations) = match self.plan.work {
            Work::Mixed {
                drivers,
                operations,
            } => (drivers, operations),
            Work::Crowd(tasks) => {
                let child = group.create_task(async move {
                    big::crowd(&mut context, tasks).await;
                    Ok(())
                });
                return drop(child);
            }
        };
        for _ in 0..drivers {
            let mut context = context.fork(Some(family.clone()));
            drop(group.create_task(async move {
                for _ in 0..operations {
                    let mut context = context.fork(context.family.clone());
                    // A panic of an operation only ends the operation's own task.
                    let ended =
                        create_task(async move { workload::operation(&mut context).await }).await;
                    drop(ended);
                }
                Ok(())
            }));
        }
    }

    fn shut_down(&self, runtime: Runtime) {
        if matches!(
            self.plan.end,
            End::Dropped | End::InBackground | End::WithLimit
        ) {
            Fault::Shutdown.count();
        }
        match self.plan.end {
            End::Joined | End::Cancelled | End::Dropped => drop(runtime),
            End::InBackground => runtime.shutdown_background(),
            End::WithLimit => runtime.shutdown_timeout(Duration::from_millis(10)),
        }
    }

    /// Checks that nothing of the round is left.
    fn check_ended(self: &Arc<Self>) {
        self.end();
        let begun = Instant::now();
        loop {
            let threads: Vec<_> = self.threads().drain(..).collect();
            for thread in threads {
                let _ = thread.join(); // an injected panic may have ended it
            }
            // A function on a thread may be about to add other threads.
            let is_last = Arc::strong_count(self) == 1;
            let open = self.ledger.open();
            if is_last && open.is_none() {
                break;
            }
            if begun.elapsed() > END_LIMIT {
                return failure::fail(open);
            }
            thread::sleep(Duration::from_millis(1));
        }
        let named = named_tasks();
        check(named.is_empty(), || format!("names are left: {named:?}"));
    }
}
