//! A server for all tests, and another one for a test that needs its own.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use std::{fs, thread};

use ensure_future_restate::{Limits, Restate};
use tempfile::TempDir;

use crate::worker::{self, JobsIngressClient};

/// The server that most tests share. It ends with this process, which closes its standard input.
pub(crate) static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

pub(crate) struct Server {
    pub(crate) ingress: u16,
    pub(crate) admin: u16,
    _process: Child,
    _data: TempDir,
}

impl Server {
    /// Starts a server with a worker, and waits until both are there.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same, with settings of the server.
    pub(crate) fn start_with(settings: &[(&str, &str)]) -> Self {
        let [ingress, admin, node] = free_ports();
        let data = tempfile::tempdir().unwrap();
        let log = fs::File::create(data.path().join("log")).unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/server");
        let process = Command::new(script)
            .envs(settings.iter().copied())
            .arg("--until-eof")
            .arg(data.path().join("data"))
            .args([ingress, admin, node].map(|port| port.to_string()))
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let server = Self {
            ingress,
            admin,
            _process: process,
            _data: data,
        };
        let begin = Instant::now();
        while !worker::is_registered(admin) {
            assert!(
                begin.elapsed() < Duration::from_secs(120),
                "the server does not start"
            );
            thread::sleep(Duration::from_millis(100));
        }
        server
    }

    pub(crate) fn connect(&self) -> Restate {
        connect(self.ingress, self.admin)
    }

    pub(crate) fn jobs(&self) -> JobsIngressClient<ensure_future_restate::Executor> {
        JobsIngressClient::from_client(self.connect().client())
    }
}

/// Connects to these ports, with short limits.
pub(crate) fn connect(ingress: u16, admin: u16) -> Restate {
    let limits = Limits {
        connect: Duration::from_secs(2),
        answer: Duration::from_secs(2),
        attach: Duration::from_secs(2),
        give_up: Duration::from_secs(3),
    };
    let [ingress, admin] =
        [ingress, admin].map(|port| format!("http://127.0.0.1:{port}").parse().unwrap());
    Restate::connect_with(ingress, admin, limits).unwrap()
}

/// Returns ports that are free now.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    let listeners = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}
