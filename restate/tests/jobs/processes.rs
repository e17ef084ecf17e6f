//! Processes that a test starts and kills. Each is this test binary, and runs an ignored test.

use std::process::Stdio;
use std::{env, io, process, thread};

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpSocket;
use tokio::process::{Child, Command};
use tokio::runtime::Runtime;

use crate::asking::asking;
use crate::server::connect;
use crate::worker;

/// Starts a worker. Several workers may have the same port: the system shares the connections out among them.
pub(crate) fn start_worker(port: u16) -> Child {
    start("processes::worker", &[port])
}

/// Starts a client, which submits a job and waits for it. Returns the client and the id of the job.
pub(crate) async fn start_client(ingress: u16, admin: u16, input: u16) -> (Child, String) {
    let mut client = start("processes::client", &[ingress, admin, input]);
    let mut lines = BufReader::new(client.stdout.take().unwrap()).lines();
    loop {
        let line = lines.next_line().await.unwrap();
        let line = line.expect("the client has printed an id");
        if line.starts_with("inv_") {
            return (client, line);
        }
    }
}

fn start(test: &str, ports: &[u16]) -> Child {
    let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
    Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env("PORTS", ports.join(" "))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

fn ports<const N: usize>() -> [u16; N] {
    let ports = env::var("PORTS").expect("it is a process that a test starts");
    let ports: Vec<u16> = ports.split(' ').map(|port| port.parse().unwrap()).collect();
    ports.try_into().unwrap()
}

/// Ends this process when the test that has started it closes its standard input, or ends.
fn end_with_the_test() {
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(0);
    });
}

#[test]
#[ignore = "a test starts it as a process of its own"]
fn worker() {
    end_with_the_test();
    let [port] = ports();
    Runtime::new().unwrap().block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseport(true).unwrap();
        socket.bind(([127, 0, 0, 1], port).into()).unwrap();
        worker::serve(socket.listen(1024).unwrap()).await;
    });
}

#[tokio::test]
#[ignore = "a test starts it as a process of its own"]
async fn client() {
    end_with_the_test();
    let [ingress, admin, input] = ports();
    let job = asking(&connect(ingress, admin))
        .ask(input)
        .send()
        .await
        .unwrap();
    let handle = job.invocation_handle();
    println!("\n{}", handle.invocation_id());
    handle.attach().await.unwrap();
}
