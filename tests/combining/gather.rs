//! The documentation of `gather`: order, ends of children, cancelling and dropping.

use std::future;
use std::iter;

use ensure_future::{Task, create_task, gather};
use tokio::sync::oneshot;
use tokio::task::{JoinError, yield_now};

use support::child::{ChildOf, End};
use support::forms::{Form, in_every_form};
use support::phases::{Awaiting, Fate, Function, in_every_phase};
use support::{
    Lifeline, alive_tasks, all_dropped, all_started, let_others_run, lifelines, now,
    on_both_flavours, on_current_thread, panic_of, poll_once, text,
};

in_every_form! {
    results_are_in_the_order_of_the_awaitables
    a_panic_and_a_cancellation_are_results_too
    an_awaitable_that_has_ended_before_gives_its_result
    all_run_while_nobody_awaits
    dropping_it_before_its_first_poll_cancels_all
    dropping_it_after_its_first_poll_cancels_all
    dropping_it_when_it_has_completed_changes_nothing
    children_run_side_by_side
    a_tuple_is_gathered_in_its_order
    dropping_a_gathered_tuple_cancels_all
}

in_every_phase! {
    a_collection = Collection
    a_tuple = Tuple
}

#[derive(Clone, Copy)]
struct Collection;

impl Function for Collection {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let sibling = F::of(future::ready(Ok(1)));
        let gathered = gather([sibling, child]);
        Box::pin(async {
            let [sibling, child] = gathered.await.try_into().unwrap();
            assert_eq!(sibling.unwrap(), Ok(1));
            End::of(child)
        })
    }
}

#[derive(Clone, Copy)]
struct Tuple;

impl Function for Tuple {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let gathered = gather!(async { "sibling" }, child);
        Box::pin(async {
            let (sibling, child) = gathered.await;
            assert_eq!(sibling.unwrap(), "sibling");
            End::of(child)
        })
    }
}

/// Returns the value that is sent, or never ends if the sender is dropped.
async fn told<T>(receiver: oneshot::Receiver<T>) -> T {
    match receiver.await {
        Ok(value) => value,
        Err(_) => future::pending().await,
    }
}

async fn results_are_in_the_order_of_the_awaitables<F: Form>() {
    let (senders, receivers): (Vec<_>, Vec<_>) =
        iter::repeat_with(oneshot::channel).take(3).unzip();
    let gathered = gather(receivers.into_iter().map(|receiver| F::of(told(receiver))));
    for (number, sender) in senders.into_iter().enumerate().rev() {
        sender.send(number).unwrap();
        let_others_run().await;
    }
    let results: Vec<usize> = gathered.await.into_iter().map(Result::unwrap).collect();
    assert_eq!(results, [0, 1, 2]);
}

async fn a_panic_and_a_cancellation_are_results_too<F: Form>() {
    let child = async |number: u8| {
        assert!(number != 1, "the second child's own words");
        number
    };
    let results = gather((0..3).map(|number| F::of(child(number)))).await;
    let [first, second, third] = <[Result<u8, JoinError>; 3]>::try_from(results).unwrap();
    assert_eq!(first.unwrap(), 0);
    let panic = second.unwrap_err().into_panic();
    assert_eq!(text(&*panic), "the second child's own words");
    assert_eq!(third.unwrap(), 2);

    let endless = create_task(future::pending::<u8>());
    endless.cancel();
    let results = gather([endless, create_task(async { 4 })]).await;
    assert!(results[0].as_ref().unwrap_err().is_cancelled());
    assert_eq!(results[1].as_ref().unwrap(), &4);
}

async fn an_awaitable_that_has_ended_before_gives_its_result<F: Form>() {
    let children: Vec<_> = (0..3).map(|number| F::of(future::ready(number))).collect();
    let_others_run().await;
    let results: Result<Vec<u8>, _> = gather(children).await.into_iter().collect();
    assert_eq!(results.unwrap(), [0, 1, 2]);
}

async fn all_run_while_nobody_awaits<F: Form>() {
    let (lines, mut watches) = lifelines(3);
    let gathered = gather(lines.into_iter().map(|line| F::of(line.endless::<()>())));
    all_started(&mut watches).await;
    drop(gathered);
}

async fn dropping_it_before_its_first_poll_cancels_all<F: Form>() {
    let (lines, mut watches) = lifelines(3);
    let gathered = gather(lines.into_iter().map(|line| F::of(line.endless::<()>())));
    for watch in &mut watches {
        watch.started().await;
        assert!(watch.is_alive());
    }
    drop(gathered);
    all_dropped(watches).await;
}

async fn dropping_it_after_its_first_poll_cancels_all<F: Form>() {
    let (lines, mut watches) = lifelines(3);
    let mut gathered = gather(lines.into_iter().map(|line| F::of(line.endless::<()>())));
    assert!(poll_once(&mut gathered).is_pending());
    all_started(&mut watches).await;
    assert!(poll_once(&mut gathered).is_pending());
    drop(gathered);
    all_dropped(watches).await;
}

async fn dropping_it_when_it_has_completed_changes_nothing<F: Form>() {
    let mut gathered = gather([F::of(future::ready(1))]);
    assert_eq!((&mut gathered).await[0].as_ref().unwrap(), &1);
    drop(gathered);
}

