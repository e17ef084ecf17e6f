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
                let task: Task<Output> = ensure_future(watch(11, returns(8)));
                passed(task.await)
            }),
            watch(12, async {
                in_place(create_task(watch(13, returns(8)))).await
            }),
            watch(14, async {
                passed(wait_for(tokio::spawn(watch(15, returns(8))), ms(2)).await)
            }),
            watch(16, async {
                passed(wait_for_at(watch(17, returns(8)), Instant::now() + ms(2)).await)
            }),
            watch(18, async {
                let task: Task<Output> = ensure_future(create_task(watch(19, returns(8))));
                passed_on(timed(timeout(ms(3), task).await))
            }),
            watch(20, async {
                let mut task: Task<Output> = ensure_future(tokio::spawn(watch(21, returns(8))));
                match timeout(ms(3), &mut task).await {
                    Ok(outcome) => passed(outcome),
                    Err(_) => passed(task.await),
                }
            }),
            watch(22, async {
                passed_on(timed(timeout(ms(4), shield(watch(23, returns(8)))).await))
            }),
            watch(24, async {
                let task: Task<Output> = ensure_future(create_task(watch(25, returns(8))));
                let shared = task.shared();
                let first = timed(timeout(ms(4), &shared).await);
                Ok(vec![(0, first), (0, shared.await.into())])
            }),
            watch(26, async {
                let task: Task<Output> = ensure_future(tokio::spawn(watch(27, returns(8))));
                sleep(ms(5)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(28, async {
                let task: Task<Output> = ensure_future(watch(29, returns(8)));
                drop(task);
                Ok(Vec::new())
            }),
            watch(30, async {
                let task: Task<Output> = ensure_future(create_task(watch(31, works(90, 7, CleanUp::Returns))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(32, async {
                let task: Task<Output> = ensure_future(create_task(watch(33, works(90, 7, CleanUp::Fails))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(34, async {
                let task: Task<Output> = ensure_future(create_task(watch(35, works(90, 7, CleanUp::Panics))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(36, async {
                let task: Task<Output> = ensure_future(create_task(watch(37, works(90, 7, CleanUp::Accepts))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(38, async {
                let task: Task<Output> = ensure_future(create_task(watch(39, works(90, 7, CleanUp::Ignores))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(40, async {
                Ok(gathered(gather(vec![
                    watch(41, returns(10)),
                    watch(42, returns(15)),
                ]).await))
            }),
            watch(43, async {
                tried(try_gather(vec![
                    create_task(watch(44, returns(10))),
                    create_task(watch(45, returns(15))),
                ]).await)
            }),
            watch(46, async {
                raced(race_ok(vec![
                    tokio::spawn(watch(47, returns(10))),
                    tokio::spawn(watch(48, returns(15))),
                ]).await)
            }),
            watch(49, async {
                waited(wait(vec![
                    watch(50, returns(10)),
                    watch(51, returns(15)),
                ], ReturnWhen::AllCompleted).await)
            }),
            watch(52, async {
                waited(wait(vec![
                    create_task(watch(53, returns(10))),
                    create_task(watch(54, returns(15))),
                ], ReturnWhen::FirstCompleted).timeout(ms(9)).await)
            }),
            watch(55, async {
                Ok(drawn(1, as_completed(vec![
                    tokio::spawn(watch(56, returns(10))),
                    tokio::spawn(watch(57, returns(15))),
                ])).await)
            }),
            watch(58, async {
                Ok(drawn(3, buffered(2, vec![
                    watch(59, returns(10)),
                    watch(60, returns(15)),
                ])).await)
            }),
            watch(61, async {
                Ok(drawn(2, buffer_unordered(1, vec![
                    create_task(watch(62, returns(10))),
                    create_task(watch(63, returns(15))),
                ])).await)
            }),
            watch(64, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    group.create_task(tokio::spawn(watch(65, returns(10)))),
                    group.create_task(tokio::spawn(watch(66, returns(15)))),
                ];
                joined(children.into(), group.join().await).await
            }),
            watch(67, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    group.create_task(watch(68, returns(10))),
                    group.create_task(watch(69, returns(15))),
                ];
                sleep(ms(11)).await;
                group.cancel();
                joined(children.into(), group.join().await).await
            }),
            watch(70, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    group.create_task(create_task(watch(71, returns(10)))),
                    group.create_task(create_task(watch(72, returns(15)))),
                ];
                sleep(ms(13)).await;
                drop((group, children));
                Ok(Vec::new())
            }),
            watch(73, async {
                Ok(gathered(gather(Vec::<Coroutine>::new()).await))
            }),
            watch(74, async {
                tried(try_gather(Vec::<Task<Output>>::new()).await)
            }),
            watch(75, async {
                raced(race_ok(Vec::<JoinHandle<Output>>::new()).await)
            }),
            watch(76, async {
                waited(wait(Vec::<Coroutine>::new(), ReturnWhen::AllCompleted).await)
            }),
            watch(77, async {
                waited(wait(Vec::<Task<Output>>::new(), ReturnWhen::FirstCompleted).timeout(ms(9)).await)
            }),
            watch(78, async {
                Ok(drawn(1, as_completed(Vec::<JoinHandle<Output>>::new())).await)
            }),
            watch(79, async {
                Ok(drawn(3, buffered(2, Vec::<Coroutine>::new())).await)
            }),
            watch(80, async {
                Ok(drawn(2, buffer_unordered(1, Vec::<Task<Output>>::new())).await)
            }),
            watch(81, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                joined(children.into(), group.join().await).await
            }),
            watch(82, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                sleep(ms(11)).await;
                group.cancel();
                joined(children.into(), group.join().await).await
            }),
            watch(83, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                sleep(ms(13)).await;
                drop((group, children));
                Ok(Vec::new())
            }),
            watch(84, async {
                let scope = TaskGroup::scope(async |_group| {
                    watch(85, returns(17)).await
                });
                scoped(0, scope.await)
            }),
            watch(86, async {
                let scope = TaskGroup::scope(async |group| {
                    drop(group.create_task(watch(87, returns(18))));
                    watch(88, returns(17)).await
                });
                scoped(1, scope.timeout(ms(16)).await)
            }),
            watch(89, async {
                let scope = TaskGroup::scope(async |group| {
                    drop(group.create_task(watch(90, returns(19))));
                    watch(91, returns(17)).await
                });
                scoped(1, scope.timeout_at(Instant::now() + ms(30)).await)
            }),
        ]).await))
    })
}
