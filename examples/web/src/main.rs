//! The program: `web [ADDRESS]`. The default address is 127.0.0.1:3000.

use std::io::{self, stderr};
use std::time::Duration;
use std::{env, panic};

use tokio::net::TcpListener;
use tokio::select;
use tokio::signal::unix::{SignalKind, signal};
use tracing::{error, info};
use web::{Jobs, Settings, serve};

#[tokio::main]
async fn main() -> io::Result<()> {
    tracing_subscriber::fmt().with_writer(stderr).init();
    // A panic is logged where it happens, so the line has the spans of the job.
    panic::set_hook(Box::new(|panic| error!("{panic}")));

    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:3000")).await?;
    info!("listening on http://{}", listener.local_addr()?);

    let folder = tempfile::tempdir()?; // removed at the end, with its reports
    let settings = Settings {
        tick: Duration::from_millis(100),
        folder: folder.path().to_owned(),
    };
    serve(listener, Jobs::new(), settings, stop_signal()?).await
}

/// Returns a coroutine that ends at Ctrl-C or SIGTERM. The program listens for both from now on.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
