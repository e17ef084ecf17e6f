//! Ends the process with a failure when a round makes no progress.

use std::process;
use std::sync::{Arc, Mutex, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure;
use crate::ledger;
use crate::round::Round;
use crate::workload;

static ROUND: Mutex<Weak<Round>> = Mutex::new(Weak::new());

/// Sets the round that is running.
pub(crate) fn enter(round: &Arc<Round>) {
    *ROUND.lock().unwrap() = Arc::downgrade(round);
}

/// Starts the watchdog on its own thread, since the threads of a runtime may hang.
pub(crate) fn start(limit: Duration) {
    thread::spawn(move || {
        let mut last = (0, Instant::now());
        loop {
            thread::sleep(limit.min(Duration::from_secs(1)) / 10);
            let progress = ledger::progress() + workload::begun();
            if progress != last.0 {
                last = (progress, Instant::now());
            } else if last.1.elapsed() > limit {
                show_state(limit);
                process::exit(1);
            }
        }
    });
}

fn show_state(limit: Duration) {
    eprintln!(
        "soak: HANGS in {}: no progress for {limit:?}",
        failure::round()
    );
    let round = ROUND.lock().unwrap().upgrade();
    if let Some(round) = round {
        eprintln!(
            "soak: {} tasks are alive; operations that have not ended: {:?}",
            round.tasks_alive(),
            workload::running()
        );
        eprintln!(
            "soak: {} entries; {}",
            round.ledger.len(),
            round.ledger.open()
        );
    }
}
