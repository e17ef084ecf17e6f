//! The Procfile: the names and commands of the services.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A service of the file.
#[derive(Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) name: Arc<str>,
    /// A command for `sh -c`.
    pub(crate) command: Arc<str>,
}

pub(crate) fn read(path: &Path) -> Result<Vec<Entry>, Box<dyn Error>> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    let entries = parse(&text).map_err(|(line, problem)| format!("{shown}:{line}: {problem}"))?;
    if entries.is_empty() {
        return Err(format!("{shown}: there is no service").into());
    }
    Ok(entries)
}

/// Returns the services in their order, or the number of a line and what is wrong with it.
fn parse(text: &str) -> Result<Vec<Entry>, (usize, String)> {
    let mut entries: Vec<Entry> = Vec::new();
    let lines = text.lines().map(str::trim).enumerate();
    for (index, line) in lines.filter(|(_, line)| !is_ignored(line)) {
        let entry = entry(line).map_err(|problem| (index + 1, problem))?;
        if entries.iter().any(|other| other.name == entry.name) {
            return Err((index + 1, format!("a second service `{}`", entry.name)));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn is_ignored(line: &str) -> bool {
    line.is_empty() || line.starts_with('#')
}

fn entry(line: &str) -> Result<Entry, String> {
    let (name, command) = line
        .split_once(':')
        .ok_or("expected `name: command`, found no colon")?;
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_allowed) {
        return Err(format!(
            "`{name}` is no name: expected letters, digits, `_` and `-`"
        ));
    }
    let command = command.trim();
    if command.is_empty() {
        return Err(format!("the service `{name}` has no command"));
    }
    Ok(Entry {
        name: name.into(),
        command: command.into(),
    })
}
