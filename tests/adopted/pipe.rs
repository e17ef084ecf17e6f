//! An actor whose context has a `pipe`: the output of a future becomes a message to the actor itself.

mod after;
mod before;

/// The tests of both versions.
macro_rules! behaves {
    ($version:ident) => {
        use std::convert::Infallible;
        use std::ops::ControlFlow;

        use tokio::sync::oneshot;

        use crate::pipe::$version::{Actor, Context, run};

        enum Message {
            Start,
            Number(u8),
            Text(String),
        }

        impl From<u8> for Message {
            fn from(number: u8) -> Self {
                Self::Number(number)
            }
        }

        impl From<String> for Message {
            fn from(text: String) -> Self {
                Self::Text(text)
            }
        }

        impl From<Infallible> for Message {
            fn from(never: Infallible) -> Self {
                match never {}
            }
        }

        /// Pipes two futures to itself, and stops after their outputs.
        #[derive(Default)]
        struct Collector {
            numbers: Vec<u8>,
            texts: Vec<String>,
        }

        impl Actor for Collector {
            type Message = Message;

            fn handle(&mut self, message: Message, context: &Context<Message>) -> ControlFlow<()> {
                match message {
                    Message::Start => {
                        let (told, tell) = oneshot::channel();
                        context.pipe(async { tell.await.unwrap_or(0) });
                        context.pipe(async {
                            told.send(42).expect("the first listens");
                            String::from("done")
                        });
                        context.pipe(std::future::pending::<Infallible>());
                    }
                    Message::Number(number) => self.numbers.push(number),
                    Message::Text(text) => self.texts.push(text),
                }
                if self.numbers.is_empty() || self.texts.is_empty() {
                    return ControlFlow::Continue(());
                }
                ControlFlow::Break(())
            }
        }

        #[tokio::test]
        async fn outputs_become_messages_while_other_futures_run() {
            let stopped = run(Collector::default(), Message::Start).await;
            assert_eq!(stopped.numbers, [42]);
            assert_eq!(stopped.texts, ["done"]);
        }
    };
}

mod with_tokio_alone {
    behaves!(before);
}

mod with_the_attribute {
    use std::sync::Arc;

    use ensure_future::create_task;
    use tokio::task::JoinError;

    behaves!(after);

    /// What an actor gets from a task: a value, or the reason why there is none.
    enum Ended {
        Start,
        Task(Result<u8, JoinError>),
        Shared(Result<u8, Arc<JoinError>>),
    }

    impl From<Result<u8, JoinError>> for Ended {
        fn from(result: Result<u8, JoinError>) -> Self {
            Self::Task(result)
        }
    }

    impl From<Result<u8, Arc<JoinError>>> for Ended {
        fn from(result: Result<u8, Arc<JoinError>>) -> Self {
            Self::Shared(result)
        }
    }

    /// Pipes four tasks to itself, and stops when all have ended.
    #[derive(Default)]
    struct Waiter {
        numbers: Vec<u8>,
        panics: usize,
    }

    impl Actor for Waiter {
        type Message = Ended;

        fn handle(&mut self, message: Ended, context: &Context<Ended>) -> ControlFlow<()> {
            match message {
                Ended::Start => {
                    context.pipe(create_task(async { 1 }));
                    context.pipe(tokio::spawn(async { 2 }));
                    context.pipe(create_task(async { 3 }).shared());
                    context.pipe(create_task(async { panic!("the task's own panic") }));
                }
                Ended::Task(Ok(number)) | Ended::Shared(Ok(number)) => self.numbers.push(number),
                Ended::Task(Err(error)) => self.panics += usize::from(error.is_panic()),
                Ended::Shared(Err(_)) => unreachable!("the shared task returns a number"),
            }
            if self.numbers.len() + self.panics < 4 {
                return ControlFlow::Continue(());
            }
            ControlFlow::Break(())
        }
    }

    #[tokio::test]
    async fn the_ends_of_tasks_become_messages() {
        let mut stopped = run(Waiter::default(), Ended::Start).await;
        stopped.numbers.sort_unstable();
        assert_eq!(stopped.numbers, [1, 2, 3]);
        assert_eq!(stopped.panics, 1);
    }
}