async fn children_run_side_by_side<F: Form>() {
    let (to_second, from_first) = oneshot::channel();
    let (to_first, from_second) = oneshot::channel();
    let exchange = async |sender: oneshot::Sender<u8>, receiver: oneshot::Receiver<u8>| {
        sender.send(1).unwrap();
        receiver.await.unwrap()
    };
    let children = [(to_second, from_second), (to_first, from_first)];
    let results =
        gather(children.map(|(sender, receiver)| F::of(exchange(sender, receiver)))).await;
    assert!(results.iter().all(Result::is_ok));
}

async fn a_tuple_is_gathered_in_its_order<F: Form>() {
    let (sender, receiver) = oneshot::channel();
    let (first, second, third) = gather!(
        F::of(told(receiver)),
        F::of(async { "second" }),
        create_task(async move {
            sender.send(1).unwrap();
            panic!("the third's own words");
        }),
    )
    .await;
    assert_eq!((first.unwrap(), second.unwrap()), (1, "second"));
    let third: Result<(), _> = third;
    assert!(third.unwrap_err().is_panic());
}

async fn dropping_a_gathered_tuple_cancels_all<F: Form>() {
    for polls in 0..2 {
        let (lines, mut watches) = lifelines(2);
        let mut lines = lines.into_iter();
        let mut next = || F::of(lines.next().unwrap().endless::<()>());
        let mut gathered = Box::pin(gather!(next(), next()));
        for _ in 0..polls {
            assert!(poll_once(&mut gathered).is_pending());
        }
        all_started(&mut watches).await;
        drop(gathered);
        all_dropped(watches).await;
    }
}

#[test]
fn nothing_is_gathered_at_once() {
    let nothing = iter::empty::<Task<u8>>();
    assert_eq!(now(gather(nothing)).len(), 0);
}

// Contract 2.1.
#[test]
fn each_of_twelve_has_its_place() {
    on_current_thread(async {
        let numbers = gather!(
            async { 1 },
            async { 2 },
            async { 3 },
            async { 4 },
            async { 5 },
            async { 6 },
            async { 7 },
            async { 8 },
            async { 9 },
            async { 10 },
            async { 11 },
            async { 12 },
        )
        .await;
        assert_eq!(
            (numbers.0.unwrap(), numbers.6.unwrap(), numbers.11.unwrap()),
            (1, 7, 12)
        );
    });
}

#[test]
fn no_coroutine_is_scheduled_before_all_arguments_are_there() {
    on_current_thread(async {
        let before = alive_tasks();
        drop(gather!(async { 1 }, {
            assert_eq!(alive_tasks(), before);
            async { 2 }
        }));
    });
}

#[test]
fn polling_it_after_it_has_completed_panics() {
    on_current_thread(async {
        let mut gathered = gather([async { 1 }]);
        (&mut gathered).await[0].as_ref().unwrap();
        let panic = panic_of(|| drop(poll_once(&mut gathered)));
        assert_eq!(panic.message, "gather is polled after it has completed");

        let mut gathered = gather!(async { 1 }, async { "one" });
        (&mut gathered).await.1.unwrap();
        let panic = panic_of(|| drop(poll_once(&mut gathered)));
        assert_eq!(
            panic.message,
            "gather! or try_gather! is polled after it has completed"
        );
    });
}

#[test]
fn many_thousand_children_starve_nobody() {
    on_current_thread(async {
        let (sender, mut receiver) = oneshot::channel();
        let gathered = create_task(async move {
            let children = gather((0..100_000).map(future::ready)).await;
            sender.send(children.len()).unwrap();
        });
        let mut turns = 0;
        while receiver.try_recv().is_err() {
            turns += 1;
            tokio::task::yield_now().await;
        }
        assert!(turns > 100, "others had {turns} turns");
        gathered.await.unwrap();
    });
}

// Contract 8.1.
#[test]
fn nothing_is_left_in_the_runtime() {
    on_both_flavours(async || {
        let before = alive_tasks();
        let (lines, watches) = lifelines(100);
        drop(gather(lines.into_iter().map(Lifeline::endless::<()>)));
        all_dropped(watches).await;
        while alive_tasks() > before {
            tokio::task::yield_now().await;
        }
    });
}

#[test]
fn cancelling_a_gather_cancels_those_that_run_and_awaiting_it_waits_for_their_end() {
    on_both_flavours(async || {
        let (lines, mut watches) = lifelines(2);
        let quick = create_task(future::ready("quick"));
        while !quick.is_finished() {
            yield_now().await;
        }
        let endless = lines
            .into_iter()
            .map(|line| create_task(line.endless::<&str>()));
        let gathered = gather(iter::once(quick).chain(endless));
        all_started(&mut watches).await;
        gathered.cancel();
        let results = gathered.await;
        assert!(watches.iter_mut().all(|watch| !watch.is_alive()));
        assert_eq!(results[0].as_ref().unwrap(), &"quick");
        for result in &results[1..] {
            assert!(result.as_ref().unwrap_err().is_cancelled());
        }
    });
}

#[test]
fn it_shows_the_tasks_that_run() {
    on_current_thread(async {
        let endless = create_task(future::pending());
        let id = endless.id();
        let mut gathering = gather([create_task(future::ready(())), endless]);
        let_others_run().await;
        assert!(poll_once(&mut gathering).is_pending());
        assert_eq!(
            format!("{gathering:?}"),
            format!("Gather {{ running: [Task {{ id: {id:?}, is_finished: false }}], .. }}")
        );
    });
}
