use std::collections::HashMap;
use std::time::Duration;

use ensure_future::Task;
use tokio::time::{Instant, sleep, timeout};

pub async fn function(task: Task<u64>, limit: Duration) -> Result<u64, String> {
    let begin = Instant::now();
    let mut events: Vec<String> = Vec::new();
    if limit.is_zero() {
        task.cancel();
        return Err(String::from("there is no time for it"));
    }
    let id = task.id();
    let outcome = match timeout(limit, task).await {
        Ok(outcome) => outcome,
        Err(elapsed) => {
            events.push(format!("task {id}: {elapsed}"));
            return Err(events.join(", "));
        }
    };
    let value = match outcome {
        Ok(value) => value,
        Err(error) if error.is_cancelled() => {
            events.push(format!("task {id} was cancelled"));
            0
        }
        Err(error) => return Err(error.to_string()),
    };
    let mut digits: HashMap<u64, usize> = HashMap::new();
    let mut rest = value;
    while rest > 0 {
        *digits.entry(rest % 10).or_default() += 1;
        rest /= 10;
        if rest % 1000 == 7 {
            sleep(Duration::from_millis(1)).await;
        }
    }
    let most = digits.iter().max_by_key(|(_, count)| **count);
    let Some((digit, count)) = most.map(|(digit, count)| (*digit, *count)) else {
        return Ok(value);
    };
    events.push(format!("{digit} occurs {count} times"));
    let seconds = begin.elapsed().as_secs();
    let lengths = events.iter().map(|event| event.len() as u64);
    let sum: u64 = lengths.filter(|length| length % 2 == 0).sum();
    Ok(value.wrapping_add(sum).wrapping_mul(seconds + 1))
}
