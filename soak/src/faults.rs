//! The injected faults: their kinds, their rates, and their panics.

mod spawner;
mod waker;

use std::panic::panic_any;
use std::thread;

use fastrand::Rng;

pub(crate) use self::spawner::FaultySpawner;
pub(crate) use self::waker::with_faulty_waker;
use crate::counts::Counts;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A coroutine panics.
    Body,
    /// The destructor of a value or of an error panics.
    ValueDrop,
    /// The destructor of a cancelled coroutine panics.
    FutureDrop,
    /// The `Clone` of a value panics.
    Clone,
    /// A waker panics when it wakes.
    Wake,
    /// The destructor of a waker panics.
    WakerDrop,
    /// A `Spawn` panics instead of spawning.
    Spawner,
    /// A factory or an iterator panics instead of giving a coroutine.
    Factory,
    /// tokio's `abort`, which no graceful coroutine can refuse.
    Abort,
    /// A coroutine blocks its thread.
    Block,
    /// A graceful coroutine goes on after the request.
    Ignore,
    /// The paused clock jumps.
    ClockJump,
    /// A runtime is dropped or shut down while tasks run.
    Shutdown,
}

/// Each fault, its name in the report, and its rate where it can occur, as a part of [`ALWAYS`].
const FAULTS: [(Fault, &str, u16); 13] = [
    (Fault::Body, "panic of a coroutine", 10),
    (Fault::ValueDrop, "panic of a value's destructor", 5),
    (Fault::FutureDrop, "panic of a coroutine's destructor", 15),
    (Fault::Clone, "panic of a clone", 20),
    (Fault::Wake, "panic of a waker", 30),
    (Fault::WakerDrop, "panic of a waker's destructor", 20),
    (Fault::Spawner, "panic of a spawner", 50),
    (Fault::Factory, "panic of a factory or an iterator", 30),
    (Fault::Abort, "abort", 80),
    (Fault::Block, "blocked thread", 3),
    (Fault::Ignore, "ignored cancellation", 500),
    (Fault::ClockJump, "jump of the clock", 30),
    (Fault::Shutdown, "shutdown in mid-flight", 0), // this fault is an ending of a round, which the plan decides
];

const ALWAYS: u16 = 1000;

static INJECTED: Counts<{ FAULTS.len() }> = Counts::new();

/// The payload of every panic that is injected.
pub(crate) struct Injected;

impl Fault {
    pub(crate) fn count(self) {
        INJECTED.add(self as usize);
    }

    /// Panics with this fault.
    pub(crate) fn panic(self) -> ! {
        self.count();
        panic_any(Injected)
    }

    /// Panics in a destructor, unless the thread is unwinding: two panics abort the process.
    pub(crate) fn panic_in_drop(self) {
        if !thread::panicking() {
            self.panic();
        }
    }
}

/// Returns the name of each fault, and how often it was injected.
pub(crate) fn injected() -> impl Iterator<Item = (&'static str, u64)> {
    FAULTS
        .iter()
        .map(|&(fault, name, _)| (name, INJECTED.get(fault as usize)))
}

/// The rates of the faults in a round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    /// A factor for all rates.
    severity: u16,
    /// Whether destructors of wakers panic. tokio then leaks tasks: see [`Rates::leaks`].
    wakers_panic_in_drop: bool,
}

impl Rates {
    /// Some rounds are without faults, and some have many.
    pub(crate) fn draw(rng: &mut Rng) -> Self {
        let severities = [0, 1, 1, 1, 1, 1, 4, 4];
        Self {
            severity: *rng.choice(&severities).expect("it is not empty"),
            wakers_panic_in_drop: rng.u8(0..8) == 0,
        }
    }

    pub(crate) const fn none() -> Self {
        Self {
            severity: 0,
            wakers_panic_in_drop: false,
        }
    }

    /// Returns whether memory may leak: a `JoinHandle` that drops a waker whose destructor panics does not release its
    /// reference to the task.
    pub(crate) fn leaks(self) -> bool {
        self.wakers_panic_in_drop && self.severity > 0
    }

    pub(crate) fn draws(self, rng: &mut Rng, fault: Fault) -> bool {
        if fault == Fault::WakerDrop && !self.wakers_panic_in_drop {
            return false;
        }
        let (_, _, rate) = FAULTS[fault as usize];
        rng.u16(0..ALWAYS) < rate.saturating_mul(self.severity)
    }
}
