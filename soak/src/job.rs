//! The coroutines of a workload. Each draws its behaviour from its own generator, so a seed repeats it.

use std::hint::spin_loop;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{mem, thread};

use ensure_future::{CancelRequest, graceful};
use fastrand::Rng;
use tokio::time;

use crate::faults::Fault;
use crate::ledger::{Body, Claim, Family, Returned, Token};
use crate::round::Round;
use crate::workload;

/// The output of each coroutine.
pub(crate) type Outcome = Result<Token, Returned>;

pub(crate) type Coroutine = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// Where an operation runs, and the source of its decisions.
pub(crate) struct Context {
    pub(crate) round: Arc<Round>,
    pub(crate) rng: Rng,
    /// The innermost group that must wait for tasks that are created here.
    pub(crate) family: Option<Arc<Family>>,
    /// How many levels of coroutines may be nested inside this one.
    pub(crate) levels: u8,
    /// Whether the surrounding task has to end when it is cancelled.
    pub(crate) is_endless: bool,
    /// Whether the clock of the round is paused.
    pub(crate) is_paused: bool,
}

/// The owner that waits for a coroutine when it drops the coroutine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The groups around the owner.
    Group,
    /// No group waits: the coroutine is detached, shielded, or another exemption.
    Nobody,
}

/// How a coroutine ends without a fault or a cancellation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Returns,
    /// The coroutine waits until it is cancelled, or the round ends.
    Endless,
}

impl Context {
    /// A context with its own decisions, and another group around it.
    pub(crate) fn fork(&mut self, family: Option<Arc<Family>>) -> Self {
        Self {
            round: self.round.clone(),
            rng: self.rng.fork(),
            family,
            levels: self.levels,
            is_endless: self.is_endless,
            is_paused: self.is_paused,
        }
    }

    /// Decides whether a fault is injected.
    pub(crate) fn draws(&mut self, fault: Fault) -> bool {
        let rates = self.round.plan.rates;
        rates.draws(&mut self.rng, fault)
    }

    pub(crate) fn is_one_in(&mut self, number: u8) -> bool {
        self.rng.u8(0..number) == 0
    }

    /// Creates a coroutine for an operation, and the claim to its outcome.
    pub(crate) fn job(&mut self, owner: Owner, ending: Ending) -> (Claim, Job) {
        let family = match owner {
            Owner::Group => self.family.clone(),
            Owner::Nobody => None,
        };
        let mut body = Body::new(self.round.clone(), family.clone());
        body.panics = self.draws(Fault::FutureDrop);
        let claim = Claim::new(&body);
        let mut context = self.fork(family);
        context.levels = self.levels.saturating_sub(1);
        context.is_endless = ending == Ending::Endless;
        let job = Job {
            context,
            ending,
            body,
        };
        (claim, job)
    }

    /// Creates some jobs, whose coroutines return.
    pub(crate) fn jobs(&mut self, owner: Owner) -> (Vec<Claim>, Vec<Job>) {
        let most = self.rng.usize(1..10); // a small number is more frequent
        (0..self.rng.usize(0..most))
            .map(|_| self.job(owner, Ending::Returns))
            .unzip()
    }

    /// A short time.
    pub(crate) fn pause(&mut self) -> Duration {
        let unit = if self.is_paused { 1000 } else { 1 };
        Duration::from_micros(unit * self.rng.u64(0..2000))
    }

    /// Takes some turns and some time, and may block the thread or make the clock jump.
    pub(crate) async fn dawdle(&mut self) {
        for _ in 0..self.rng.u8(0..4) {
            if self.draws(Fault::Block) {
                self.block();
            }
            if self.is_paused && self.draws(Fault::ClockJump) {
                Fault::ClockJump.count();
                time::advance(Duration::from_secs(self.rng.u64(0..100))).await;
            } else if self.is_one_in(8) {
                time::sleep(self.pause()).await;
            } else {
                tokio::task::yield_now().await;
            }
        }
    }

    /// Blocks the thread with a sleep or with work.
    pub(crate) fn block(&mut self) {
        Fault::Block.count();
        let limit = Duration::from_micros(self.rng.u64(0..3000));
        if self.rng.bool() {
            thread::sleep(limit);
        } else {
            let begun = Instant::now();
            while begun.elapsed() < limit {
                spin_loop();
            }
        }
    }
}

/// A coroutine that has not been created yet.
pub(crate) struct Job {
    pub(crate) context: Context,
    ending: Ending,
    body: Body,
}

impl Job {
    /// Creates the coroutine.
    pub(crate) fn run(mut self) -> Coroutine {
        if self.context.is_one_in(6) {
            Box::pin(graceful(async move |cancel| {
                self.run_gracefully(cancel).await
            }))
        } else {
            self.run_until_dropped()
        }
    }

    /// Creates the coroutine, to be awaited in place. If it is graceful, the task around it goes on after a
    /// cancellation. So neither it nor a coroutine that it awaits in place is graceful in a task that has to end.
    pub(crate) fn run_in_place(mut self, around: &Context) -> Coroutine {
        self.context.is_endless = around.is_endless;
        if around.is_endless {
            self.run_until_dropped()
        } else {
            self.run()
        }
    }

    fn run_until_dropped(mut self) -> Coroutine {
        Box::pin(async move {
            self.work().await;
            self.outcome()
        })
    }

    /// Creates a small coroutine that only yields, for very many tasks.
    pub(crate) fn run_small(mut self) -> Coroutine {
        Box::pin(async move {
            if self.context.is_one_in(2) {
                tokio::task::yield_now().await;
            }
            self.wait_for_the_end().await;
            self.outcome()
        })
    }

    /// Runs as a function on a thread.
    pub(crate) fn run_on_thread(mut self) -> Outcome {
        if self.context.draws(Fault::Block) {
            self.context.block();
        }
        self.outcome()
    }

    async fn work(&mut self) {
        self.context.dawdle().await;
        if self.context.levels > 0 && self.context.is_one_in(4) {
            for _ in 0..self.context.rng.u8(1..3) {
                workload::operation(&mut self.context).await;
            }
        }
        self.wait_for_the_end().await;
    }

    async fn wait_for_the_end(&self) {
        if self.ending == Ending::Endless {
            self.context.round.ended().await;
        }
    }

    /// Waits for the request, goes on for a while, and ends with a value or as cancelled.
    async fn run_gracefully(mut self, cancel: CancelRequest) -> Outcome {
        tokio::select! {
            () = self.work() => return self.outcome(),
            () = cancel.requested() => {}
        }
        if self.context.draws(Fault::Ignore) {
            Fault::Ignore.count();
            self.context.dawdle().await;
        }
        if self.context.is_one_in(4) {
            cancel.accept().await;
        }
        self.outcome()
    }

    /// The value, the error or the panic at the end of the coroutine.
    fn outcome(&mut self) -> Outcome {
        let context = &mut self.context;
        if context.draws(Fault::Body) {
            mem::take(&mut self.body.panics); // one fault is enough
            Fault::Body.panic();
        }
        let panics_in_drop = context.draws(Fault::ValueDrop);
        let panics_in_clone = context.draws(Fault::Clone);
        let is_error = context.is_one_in(8);
        let token = self.body.token(panics_in_drop, panics_in_clone);
        if is_error {
            Err(Returned(token))
        } else {
            Ok(token)
        }
    }
}
