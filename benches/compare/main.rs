//! Compares ensure-future with what its users could pick instead.

mod children;
mod works;

use tokio::runtime::Builder;

use crate::children::Children;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [work, contender, children, count, rounds] = &arguments[..] else {
        panic!()
    };
    let contender = works::find(work, contender).expect("no such contender");
    let children = Children::ALL[children.parse::<usize>().unwrap()];
    let count = count.parse().unwrap();
    let rounds: usize = rounds.parse().unwrap();
    let runtime = Builder::new_current_thread().build().unwrap();
    for _ in 0..rounds {
        let task = (contender.run)(children, count);
        runtime
            .block_on(async { tokio::spawn(task).await })
            .unwrap();
    }
}
