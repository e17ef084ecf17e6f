//! The command line.

use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::*;
use supervisor::Backoff;

pub(crate) const HELP: &str = "\
Runs the processes of a Procfile, starts those again that end, and stops them in order.

Usage: supervisor [OPTIONS] [PROCFILE]

A line of the Procfile is `name: command`; it runs as `sh -c command`. The default file is `Procfile`.

Options:
  --grace TIME        time between SIGTERM and SIGKILL for each process [5s]
  --backoff TIME      delay before the first restart, which doubles with each further one [1s]
  --max-backoff TIME  longest delay [30s]
  --max-restarts N    gives up after so many restarts in a row [no limit]
  --color WHEN        auto, always or never; auto respects NO_COLOR [auto]
  -h, --help          prints this

A TIME is a number with a unit: 500ms, 5s, 2m. A process that ran for 10s starts again with the first delay.

Ctrl-C, SIGTERM and SIGHUP stop all processes, the last one first. A second Ctrl-C kills them at once.

Exit status:
  0    stopped by a signal
  1    gave up on a process, or the output could not be written
  2    a mistake in the arguments or in the Procfile
  130  Ctrl-C was pressed twice
";

pub(crate) struct Arguments {
    pub(crate) procfile: PathBuf,
    pub(crate) grace: Duration,
    pub(crate) backoff: Backoff,
    pub(crate) is_colored: bool,
}

impl Arguments {
    /// Returns `None` if the user asks for help.
    pub(crate) fn parse() -> Result<Option<Self>, lexopt::Error> {
        let mut procfile = None;
        let mut grace = Duration::from_secs(5);
        let mut backoff = Backoff::default();
        let mut color = String::from("auto");
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Long("grace") => grace = parser.value()?.parse_with(duration)?,
                Long("backoff") => backoff.first = parser.value()?.parse_with(duration)?,
                Long("max-backoff") => backoff.max = parser.value()?.parse_with(duration)?,
                Long("max-restarts") => backoff.max_restarts = Some(parser.value()?.parse()?),
                Long("color") => color = parser.value()?.string()?,
                Short('h') | Long("help") => return Ok(None),
                Value(path) if procfile.is_none() => procfile = Some(path.into()),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Some(Self {
            procfile: procfile.unwrap_or_else(|| "Procfile".into()),
            grace,
            backoff,
            is_colored: is_colored(&color)?,
        }))
    }
}

fn is_colored(when: &str) -> Result<bool, String> {
    match when {
        "auto" => {
            let forbidden = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            Ok(io::stdout().is_terminal() && !forbidden)
        }
        "always" => Ok(true),
        "never" => Ok(false),
        _ => Err(format!(
            "--color is auto, always or never, and not `{when}`"
        )),
    }
}

fn duration(text: &str) -> Result<Duration, &'static str> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().map_err(|_| EXPECTED)?;
    match unit {
        "ms" => Ok(Duration::from_millis(number)),
        "s" => Ok(Duration::from_secs(number)),
        "m" => number
            .checked_mul(60)
            .map(Duration::from_secs)
            .ok_or(EXPECTED),
        _ => Err(EXPECTED),
    }
}

const EXPECTED: &str = "expected a time such as 500ms, 5s or 2m";
