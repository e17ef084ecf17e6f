//! A group of tasks that resembles tokio's `JoinSet`, and also adopts running tasks.

mod after;
mod before;

/// The tests of both versions.
macro_rules! behaves {
    ($version:ident) => {
        use crate::group::$version::Group;
        use support::{all_dropped, all_started, lifelines};

        #[tokio::test]
        async fn the_results_are_in_the_order_of_the_tasks() {
            let mut group = Group::new();
            let (told, tell) = tokio::sync::oneshot::channel();
            group.adopt(tokio::spawn(async { tell.await.expect("the other tells") }));
            group.spawn(async {
                told.send(1).expect("the first listens");
                2
            });
            let results = group.join().await.into_iter().map(Result::unwrap);
            assert_eq!(results.collect::<Vec<_>>(), [1, 2]);
        }

        #[tokio::test]
        async fn a_panic_is_the_result_of_its_own_task() {
            let mut group = Group::new();
            group.adopt(tokio::spawn(async { panic!("the task's own panic") }));
            group.adopt(tokio::spawn(async { 2 }));
            let results = group.join().await;
            assert!(results[0].as_ref().is_err_and(|error| error.is_panic()));
            assert!(matches!(results[1], Ok(2)));
        }

        #[tokio::test]
        async fn all_tasks_can_be_cancelled() {
            let (lines, mut watches) = lifelines(3);
            let mut group = Group::<()>::new();
            for line in lines {
                group.adopt(tokio::spawn(line.endless()));
            }
            all_started(&mut watches).await;
            group.cancel_all();
            for result in group.join().await {
                assert!(result.expect_err("it is cancelled").is_cancelled());
            }
        }

        #[tokio::test]
        async fn dropping_the_group_cancels_its_tasks() {
            let (lines, mut watches) = lifelines(3);
            let mut group = Group::<()>::new();
            for line in lines {
                group.adopt(tokio::spawn(line.endless()));
            }
            all_started(&mut watches).await;
            drop(group);
            all_dropped(watches).await;
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
    async fn it_adopts_coroutines_and_tasks() {
        let mut group = Group::new();
        group.adopt(async { 1 });
        group.adopt(create_task(async { 2 }));
        let boxed: std::pin::Pin<Box<dyn Future<Output = u8> + Send>> = Box::pin(async { 3 });
        group.adopt(boxed);
        let results = group.join().await.into_iter().map(Result::unwrap);
        assert_eq!(results.collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn it_cancels_an_adopted_task() {
        let (lines, mut watches) = lifelines(2);
        let mut group = Group::<()>::new();
        for line in lines {
            group.adopt(create_task(line.endless()));
        }
        all_started(&mut watches).await;
        group.cancel_all();
        all_dropped(watches).await;
    }
}
