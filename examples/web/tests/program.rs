//! The program itself: its log and its end.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};
use tokio::time::timeout;

/// The running program. It is killed if a test fails.
struct Program {
    child: Child,
    stderr: Lines<BufReader<ChildStderr>>,
    log: Vec<String>,
    url: String,
}

impl Program {
    async fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_web"))
            .arg("127.0.0.1:0")
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut program = Self {
            child,
            stderr,
            log: Vec::new(),
            url: String::new(),
        };
        let line = program.read_until("listening on ").await;
        program.url += line.rsplit(' ').next().unwrap();
        program
    }

    /// Reads the log up to the next line with this text, and returns the line.
    async fn read_until(&mut self, text: &str) -> String {
        loop {
            let line = within(self.stderr.next_line()).await.unwrap();
            let line = line.unwrap_or_else(|| panic!("no {text:?} in {:#?}", self.log));
            self.log.push(line.clone());
            if line.contains(text) {
                return line;
            }
        }
    }

    async fn start_job(&self, kind: &str, steps: u32) {
        let job = json!({ "kind": kind, "steps": steps });
        let request = Client::new().post(format!("{}/jobs", self.url)).json(&job);
        let response = within(request.send()).await.unwrap();
        assert!(response.status().is_success(), "{response:?}");
    }

    async fn end_of(&self, job: u32) -> Value {
        let url = format!("{}/jobs/{job}/result", self.url);
        let response = within(Client::new().get(url).send()).await.unwrap();
        within(response.json()).await.unwrap()
    }

    async fn signal(&mut self, signal: &str) -> ExitStatus {
        let id = self.child.id().expect("it is running").to_string();
        let kill = Command::new("kill").args([signal, &id]).status().await;
        assert!(kill.unwrap().success());
        within(self.child.wait()).await.unwrap()
    }
}

async fn within<T>(future: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(60);
    timeout(limit, future).await.expect("it ends in time")
}

#[tokio::test]
async fn what_a_job_logs_is_in_the_spans_of_the_request_and_the_job() {
    let mut program = Program::start().await;
    program.start_job("countdown", 2).await;
    program.start_job("faulty", 2).await;
    program.start_job("primes", 2).await;
    for job in 1..=3 {
        program.end_of(job).await;
    }
    program.start_job("report", 1000).await;
    program.read_until("writing a report").await;
    assert!(program.signal("-TERM").await.success());
    program.read_until("closed").await;

    let expected = [
        ("countdown", 1, "web::work: counting down"), // a coroutine
        ("countdown", 1, "web::jobs::prepared: done"),
        ("faulty", 2, "web: panicked at"),
        ("faulty", 2, "web::jobs::prepared: failed"),
        ("primes", 3, "web::work: counting primes"), // a handle
        ("primes", 3, "web::jobs::prepared: done"),
        ("report", 7, "web::work: writing a report"), // a task
        ("report", 7, "web::work: removed the unfinished report"),
        ("report", 7, "web::jobs::prepared: cancelled"),
    ];
    for (kind, request, line) in expected {
        let job = if request == 7 { 4 } else { request };
        let request = format!("request{{id={request} method=POST path=\"/jobs\"}}");
        let expected = format!(" {request}:job{{id={job} name={kind}}}: {line}");
        let is_there = program.log.iter().any(|line| line.contains(&expected));
        assert!(is_there, "no {expected:?} in {:#?}", program.log);
    }
}

#[tokio::test]
async fn ctrl_c_and_sigterm_end_the_jobs_and_the_program() {
    for signal in ["-INT", "-TERM"] {
        let mut program = Program::start().await;
        program.start_job("report", 1000).await;
        let line = program.read_until("writing a report").await;
        let file = line.split('"').rev().nth(1).expect("it has a path");
        let folder = Path::new(file).parent().unwrap();
        assert!(folder.exists());

        assert!(program.signal(signal).await.success());
        program.read_until("shutting down").await;
        program.read_until("removed the unfinished report").await;
        program.read_until("closed").await;
        assert!(!folder.exists());
    }
}
