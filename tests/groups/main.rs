//! `TaskGroup`: its children, their failures, its scope and its end.

mod alone;
mod anyio;
mod deadline;
mod deadline_left_behind;
mod left_behind;
mod left_behind_edges;
mod left_behind_taken;
mod lingers;
mod members;
mod named;
mod scope;
mod start;
mod table;
mod task_group;
mod token;
mod trio;
mod user_code;
