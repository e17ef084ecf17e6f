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
    /// Returns the operation that the path names, after `/restate` or `/restate/scope/SCOPE`. The address of the ingress
    /// may have a path of its own before these.
    pub(crate) fn of(request: &Request<Bytes>) -> Self {
        let segments: Vec<_> = request.uri().path().split('/').collect();
        let mut below = (1..segments.len()).filter(|&place| segments[place - 1] == "restate");
        let operation = below.find_map(|place| Self::named_in(&segments[place..]));
        operation.unwrap_or(Self::Other)
    }

    fn named_in(segments: &[&str]) -> Option<Self> {
        let (["scope", _, name, ..] | [name, ..]) = segments else {
            return None;
        };
        match *name {
            "attach" => Some(Self::Attach),
            "call" => Some(Self::Call),
            "lookup" => Some(Self::LookUp),
            "output" | "send" => Some(Self::Other),
            _ => None,
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
