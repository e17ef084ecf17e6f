//! Functions that the expansion of `#[accepts_awaitable]` calls, through `__private`.

mod assert_output;
mod assert_task;
mod map;

pub use self::assert_output::{assert_joined, assert_output};
pub use self::assert_task::assert_task;
pub use self::map::{map_items, map_iterator, map_stream, map_vec};
