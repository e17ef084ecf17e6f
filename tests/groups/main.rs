//! `TaskGroup`: its children, their failures, its scope and its end.

mod alone;
mod deadline;
mod left_behind;
mod left_behind_edges;
mod lingers;
mod members;
mod named;
mod scope;
mod start;
mod task_group;
mod user_code;
