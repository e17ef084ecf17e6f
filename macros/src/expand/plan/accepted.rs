//! What callers pass for a parameter, in words, for the function's documentation.

use syn::{FnArg, PathSegment, Type, parse_quote};

use super::model::{CoercionKind, Futures, InputPlan, Source};
use super::task_types;
use crate::expand::syntax::types::{segment_of_type, type_argument, ungrouped};

/// What callers pass for an input, if it is coerced.
pub(crate) fn for_input(input: &InputPlan<'_>) -> Option<String> {
    let FnArg::Typed(author) = input.author else {
        return None;
    };
    Some(match input.kind()? {
        CoercionKind::Direct(_) => for_type(&author.ty),
        CoercionKind::Drawn(drawn, given) => drawn_from(&drawn.source, &given.becomes),
        CoercionKind::InPlace(in_place) => {
            let task = parse_quote!(Task); // a future is accepted as well
            let futures = match &in_place.futures {
                Futures::One => for_type(&task),
                Futures::Vec => format!("a `Vec` {}", of_several(&task)),
                Futures::Drawn(drawn) => drawn_from(&drawn.source, &task),
            };
            format!("{futures}, awaited in place")
        }
    })
}

fn drawn_from(source: &Source, given: &Type) -> String {
    match source {
        Source::Factory { .. } => format!("a function that returns {}", for_type(given)),
        Source::Iterator => format!("an iterator {}", of_several(given)),
        Source::IntoIterator => format!("a collection or an iterator {}", of_several(given)),
        Source::Stream => format!("a stream {}", of_several(given)),
    }
}

/// The phrase for everything that becomes a declared type.
fn for_type(ty: &Type) -> String {
    match ungrouped(ty) {
        Type::Array(array) => format!("an array {}", of_several(&array.elem)),
        Type::Tuple(tuple) => {
            let parts: Vec<String> = tuple.elems.iter().map(for_type).collect();
            format!("a tuple of ({})", parts.join(") and ("))
        }
        ty => match segment_of_type(ty) {
            Some(last) => for_name(last),
            None => "anything that becomes the declared type".to_owned(),
        },
    }
}

fn for_name(last: &PathSegment) -> String {
    let name = last.ident.to_string();
    let collection = task_types::collection(&last.ident);
    let inside = collection.and_then(|(_, index)| type_argument(last, index.unwrap_or(0)));
    match (name.as_str(), inside) {
        ("Vec", Some(item)) => format!("a collection or an iterator {}", of_several(item)),
        ("Option", Some(inside)) => format!("an `Option` of {}", for_type(inside)),
        (map, Some(value)) => format!("a `{map}` {}", of_several(value)),
        (task, None) if task_types::is_name_of_task(&last.ident) => for_task(task, "a ", ""),
        (own, None) => format!("anything that can become `{own}`"),
    }
}

/// `of ..`, for a collection of awaitables that become this type.
fn of_several(ty: &Type) -> String {
    match segment_of_type(ty) {
        Some(last) if task_types::is_name_of_task(&last.ident) => {
            format!("of {}", for_task(&last.ident.to_string(), "", "s"))
        }
        _ => format!("with items that are each {}", for_type(ty)),
    }
}

/// The phrase for everything that becomes a task of this name. Its nouns are singular with an article, or plural.
fn for_task(name: &str, article: &str, ending: &str) -> String {
    let own = match name {
        "Task" | "JoinHandle" => String::new(),
        "AbortOnDropHandle" if !article.is_empty() => format!("an `{name}`, "),
        _ => format!("{article}`{name}`{ending}, "),
    };
    format!(
        "{article}future{ending}, {own}{article}`Task`{ending} or {article}`JoinHandle`{ending}"
    )
}
