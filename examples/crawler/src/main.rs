//! Saves the pages that a server lists. `crawler.py` is the same program, with its parts in the same order.
//!
//! ```text
//! cargo run -p crawler -- HOST:PORT FOLDER
//! ```

use std::error::Error;
use std::io;
use std::process::ExitCode;
use std::time::Duration;
use std::{env, fmt};

use ensure_future::{
    WaitForError, buffered, create_task, graceful, race_ok, run, shield, wait_for,
};
use tokio::fs::{rename, write};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::select;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::sleep;

const MIRRORS: [&str; 3] = ["/mirror/1", "/mirror/2", "/mirror/3"];
const AT_ONCE: usize = 3;
const LIMIT: Duration = Duration::from_secs(3);
const BEAT: Duration = Duration::from_millis(100);

fn main() -> io::Result<ExitCode> {
    // The arguments live as long as the program, so tasks can borrow them.
    let arguments: Vec<&'static str> = env::args().skip(1).map(|each| &*each.leak()).collect();
    let [server, folder] = arguments[..] else {
        eprintln!("usage: crawler HOST:PORT FOLDER");
        return Ok(ExitCode::from(2));
    };
    let status = run(program(server, folder)); // returns when the last save has ended
    println!("files: {}", std::fs::read_dir(folder)?.count());
    Ok(ExitCode::from(status))
}

async fn program(server: &'static str, folder: &'static str) -> u8 {
    let heartbeat = create_task(beat(server));
    let status = select! {
        crawled = crawl(server, folder) => match crawled {
            Ok(()) => {
                println!("done");
                0
            }
            Err(error) => {
                println!("{error}");
                1
            }
        },
        () = signalled() => {
            println!("interrupted");
            130
        }
    };
    _ = heartbeat.cancel_and_wait().await;
    println!("heartbeat stopped");
    status
}

/// Waits for Ctrl-C or SIGTERM.
async fn signalled() {
    let mut terminate = signal(SignalKind::terminate()).expect("SIGTERM can be handled");
    select! {
        pressed = ctrl_c() => pressed.expect("Ctrl-C can be handled"),
        _ = terminate.recv() => {}
    }
}

/// Tells the server repeatedly that the crawler is alive.
async fn beat(server: &'static str) {
    loop {
        _ = get(server, "/heartbeat".into()).await;
        sleep(BEAT).await;
    }
}

async fn crawl(server: &'static str, folder: &'static str) -> Result<(), FetchError> {
    let index = race_ok(MIRRORS.map(|mirror| get(server, mirror.into()))).await;
    let index = index.map_err(|_| FetchError("no mirror answers".into()))?;
    let paths: Vec<String> = index.split_whitespace().map(str::to_owned).collect();
    println!("{} pages are listed", paths.len());
    let lines = paths
        .into_iter()
        .map(|path| page_line(server, folder, path));
    let mut lines = buffered(AT_ONCE, lines);
    while let Some(line) = lines.next().await {
        println!("{}", line.unwrap_or_else(|panic| panic.to_string()));
    }
    Ok(())
}

/// Saves a page, and returns a line about it.
async fn page_line(server: &'static str, folder: &'static str, path: String) -> String {
    let page = match wait_for(get(server, path.clone()), LIMIT).await {
        Ok(Ok(page)) => page,
        Ok(Err(error)) => return format!("{path}: {error}"),
        Err(WaitForError::TimedOut) => return format!("{path}: timed out"),
        Err(WaitForError::Failed(panic)) => return format!("{path}: {panic}"),
    };
    let (name, length) = (path.clone(), page.len());
    // With the shield, the saving goes on if this task is cancelled. With `graceful`, `run` waits for it.
    let saving = graceful(async move |_| save(folder, &name, page).await);
    match shield(saving).await {
        Ok(Ok(())) => format!("{path}: {length} bytes"),
        Ok(Err(_)) | Err(_) => format!("{path}: not saved"),
    }
}

/// Saves a page atomically: its file is complete, or missing.
async fn save(folder: &str, path: &str, page: String) -> io::Result<()> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let part = format!("{folder}/{name}.part");
    write(&part, page).await?;
    rename(&part, format!("{folder}/{name}")).await
}

/// Fetches a page by HTTP.
async fn get(server: &'static str, path: String) -> Result<String, FetchError> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!("GET {path} HTTP/1.0\r\nHost: {server}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await?;
    let response = String::from_utf8_lossy(&response);
    let (head, page) = response.split_once("\r\n\r\n").unwrap_or((&response, ""));
    match head.split_whitespace().nth(1) {
        Some("200") => Ok(page.to_owned()),
        Some(status) => Err(FetchError(format!("status {status}"))),
        None => Err(FetchError("no answer".into())),
    }
}

/// Why there is no page.
#[derive(Debug)]
struct FetchError(String);

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for FetchError {}

impl From<io::Error> for FetchError {
    fn from(_: io::Error) -> Self {
        Self("no connection".into())
    }
}
