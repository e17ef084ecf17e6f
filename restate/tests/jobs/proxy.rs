//! A network between a client and a server, which a test stalls and breaks.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::watch;
use tokio::time::timeout;

/// What the network does with the bytes that come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    Pass,
    HoldRequests,
    HoldAnswers,
    /// Passes the status and the headers of an answer, and holds its body.
    HoldBodies,
    /// Breaks the connection on which the next answer comes, and passes everything from then on.
    BreakAtAnswer,
}

/// Accepts connections, and forwards them to a server.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    state: State,
}

#[derive(Clone)]
struct State {
    flow: watch::Sender<Flow>,
    breaks: watch::Sender<()>,
    requests: watch::Sender<usize>,
    answers: watch::Sender<usize>,
}

impl Proxy {
    /// Starts a proxy that forwards to this port, on the runtime of the test.
    pub(crate) async fn start(server: u16, flow: Flow) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = State {
            flow: watch::Sender::new(flow),
            breaks: watch::Sender::new(()),
            requests: watch::Sender::new(0),
            answers: watch::Sender::new(0),
        };
        let accepted = state.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(forward(client, server, accepted.clone()));
            }
        });
        Self { port, state }
    }

    pub(crate) fn set(&self, flow: Flow) {
        self.state.flow.send_replace(flow);
    }

    /// Breaks all connections.
    pub(crate) fn break_connections(&self) {
        self.state.breaks.send_replace(());
    }

    /// Returns how many requests have come.
    pub(crate) fn requests(&self) -> usize {
        *self.state.requests.borrow()
    }

    /// Waits until so many requests have come.
    pub(crate) async fn wait_for_requests(&self, count: usize) {
        reaches(&self.state.requests, count).await;
    }

    /// Waits until so many answers were passed on.
    pub(crate) async fn wait_for_answers(&self, count: usize) {
        reaches(&self.state.answers, count).await;
    }
}

async fn reaches(counter: &watch::Sender<usize>, count: usize) {
    let mut counter = counter.subscribe();
    let reached = counter.wait_for(|counted| *counted >= count);
    let reached = timeout(Duration::from_secs(60), reached).await;
    reached.expect("they come").unwrap();
}

async fn forward(client: TcpStream, server: u16, state: State) {
    let mut breaks = state.breaks.subscribe();
    let server = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    select! {
        _ = breaks.changed() => {}
        () = requests(from_client, to_server, &state) => {}
        () = answers(from_server, to_client, &state) => {}
    }
}

/// Forwards requests, each of which comes at once and fits the buffer.
async fn requests(mut client: OwnedReadHalf, mut server: OwnedWriteHalf, state: &State) {
    let mut buffer = [0; 4096];
    while let Ok(size @ 1..) = client.read(&mut buffer).await {
        state.requests.send_modify(|count| *count += 1);
        pass(&state.flow, Flow::HoldRequests).await;
        if server.write_all(&buffer[..size]).await.is_err() {
            return;
        }
    }
}

/// Forwards answers, each of which comes at once and fits the buffer.
async fn answers(mut server: OwnedReadHalf, mut client: OwnedWriteHalf, state: &State) {
    let mut buffer = [0; 4096];
    while let Ok(size @ 1..) = server.read(&mut buffer).await {
        let flow = &state.flow;
        let breaks = flow.send_if_modified(|flow| {
            let breaks = *flow == Flow::BreakAtAnswer;
            if breaks {
                *flow = Flow::Pass;
            }
            breaks
        });
        if breaks {
            return;
        }
        pass(flow, Flow::HoldAnswers).await;
        let (head, body) = buffer[..size].split_at(head(&buffer[..size]));
        if client.write_all(head).await.is_err() {
            return;
        }
        pass(flow, Flow::HoldBodies).await;
        if client.write_all(body).await.is_err() {
            return;
        }
        state.answers.send_modify(|count| *count += 1);
    }
}

/// Waits while the flow is `holds`.
async fn pass(flow: &watch::Sender<Flow>, holds: Flow) {
    let mut flow = flow.subscribe();
    flow.wait_for(|flow| *flow != holds).await.unwrap();
}

/// Returns the size of an answer without its body.
fn head(answer: &[u8]) -> usize {
    let end = b"\r\n\r\n";
    let found = answer.windows(end.len()).position(|window| window == end);
    found.map_or(0, |begin| begin + end.len())
}
