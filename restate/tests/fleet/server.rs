//! A server that outlives the program, with a worker that is started by hand.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::{fs, iter};

use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::program::{FLEET, Program, wait_until};

pub(crate) struct Server {
    pub(crate) worker: Program,
    process: Child,
    ingress: String,
    admin: String,
    _folder: TempDir,
}

impl Server {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ports = [(); 3].map(|()| free_port());
        let mut server = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/server"));
        server
            .arg("--until-eof")
            .arg(folder.path().join("data"))
            .args(ports.map(|port| port.to_string()));
        let process = server
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();

        let mut worker = Program::start(worker_without_privileges(folder.path()));
        let address = worker.stdout.find(":");
        let [ingress, admin, _] = ports.map(|port| format!("http://127.0.0.1:{port}"));
        let body = format!(r#"{{"uri": "http://{address}"}}"#);
        wait_until(|| post(&format!("{admin}/deployments"), &body).is_some());
        Self {
            worker,
            process,
            ingress,
            admin,
            _folder: folder,
        }
    }

    /// Returns the options with which the program uses this server.
    pub(crate) fn options(&self) -> [&str; 4] {
        ["--ingress", &self.ingress, "--admin", &self.admin]
    }

    /// Returns the targets of the jobs that have not ended.
    pub(crate) fn running(&self) -> Vec<String> {
        let query = r#"{"query": "select target from sys_invocation where status != 'completed'"}"#;
        let answer = post(&format!("{}/query", self.admin), query).unwrap();
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let rows = answer["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| row["target"].as_str().unwrap().into())
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.wait(); // closes its standard input first
    }
}

/// Returns a port that is free now, below those that the system gives to connections and to other programs.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(12_288);
    let mut ports = iter::repeat_with(|| NEXT.fetch_add(1, Ordering::Relaxed));
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    ports.find(is_free).unwrap()
}

/// The worker as a user without the privilege to read every file.
fn worker_without_privileges(folder: &Path) -> Command {
    let program = folder.join("fleet");
    fs::copy(&*FLEET, &program).unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(program);
    command.args(["worker", "--verbose", "127.0.0.1:0"]);
    if fs::metadata(folder).unwrap().uid() == 0 {
        command.uid(65534).gid(65534);
    }
    command
}

/// Sends a request, and returns the answer if there was one.
fn post(uri: &str, body: &str) -> Option<String> {
    let request = reqwest::Client::new()
        .post(uri)
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .body(body.to_owned());
    Runtime::new().unwrap().block_on(async {
        let response = request.send().await.ok()?;
        response.error_for_status().ok()?.text().await.ok()
    })
}
