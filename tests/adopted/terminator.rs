//! A monitor that resembles apalis's. Its terminator must not start before all workers have ended.

mod after;
mod before;

/// The tests of both versions.
macro_rules! behaves {
    ($version:ident) => {
        use std::future::{pending, ready};

        use tokio::sync::oneshot::{self, error::TryRecvError};

        use crate::terminator::$version::Monitor;
        use support::{let_others_run, lifeline};

        #[tokio::test]
        async fn the_terminator_starts_when_all_workers_have_ended() {
            let (end, ends) = oneshot::channel();
            let (terminated, mut terminates) = oneshot::channel();
            let monitor = Monitor::default()
                .register(async {})
                .register(async { ends.await.expect("the test ends it") })
                .with_terminator(async { terminated.send(()).expect("the test listens") });
            let running = tokio::spawn(monitor.run());
            let_others_run().await;
            assert_eq!(terminates.try_recv(), Err(TryRecvError::Empty));
            end.send(()).expect("the worker listens");
            terminates.await.expect("the terminator has run");
            running.await.expect("the monitor ends");
        }

        #[tokio::test]
        async fn the_terminator_starts_when_the_signal_has_stopped_the_workers() {
            let (worker, watch) = lifeline();
            let (terminated, terminates) = oneshot::channel();
            let monitor = Monitor::default()
                .register(worker.endless())
                .with_terminator(async {
                    watch.dropped().await;
                    terminated.send(()).expect("the test listens");
                });
            let reason = String::from("the signal borrows this");
            monitor
                .run_with_signal(async { assert!(!reason.is_empty()) })
                .await;
            terminates.await.expect("the terminator has run");
        }

        #[tokio::test]
        async fn a_monitor_that_is_dropped_never_starts_its_terminator() {
            let monitor = Monitor::default()
                .register(pending())
                .with_terminator(async { unreachable!("no worker has ended") });
            let running = tokio::spawn(monitor.run());
            let_others_run().await;
            running.abort();
            assert!(running.await.expect_err("it is aborted").is_cancelled());
        }

        #[tokio::test]
        async fn a_monitor_needs_neither_worker_nor_terminator() {
            Monitor::default().run().await;
            Monitor::default().run_with_signal(ready(())).await;
        }
    };
}

mod with_tokio_alone {
    behaves!(before);
}

mod with_the_attribute {
    use ensure_future::create_task;

    behaves!(after);

    #[tokio::test]
    async fn the_terminator_may_be_a_task_which_is_awaited_at_the_end() {
        let (end, ends) = oneshot::channel();
        let task = create_task(async { ends.await.expect("the test ends it") });
        let monitor = Monitor::default().register(async {}).with_terminator(task);
        let running = tokio::spawn(monitor.run());
        let_others_run().await;
        assert!(!running.is_finished());
        end.send(()).expect("the terminator listens");
        running.await.expect("the monitor ends");
    }

    #[tokio::test]
    async fn dropping_the_monitor_cancels_the_terminators_task() {
        let (terminator, mut watch) = lifeline();
        let task = create_task(terminator.endless::<()>());
        watch.started().await;
        drop(Monitor::default().with_terminator(task));
        watch.dropped().await;
    }

    #[tokio::test]
    async fn the_signal_stops_workers_that_are_tasks() {
        let (worker, mut watch) = lifeline();
        let task = create_task(worker.endless::<()>());
        watch.started().await;
        let monitor = Monitor::default().register(task).register(pending());
        monitor.run_with_signal(tokio::spawn(async {})).await;
        watch.dropped().await;
    }

    #[tokio::test]
    async fn a_borrowed_task_as_the_signal_runs_on_when_the_workers_end_first() {
        let (stop, stopped) = oneshot::channel();
        let mut signal = create_task(async { stopped.await.expect("the test stops it") });
        let monitor = Monitor::default().register(tokio::spawn(async {}));
        monitor.run_with_signal(&mut signal).await;
        assert!(!signal.is_finished());
        stop.send(()).expect("the signal listens");
        signal.await.expect("the signal ends");
    }
}
