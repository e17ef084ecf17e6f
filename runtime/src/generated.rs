//! Functions that the expansion of `#[accepts_awaitable]` calls, through `__private`.

mod first_poll;
mod map;

pub use self::first_poll::on_first_poll;
pub use self::map::{map_items, map_iterator, map_stream};
