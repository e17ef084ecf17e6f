//! Runs both programs against a server, and compares their behaviour.

mod programs;
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::future::pending;
use std::process::Command;
use std::time::Duration;

use tempfile::{TempDir, tempdir};
use tokio::io::AsyncReadExt;
use tokio::join;
use tokio::net::unix::pipe;
use tokio::sync::watch;
use tokio::time::timeout;

use self::programs::Language::{Python, Rust};
use self::programs::{Language, Program};
use self::server::{Answer, Notes, Server};

const AT_ONCE: usize = 3;
const BEAT: Duration = Duration::from_millis(100);
const TOO_LONG: Duration = Duration::from_secs(60);

fn has(paths: &[String], path: &str) -> bool {
    paths.iter().any(|each| each == path)
}

/// Compares the results of both programs.
async fn in_both<T: std::fmt::Debug + PartialEq>(run: impl AsyncFn(Language) -> T) -> T {
    let both = async { join!(run(Rust), run(Python)) };
    let (rust, python) = timeout(TOO_LONG, both).await.expect("the programs end");
    assert_eq!(rust, python);
    rust
}

/// A site with a mirror that fails and a mirror that hangs, a page that hangs, and a missing page.
async fn site(path: String, mut notes: watch::Receiver<Notes>) -> Answer {
    match &*path {
        "/mirror/1" => (500, String::new()),
        "/mirror/3" => {
            let failed = |notes: &Notes| has(&notes.answered, "/mirror/1");
            notes.wait_for(failed).await.unwrap();
            let pages = ["one", "slow", "missing", "four", "five", "six"];
            (200, pages.map(|page| format!("/pages/{page}\n")).concat())
        }
        "/heartbeat" => (200, String::new()),
        "/mirror/2" | "/pages/slow" => pending().await,
        page => {
            // The crawler has asked for as many pages as allowed, and for no more until a heartbeat.
            let is_full = |notes: &Notes| {
                let last = notes.asked.last().is_some_and(|last| last == "/heartbeat");
                notes.most_pages_at_once >= AT_ONCE && last
            };
            notes.wait_for(is_full).await.unwrap();
            if page == "/pages/missing" {
                (404, String::new())
            } else {
                (200, format!("Hällo, this is {page}"))
            }
        }
    }
}

/// The names and contents of the files in a folder.
fn files(folder: &TempDir) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

const README: &str = include_str!("../../README.md");

/// Returns the blocks of code in the README.
fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    let fence = format!("```{language}\n");
    let blocks: Vec<_> = README.split(&fence).skip(1).collect();
    blocks
        .into_iter()
        .map(|block| block.split("```").next().unwrap())
}

#[tokio::test]
async fn both_save_the_pages_and_print_what_the_readme_shows() {
    let (lines, files) = in_both(async |language| {
        let server = Server::start(site).await;
        let mut program = Program::start(language, &server.address, tempdir().unwrap());
        let lines = program.lines(10).await;
        let files = files(&program.folder);
        assert_eq!(program.end().await, (Some(0), vec![]));

        let hung_up = |notes: &Notes| notes.hung_up.len() == 2;
        server.wait_for(hung_up).await;
        let notes = server.notes();
        assert_eq!(notes.most_pages_at_once, AT_ONCE, "{language:?}");
        assert_eq!(notes.hung_up, ["/mirror/2", "/pages/slow"], "{language:?}");
        (lines, files)
    })
    .await;

    let expected: Vec<_> = blocks("text").next().unwrap().lines().collect();
    assert_eq!(lines, expected);
    let expected = ["five", "four", "one", "six"].map(|name| {
        let text = format!("Hällo, this is /pages/{name}");
        (name.to_owned(), text)
    });
    assert_eq!(files, BTreeMap::from(expected));
}

/// More than a pipe holds: a program blocks in the middle of writing it until its output is read.
const LARGE: usize = 1_000_000;

