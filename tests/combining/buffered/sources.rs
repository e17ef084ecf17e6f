//! The sources of the streams, and what the streams show of them.

use super::*;

/// A stream that a test sends its items to.
struct Received<T>(mpsc::UnboundedReceiver<T>);

impl<T> Stream for Received<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

#[test]
fn outcomes_are_given_while_a_stream_has_no_item_and_a_new_item_wakes() {
    on_both_flavours(async || {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut ordered = buffered(2, Received(receiver));
        let drawing = create_task(async move {
            let mut values = Vec::new();
            while let Some(result) = ordered.next().await {
                values.push(result.unwrap());
            }
            values
        });
        check_a_stream(sender, drawing).await;

        let (sender, receiver) = mpsc::unbounded_channel();
        let mut unordered = buffer_unordered(2, Received(receiver));
        let drawing = create_task(async move {
            let mut values = Vec::new();
            while let Some(child) = unordered.next().await {
                values.push(child.result.unwrap());
            }
            values
        });
        check_a_stream(sender, drawing).await;
    });
}

type Sender = mpsc::UnboundedSender<Pin<Box<dyn Future<Output = u8> + Send>>>;

async fn check_a_stream(sender: Sender, drawing: Task<Vec<u8>>) {
    for number in 0..10 {
        let (begins, begun) = oneshot::channel();
        let coroutine = Box::pin(async move {
            begins.send(()).unwrap();
            number
        });
        assert!(sender.send(coroutine).is_ok());
        begun.await.unwrap(); // the future was drawn
        for _ in 0..3 {
            yield_now().await;
        }
    }
    drop(sender);
    let mut values = drawing.await.unwrap();
    values.sort_unstable(); // two may run at the same time
    assert!(values.into_iter().eq(0..10));
}

#[test]
fn the_hint_counts_what_was_drawn_and_what_was_not() {
    on_current_thread(async {
        for case in [ORDERED, UNORDERED, ORDERED_AS_A_STREAM] {
            let mut outcomes = case.call(2, [VALUE; 5].map(future::ready));
            for left in (0..5).rev() {
                assert_eq!(outcomes.drawing.size_hint(), (left + 1, Some(left + 1)));
                outcomes.next().await.unwrap().unwrap();
                assert_eq!(outcomes.drawing.size_hint(), (left, Some(left)));
            }
            let mut endless = case.call(2, iter::repeat_with(|| future::ready(VALUE)));
            endless.next().await.unwrap().unwrap();
            assert_eq!(endless.drawing.size_hint(), (usize::MAX, None));
        }
    });
}

#[test]
fn it_shows_the_tasks_that_were_drawn() {
    on_current_thread(async {
        let tasks = [(); 3].map(|()| create_task(future::pending::<()>()));
        let shown: Vec<_> = tasks[..2].iter().map(|task| format!("{task:?}")).collect();
        let shown = format!("limit: 2, running: [{}], .. }}", shown.join(", "));
        let mut ordered = buffered(2, tasks);
        assert!(poll_once(&mut pin!(ordered.next())).is_pending());
        assert_eq!(format!("{ordered:?}"), format!("Buffered {{ {shown}"));

        let tasks = [(); 3].map(|()| create_task(future::pending::<()>()));
        let shown: Vec<_> = tasks[..2].iter().map(|task| format!("{task:?}")).collect();
        let shown = format!("limit: 2, running: [{}], .. }}", shown.join(", "));
        let mut unordered = buffer_unordered(2, tasks);
        assert!(poll_once(&mut pin!(unordered.next())).is_pending());
        assert_eq!(
            format!("{unordered:?}"),
            format!("BufferUnordered {{ {shown}")
        );
    });
}
