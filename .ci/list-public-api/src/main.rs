//! Prints the public API in a file of rustdoc's JSON, one item per line.

use std::error::Error;

use public_api::Builder;

/// Unstable auto traits, which no user can rely on. The stable ones stay: users rely on `Send`.
const UNSTABLE: [&str; 2] = [
    " core::marker::Freeze for ",
    " core::marker::UnsafeUnpin for ",
];

fn main() -> Result<(), Box<dyn Error>> {
    let json = std::env::args_os().nth(1).ok_or("name the JSON file")?;
    // Blanket implementations hold for every type, such as `Into`.
    let api = Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .build()?;
    for item in api.items() {
        let line = item.to_string();
        if !UNSTABLE.iter().any(|marker| line.contains(marker)) {
            println!("{line}");
        }
    }
    Ok(())
}