/// A site with a large page, and pages that hang.
async fn large_site(path: String, _notes: watch::Receiver<Notes>) -> Answer {
    match &*path {
        "/mirror/1" => (200, "/pages/large /pages/two /pages/three".into()),
        "/heartbeat" => (200, String::new()),
        "/pages/large" => (200, "x".repeat(LARGE)),
        _ => pending().await,
    }
}

fn count_beats(notes: &Notes) -> usize {
    let asked = notes.asked.iter();
    asked.filter(|path| *path == "/heartbeat").count()
}

/// Both programs stop at once at a signal, but complete the page that they are saving.
async fn check_shutdown(signal: &str) {
    let lines = in_both(async |language| {
        let server = Server::start(large_site).await;
        let folder = tempdir().unwrap();
        let part = folder.path().join("large.part");
        assert!(
            Command::new("mkfifo")
                .arg(&part)
                .status()
                .unwrap()
                .success()
        );
        let mut writing = pipe::OpenOptions::new()
            .read_write(true)
            .open_receiver(&part)
            .unwrap();

        let mut program = Program::start(language, &server.address, folder);
        let mut page = vec![0; LARGE];
        writing.read_exact(&mut page[..1]).await.unwrap();
        let others_are_asked = |notes: &Notes| has(&notes.asked, "/pages/three");
        server.wait_for(others_are_asked).await;
        program.signal(signal).await;

        let mut lines = program.lines(3).await;
        let others_are_dropped = |notes: &Notes| {
            has(&notes.hung_up, "/pages/two") && has(&notes.hung_up, "/pages/three")
        };
        server.wait_for(others_are_dropped).await;
        // A heartbeat may be under way. No more come, although the program is still running.
        let beats = count_beats(&server.notes());
        let goes_on = server.wait_for(|notes| count_beats(notes) > beats + 1);
        timeout(5 * BEAT, goes_on).await.unwrap_err();
        writing.read_exact(&mut page[1..]).await.unwrap();
        assert!(page.iter().all(|&byte| byte == b'x'));

        lines.extend(program.lines(1).await);
        let committed = program.folder.path().join("large");
        assert!(
            committed.exists() && !part.exists(),
            "{language:?}: {lines:?}"
        );
        assert_eq!(program.end().await, (Some(130), vec![]));
        lines
    })
    .await;
    assert_eq!(
        lines,
        [
            "3 pages are listed",
            "interrupted",
            "heartbeat stopped",
            "files: 1"
        ]
    );
}

#[tokio::test]
async fn ctrl_c_stops_both_and_a_page_that_is_being_saved_is_completed() {
    check_shutdown("INT").await;
}

#[tokio::test]
async fn sigterm_stops_both_in_the_same_way() {
    check_shutdown("TERM").await;
}

async fn broken_site(path: String, _notes: watch::Receiver<Notes>) -> Answer {
    match &*path {
        "/mirror/2" => (404, String::new()),
        _ => (500, String::new()),
    }
}

#[tokio::test]
async fn without_a_mirror_both_fail() {
    let end = in_both(async |language| {
        let server = Server::start(broken_site).await;
        let program = Program::start(language, &server.address, tempdir().unwrap());
        program.end().await
    })
    .await;
    let lines = ["no mirror answers", "heartbeat stopped", "files: 0"];
    assert_eq!(end, (Some(1), lines.map(str::to_owned).to_vec()));
}

/// Removes indentation and line breaks, which depend on the place of the code.
fn normalised(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_readme_shows_code_of_both_programs() {
    let sources = [
        ("python", "# ..\n", include_str!("../../crawler.py")),
        ("rust", "// ..\n", include_str!("../../src/main.rs")),
    ];
    for (language, gap, source) in sources {
        let source = normalised(source);
        assert_eq!(blocks(language).count(), 6, "{language}");
        for part in blocks(language).flat_map(|block| block.split(gap)) {
            assert!(source.contains(&normalised(part)), "{part}");
        }
    }
}
