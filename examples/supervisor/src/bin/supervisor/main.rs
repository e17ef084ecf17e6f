//! Runs the processes of a Procfile, restarts those that end, and stops them in order.
//!
//! `README.md` shows a run; `--help` lists the options and the exit statuses.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use supervisor::{Event, Supervisor};
use tokio::runtime::Builder;
use tokio::select;
use tokio::signal::unix::{SignalKind, signal};

use crate::arguments::Arguments;
use crate::output::Output;
use crate::procfile::Entry;
use crate::signals::StopSignals;

mod arguments;
mod group;
mod output;
mod process;
mod procfile;
mod signals;

fn main() -> ExitCode {
    let status = match Arguments::parse() {
        Ok(Some(arguments)) => run(arguments),
        Ok(None) => {
            print!("{}", arguments::HELP);
            Ok(0)
        }
        Err(error) => Err(format!("{error}; try --help").into()),
    };
    let status = status.unwrap_or_else(|error| {
        eprintln!("supervisor: {error}");
        2
    });
    ExitCode::from(status)
}

fn run(arguments: Arguments) -> Result<u8, Box<dyn Error>> {
    let entries = procfile::read(&arguments.procfile)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let status = runtime.block_on(supervise(entries, arguments));
    runtime.shutdown_background(); // kills the remaining processes, and does not wait for blocked output
    status
}

async fn supervise(entries: Vec<Entry>, arguments: Arguments) -> Result<u8, Box<dyn Error>> {
    let mut stop_signals = StopSignals::new()?;
    let mut interrupts = signal(SignalKind::interrupt())?;
    let (output, printer) = Output::new(&entries, arguments.is_colored);
    let supervisor = start(entries, &arguments, &output);
    let stop = async {
        select! {
            () = stop_signals.first() => {}
            _ = &printer => {} // the output can't be written any more
        }
    };
    let run = async {
        let ended = supervisor.run_until(stop).await;
        drop(output); // the last one, so the printer ends
        (ended, (&printer).await)
    };
    let interrupted_twice = async {
        interrupts.recv().await;
        interrupts.recv().await;
    };
    let (ended, written) = select! {
        ended = run => ended,
        () = interrupted_twice => {
            eprintln!("supervisor: killed everything");
            return Ok(130);
        }
    };
    let mut status = 0;
    if let Err(gave_up) = ended {
        eprintln!("supervisor: {gave_up}");
        status = 1;
    }
    if let Err(error) = written? {
        eprintln!("supervisor: standard output: {error}");
        status = 1;
    }
    Ok(status)
}

/// Starts all services. Each start of a service is a coroutine that runs a process.
fn start(entries: Vec<Entry>, arguments: &Arguments, output: &Output) -> Supervisor {
    let report = output.clone();
    let mut supervisor = Supervisor::new(arguments.backoff, move |name, event| match event {
        Event::Restarting { reason, delay } => {
            report.tell(name, format_args!("{reason}, starts again in {delay:?}"));
        }
        Event::Stopped { reason } => report.tell(name, format_args!("stopped: {reason}")),
    });
    let grace = arguments.grace;
    for entry in entries {
        let (name, entry) = (entry.name.clone(), Arc::new(entry));
        let output = output.clone();
        supervisor.start(name, move || {
            process::run(entry.clone(), grace, output.clone())
        });
    }
    supervisor
}
