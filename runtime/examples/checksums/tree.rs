//! The files to hash, and their order.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use crate::hashing::BUFFER;

pub(crate) struct Entry {
    pub(crate) name: OsString,
    pub(crate) kind: Kind,
}

#[derive(PartialEq)]
pub(crate) enum Kind {
    Directory,
    /// A file that fits a buffer.
    Small,
    /// Any other file. A file without a size, such as a pipe, may be endless.
    Large,
}

impl Kind {
    fn of(metadata: &Metadata) -> Self {
        if metadata.is_dir() {
            Self::Directory
        } else if metadata.is_file() && metadata.len() <= BUFFER as u64 {
            Self::Small
        } else {
            Self::Large
        }
    }
}

/// Treats the arguments as the entries of a directory. An invalid argument is reported when it is opened.
pub(crate) fn look_up(arguments: Vec<OsString>) -> Vec<Entry> {
    let entry = |name| {
        let kind = fs::metadata(&name).map_or(Kind::Small, |metadata| Kind::of(&metadata));
        Entry { name, kind }
    };
    arguments.into_iter().map(entry).collect()
}

/// Lists the files and directories in a directory, sorted as the paths below it are.
pub(crate) fn list(directory: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let kind = match entry.metadata() {
            Ok(metadata) if metadata.is_dir() || metadata.is_file() => Kind::of(&metadata),
            Ok(_) => continue,
            Err(_) => Kind::Small, // opening it will report the reason
        };
        let name = entry.file_name();
        entries.push(Entry { name, kind });
    }
    entries.sort_unstable_by(|one, other| one.sort_key().cmp(other.sort_key()));
    Ok(entries)
}

impl Entry {
    /// The bytes that follow in every path through this entry.
    fn sort_key(&self) -> impl Iterator<Item = &u8> {
        let slash = (self.kind == Kind::Directory).then_some(&b'/');
        self.name.as_encoded_bytes().iter().chain(slash)
    }
}
