//! The listener of a worker.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpSocket};

/// The length of the queue of connections that wait to be accepted, as in tokio's own `bind`.
const BACKLOG: u32 = 1024;

/// Binds a listener that sets `TCP_NODELAY` on its connections. Pass it to `serve` of the SDK's `HttpServer`.
///
/// With the SDK's own `listen_and_serve`, the operating system may delay the last message of a job by up to 40
/// milliseconds, until the server has acknowledged the message before. This affects every handler that waits for
/// something of Restate, and so every handler with [`run_job`](crate::run_job).
///
/// # Errors
///
/// Returns the error of the system, for example if the address is in use.
///
/// # Panics
///
/// Panics outside a tokio runtime with I/O.
///
/// # Examples
///
/// ```no_run
/// use restate_sdk::prelude::*;
///
/// # struct Numbers;
/// # #[restate_sdk::service]
/// # impl Numbers {
/// #     #[handler]
/// #     async fn double(&self, _context: Context<'_>, number: u64) -> HandlerResult<u64> {
/// #         Ok(number * 2)
/// #     }
/// # }
/// # async fn serve() -> std::io::Result<()> {
/// let listener = ensure_future_restate::listen(([127, 0, 0, 1], 9080).into())?;
/// let endpoint = Endpoint::builder().bind(Numbers).build();
/// HttpServer::new(endpoint).serve(listener).await;
/// # Ok(())
/// # }
/// ```
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    #[cfg(not(windows))] // as tokio's own `bind`
    socket.set_reuseaddr(true)?;
    socket.set_nodelay(true)?; // connections inherit it
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpStream;

    use super::*;

    #[tokio::test]
    async fn connections_send_each_message_at_once() {
        let listener = listen(([127, 0, 0, 1], 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        let (_client, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        assert!(accepted.unwrap().0.nodelay().unwrap());
    }
}
