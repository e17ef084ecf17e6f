use crate::prelude::*;

pub(crate) fn program() -> Coroutine {
    watch(1, async {
        Ok(gathered(gather(vec![
            watch(2, fails(1)),
            watch(3, panics(2)),
            watch(4, yields(3)),
            watch(5, promises(4, true)),
            watch(6, async {
                Ok(Vec::new())
            }),
            watch(7, async {
                let mut given = Vec::new();
                step(&mut given, watch(8, returns(5)).await)?;
                step(&mut given, watch(9, returns(6)).await)?;
                Ok(given)
            }),
            watch(10, async {
                let scope = TaskGroup::scope(async |_group| {
                    watch(11, returns(17)).await
                });
                scoped(0, scope.await)
            }),
            watch(12, async {
                let scope = TaskGroup::scope(async |group| {
                    drop(added(13, group.create_task(watch(13, returns(18)))));
                    watch(14, returns(17)).await
                });
                scoped(1, scope.timeout(ms(16)).await)
            }),
            watch(15, async {
                let scope = TaskGroup::scope(async |group| {
                    drop(added(16, group.create_task(watch(16, returns(19)))));
                    watch(17, returns(17)).await
                });
                scoped(1, scope.timeout_at(Instant::now() + ms(30)).await)
            }),
            watch(18, async {
                let task: Task<Output> = ensure_future(watch(19, returns(8)));
                passed(task.await)
            }),
            watch(20, async {
                in_place(create_task(watch(21, returns(8)))).await
            }),
            watch(22, async {
                passed(wait_for(tokio::spawn(watch(23, returns(8))), ms(2)).await)
            }),
            watch(24, async {
                passed(wait_for_at(watch(25, returns(8)), Instant::now() + ms(2)).await)
            }),
            watch(26, async {
                let task: Task<Output> = ensure_future(create_task(watch(27, returns(8))));
                passed_on(timed(timeout(ms(3), task).await))
            }),
            watch(28, async {
                let mut task: Task<Output> = ensure_future(tokio::spawn(watch(29, returns(8))));
                match timeout(ms(3), &mut task).await {
                    Ok(outcome) => passed(outcome),
                    Err(_) => passed(task.await),
                }
            }),
            watch(30, async {
                passed_on(timed(timeout(ms(4), shield(watch(31, returns(8)))).await))
            }),
            watch(32, async {
                let task: Task<Output> = ensure_future(create_task(watch(33, returns(8))));
                let shared = task.shared();
                let first = timed(timeout(ms(4), &shared).await);
                Ok(vec![(0, first), (0, shared.await.into())])
            }),
            watch(34, async {
                let task: Task<Output> = ensure_future(tokio::spawn(watch(35, returns(8))));
                sleep(ms(5)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(36, async {
                let task: Task<Output> = ensure_future(watch(37, returns(8)));
                drop(task);
                Ok(Vec::new())
            }),
            watch(38, async {
                Ok(gathered(gather(vec![
                    create_task(watch(39, returns(10))),
                    create_task(watch(40, returns(15))),
                ]).await))
            }),
            watch(41, async {
                Ok(gathered(gather(Vec::<Task<Output>>::new()).await))
            }),
            watch(42, async {
                tried(try_gather(vec![
                    tokio::spawn(watch(43, returns(10))),
                    tokio::spawn(watch(44, returns(15))),
                ]).await)
            }),
            watch(45, async {
                tried(try_gather(Vec::<JoinHandle<Output>>::new()).await)
            }),
            watch(46, async {
                raced(race_ok(vec![
                    watch(47, returns(10)),
                    watch(48, returns(15)),
                ]).await)
            }),
            watch(49, async {
                raced(race_ok(Vec::<Coroutine>::new()).await)
            }),
            watch(50, async {
                waited(wait(vec![
                    create_task(watch(51, returns(10))),
                    create_task(watch(52, returns(15))),
                ], ReturnWhen::AllCompleted).await)
            }),
            watch(53, async {
                waited(wait(Vec::<Task<Output>>::new(), ReturnWhen::AllCompleted).await)
            }),
            watch(54, async {
                waited(wait(vec![
                    tokio::spawn(watch(55, returns(10))),
                    tokio::spawn(watch(56, returns(15))),
                ], ReturnWhen::FirstCompleted).timeout(ms(9)).await)
            }),
            watch(57, async {
                waited(wait(Vec::<JoinHandle<Output>>::new(), ReturnWhen::FirstCompleted).timeout(ms(9)).await)
            }),
            watch(58, async {
                Ok(drawn(1, as_completed(vec![
                    watch(59, returns(10)),
                    watch(60, returns(15)),
                ])).await)
            }),
            watch(61, async {
                Ok(drawn(1, as_completed(Vec::<Coroutine>::new())).await)
            }),
            watch(62, async {
                Ok(drawn(3, buffered(2, vec![
                    create_task(watch(63, returns(10))),
                    create_task(watch(64, returns(15))),
                ])).await)
            }),
            watch(65, async {
                Ok(drawn(3, buffered(2, Vec::<Task<Output>>::new())).await)
            }),
            watch(66, async {
                Ok(drawn(2, buffer_unordered(1, vec![
                    tokio::spawn(watch(67, returns(10))),
                    tokio::spawn(watch(68, returns(15))),
                ])).await)
            }),
            watch(69, async {
                Ok(drawn(2, buffer_unordered(1, Vec::<JoinHandle<Output>>::new())).await)
            }),
            watch(70, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    added(71, group.create_task(watch(71, returns(10)))),
                    added(72, group.create_task(watch(72, returns(15)))),
                ];
                joined(children.into(), group.join().await).await
            }),
            watch(73, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                joined(children.into(), group.join().await).await
            }),
            watch(74, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    added(75, group.create_task(create_task(watch(75, returns(10))))),
                    added(76, group.create_task(create_task(watch(76, returns(15))))),
                ];
                sleep(ms(11)).await;
                group.cancel();
                joined(children.into(), group.join().await).await
            }),
            watch(77, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                sleep(ms(11)).await;
                group.cancel();
                joined(children.into(), group.join().await).await
            }),
            watch(78, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    added(79, group.create_task(tokio::spawn(watch(79, returns(10))))),
                    added(80, group.create_task(tokio::spawn(watch(80, returns(15))))),
                ];
                sleep(ms(13)).await;
                drop((group, children));
                Ok(Vec::new())
            }),
            watch(81, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                sleep(ms(13)).await;
                drop((group, children));
                Ok(Vec::new())
            }),
            watch(82, async {
                let task: Task<Output> = ensure_future(create_task(watch(83, works(90, 7, CleanUp::Returns))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(84, async {
                let task: Task<Output> = ensure_future(create_task(watch(85, works(90, 7, CleanUp::Fails))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(86, async {
                let task: Task<Output> = ensure_future(create_task(watch(87, works(90, 7, CleanUp::Panics))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(88, async {
                let task: Task<Output> = ensure_future(create_task(watch(89, works(90, 7, CleanUp::Accepts))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(90, async {
                let task: Task<Output> = ensure_future(create_task(watch(91, works(90, 7, CleanUp::Ignores))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
        ]).await))
    })
}
