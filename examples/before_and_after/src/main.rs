//! Runs the same callers' code with both versions of the framework, and counts their lines.

use std::collections::HashMap;
use std::io;
use std::time::Duration;

use before_and_after::lines::{BY_HAND, WITH_ATTRIBUTE, count};
use before_and_after::{by_hand, with_attribute};
use tokio::time::sleep;

/// The callers' code, which passes coroutines and running tasks. It returns the values in their order.
macro_rules! callers {
    ($version:ident) => {
        async {
            let mut loads = $version::Loads::new();
            loads.load("price", slow("that of yesterday"));
            loads.load("price", slow("that of today")); // cancels the first
            loads.load("stock", tokio::spawn(slow("12 pieces")));
            let colors = ["red", "blue"].map(|name| (name.to_owned(), tokio::spawn(slow(name))));
            loads.load_all(HashMap::from(colors));
            loads.load_or("rating", unreachable(), || slow("none yet"));

            let mut values = Vec::new();
            for name in NAMES {
                let value = loads.take(name).await;
                values.push(value.map_or_else(|error| error.to_string(), str::to_owned));
            }
            values
        }
    };
}

const NAMES: [&str; 6] = ["price", "stock", "red", "blue", "rating", "size"];

async fn slow(value: &'static str) -> io::Result<&'static str> {
    sleep(Duration::from_millis(20)).await;
    Ok(value)
}

async fn unreachable() -> io::Result<&'static str> {
    sleep(Duration::from_millis(20)).await;
    Err(io::ErrorKind::HostUnreachable.into())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    print("", "by hand", "with the attribute");
    let counts = [BY_HAND, WITH_ATTRIBUTE].map(|source| count(source).to_string());
    print("lines of code", &counts[0], &counts[1]);

    let (by_hand, with_attribute) = (callers!(by_hand).await, callers!(with_attribute).await);
    for (name, (before, after)) in NAMES.iter().zip(by_hand.iter().zip(&with_attribute)) {
        print(name, before, after);
    }
}

fn print(name: &str, before: &str, after: &str) {
    println!("{name:15}{before:20}{after}");
}
