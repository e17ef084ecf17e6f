// A failure whose error is no `std::error::Error` is used as one, without `?`.
use std::error::Error;

use ensure_future::{TaskGroupError, TryGatherError};

fn show(_: &dyn Error) {}

fn converted(error: TryGatherError<anyhow::Error>) -> anyhow::Error {
    error.into()
}

fn shown(error: &TaskGroupError<String>) {
    show(error);
}

fn main() {
    let _ = (converted, shown);
}
