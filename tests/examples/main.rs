//! Do the examples do what a user sees them do?
