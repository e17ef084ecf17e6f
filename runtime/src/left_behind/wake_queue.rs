//! A queue that wakes watchers one after the other: *wakers in turn* in [`left_behind`](super).

use std::cell::RefCell;
use std::collections::VecDeque;
use std::task::Waker;

use crate::util::sync::thread_local;
use crate::util::user_code::wake_all;

thread_local! {
    /// The wakers that this thread has yet to wake, while it is waking others.
    static QUEUE: RefCell<Option<VecDeque<Waker>>> = const { RefCell::new(None) };
}

/// Wakes all wakers. If this thread is inside another call of this function, that call wakes them instead.
pub(super) fn wake_in_turn(wakers: Vec<Waker>) {
    if wakers.is_empty() {
        return;
    }
    let mut wakers = Some(wakers);
    let begins = QUEUE.try_with(|queue| {
        let mut queue = queue.borrow_mut();
        let begins = queue.is_none();
        queue
            .get_or_insert_default()
            .extend(wakers.take().into_iter().flatten());
        begins
    });
    match begins {
        Ok(true) => wake_queued(),
        Ok(false) => {}
        Err(_thread_ends) => wake_all(wakers.into_iter().flatten()),
    }
}

fn wake_queued() {
    loop {
        let next = QUEUE.try_with(|queue| {
            let mut queue = queue.borrow_mut();
            let next = queue.as_mut().and_then(VecDeque::pop_front);
            if next.is_none() {
                *queue = None;
            }
            next
        });
        match next {
            Ok(Some(waker)) => wake_all([waker]),
            Ok(None) | Err(_) => return,
        }
    }
}
