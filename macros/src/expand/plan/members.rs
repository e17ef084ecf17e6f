//! The members of an `impl` or a `trait`.

use quote::ToTokens;

use super::context::Context;
use super::model::{FunctionPlan, MemberPlan};
use super::refusals;
use crate::expand::parse::{Function, Member};

/// Plans all members. `plan` plans a function, and says whether it is rewritten. If no function is rewritten, that is
/// an error at `place`, whose message begins with `nothing`.
pub(crate) fn plan<'a>(
    context: &mut Context,
    members: &'a [Member],
    plan: impl Fn(&mut Context, &'a Function) -> (FunctionPlan<'a>, bool),
    place: &dyn ToTokens,
    nothing: &str,
) -> Vec<MemberPlan<'a>> {
    let mut is_any_rewritten = false;
    let mut plans = Vec::new();
    for member in members {
        plans.push(match member {
            Member::Function(function) => {
                let (plan, is_rewritten) = plan(context, function);
                is_any_rewritten |= is_rewritten;
                MemberPlan::Function(Box::new(plan))
            }
            Member::Unfinished(unfinished) => {
                is_any_rewritten = true; // the function will be rewritten once it is finished
                MemberPlan::Other(unfinished)
            }
            Member::Other(other) => MemberPlan::Other(other),
        });
    }
    if !is_any_rewritten && context.errors.is_empty() {
        let left_alone = context.left_alone.take();
        let refused = || refusals::nothing_to_coerce(place, nothing);
        context.errors.push(left_alone.unwrap_or_else(refused));
    }
    plans
}
