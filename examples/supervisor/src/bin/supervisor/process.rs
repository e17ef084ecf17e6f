//! The process of a service.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use ensure_future::{create_task, graceful, wait_for};
use supervisor::Exit;
use tokio::process::{Child, Command};
use tokio::time::timeout;
use tokio::{join, select};

use crate::group::Group;
use crate::output::Output;
use crate::procfile::Entry;

/// How long to wait for the end of the output. A process that has left its group may keep the pipes open.
const LAST_OUTPUT: Duration = Duration::from_secs(1);

/// Runs the process of a service until it ends. When the task is cancelled, the process gets SIGTERM, and SIGKILL if
/// it still runs after `grace`.
pub(crate) async fn run(service: Arc<Entry>, grace: Duration, output: Output) -> Exit {
    graceful(async |cancel| {
        let name = &service.name;
        let (mut child, mut group) = match start(&service.command) {
            Ok(started) => started,
            Err(error) => return Exit::GiveUp(format!("can't start `sh`: {error}")),
        };
        output.tell(name, format_args!("started, process {}", group.id()));
        let lines = create_task(forward(&mut child, name.clone(), output.clone()));
        select! {
            _ = child.wait() => {}
            () = cancel.requested() => output.tell(name, "SIGTERM"),
        }
        // In both cases, other processes of the group may still run.
        group.terminate();
        let ended = async { join!(child.wait(), group.ended()) };
        if timeout(grace, ended).await.is_err() {
            output.tell(name, format_args!("SIGKILL, still runs after {grace:?}"));
            group.kill();
        }
        let status = child.wait().await;
        let _ = wait_for(lines, LAST_OUTPUT).await;
        exit(status)
    })
    .await
}

fn start(command: &str) -> io::Result<(Child, Group)> {
    let child = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()?;
    let group = Group::led_by(&child);
    Ok((child, group))
}

/// Prints both streams of the process until they are closed.
fn forward(
    child: &mut Child,
    name: Arc<str>,
    output: Output,
) -> impl Future<Output = ()> + Send + use<> {
    let stdout = child.stdout.take().expect("it is piped");
    let stderr = child.stderr.take().expect("it is piped");
    async move {
        join!(output.forward(&name, stdout), output.forward(&name, stderr));
    }
}

/// A shell exits with 126 if the file is not a program, and with 127 if it can't find the command.
fn exit(status: io::Result<ExitStatus>) -> Exit {
    match status {
        Ok(status) => match status.code() {
            Some(126) => Exit::GiveUp(format!("the command can't be executed ({status})")),
            Some(127) => Exit::GiveUp(format!("command not found ({status})")),
            _ => Exit::Restart(status.to_string()),
        },
        Err(error) => Exit::GiveUp(format!("can't wait for the process: {error}")),
    }
}
