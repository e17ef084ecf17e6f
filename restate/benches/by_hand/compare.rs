//! Two sides in turns.

use std::time::Instant;

/// The number of turns. Each turn runs both sides, and the next turn runs them in the opposite order.
pub(crate) struct Turns(pub(crate) usize);

impl Turns {
    /// Prints the medians of both sides in milliseconds, and returns the median of the ratios.
    pub(crate) async fn compare(
        &self,
        name: &str,
        by_hand: impl AsyncFn(),
        awaitable: impl AsyncFn(),
    ) -> f64 {
        for _ in 0..self.0.div_ceil(10) {
            by_hand().await; // connections are opened
            awaitable().await;
        }
        let (mut hands, mut awaitables, mut ratios) = (vec![], vec![], vec![]);
        for turn in 0..self.0 {
            let (hand, ours) = if turn % 2 == 0 {
                let hand = time(&by_hand).await;
                (hand, time(&awaitable).await)
            } else {
                let ours = time(&awaitable).await;
                (time(&by_hand).await, ours)
            };
            hands.push(hand);
            awaitables.push(ours);
            ratios.push(ours / hand);
        }
        let [hand, ours, ratio] = [hands, awaitables, ratios].map(median);
        println!("{name:<20} by hand {hand:>6.1} ms, awaitable {ours:>6.1} ms, ratio {ratio:.2}");
        ratio
    }
}

/// Runs one side, and returns the milliseconds.
async fn time(side: impl AsyncFn()) -> f64 {
    let begin = Instant::now();
    side().await;
    begin.elapsed().as_secs_f64() * 1e3
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
