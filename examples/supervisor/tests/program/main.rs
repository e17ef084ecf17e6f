//! The program, run with real Procfiles and real processes.

mod mistakes;
mod output;
mod readme;
mod restarting;
mod run;
mod stopping;
mod terminal;
