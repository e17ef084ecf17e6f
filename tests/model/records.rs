//! The modules of `runtime/src/records.rs`, without the table that all tasks of a process share.

#[path = "../../runtime/src/records/listener.rs"]
pub(crate) mod listener;
#[path = "../../runtime/src/records/listening.rs"]
pub(crate) mod listening;
#[path = "../../runtime/src/records/record.rs"]
mod record;
#[path = "../../runtime/src/records/table.rs"]
pub(crate) mod table;
