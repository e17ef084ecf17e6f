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
        let mut rest = request.uri().path();
        while let Some((_, below)) = rest.split_once("/restate/") {
            if let Some(operation) = Self::named_in(below) {
                return operation;
            }
            rest = &rest[rest.len() - below.len() - 1..]; // with the slash
        }
        Self::Other
    }

    fn named_in(path: &str) -> Option<Self> {
        let mut segments = path.split('/');
        let name = match segments.next() {
            Some("scope") => segments.nth(1),
            name => name,
        };
        Some(match name? {
            "attach" => Self::Attach,
            "call" => Self::Call,
            "lookup" => Self::LookUp,
            "output" | "send" => Self::Other,
            _ => return None,
        })
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
            ("/restate/restate/attach/inv_1", Operation::Attach),
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
