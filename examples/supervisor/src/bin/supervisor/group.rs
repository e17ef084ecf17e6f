//! The process group of a service: its shell, and the processes that the shell starts.

use std::fs;
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use tokio::process::Child;
use tokio::time::sleep;

/// The interval between two checks of whether a group has ended. The system sends no event for it.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// A process group. It is killed when this is dropped.
pub(crate) struct Group {
    id: Pid,
    has_ended: bool,
}

impl Group {
    /// Returns the group of a child that was spawned with `process_group(0)`.
    pub(crate) fn led_by(child: &Child) -> Self {
        let id = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
        Self {
            id: id.expect("a child has an id until it is waited for"),
            has_ended: false,
        }
    }

    pub(crate) fn id(&self) -> Pid {
        self.id
    }

    pub(crate) fn terminate(&self) {
        self.send(Signal::TERM);
    }

    pub(crate) fn kill(&self) {
        self.send(Signal::KILL);
    }

    /// Waits until no process of the group runs. The caller has to wait for the leader.
    pub(crate) async fn ended(&mut self) {
        loop {
            self.has_ended = test_kill_process_group(self.id) == Err(Errno::SRCH);
            if self.has_ended || !self.is_running() {
                break;
            }
            sleep(LOOK_AGAIN).await;
        }
    }

    /// Returns whether a process of the group runs. A process that has ended stays in the group until `init` reaps it,
    /// which may take a while.
    fn is_running(&self) -> bool {
        let Ok(processes) = fs::read_dir("/proc") else {
            return true; // not on Linux
        };
        processes.flatten().any(|process| {
            let stat = fs::read(process.path().join("stat")).unwrap_or_default();
            runs_in(&String::from_utf8_lossy(&stat), self.id)
        })
    }

    fn send(&self, signal: Signal) {
        let _ = kill_process_group(self.id, signal); // fails if the group has ended
    }
}

/// Reads `/proc/<id>/stat`, which is `id (name) state parent group ..`. The name may contain any character.
fn runs_in(stat: &str, group: Pid) -> bool {
    let Some((_, fields)) = stat.rsplit_once(')') else {
        return false;
    };
    let fields: Vec<_> = fields.split_whitespace().take(3).collect();
    matches!(fields[..], [state, _, id] if state != "Z" && state != "X" && id == group.to_string())
}

/// Kills the group if its coroutine is dropped, for example with the runtime.
impl Drop for Group {
    fn drop(&mut self) {
        if !self.has_ended {
            self.kill();
        }
    }
}
