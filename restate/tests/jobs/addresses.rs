//! Something other than Restate's API listens at an address.

use std::time::Duration;

use ensure_future::{RemoteError, RemoteErrorKind, ensure_future};
use ensure_future_restate::{RequestErrorKind, Restate};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::timeout;

use crate::errors::{error_of, request_error};
use crate::server::{LIMITS, SERVER, connect};
use crate::worker::JobsIngressClient;

/// Starts a server that says the same to every request.
async fn start(answer: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            tokio::spawn(async move {
                while let Ok(1..) = client.read(&mut [0; 4096]).await {
                    client.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    port
}

const MAIL_SERVER: &str = "220 mail ready\r\n";
const WEB_SERVER: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
const NOT_FOUND: &str = "HTTP/1.1 404 Not Found\r\ncontent-length: 5\r\n\r\nhello";

fn assert_wrong(error: &RemoteError, kind: RemoteErrorKind, message: &str) {
    assert_eq!(error.kind(), kind, "{error}");
    let request = request_error(error);
    assert_eq!(request.kind(), RequestErrorKind::NotRestate, "{error}");
    assert!(request.to_string().ends_with(message), "{error}");
}

async fn assert_no_ingress(port: u16, message: &str) {
    let restate = connect(port, SERVER.admin);
    let error = error_of(&restate, "inv_1").await;
    assert_wrong(&error, RemoteErrorKind::Unreachable, message);

    let jobs = JobsIngressClient::from_client(restate.client());
    let Err(error) = jobs.double(4).send().await else {
        panic!("the job was accepted");
    };
    let error = request_error(&error);
    assert_eq!(error.kind(), RequestErrorKind::NotRestate, "{error}");
    assert!(error.to_string().ends_with(message), "{error}");
}

#[tokio::test]
async fn a_server_that_speaks_no_http_is_no_ingress() {
    let message = " does not speak HTTP, so it is not the ingress of Restate: check the address";
    assert_no_ingress(start(MAIL_SERVER).await, message).await;
}

#[tokio::test]
async fn another_web_server_is_no_ingress() {
    for (answer, status) in [(WEB_SERVER, "200 OK"), (NOT_FOUND, "404 Not Found")] {
        let message =
            format!(" answered {status}, but not as the ingress of Restate: check the address");
        assert_no_ingress(start(answer).await, &message).await;
    }
}

#[tokio::test]
async fn the_admin_api_is_no_ingress() {
    let message = " answered 404 Not Found, but not as the ingress of Restate: check the address";
    assert_no_ingress(SERVER.admin, message).await;
}

#[tokio::test]
async fn other_servers_are_no_admin_api() {
    let no_http = "does not speak HTTP, so it is not the admin API of Restate: check the address";
    let found = " answered 200 OK, but not as the admin API of Restate: check the address";
    let not_found =
        " answered 404 Not Found, but not as the admin API of Restate: check the address";
    for (admin, message) in [
        (start(MAIL_SERVER).await, no_http),
        (start(WEB_SERVER).await, found),
        (start(NOT_FOUND).await, not_found),
        (SERVER.ingress, not_found),
    ] {
        let error = error_of_cancelling(&connect(SERVER.ingress, admin)).await;
        assert_wrong(&error, RemoteErrorKind::NotCancelled, message);
    }
}

#[tokio::test]
async fn an_address_that_is_no_http_address_is_an_error_at_once() {
    let right = "http://127.0.0.1:1";
    for wrong in ["127.0.0.1:1", "/", "ftp://127.0.0.1:1/", "http://a/?b"] {
        for (name, ingress, admin) in [("ingress", wrong, right), ("admin", right, wrong)] {
            let [ingress, admin] = [ingress, admin].map(|address| address.parse().unwrap());
            let error = Restate::connect(ingress, admin).unwrap_err().to_string();
            let message = format!(
                "the connection to Restate can't be set up: the {name} address is `{wrong}`, and not like "
            );
            assert!(error.starts_with(&message), "{error}");
        }
    }
}

/// As a proxy before a server that is not there.
const BAD_GATEWAY: &str = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
const TOO_MANY: &str = "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n";

#[tokio::test]
async fn a_proxy_before_a_server_that_is_not_there_is_no_wrong_address() {
    assert_unavailable(start(BAD_GATEWAY).await, "502 Bad Gateway").await;
}

#[tokio::test]
async fn a_proxy_that_takes_no_further_requests_is_no_wrong_address() {
    assert_unavailable(start(TOO_MANY).await, "429 Too Many Requests").await;
}

async fn assert_unavailable(ingress: u16, status: &str) {
    let restate = connect(ingress, SERVER.admin);
    let error = error_of(&restate, "inv_1").await;
    assert_eq!(error.kind(), RemoteErrorKind::Unreachable);
    let request = request_error(&error);
    assert_eq!(request.kind(), RequestErrorKind::Unavailable);
    assert!(
        request
            .to_string()
            .ends_with(&format!(" answered {status}; retried for 3s")),
        "{error}"
    );

    let jobs = JobsIngressClient::from_client(restate.client());
    let Err(error) = jobs.double(4).send().await else {
        panic!("the job was accepted");
    };
    let error = request_error(&error);
    assert_eq!(error.kind(), RequestErrorKind::Unavailable);
    let message = error.to_string();
    assert!(
        message.contains(&format!("{status}; the job may have been started")),
        "{message}"
    );
}

/// As the server answers a body of more than 32 MiB.
const TOO_LARGE: &str = "HTTP/1.1 413 Payload Too Large\r\ncontent-length: 0\r\n\r\n";

#[tokio::test]
async fn a_job_whose_input_is_too_large_is_refused() {
    let restate = connect(start(TOO_LARGE).await, SERVER.admin);
    let jobs = JobsIngressClient::from_client(restate.client());
    let error = jobs.double(4).send().await.err().unwrap();
    let error = request_error(&error);
    assert_eq!(error.kind(), RequestErrorKind::Refused);
    assert!(
        error.to_string().ends_with("413 Payload Too Large"),
        "{error}"
    );
}

/// Starts a server that says what the first line of each request is, and which token it has.
async fn listen_for_tokens() -> (u16, Receiver<(String, Option<String>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, receiver) = channel(10);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let mut lines = BufReader::new(client).lines();
            let first = lines.next_line().await.unwrap().unwrap();
            let mut token = None;
            while let Ok(Some(line)) = lines.next_line().await
                && !line.is_empty()
            {
                token = token.or(line.strip_prefix("authorization: ").map(Into::into));
            }
            let _ = sender.send((first, token)).await;
        }
    });
    (port, receiver)
}

