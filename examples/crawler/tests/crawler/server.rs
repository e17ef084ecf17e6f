//! An HTTP server that notes its requests.

use std::sync::Arc;

use ensure_future::create_task;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::watch;

/// The status and the text of an answer.
pub(crate) type Answer = (u16, String);

/// The requests so far: paths, in the order of the events.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) asked: Vec<String>,
    pub(crate) answered: Vec<String>,
    /// The client closed the connection before there was an answer.
    pub(crate) hung_up: Vec<String>,
    /// The largest number of pages that were asked for, but not answered yet.
    pub(crate) most_pages_at_once: usize,
}

impl Notes {
    fn note_asked(&mut self, path: &str) {
        self.asked.push(path.to_owned());
        let pages = |paths: &[String]| paths.iter().filter(|path| is_page(path)).count();
        let at_once = pages(&self.asked) - pages(&self.answered) - pages(&self.hung_up);
        self.most_pages_at_once = self.most_pages_at_once.max(at_once);
    }
}

fn is_page(path: &str) -> bool {
    path.starts_with("/pages/")
}

/// A server on its own port, which lives as long as the runtime of the test.
pub(crate) struct Server {
    pub(crate) address: String,
    notes: Arc<watch::Sender<Notes>>,
}

impl Server {
    /// Starts a server. The function may wait for notes, or forever.
    pub(crate) async fn start<F>(answer: fn(String, watch::Receiver<Notes>) -> F) -> Self
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let notes = Arc::new(watch::Sender::default());
        let server = Self {
            address,
            notes: Arc::clone(&notes),
        };
        drop(create_task(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                drop(create_task(serve(stream, answer, Arc::clone(&notes))));
            }
        }));
        server
    }

    pub(crate) fn notes(&self) -> watch::Ref<'_, Notes> {
        self.notes.borrow()
    }

    /// Waits until the notes meet a condition.
    pub(crate) async fn wait_for(&self, condition: impl FnMut(&Notes) -> bool) {
        self.notes.subscribe().wait_for(condition).await.unwrap();
    }
}

async fn serve<F>(
    mut stream: TcpStream,
    answer: fn(String, watch::Receiver<Notes>) -> F,
    notes: Arc<watch::Sender<Notes>>,
) where
    F: Future<Output = Answer>,
{
    let Some(path) = read_path(&mut stream).await else {
        return; // the client was interrupted
    };
    notes.send_modify(|notes| notes.note_asked(&path));
    select! {
        biased; // a client that hangs up may have got its answer
        (status, text) = answer(path.clone(), notes.subscribe()) => {
            notes.send_modify(|notes| notes.answered.push(path));
            let answer = format!("HTTP/1.0 {status} -\r\n\r\n{text}");
            _ = stream.write_all(answer.as_bytes()).await;
        }
        _ = stream.read_u8() => notes.send_modify(|notes| notes.hung_up.push(path)),
    }
}

/// Reads a request, and returns its path.
async fn read_path(stream: &mut TcpStream) -> Option<String> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next_line().await.ok()??;
    while !lines.next_line().await.ok()??.is_empty() {}
    first.split(' ').nth(1).map(str::to_owned)
}
