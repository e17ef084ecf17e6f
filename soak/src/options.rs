//! The command line.

use std::time::Duration;

use lexopt::Arg::{Long, Short};
use lexopt::{Parser, ValueExt};

use crate::memory;

pub(crate) const USAGE: &str = "\
usage: soak [OPTION]..
  --minutes N   for how long, also a fraction [1]
  --seed S      of all that is drawn [of the time]
  --workers N   only runtimes with so many workers, 0 for the current-thread runtime [in turn 0, 2, 4, 8]
  --tasks N     tasks at once in a big round, or `max`: as many as half of the free memory holds [100000]
  --round N     only this round
  --limit N     seconds without progress that are a hang [30]";

fn tasks(argument: &str) -> Result<usize, String> {
    match argument {
        "max" => memory::tasks_that_fit().ok_or_else(|| "the free memory is unknown".into()),
        number => number.parse().map_err(|_| "no number".into()),
    }
}

pub(crate) struct Options {
    pub(crate) time: Duration,
    pub(crate) seed: u64,
    pub(crate) workers: Option<usize>,
    pub(crate) tasks: usize,
    pub(crate) round: Option<u64>,
    pub(crate) limit: Duration,
}

impl Options {
    /// Parses the command line. `None` asks for the usage.
    pub(crate) fn parse() -> Result<Option<Self>, lexopt::Error> {
        let mut options = Self {
            time: Duration::from_secs(60),
            seed: fastrand::u64(..1_000_000),
            workers: None,
            tasks: 100_000,
            round: None,
            limit: Duration::from_secs(30),
        };
        let mut parser = Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("minutes") => {
                    let minutes: f64 = parser.value()?.parse()?;
                    let time = Duration::try_from_secs_f64(minutes * 60.0);
                    options.time = time.map_err(|error| error.to_string())?;
                }
                Long("seed") => options.seed = parser.value()?.parse()?,
                Long("workers") => options.workers = Some(parser.value()?.parse()?),
                Long("tasks") => options.tasks = parser.value()?.parse_with(tasks)?,
                Long("round") => options.round = Some(parser.value()?.parse()?),
                Long("limit") => options.limit = Duration::from_secs(parser.value()?.parse()?),
                Long("help") | Short('h') => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Some(options))
    }
}