#[tokio::test]
async fn a_token_of_the_client_is_sent_to_both_apis() {
    let (ingress, mut of_ingress) = listen_for_tokens().await;
    let (admin, mut of_admin) = listen_for_tokens().await;
    let client = connect(ingress, admin).client();
    let client = client.with_restate_auth_token("secret").unwrap();
    let task = ensure_future(client.invocation_handle::<u64>("inv_1"));
    let token = Some("Bearer secret".to_owned());
    let attach = "GET /restate/attach/inv_1 HTTP/1.1".to_owned();
    assert_eq!(of_ingress.recv().await.unwrap(), (attach, token.clone()));

    task.cancel();
    let cancel = "PATCH /invocations/inv_1/cancel HTTP/1.1".to_owned();
    assert_eq!(of_admin.recv().await.unwrap(), (cancel, token));
}

#[tokio::test]
async fn the_admin_api_may_be_below_a_path() {
    let (port, mut requests) = listen_for_tokens().await;
    for path in ["/below", "/below/"] {
        let admin = format!("http://127.0.0.1:{port}{path}").parse().unwrap();
        let ingress = "http://127.0.0.1:1".parse().unwrap();
        let restate = Restate::connect_with(ingress, admin, LIMITS).unwrap();
        let task = ensure_future(restate.attach::<u64>("inv_1"));
        task.cancel();
        let (request, _) = requests.recv().await.unwrap();
        assert_eq!(request, "PATCH /below/invocations/inv_1/cancel HTTP/1.1");
    }
}

async fn error_of_cancelling(restate: &Restate) -> RemoteError {
    let job = SERVER.submit_for_later().await;
    let id = job.invocation_handle().invocation_id().clone();
    let task = ensure_future(restate.attach::<u64>(id));
    let outcome = timeout(Duration::from_secs(60), task.cancel_and_wait()).await;
    let outcome = outcome.expect("the request to cancel has failed");
    let error = outcome.unwrap().unwrap_err();
    let cancelled = ensure_future(job).cancel_and_wait().await;
    assert!(cancelled.unwrap_err().is_cancelled());
    error
}
