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
        let mut worker = connect(&mut turns, workers.len()).await?;
        // A broken connection is the concern of its ends.
        drop(create_task(async move {
            server.set_nodelay(true)?;
            worker.set_nodelay(true)?;
            copy_bidirectional(&mut server, &mut worker).await
        }));
    }
}

/// Connects to the first worker that accepts. A worker that is gone refuses.
async fn connect<'a>(
    turns: &mut impl Iterator<Item = &'a SocketAddr>,
    workers: usize,
) -> io::Result<TcpStream> {
    let mut gone = 0;
    while gone < workers {
        let worker = turns.next().expect("it is endless");
        match TcpStream::connect(worker).await {
            Ok(stream) => return Ok(stream),
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => gone += 1,
            Err(_) => {
                sleep(PAUSE).await;
                gone = 0;
            }
        }
    }
    Err(io::Error::other("no worker is left"))
}
