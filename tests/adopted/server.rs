//! A server that resembles axum's `serve(..).with_graceful_shutdown(signal)`.

mod after;
mod before;

/// The tests of all versions.
macro_rules! behaves {
    ($version:ident) => {
        use std::future::{Ready, ready};

        use tokio::sync::{mpsc, oneshot};

        use crate::server::$version::{Connection, serve};
        use support::{let_others_run, lifeline};

        /// A listener with these connections, closed after the last of them.
        fn listener<const N: usize>(connections: [Connection; N]) -> mpsc::Receiver<Connection> {
            let (sender, listener) = mpsc::channel(N.max(1));
            for connection in connections {
                sender.try_send(connection).expect("there is room");
            }
            listener
        }

        #[tokio::test]
        async fn it_serves_until_its_listener_is_closed() {
            let connections: [Connection; 2] = [Box::pin(async {}), Box::pin(ready(()))];
            assert_eq!(serve(listener(connections)).await, 2);
        }

        #[tokio::test]
        async fn after_the_signal_it_accepts_no_connection() {
            let signal: Ready<()> = ready(());
            let listener = listener([Box::pin(async {})]);
            assert_eq!(serve(listener).with_graceful_shutdown(signal).await, 0);
        }

        #[tokio::test]
        async fn after_the_signal_it_completes_an_accepted_connection() {
            let (accepted, accepting) = oneshot::channel();
            let (complete, completing) = oneshot::channel();
            let (sender, listener) = mpsc::channel::<Connection>(1);
            let connection = Box::pin(async {
                accepted.send(()).expect("the test listens");
                completing.await.expect("the test completes it");
            });
            sender.try_send(connection).expect("there is room");
            let (stop, stopped) = oneshot::channel();
            let server = serve(listener).with_graceful_shutdown(async {
                stopped.await.expect("the test stops it");
            });
            let running = tokio::spawn(server.into_future());
            accepting.await.expect("the connection is accepted");
            stop.send(()).expect("the server listens");
            let_others_run().await;
            assert!(!running.is_finished());
            complete.send(()).expect("the connection listens");
            assert_eq!(running.await.expect("the server ends"), 1);
        }

        #[tokio::test]
        async fn dropping_the_server_drops_the_signal() {
            let (signal, watch) = lifeline();
            drop(serve(listener([])).with_graceful_shutdown(signal.endless::<()>()));
            watch.dropped().await;
        }
    };
}

/// Tests for callers who name the signal's type.
macro_rules! has_a_name {
    ($version:ident) => {
        use crate::server::$version::WithGracefulShutdown;

        struct Application {
            server: WithGracefulShutdown<Ready<()>>,
        }

        #[tokio::test]
        async fn its_type_names_the_signal() {
            let server = serve(listener([])).with_graceful_shutdown(ready(()));
            let application = Application { server };
            assert_eq!(application.server.await, 0);
        }
    };
}

/// Tests for callers who let rustc infer the signal's output.
macro_rules! infers_the_output {
    ($version:ident) => {
        #[tokio::test]
        async fn the_output_of_the_signal_is_inferred() {
            let signal = std::future::pending();
            let server = serve(listener([Box::pin(async {})])).with_graceful_shutdown(signal);
            assert_eq!(server.await, 1);
        }

        #[tokio::test]
        async fn the_output_of_a_generic_signal_is_inferred() {
            async fn received<T: Default>() -> T {
                T::default()
            }
            let server = serve(listener([Box::pin(async {})]));
            assert_eq!(server.with_graceful_shutdown(received()).await, 0);
        }
    };
}

/// Tests of the versions with the attribute.
macro_rules! accepts_tasks {
    ($version:ident) => {
        use ensure_future::create_task;

        #[tokio::test]
        async fn the_signal_may_be_a_task() {
            let server = serve(listener([Box::pin(async {})]));
            let signal = create_task(async {});
            let_others_run().await;
            assert_eq!(server.with_graceful_shutdown(signal).await, 0);
        }

        #[tokio::test]
        async fn the_signal_may_be_a_join_handle() {
            let server = serve(listener([Box::pin(async {})]));
            let signal = tokio::spawn(async {});
            let_others_run().await;
            assert_eq!(server.with_graceful_shutdown(signal).await, 0);
        }

        #[tokio::test]
        async fn dropping_the_server_cancels_the_signals_task() {
            let (signal, mut watch) = lifeline();
            let task = create_task(signal.endless::<()>());
            watch.started().await;
            drop(serve(listener([])).with_graceful_shutdown(task));
            watch.dropped().await;
        }
    };
}

mod with_tokio_alone {
    behaves!(before);
    has_a_name!(before);
    infers_the_output!(before);

    #[tokio::test]
    async fn a_turbofish_names_the_signal() {
        let server = serve(listener([Box::pin(async {})]));
        let server = server.with_graceful_shutdown::<Ready<()>>(ready(()));
        assert_eq!(server.await, 0);
    }
}

mod with_the_attribute {
    behaves!(after);
    has_a_name!(after);
    infers_the_output!(after);
    accepts_tasks!(after);

    #[tokio::test]
    async fn a_turbofish_needs_one_more_type() {
        let server = serve(listener([Box::pin(async {})]));
        let server = server.with_graceful_shutdown::<Ready<()>, _>(ready(()));
        assert_eq!(server.await, 0);
    }

    #[tokio::test]
    async fn a_panic_of_the_signals_task_is_resumed() {
        let signal = create_task(async { panic!("the signal's own panic") });
        let (_open, listener) = mpsc::channel(1);
        let server = serve(listener).with_graceful_shutdown(signal);
        let ended = tokio::spawn(server.into_future()).await;
        assert!(ended.expect_err("the server panics").is_panic());
    }
}
