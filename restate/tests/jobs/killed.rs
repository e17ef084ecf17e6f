//! A worker or a client is killed while a job runs.

use ensure_future::ensure_future;

use crate::asking::{Attempts, asking};
use crate::processes::{start_client, start_worker};
use crate::proxy::{Flow, Proxy};
use crate::server::{SERVER, Server, free_ports};
use crate::worker;

#[tokio::test]
async fn another_worker_finishes_the_job_of_a_killed_worker() {
    let server = Server::start(&[]);
    let [port] = free_ports();
    let mut workers = [start_worker(port), start_worker(port)];
    server.register(port);
    let attempts = Attempts::new().await;
    let job = asking(&server.connect()).ask(attempts.port()).send().await;
    let job = job.unwrap();
    let handle = job.invocation_handle();
    let task = ensure_future(job);

    let first = attempts.next().await;
    let killed = workers
        .iter()
        .position(|worker| worker.id() == Some(first.process));
    workers[killed.unwrap()].kill().await.unwrap();

    let second = attempts.next().await;
    assert_ne!(second.process, first.process);
    second.finish(7).await;
    assert_eq!(task.await.unwrap().unwrap(), 7);
    assert_eq!(handle.attach().await.unwrap().into_body(), 7);
    attempts.end().await;
}

#[tokio::test(flavor = "multi_thread")] // `register` blocks, while the proxy works
async fn a_broken_connection_drops_the_work_and_the_job_runs_again() {
    let server = Server::start(&[]);
    let proxy = Proxy::start(*worker::PORT, Flow::Pass).await;
    server.register(proxy.port);
    let attempts = Attempts::new().await;
    let job = asking(&server.connect()).ask(attempts.port()).send().await;
    let task = ensure_future(job.unwrap());

    let first = attempts.next().await;
    proxy.break_connections();
    first.dropped().await;
    attempts.next().await.finish(7).await;
    assert_eq!(task.await.unwrap().unwrap(), 7);
    attempts.end().await;
}

#[tokio::test]
async fn another_process_gets_the_value_of_a_killed_clients_job() {
    let attempts = Attempts::new().await;
    let (ingress, admin) = (SERVER.ingress, SERVER.admin);
    let (mut client, id) = start_client(ingress, admin, attempts.port()).await;
    let attempt = attempts.next().await;
    client.kill().await.unwrap();

    let task = ensure_future(SERVER.connect().attach::<u64>(id));
    attempt.finish(7).await;
    assert_eq!(task.await.unwrap().unwrap(), 7);
    attempts.end().await;
}
