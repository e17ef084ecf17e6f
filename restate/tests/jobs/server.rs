//! A server for all tests, and another one for a test that needs its own.

use std::net::{Ipv4Addr, TcpListener};
use std::process::{self, Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use ensure_future_restate::{Executor, Limits, Restate};
use restate_sdk::ingress::SendResponse;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::worker::{self, JobsIngressClient};

/// The server that most tests share. It ends with this process, which closes its standard input.
pub(crate) static SERVER: LazyLock<Server> = LazyLock::new(|| {
    // By default, the server runs 1,000 jobs at a time. A test has as many.
    let limit = "RESTATE_WORKER__INVOKER__CONCURRENT_INVOCATIONS_LIMIT";
    Server::launch(&[(limit, "2000")], true)
});

pub(crate) struct Server {
    pub(crate) ingress: u16,
    pub(crate) admin: u16,
    command: Command,
    process: Child,
    _data: TempDir,
}

impl Server {
    /// Starts a server with these settings and with a worker, and waits until both are there. It ends when it is dropped.
    pub(crate) fn start(settings: &[(&str, &str)]) -> Self {
        Self::launch(settings, false)
    }

    fn launch(settings: &[(&str, &str)], until_eof: bool) -> Self {
        let [ingress, admin, node] = free_ports();
        let data = tempfile::tempdir().unwrap();
        let log = fs::File::create(data.path().join("log")).unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/server");
        let mut command = if until_eof {
            // A static is not dropped, so the shell removes the folder.
            let mut shell = Command::new("sh");
            let run = r#""$0" --until-eof "$@"; rm -r "$(dirname "$1")""#;
            shell.args(["-c", run, script]);
            shell
        } else {
            Command::new(script)
        };
        command
            .envs(settings.iter().copied())
            .arg(data.path().join("data"))
            .args([ingress, admin, node].map(|port| port.to_string()))
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        let server = Self {
            ingress,
            admin,
            process: command.spawn().unwrap(),
            command,
            _data: data,
        };
        server.register(*worker::PORT);
        server
    }

    /// Ends the server at once, as `kill -9` does. It must not be the shared one, whose process is a script.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts a killed server again, on the same ports and with the same data. It needs some time.
    pub(crate) fn start_again(&mut self) {
        self.process = self.command.spawn().unwrap();
    }

    /// Tells the server where a worker is, as soon as both are there. The server sends it the jobs that begin from now on.
    pub(crate) fn register(&self, worker: u16) {
        let begin = Instant::now();
        while !is_registered(self.admin, worker) {
            assert!(
                begin.elapsed() < Duration::from_secs(120),
                "the server or the worker does not start"
            );
            thread::sleep(Duration::from_millis(100));
        }
    }

    pub(crate) fn connect(&self) -> Restate {
        connect(self.ingress, self.admin)
    }

    pub(crate) fn jobs(&self) -> JobsIngressClient<Executor> {
        JobsIngressClient::from_client(self.connect().client())
    }

    /// Submits a job that does not begin during the test.
    pub(crate) async fn submit_for_later(&self) -> SendResponse<Executor, u64> {
        let hour = Duration::from_secs(3600);
        self.jobs().double(4).send_after(hour).await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Short limits, for requests that fail.
pub(crate) const LIMITS: Limits = Limits {
    connect: Duration::from_secs(2),
    answer: Duration::from_secs(2),
    attach: Duration::from_secs(2),
    give_up: Duration::from_secs(3),
};

/// Connects to these ports, with short limits.
pub(crate) fn connect(ingress: u16, admin: u16) -> Restate {
    connect_with(ingress, admin, LIMITS)
}

/// Connects to these ports.
pub(crate) fn connect_with(ingress: u16, admin: u16, limits: Limits) -> Restate {
    let [ingress, admin] =
        [ingress, admin].map(|port| format!("http://127.0.0.1:{port}").parse().unwrap());
    Restate::connect_with(ingress, admin, limits).unwrap()
}

/// Returns ports that are free now, each only once. The system gives the ports from 32,768 on to connections and to other
/// programs, so a server could lose such a port while it is away.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    static NEXT: LazyLock<AtomicU16> =
        LazyLock::new(|| AtomicU16::new(8192 + (process::id() % 2048) as u16 * 8));
    [(); N].map(|()| {
        loop {
            let port = NEXT.fetch_add(1, Ordering::Relaxed);
            if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return port;
            }
        }
    })
}

/// Tells the server where a worker is, and returns whether the server has reached the worker.
fn is_registered(admin: u16, worker: u16) -> bool {
    let body = format!(r#"{{"uri": "http://127.0.0.1:{worker}"}}"#);
    let register = async {
        let request = reqwest::Client::new()
            .post(format!("http://127.0.0.1:{admin}/deployments"))
            .header("content-type", "application/json")
            .body(body);
        request
            .send()
            .await
            .is_ok_and(|response| response.status().is_success())
    };
    // Not on the runtime of a test, which this blocks.
    thread::scope(|scope| {
        scope
            .spawn(|| Runtime::new().unwrap().block_on(register))
            .join()
    })
    .unwrap()
}
