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
                let scope = TaskGroup::scope(async |group| {
                    group.finish(watch(19, returns(17))).await
                });
                scoped(0, scope.timeout(ms(16)).await)
            }),
            watch(20, async {
                let task = create_local_task(watch(21, returns(8)));
                passed(task.await)
            }),
            watch(22, async {
                let task: Task<Output> = ensure_future(watch(23, returns(8)));
                passed(task.await)
            }),
            watch(24, async {
                in_place(create_task(watch(25, returns(8)))).await
            }),
            watch(26, async {
                passed(wait_for(tokio::spawn(watch(27, returns(8))), ms(2)).await)
            }),
            watch(28, async {
                passed(wait_for_at(watch(29, returns(8)), Instant::now() + ms(2)).await)
            }),
            watch(30, async {
                let task: Task<Output> = ensure_future(create_task(watch(31, returns(8))));
                passed_on(timed(timeout(ms(3), task).await))
            }),
            watch(32, async {
                let mut task: Task<Output> = ensure_future(tokio::spawn(watch(33, returns(8))));
                match timeout(ms(3), &mut task).await {
                    Ok(outcome) => passed(outcome),
                    Err(_) => passed(task.await),
                }
            }),
            watch(34, async {
                passed_on(timed(timeout(ms(4), shield(watch(35, returns(8)))).await))
            }),
            watch(36, async {
                let task: Task<Output> = ensure_future(create_task(watch(37, returns(8))));
                let shared = task.shared();
                let first = timed(timeout(ms(4), &shared).await);
                Ok(vec![(0, first), (0, shared.await.into())])
            }),
            watch(38, async {
                let task: Task<Output> = ensure_future(tokio::spawn(watch(39, returns(8))));
                sleep(ms(5)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(40, async {
                let task: Task<Output> = ensure_future(watch(41, returns(8)));
                cancel_later(task.cancel_handle(), 5);
                passed(task.await)
            }),
            watch(42, async {
                let group = TaskGroup::<Given>::new();
                let child = watch(43, returns(8));
                let start = group.start(|ready| readied(ready, 7, child)).await;
                started(group, start).await
            }),
            watch(44, async {
                let task: Task<Output> = ensure_future(tokio::spawn(watch(45, returns(8))));
                drop(task);
                Ok(Vec::new())
            }),
            watch(46, async {
                Ok(gathered(gather(vec![
                    watch(47, returns(10)),
                    watch(48, returns(15)),
                ]).await))
            }),
            watch(49, async {
                Ok(gathered(gather(Vec::<Coroutine>::new()).await))
            }),
            watch(50, async {
                tried(try_gather(vec![
                    create_task(watch(51, returns(10))),
                    create_task(watch(52, returns(15))),
                ]).await)
            }),
            watch(53, async {
                tried(try_gather(Vec::<Task<Output>>::new()).await)
            }),
            watch(54, async {
                raced(race_ok(vec![
                    tokio::spawn(watch(55, returns(10))),
                    tokio::spawn(watch(56, returns(15))),
                ]).await)
            }),
            watch(57, async {
                raced(race_ok(Vec::<JoinHandle<Output>>::new()).await)
            }),
            watch(58, async {
                waited(wait(vec![
                    watch(59, returns(10)),
                    watch(60, returns(15)),
                ], ReturnWhen::AllCompleted).await)
            }),
            watch(61, async {
                waited(wait(Vec::<Coroutine>::new(), ReturnWhen::AllCompleted).await)
            }),
            watch(62, async {
                waited(wait(vec![
                    create_task(watch(63, returns(10))),
                    create_task(watch(64, returns(15))),
                ], ReturnWhen::FirstCompleted).timeout(ms(9)).await)
            }),
            watch(65, async {
                waited(wait(Vec::<Task<Output>>::new(), ReturnWhen::FirstCompleted).timeout(ms(9)).await)
            }),
            watch(66, async {
                Ok(drawn(1, as_completed(vec![
                    tokio::spawn(watch(67, returns(10))),
                    tokio::spawn(watch(68, returns(15))),
                ])).await)
            }),
            watch(69, async {
                Ok(drawn(1, as_completed(Vec::<JoinHandle<Output>>::new())).await)
            }),
            watch(70, async {
                Ok(drawn(3, buffered(2, vec![
                    watch(71, returns(10)),
                    watch(72, returns(15)),
                ])).await)
            }),
            watch(73, async {
                Ok(drawn(3, buffered(2, Vec::<Coroutine>::new())).await)
            }),
            watch(74, async {
                Ok(drawn(3, buffered(2, (0..2).map(|index: usize| -> Task<Output> { match index {
                    0 => create_task(watch(75, returns(10))),
                    1 => create_task(watch(76, returns(15))),
                    _ => unreachable!(),
                } }))).await)
            }),
            watch(77, async {
                Ok(drawn(3, buffered(2, (0..0).map(|_: usize| -> Task<Output> { unreachable!() }))).await)
            }),
            watch(78, async {
                Ok(drawn(3, buffer_unordered(1, vec![
                    tokio::spawn(watch(79, returns(10))),
                    tokio::spawn(watch(80, returns(15))),
                ])).await)
            }),
            watch(81, async {
                Ok(drawn(3, buffer_unordered(1, Vec::<JoinHandle<Output>>::new())).await)
            }),
            watch(82, async {
                retried(2, |index: usize| -> Coroutine { match index {
                    0 => watch(83, returns(10)),
                    1 => watch(84, returns(15)),
                    _ => unreachable!(),
                } }).await
            }),
            watch(85, async {
                retried(0, |_: usize| -> Coroutine { unreachable!() }).await
            }),
            watch(86, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    added(87, group.create_task(create_task(watch(87, returns(10))))),
                    added(88, group.create_task(create_task(watch(88, returns(15))))),
                ];
                joined(children.into(), group.join().await).await
            }),
            watch(89, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                joined(children.into(), group.join().await).await
            }),
            watch(90, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    added(91, group.create_task(tokio::spawn(watch(91, returns(10))))),
                    added(92, group.create_task(tokio::spawn(watch(92, returns(15))))),
                ];
                sleep(ms(11)).await;
                group.cancel();
                joined(children.into(), group.join().await).await
            }),
            watch(93, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                sleep(ms(11)).await;
                group.cancel();
                joined(children.into(), group.join().await).await
            }),
            watch(94, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    added(95, group.create_task(watch(95, returns(10)))),
                    added(96, group.create_task(watch(96, returns(15)))),
                ];
                group.cancel_on(cancelled_later(12));
                joined(children.into(), group.join().await).await
            }),
            watch(97, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                group.cancel_on(cancelled_later(12));
                joined(children.into(), group.join().await).await
            }),
            watch(98, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 2] = [
                    added(99, group.create_task(create_task(watch(99, returns(10))))),
                    added(100, group.create_task(create_task(watch(100, returns(15))))),
                ];
                sleep(ms(13)).await;
                drop((group, children));
                Ok(Vec::new())
            }),
            watch(101, async {
                let group = TaskGroup::<Given>::new();
                let children: [Added; 0] = [];
                sleep(ms(13)).await;
                drop((group, children));
                Ok(Vec::new())
            }),
            watch(102, async {
                let task: Task<Output> = ensure_future(create_task(watch(103, works(90, 7, CleanUp::Returns))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(104, async {
                let task: Task<Output> = ensure_future(create_task(watch(105, works(90, 7, CleanUp::Fails))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(106, async {
                let task: Task<Output> = ensure_future(create_task(watch(107, works(90, 7, CleanUp::Panics))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(108, async {
                let task: Task<Output> = ensure_future(create_task(watch(109, works(90, 7, CleanUp::Accepts))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
            watch(110, async {
                let task: Task<Output> = ensure_future(create_task(watch(111, works(90, 7, CleanUp::Ignores))));
                sleep(ms(14)).await;
                passed(task.cancel_and_wait().await)
            }),
        ]).await))
    })
}
