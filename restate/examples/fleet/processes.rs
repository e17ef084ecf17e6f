//! The server and the workers that the program starts.

use std::io::{self, BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, process, thread};

use ensure_future::create_task;
use http::Uri;
use tempfile::TempDir;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::{gateway, output};

/// Starts the server, and removes its folder when it has ended.
const SERVER: &str = r#"
"$0" --until-eof "$@"
rm -rf "$1"
"#;

/// The time that a process has to end. A server takes a second or two.
const LIMIT: Duration = Duration::from_secs(5);

/// A server and its workers. They end when this is dropped, the workers first.
pub(crate) struct Fleet {
    workers: Vec<Process>,
    server: Process,
    /// The server's folder. This removes it if the server had to be killed.
    _folder: TempDir,
    pub(crate) ingress: Uri,
    pub(crate) admin: Uri,
}

/// A process that ends when its standard input is closed. So it ends when this is dropped, and also when this program
/// ends in any other way. A process that takes longer than the [`LIMIT`] after the drop is killed.
struct Process(Child);

impl Fleet {
    pub(crate) async fn start(workers: usize, verbose: bool) -> io::Result<Self> {
        let start = spawn_blocking(move || Self::start_processes(workers, verbose));
        let (mut fleet, workers) = start.await??;
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let gateway = listener.local_addr()?.port().to_string();
        drop(create_task(async {
            if let Err(error) = gateway::forward(listener, workers).await {
                output::say(format!("fleet: {error}").as_bytes());
                process::exit(1); // the jobs can't be cancelled without a worker
            }
        }));
        fleet.register(&local(&gateway)).await?;
        Ok(fleet)
    }

    /// Returns the workers' addresses, too.
    fn start_processes(workers: usize, verbose: bool) -> io::Result<(Self, Vec<SocketAddr>)> {
        let mut worker = Command::new(env::current_exe()?);
        worker.args(["worker", "--until-eof", "127.0.0.1:0"]);
        worker
            .args(verbose.then_some("--verbose"))
            .stdout(Stdio::piped());
        let mut workers = (0..workers)
            .map(|_| Process::start(&mut worker))
            .collect::<io::Result<Vec<_>>>()?;

        let ports: Vec<_> = free_ports().take(3).collect();
        let folder = tempfile::tempdir()?;
        let mut server = Command::new("sh");
        server
            .args(["-c", SERVER, concat!(env!("CARGO_MANIFEST_DIR"), "/server")])
            .arg(folder.path())
            .args(&ports)
            .env("RUST_LOG", "error,octocrab=off")
            .stdout(Stdio::null());
        let server = Process::start(&mut server)?;

        let addresses = workers
            .iter_mut()
            .map(Process::address)
            .collect::<io::Result<_>>()?;
        let fleet = Self {
            workers,
            server,
            _folder: folder,
            ingress: local(&ports[0]),
            admin: local(&ports[1]),
        };
        Ok((fleet, addresses))
    }

    /// Tells the server the address of the service. A server that has just begun does not listen yet.
    async fn register(&mut self, service: &Uri) -> io::Result<()> {
        let request = reqwest::Client::new()
            .post(format!("{}deployments", self.admin))
            .header("content-type", "application/json")
            .body(format!(r#"{{"uri": "{service}"}}"#));
        loop {
            let request = request.try_clone().expect("its body is no stream");
            match request.send().await {
                Ok(response) if response.status().is_success() => return Ok(()),
                Ok(response) if response.status() != http::StatusCode::SERVICE_UNAVAILABLE => {
                    let reason = response.text().await.unwrap_or_default();
                    return Err(io::Error::other(format!(
                        "it refuses the workers: {reason}"
                    )));
                }
                _ => sleep(Duration::from_millis(50)).await,
            }
            if let Some(status) = self.server.0.try_wait()? {
                return Err(io::Error::other(format!("it did not start: {status}")));
            }
        }
    }
}

impl Process {
    /// Starts a process in a group of its own. A terminal's Ctrl-C gets to the whole group of this program.
    fn start(command: &mut Command) -> io::Result<Self> {
        let command = command.stdin(Stdio::piped()).process_group(0);
        Ok(Self(command.spawn()?))
    }

    /// Returns the address that a worker prints.
    fn address(&mut self) -> io::Result<SocketAddr> {
        let stdout = self.0.stdout.take().expect("it is piped");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        line.trim().parse().map_err(io::Error::other)
    }
}

impl Drop for Fleet {
    /// Ends all workers at the same time, so that together they take no longer than the [`LIMIT`].
    fn drop(&mut self) {
        thread::scope(|scope| {
            for worker in self.workers.drain(..) {
                scope.spawn(move || drop(worker));
            }
        });
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let begin = Instant::now();
        while let Ok(None) = self.0.try_wait() {
            if begin.elapsed() > LIMIT {
                let kill = format!("kill -s KILL -- -{}", self.0.id()); // its group
                let _ = Command::new("sh").args(["-c", &kill]).status();
                break; // a killed process may hang in a system call
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Returns ports that are free now. The system gives the ports from 32768 on to connections and to other programs, so
/// it does not give these away before the server has them.
fn free_ports() -> impl Iterator<Item = String> {
    let first = 16_384 + process::id() % 4096 * 3;
    let ports = (first..32_768).map(|port| port.to_string());
    ports.filter(|port| TcpListener::bind(format!("127.0.0.1:{port}")).is_ok())
}

fn local(port: &str) -> Uri {
    let uri = format!("http://127.0.0.1:{port}");
    uri.parse().expect("it is an address")
}
