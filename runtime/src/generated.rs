//! Functions that the expansion of `#[accepts_awaitable]` calls, through `__private`.

mod assert_output;
mod assert_task;
mod ensure;
mod map;

pub use self::assert_output::{assert_joined, assert_output};
pub use self::assert_task::assert_task;
pub use self::ensure::{
    ensure_boxed, ensure_boxed_on, ensure_local_boxed_on, ensure_local_on, ensure_on, later,
};
pub(crate) use self::map::{MapIterator, MapStream};
pub use self::map::{map_items, map_iterator, map_stream, map_vec};
