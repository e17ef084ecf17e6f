//! Functions inside other functions, methods, closures, blocks and constants.

use ensure_future::{Task, accepts_awaitable, create_task, run};

const _: () = {
    #[accepts_awaitable]
    fn in_an_anonymous_constant(task: Task<u8>) -> bool {
        task.cancel()
    }

    impl Outer<u8> {
        fn by_constant() -> bool {
            in_an_anonymous_constant(std::future::pending())
        }
    }
};

static POINTER: fn() -> u8 = {
    #[accepts_awaitable]
    fn cancelled(task: Task<u8>, weight: u8) -> u8 {
        u8::from(task.cancel()) * weight
    }
    || cancelled(async { 1 }, 7)
};

#[accepts_awaitable]
async fn three_deep(task: Task<u8>) -> u8 {
    #[accepts_awaitable]
    async fn second(task: Task<u8>) -> u8 {
        #[accepts_awaitable]
        async fn third(task: Task<u8>) -> u8 {
            task.await.unwrap() + 1
        }
        third(async { task.await.unwrap() + 1 }).await
    }
    second(async { task.await.unwrap() + 1 }).await
}

/// The nested function has a `T` and an `'a` of its own.
#[accepts_awaitable]
async fn generic<'a, T: Send + 'static>(text: &'a str, _: &str, task: Task<T>) -> (&'a str, T) {
    #[accepts_awaitable]
    async fn inner<'a, T>(task: Task<T>, rest: &'a str, _: &str) -> (&'a str, T) {
        (rest, task.await.unwrap())
    }
    inner(task, &text[1..], "").await
}

struct Outer<T>(T);

impl<T: Copy + Into<u8>> Outer<T> {
    const NESTED: fn(T) -> u8 = |value| {
        #[accepts_awaitable]
        fn nested(task: Task<u8>, value: u8) -> u8 {
            value + u8::from(task.cancel())
        }
        nested(async { 1 }, value.into())
    };

    fn plain(&self) -> u8 {
        #[accepts_awaitable]
        fn nested<T: Into<u8>>(task: Task<u8>, this: &Outer<T>, value: T) -> u8 {
            let _: &T = &this.0;
            u8::from(task.cancel()) + value.into()
        }
        nested(async { 1 }, self, self.0)
    }

    #[accepts_awaitable]
    async fn rewritten(&self, task: Task<u8>) -> u8 {
        struct Local(u8);

        impl Local {
            #[accepts_awaitable]
            async fn method(&self, task: Task<u8>) -> u8 {
                self.0 + task.await.unwrap()
            }
        }

        #[accepts_awaitable]
        impl Local {
            fn outlined(&self, task: Task<u8>) -> u8 {
                self.0 + u8::from(task.cancel())
            }
        }

        let local = Local(self.0.into());
        local.method(task).await + local.outlined(async { 1 })
    }
}

#[accepts_awaitable]
impl<T: Copy + Into<u8>> Outer<T> {
    async fn outlined(&self, task: Task<u8>) -> u8 {
        #[accepts_awaitable(as = LocalExt)]
        trait Local {
            #[accepts_awaitable(as = add)]
            fn add_task(&self, task: Task<u8>) -> u8;
        }

        impl Local for u8 {
            fn add_task(&self, task: Task<u8>) -> u8 {
                self + u8::from(task.cancel())
            }
        }

        let value: u8 = self.0.into();
        value.add(async { 1 }) + task.await.unwrap()
    }
}

trait WithDefaults {
    fn own(&self) -> u8;

    /// Not rewritten itself.
    fn nested(&self) -> u8 {
        #[accepts_awaitable]
        fn nested<W: WithDefaults + ?Sized>(this: &W, task: Task<u8>) -> u8 {
            this.own() + u8::from(task.cancel())
        }
        nested(self, async { 1 })
    }

    #[accepts_awaitable]
    async fn rewritten(&self, task: Task<u8>) -> u8 {
        let nested = async |offset: u8| {
            #[accepts_awaitable]
            async fn add(offset: u8, task: Task<u8>) -> u8 {
                offset + task.await.unwrap()
            }
            add(offset + self.own(), async { 1 }).await
        };
        nested(task.await.unwrap()).await
    }
}

impl WithDefaults for u8 {
    fn own(&self) -> u8 {
        *self
    }
}

fn local_trait_of_a_local_type() -> impl Fn(u8) -> bool {
    trait Local {
        #[accepts_awaitable]
        fn cancelled(&self, task: Task<u8>) -> bool;
    }

    struct Type(u8);

    #[accepts_awaitable]
    impl Local for Type {
        fn cancelled(&self, task: Task<u8>) -> bool {
            task.cancel() && self.0 == 1
        }
    }

    |number| Type(number).cancelled(async { 1 })
}

#[test]
fn constants_and_statics_hold_functions() {
    run(async {
        assert!(Outer::by_constant());
        assert_eq!(POINTER(), 7);
        assert_eq!((Outer::<u8>::NESTED)(2), 3);
    });
}

#[test]
fn functions_hold_functions() {
    run(async {
        assert_eq!(three_deep(async { 1 }).await, 4);
        assert_eq!(
            generic("abc", "", create_task(async { 1 })).await,
            ("bc", 1)
        );
        let local = local_trait_of_a_local_type();
        assert_eq!((local(1), local(2)), (true, false));
    });
}

#[test]
fn methods_hold_functions() {
    run(async {
        assert_eq!(Outer(2_u8).plain(), 3);
        assert_eq!(Outer(2_u8).rewritten(async { 3 }).await, 8);
        assert_eq!(Outer(2_u8).outlined(async { 3 }).await, 6);
        assert_eq!(2.nested(), 3);
        assert_eq!(2.rewritten(async { 3 }).await, 6);
    });
}

#[test]
fn closures_and_blocks_hold_functions() {
    run(async {
        let closure = |weight: u8| {
            #[accepts_awaitable]
            fn weighed(task: Task<u8>, weight: u8) -> u8 {
                u8::from(task.cancel()) * weight
            }
            weighed(async { 1 }, weight)
        };
        let block = {
            #[accepts_awaitable]
            async fn doubled(task: Task<u8>) -> u8 {
                task.await.unwrap() * 2
            }
            doubled(async move { closure(3) }).await
        };
        assert_eq!(block, 6);
        let in_async_block = create_task(async move {
            #[accepts_awaitable]
            async fn value(task: Task<u8>) -> u8 {
                task.await.unwrap()
            }
            value(async move { block }).await + 1
        });
        assert_eq!(in_async_block.await.unwrap(), 7);
    });
}
