//! The limits of requests.

use std::time::Duration;

/// How long requests to the server may take. Each field states its default.
///
/// This is how long it takes at most until a request fails:
///
/// | request | limit |
/// | --- | --- |
/// | waits for a job, and the connection breaks | `give_up` + `answer` after the break |
/// | waits for a job, and the network stalls | `attach` + `give_up` + `answer` after the stall |
/// | starts a job and waits for it, with the SDK's `call` | `give_up` + `attach` |
/// | any other, such as to submit or cancel a job | `give_up` + `answer` |
///
/// As long as the server answers, a wait for a job has no limit. The limit starts anew with each break or stall. If
/// something other than Restate answers, the request fails at once.
///
/// Over `http`, each waiting job has a connection of its own, and so a file descriptor. Many systems allow 1,024 for a
/// process: raise this limit (`ulimit -n`) if more than about 900 jobs are waited for at the same time. If there is no
/// file descriptor for a request, it is retried as if there were no connection.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future_restate::Limits;
///
/// let limits = Limits { give_up: Duration::from_secs(120), ..Limits::default() };
/// assert_eq!(limits.connect, Duration::from_secs(5));
/// assert_eq!(limits.answer, Duration::from_secs(10));
/// assert_eq!(limits.attach, Duration::from_secs(60));
/// assert_eq!(Limits::default().give_up, Duration::from_secs(30));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Limit of setting up a connection. Default: 5 seconds.
    pub connect: Duration,
    /// Limit of a request that does not wait for a job. Default: 10 seconds.
    pub answer: Duration,
    /// Limit of a single request that waits for a job. Default: 60 seconds. After it, the client checks whether the
    /// server still answers, and sends the request again.
    ///
    /// For the SDK's `call`, it is also the limit for the job. For a job that may take longer, use `send`, and pass or
    /// await the response.
    pub attach: Duration,
    /// How long a failed request is retried, measured from its first attempt. Default: 30 seconds.
    pub give_up: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(10),
            attach: Duration::from_secs(60),
            give_up: Duration::from_secs(30),
        }
    }
}
