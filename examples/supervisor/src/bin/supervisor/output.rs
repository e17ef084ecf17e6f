//! The output: the lines of all services, each with the name of its service before it.

use std::fmt::Display;
use std::io;
use std::sync::Arc;

use ensure_future::{SharedTask, create_task};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::procfile::Entry;

/// How many lines of services may wait to be printed. Further lines block their services.
const WAITING: usize = 256;
/// A longer line is split, so that a service without line ends can't fill the memory.
const LONGEST: u64 = 64 << 10;

const COLORS: [u8; 6] = [36, 33, 32, 35, 34, 31];

/// Prints the lines. It ends when no [`Output`] is left, or when printing fails.
pub(crate) type Printer = SharedTask<Result<(), Arc<io::Error>>>;

/// A handle that sends lines to the printer.
#[derive(Clone)]
pub(crate) struct Output {
    lines: UnboundedSender<Line>,
    permits: Arc<Semaphore>,
    names: Arc<[Arc<str>]>,
    is_colored: bool,
}

struct Line {
    text: Vec<u8>,
    /// Released when the line has been printed. Only the lines of services need a permit.
    _permit: Option<OwnedSemaphorePermit>,
}

impl Output {
    pub(crate) fn new(entries: &[Entry], is_colored: bool) -> (Self, Printer) {
        let (lines, queue) = mpsc::unbounded_channel();
        let output = Self {
            lines,
            permits: Arc::new(Semaphore::new(WAITING)),
            names: entries.iter().map(|entry| entry.name.clone()).collect(),
            is_colored,
        };
        let printer = async { print(queue).await.map_err(Arc::new) };
        (output, create_task(printer).shared())
    }

    /// Prints a message of the supervisor about a service.
    pub(crate) fn tell(&self, name: &str, text: impl Display) {
        let text = format!("{} {text}\n", self.prefix(name, '*'));
        self.send(text.into_bytes(), None);
    }

    /// Prints the lines of a service's stream until it is closed.
    pub(crate) async fn forward(&self, name: &str, stream: impl AsyncRead + Unpin) {
        let prefix = self.prefix(name, '|') + " ";
        let mut stream = BufReader::new(stream);
        loop {
            let mut text = prefix.clone().into_bytes();
            let mut line = (&mut stream).take(LONGEST);
            let Ok(1..) = line.read_until(b'\n', &mut text).await else {
                break;
            };
            if !text.ends_with(b"\n") {
                text.push(b'\n');
            }
            self.send(text, self.permits.clone().acquire_owned().await.ok());
        }
    }

    fn send(&self, text: Vec<u8>, permit: Option<OwnedSemaphorePermit>) {
        let line = Line {
            text,
            _permit: permit,
        };
        let _ = self.lines.send(line); // an error only if printing has failed, which ends the program
    }

    fn prefix(&self, name: &str, mark: char) -> String {
        let width = self.names.iter().map(|name| name.len()).max().unwrap_or(0);
        let prefix = format!("{name:width$} {mark}");
        if !self.is_colored {
            return prefix;
        }
        let index = self.names.iter().position(|other| &**other == name);
        let color = COLORS[index.unwrap_or(0) % COLORS.len()];
        format!("\x1b[{color}m{prefix}\x1b[0m")
    }
}

async fn print(mut queue: UnboundedReceiver<Line>) -> io::Result<()> {
    let mut stdout = tokio::io::stdout();
    let mut lines = Vec::new();
    while queue.recv_many(&mut lines, WAITING).await > 0 {
        let texts: Vec<_> = lines.iter().map(|line: &Line| &*line.text).collect();
        stdout.write_all(&texts.concat()).await?;
        stdout.flush().await?;
        lines.clear();
    }
    Ok(())
}
