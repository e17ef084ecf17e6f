//! The command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::num::NonZero;
use std::{process, thread};

use http::Uri;
use lexopt::prelude::*;

pub(crate) const USAGE: &str = "\
usage: fleet [OPTIONS] PATH...
       fleet worker [--until-eof] [-v] ADDRESS

  --workers N      the number of workers [the number of cores]
  --ingress URI    uses the server with this ingress, at which the workers are registered already
  --admin URI      the admin API of the same server
  --until-eof      ends the worker when its standard input is closed
  -v, --verbose    each worker names its jobs, and counts them
  -h, --help       prints this

A path named `worker` is written as `./worker`.";

pub(crate) enum Arguments {
    Hash(Hash),
    Work(Work),
}

pub(crate) struct Hash {
    pub(crate) paths: Vec<OsString>,
    pub(crate) workers: usize,
    /// The ingress and the admin API of a server. Without them, the program starts a server and workers.
    pub(crate) server: Option<(Uri, Uri)>,
    pub(crate) verbose: bool,
}

pub(crate) struct Work {
    pub(crate) address: SocketAddr,
    pub(crate) until_eof: bool,
    pub(crate) verbose: bool,
}

impl Arguments {
    pub(crate) fn parse() -> Result<Self, lexopt::Error> {
        let mut parser = lexopt::Parser::from_env();
        let is_worker = parser
            .try_raw_args()
            .is_some_and(|mut rest| rest.next_if(|first| first == "worker").is_some());
        if is_worker {
            Work::parse(parser).map(Self::Work)
        } else {
            Hash::parse(parser).map(Self::Hash)
        }
    }
}

impl Hash {
    fn parse(mut parser: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let (mut paths, mut verbose) = (Vec::new(), false);
        let (mut ingress, mut admin) = (None, None);
        let mut workers = thread::available_parallelism().map_or(1, NonZero::get);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("workers") => workers = parser.value()?.parse()?,
                Long("ingress") => ingress = Some(parser.value()?.parse()?),
                Long("admin") => admin = Some(parser.value()?.parse()?),
                Short('v') | Long("verbose") => verbose = true,
                Short('h') | Long("help") => help(),
                Value(path) => paths.push(path),
                _ => return Err(argument.unexpected()),
            }
        }
        let server = match (ingress, admin) {
            (Some(ingress), Some(admin)) => Some((ingress, admin)),
            (None, None) => None,
            _ => return Err("--ingress and --admin belong together".into()),
        };
        if paths.is_empty() {
            return Err("a path is missing".into());
        }
        if workers == 0 {
            return Err("--workers must be at least 1".into());
        }
        Ok(Self {
            paths,
            workers,
            server,
            verbose,
        })
    }
}

impl Work {
    fn parse(mut parser: lexopt::Parser) -> Result<Self, lexopt::Error> {
        let (mut address, mut until_eof, mut verbose) = (None, false, false);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("until-eof") => until_eof = true,
                Short('v') | Long("verbose") => verbose = true,
                Short('h') | Long("help") => help(),
                Value(value) if address.is_none() => address = Some(value.parse()?),
                _ => return Err(argument.unexpected()),
            }
        }
        let address = address.ok_or("the worker's address is missing")?;
        Ok(Self {
            address,
            until_eof,
            verbose,
        })
    }
}

fn help() -> ! {
    println!("{USAGE}");
    process::exit(0);
}
