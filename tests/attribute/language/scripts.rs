//! Names in other scripts than Latin, of which some have no capital letters.

use ensure_future::{Task, accepts_awaitable, create_task, run};

struct Склад<Вещь>(Вещь);

#[accepts_awaitable]
async fn άθροισμα<'αρχή, Τύπος: Into<u16>>(
    αρχή: &'αρχή u16,
    έργο: Task<Τύπος>,
    (ß, _): (Task<u16>, Task<u8>),
) -> (&'αρχή u16, u16) {
    let ψ = έργο.await.unwrap().into();
    (αρχή, *αρχή + ψ + ß.await.unwrap())
}

#[accepts_awaitable]
impl<Вещь: Clone> Склад<Вещь> {
    fn взять(&self, задача: Task<u8>, مهمة: Task<u8>) -> Вещь {
        задача.cancel();
        مهمة.cancel();
        self.0.clone()
    }

    async fn 次(self, 任务: Vec<Task<u8>>, タスク: impl Fn() -> Task<u8>) -> u8 {
        let mut 合計 = タスク().await.unwrap();
        for 作業 in 任务 {
            合計 += 作業.await.unwrap();
        }
        合計
    }
}

#[accepts_awaitable(as = 작업확장)]
trait कार्य {
    #[accepts_awaitable(as = 예약)]
    fn ცდა(&self, ამოცანა: Task<u8>) -> bool {
        ამოცანა.cancel()
    }
}

impl कार्य for () {}

#[test]
fn names_in_every_script_are_names() {
    run(async {
        let others = (async { 3 }, create_task(async { 4 }));
        assert_eq!(άθροισμα(&1, async { 2_u8 }, others).await, (&1, 6));
        assert_eq!(Склад('a').взять(async { 1 }, async { 2 }), 'a');
        assert_eq!(Склад('a').次([async { 1 }], || async { 2 }).await, 3);
        assert!(().예약(async { 1 }));
    });
}
