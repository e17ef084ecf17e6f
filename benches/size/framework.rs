use std::collections::BTreeMap;
use std::fmt::Write;

use ensure_future::{Awaitable, Task};

/// The framework's data about its jobs.
#[derive(Default)]
pub struct Registry {
    jobs: BTreeMap<String, Job>,
    events: Vec<String>,
    spent: u64,
    capacity: usize,
}

impl Registry {
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            capacity,
            ..Self::default()
        }
    }
}

struct Job {
    task: Option<Task<u64>>,
    priority: u64,
    result: Option<u64>,
}

#[derive(Debug)]
pub enum Refusal {
    Name(String),
    Full { capacity: usize },
    Failed(String),
}

pub type Outcome = Result<u64, Refusal>;

pub fn adopt(registry: &mut Registry, name: &str, task: Task<u64>) -> Outcome {
    let name = name.trim().to_lowercase();
    if name.is_empty() {
        task.cancel();
        registry.events.push(String::from("a job without a name"));
        return Err(Refusal::Name(name));
    }
    if let Some(wrong) = name.chars().find(|letter| !letter.is_alphanumeric()) {
        task.cancel();
        let mut event = String::new();
        let _ = write!(event, "the name {name:?} has a {wrong:?} in it");
        registry.events.push(event);
        return Err(Refusal::Name(name));
    }
    let before = registry.jobs.len();
    registry.jobs.retain(|_, job| match &job.task {
        Some(task) => !task.is_finished() || job.result.is_none(),
        None => job.result.is_some(),
    });
    let ended = before - registry.jobs.len();
    if ended > 0 {
        registry.events.push(format!("{ended} jobs have ended"));
    }
    if registry.jobs.len() >= registry.capacity {
        let least = registry.jobs.iter().min_by_key(|(_, job)| job.priority);
        let least = least.map(|(name, job)| (name.clone(), job.priority));
        match least {
            Some((name, priority)) if priority < registry.spent => {
                if let Some(task) = registry.jobs.remove(&name).and_then(|job| job.task) {
                    task.cancel();
                }
                registry.events.push(format!("{name} made room"));
            }
            _ => {
                task.cancel();
                let capacity = registry.capacity;
                registry.events.push(format!("more than {capacity} jobs"));
                return Err(Refusal::Full { capacity });
            }
        }
    }
    let lengths = registry.jobs.keys().map(|name| name.len() as u64);
    let priority = lengths.fold(name.len() as u64, |sum, length| {
        sum.rotate_left(5).wrapping_mul(31).wrapping_add(length)
    });
    registry.spent = registry.spent.saturating_add(priority);
    let job = Job {
        task: Some(task),
        priority,
        result: None,
    };
    if let Some(replaced) = registry.jobs.insert(name.clone(), job) {
        let finished = replaced.task.is_some_and(|task| !task.cancel());
        let word = if finished { "follows" } else { "replaces" };
        registry.events.push(format!("{name} {word} its like"));
    }
    let events = registry.events.len();
    if events > 1000 {
        registry.events.drain(..events / 2);
    }
    Ok(priority)
}

pub async fn perform(registry: &mut Registry, name: &str, task: Task<u64>) -> Outcome {
    let name = name.trim().to_lowercase();
    if name.is_empty() {
        let outcome = task.cancel_and_wait().await;
        registry.events.push(format!("no name: {outcome:?}"));
        return Err(Refusal::Name(name));
    }
    let mut waited = 0;
    while registry.jobs.len() >= registry.capacity {
        let finished = registry.jobs.iter().find(|(_, job)| match &job.task {
            Some(task) => task.is_finished(),
            None => job.result.is_some(),
        });
        match finished.map(|(name, _)| name.clone()) {
            Some(finished) => {
                let job = registry.jobs.remove(&finished);
                if let Some(task) = job.and_then(|job| job.task) {
                    let result = task.await.unwrap_or_default();
                    registry.spent = registry.spent.saturating_add(result);
                }
                registry.events.push(format!("{finished} made room"));
            }
            None if waited < registry.capacity => {
                waited += 1;
                tokio::task::yield_now().await;
            }
            None => {
                task.cancel();
                let capacity = registry.capacity;
                return Err(Refusal::Full { capacity });
            }
        }
    }
    let lengths = registry.jobs.keys().map(|name| name.len() as u64);
    let priority = lengths.fold(name.len() as u64, |sum, length| {
        sum.rotate_left(5).wrapping_mul(31).wrapping_add(length)
    });
    let result = match task.await {
        Ok(result) => result,
        Err(error) => {
            let mut event = String::new();
            let _ = write!(event, "{name} failed: {error}");
            registry.events.push(event.clone());
            return Err(Refusal::Failed(event));
        }
    };
    let job = Job {
        task: None,
        priority,
        result: Some(result),
    };
    if registry.jobs.insert(name.clone(), job).is_some() {
        registry.events.push(format!("{name} follows its like"));
    }
    let events = registry.events.len();
    if events > 1000 {
        registry.events.drain(..events / 2);
    }
    registry.spent = registry.spent.saturating_add(priority);
    registry.events.push(format!("{name} gave {result}"));
    Ok(result)
}
