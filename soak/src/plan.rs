//! The plan of a round, which its seed and its number decide.

use std::fmt::{self, Display};

use fastrand::Rng;
use tokio::runtime::{Builder, Runtime};

use crate::faults::Rates;
use crate::options::Options;

/// The numbers of workers. 0 means a current-thread runtime.
pub(crate) const FLAVOURS: [usize; 4] = [0, 2, 4, 8];

/// After a big round of each flavour, this many rounds are not big.
const BETWEEN_BIG_ROUNDS: u64 = 15;

#[derive(Clone, Debug)]
pub(crate) struct Plan {
    seed: u64,
    number: u64,
    /// The seed of the decisions in the round.
    pub(crate) round_seed: u64,
    pub(crate) workers: usize,
    /// Whether the clock is paused, so that it can jump.
    pub(crate) is_paused: bool,
    pub(crate) rates: Rates,
    pub(crate) work: Work,
    pub(crate) end: End,
    /// The number of turns after which the round is cancelled or shut down.
    pub(crate) turns: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// This many drivers. Each runs this many operations in sequence.
    Mixed { drivers: usize, operations: usize },
    /// This many tasks at once.
    Crowd(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Everything has ended.
    Joined,
    /// The group around everything is cancelled.
    Cancelled,
    /// The runtime is dropped.
    Dropped,
    /// The runtime is shut down in the background.
    InBackground,
    /// The runtime is shut down with a limit.
    WithLimit,
}

impl Plan {
    pub(crate) fn new(options: &Options, number: u64) -> Self {
        let of_all = Rng::with_seed(options.seed).u64(..);
        let mut rng = Rng::with_seed(of_all.wrapping_add(number));
        let (workers, turn) = if let Some(workers) = options.workers {
            (workers, number)
        } else {
            let flavours = FLAVOURS.len() as u64;
            let flavour = usize::try_from(number % flavours).expect("it is small");
            (FLAVOURS[flavour], number / flavours)
        };
        let ends = [
            End::Joined,
            End::Joined,
            End::Cancelled,
            End::Dropped,
            End::InBackground,
            End::WithLimit,
        ];
        let is_big = turn % (BETWEEN_BIG_ROUNDS + 1) == 1;
        Self {
            seed: options.seed,
            number,
            round_seed: rng.u64(..),
            workers,
            is_paused: workers == 0 && rng.bool(),
            rates: if is_big {
                Rates::none()
            } else {
                Rates::draw(&mut rng)
            },
            work: if is_big {
                Work::Crowd(options.tasks)
            } else {
                Work::Mixed {
                    drivers: rng.usize(1..=options.tasks.min(500)),
                    operations: rng.usize(1..20),
                }
            },
            end: *rng.choice(&ends).expect("it is not empty"),
            turns: rng.u32(0..500),
        }
    }

    pub(crate) fn runtime(&self) -> Runtime {
        let runtime = match self.workers {
            0 => Builder::new_current_thread()
                .enable_all()
                .start_paused(self.is_paused)
                .build(),
            workers => Builder::new_multi_thread()
                .worker_threads(workers)
                .enable_all()
                .build(),
        };
        runtime.expect("the system has what a runtime needs")
    }
}

impl Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "round {} of seed {} ({}, {:?}, {:?}, {:?}{})",
            self.number,
            self.seed,
            flavour(self.workers),
            self.work,
            self.end,
            self.rates,
            if self.is_paused { ", paused clock" } else { "" }
        )
    }
}

pub(crate) fn flavour(workers: usize) -> String {
    match workers {
        0 => "current-thread".into(),
        _ => format!("{workers} workers"),
    }
}
