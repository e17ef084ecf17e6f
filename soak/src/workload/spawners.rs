//! Operations with spawners, which may panic.

use ensure_future::{Spawn, ensure_future_on};

use crate::faults::{Fault, FaultySpawner};
use crate::job::{Context, Ending, Owner};

pub(super) async fn spawned(context: &mut Context) {
    let spawner = FaultySpawner::new(context.draws(Fault::Spawner));
    let (claim, job) = context.job(Owner::Group, Ending::Returns);
    claim.settle(ensure_future_on(&spawner, job.run()).await);
}

pub(super) async fn spawned_by_object(context: &mut Context) {
    let spawner = FaultySpawner::new(context.draws(Fault::Spawner));
    let spawner: Box<dyn Spawn + Send + Sync> = Box::new(spawner);
    let (claim, job) = context.job(Owner::Nobody, Ending::Returns);
    let claim = claim.may_lose_value(); // a value may be lost between the two tasks
    let task = ensure_future_on(&*spawner, job.run());
    if context.is_one_in(4) {
        task.cancel();
    }
    claim.settle(task.await);
}
