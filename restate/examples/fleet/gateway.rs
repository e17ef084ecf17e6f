//! A single address for all workers, since Restate calls a service at one address.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use ensure_future::create_task;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// The pause after an error that may pass, such as too many open files.
pub(crate) const PAUSE: Duration = Duration::from_millis(100);

/// Forwards each connection to the next worker in turn, and skips workers that are gone.
///
/// # Errors
///
/// Ends with an error if no worker is left.
pub(crate) async fn forward(listener: TcpListener, workers: Vec<SocketAddr>) -> io::Result<()> {
    let mut turns = workers.iter().cycle();
    loop {
        let Ok((mut server, _)) = listener.accept().await else {
            sleep(PAUSE).await;
            continue;
        };
        let mut worker = match connect(turns.by_ref().take(workers.len())).await {
            Ok(stream) => stream,
            Err(error) if is_gone(&error) => return Err(io::Error::other("no worker is left")),
            Err(_) => {
                drop(server); // Restate then runs the jobs on another connection
                sleep(PAUSE).await;
                continue;
            }
        };
        // Both ends notice a broken connection themselves.
        drop(create_task(async move {
            server.set_nodelay(true)?;
            worker.set_nodelay(true)?;
            copy_bidirectional(&mut server, &mut worker).await
        }));
    }
}

/// Connects to the first worker that is not gone.
async fn connect(workers: impl Iterator<Item = &SocketAddr>) -> io::Result<TcpStream> {
    for worker in workers {
        match TcpStream::connect(worker).await {
            Err(error) if is_gone(&error) => {}
            connected_or_failed => return connected_or_failed,
        }
    }
    Err(ErrorKind::ConnectionRefused.into())
}

fn is_gone(error: &io::Error) -> bool {
    error.kind() == ErrorKind::ConnectionRefused
}
