//! What a request of the SDK asks the ingress for.

use bytes::Bytes;
use http::Request;

/// The operations that the executor treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Waits for a job.
    Attach,
    /// Starts a job, and waits for it.
    Call,
    /// Finds the id of a workflow.
    LookUp,
    Other,
}

impl Operation {
    /// Returns the operation that the path names. It is below `/restate` or `/restate/scope/SCOPE`, and the address of
    /// the ingress may have a path of its own.
    pub(crate) fn of(request: &Request<Bytes>) -> Self {
        let mut segments = request.uri().path().split('/');
        let mut operation = segments
            .by_ref()
            .skip_while(|segment| *segment != "restate");
        match operation.nth(1) {
            Some("scope") => Self::named(operation.nth(1)),
            name => Self::named(name),
        }
    }

    fn named(name: Option<&str>) -> Self {
        match name {
            Some("attach") => Self::Attach,
            Some("call") => Self::Call,
            Some("lookup") => Self::LookUp,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operation_is_a_segment_of_the_path() {
        for (path, operation) in [
            ("/restate/attach/inv_1", Operation::Attach),
            ("/below/restate/attach/inv_1", Operation::Attach),
            ("/restate/call/Service/handler", Operation::Call),
            ("/restate/scope/call/call/Service/handler", Operation::Call),
            ("/restate/lookup", Operation::LookUp),
            ("/restate/output/inv_1", Operation::Other),
            ("/restate/send/Object/call/handler", Operation::Other),
            ("/restate/send/restate/lookup", Operation::Other),
            ("/restate/scope/call/send/Service/handler", Operation::Other),
        ] {
            let request = Request::builder().uri(path).body(Bytes::new()).unwrap();
            assert_eq!(Operation::of(&request), operation, "{path}");
        }
    }
}
