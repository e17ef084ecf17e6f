//! A single address for all workers, since Restate calls a service at one address.

use std::io;
use std::net::SocketAddr;

use ensure_future::create_task;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

/// Forwards each connection to the next worker in turn, and skips workers that are gone.
///
/// # Errors
///
/// Ends with an error if no worker is left.
pub(crate) async fn forward(listener: TcpListener, workers: Vec<SocketAddr>) -> io::Result<()> {
    let mut turns = workers.iter().cycle();
    loop {
        let (mut server, _) = listener.accept().await?;
        let turns = turns.by_ref().take(workers.len());
        let mut worker = connect(turns).await?;
        // A broken connection is the concern of its ends.
        drop(create_task(async move {
            server.set_nodelay(true)?;
            worker.set_nodelay(true)?;
            copy_bidirectional(&mut server, &mut worker).await
        }));
    }
}

/// Connects to the first worker that accepts.
async fn connect(workers: impl Iterator<Item = &SocketAddr>) -> io::Result<TcpStream> {
    for worker in workers {
        if let Ok(stream) = TcpStream::connect(worker).await {
            return Ok(stream);
        }
    }
    Err(io::Error::other("no worker is left"))
}
