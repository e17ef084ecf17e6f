//! What becomes of an `impl`? Each of its methods that takes a task is rewritten; here its body can be taken out.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Generics, ImplItem, ItemImpl, Path, parse_quote};

use crate::attributes;
use crate::expansion::Expansion;
use crate::first_poll::Around;
use crate::function::Function;
use crate::implied;
use crate::invalid;
use crate::item::{Block, Member};
use crate::options::Options;
use crate::outline::Rewriting;
use crate::refusal;
use crate::source;

/// Where `#[async_trait]` stands below our attribute. It is to go first: it bounds each generic parameter of a method,
/// and ours are none of the trait's.
pub(crate) fn async_trait(block: &Block<ItemImpl>) -> Option<usize> {
    block.header.attrs.iter().position(|attribute| {
        let name = attribute.path().segments.last();
        name.is_some_and(|name| name.ident == "async_trait")
    })
}

/// The same `impl`, with our attribute below another one.
pub(crate) fn below(other: usize, block: Block<ItemImpl>, ours: Attribute) -> TokenStream {
    let mut header = block.header;
    header.attrs.insert(other + 1, ours);
    let mut tokens = TokenStream::new();
    for member in block.members {
        match member {
            Member::Function(function) => function.to_tokens(&mut tokens),
            Member::Unfinished(other) | Member::Other(other) => tokens.extend(other),
        }
    }
    header.items.push(ImplItem::Verbatim(tokens));
    header.into_token_stream()
}

pub(crate) fn expand(
    block: Block<ItemImpl>,
    options: &Options,
    expansion: &mut Expansion,
) -> TokenStream {
    let Block {
        mut header,
        members,
    } = block;
    if let Some(alias) = &options.alias {
        expansion.errors.push(refusal::alias_outside_a_trait(alias));
    }
    let mut any_rewritten = false; // or to be, once it is finished
    let mut tokens = TokenStream::new();
    for member in members {
        match member {
            Member::Function(function) => {
                let (method, rewritten) = expand_method(*function, &header, options, expansion);
                any_rewritten |= rewritten;
                tokens.extend(method);
            }
            Member::Unfinished(unfinished) => {
                any_rewritten = true;
                tokens.extend(unfinished);
            }
            Member::Other(other) => tokens.extend(other),
        }
    }
    if !any_rewritten {
        let nothing = "no method in this `impl` takes a task: declare a parameter";
        expansion.refuse_idle(&header.self_ty, nothing);
    }
    header.items.push(ImplItem::Verbatim(tokens));
    header.into_token_stream()
}

fn expand_method(
    mut function: Function,
    header: &ItemImpl,
    block: &Options,
    expansion: &mut Expansion,
) -> (TokenStream, bool) {
    let (mut options, otherwise) = expansion.member(&mut function, block);
    if let Some(alias) = &options.alias {
        expansion.errors.push(refusal::alias_outside_a_trait(alias));
    }
    let parameters = expansion.parameters(&mut function, &mut options, otherwise);
    if parameters.is_empty() {
        // Of the methods of a trait, rustc itself refuses those that are `const`.
        let is_refused = header.trait_.is_some() && function.signature.constness.is_some();
        return (function.into_token_stream(), is_refused);
    }
    let mut rewriting = Rewriting {
        function,
        parameters,
        around: Around::Impl(header),
        options: &options,
        names: &mut expansion.names,
    };
    let stays = invalid::is_invalid(&mut rewriting.function.signature, Some(&header.generics))
        || invalid::has_unconstrained(header);
    let rewritten = match &header.trait_ {
        // Somebody is still writing it.
        _ if rewriting.function.block().is_none() => rewriting.declaration(),
        _ if invalid::must_stay_unchanged(&mut rewriting.function.signature) => {
            rewriting.function.into_token_stream()
        }
        _ if stays => rewriting.in_place(),
        // They would have to be named on the same condition, which Rust has no way to say.
        Some(_) if attributes::condition_of_generic(&header.generics).is_some() => {
            rewriting.in_place()
        }
        // A supertrait implies nothing, as the trait of an `impl` does.
        Some((implemented, _)) if implies_bounds(implemented, &header.generics) => {
            rewriting.in_place()
        }
        None => rewriting.beside(),
        Some((implemented, _)) => rewriting.in_local_trait(header, implemented),
    };
    (rewritten, true)
}

/// Whether something in the generic arguments of a trait may have to outlive something else there.
fn implies_bounds(implemented: &Path, generics: &Generics) -> bool {
    let last = implemented.segments.last();
    if last.is_none_or(|last| last.arguments.is_none()) {
        return false;
    }
    let names = implied::type_names(generics);
    let mut implemented = source::to_type(parse_quote!(#implemented));
    implied::may_imply(&mut implemented, &names)
}
