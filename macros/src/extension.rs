//! What becomes of a `trait`? It stays as it is, and beside it comes the one that its callers use.

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Error, FnArg, ItemTrait, ReceiverKind, Result, ReturnType, Signature, TraitItem, Type,
    parse_quote,
};

use crate::attributes;
use crate::expansion::Expansion;
use crate::first_poll::Around;
use crate::function::Function;
use crate::invalid;
use crate::item::{Block, Member};
use crate::options::Options;
use crate::outline::Rewriting;
use crate::place;
use crate::refusal;
use crate::sorted::{self, Standing};
use crate::source;

pub(crate) fn expand(
    block: Block<ItemTrait>,
    options: &Options,
    expansion: &mut Expansion,
) -> TokenStream {
    let Block {
        mut header,
        members,
    } = block;
    let mut own = TokenStream::new();
    let mut methods = TokenStream::new();
    let mut mistakes = Vec::new();
    let mut any_rewritten = false; // or to be, once it is finished
    for member in members {
        match member {
            Member::Function(function) => {
                let callers = callers_method(*function, &mut own, &header, options, expansion);
                any_rewritten |= callers.is_some();
                match callers {
                    Some(Ok(method)) => methods.extend(method),
                    Some(Err(mistake)) => mistakes.push(mistake),
                    None => {}
                }
            }
            Member::Unfinished(unfinished) => {
                any_rewritten = true;
                own.extend(unfinished);
            }
            Member::Other(other) => own.extend(other),
        }
    }
    if !any_rewritten {
        let nothing = "no method of this trait takes a task: declare a parameter";
        expansion.refuse_idle(&header.ident, nothing);
    }
    header.items.push(TraitItem::Verbatim(own));
    let own = header.to_token_stream();
    let mut extension = TokenStream::new();
    if let Some(name) = options.alias.as_ref().filter(|name| **name == header.ident) {
        expansion.errors.push(refusal::alias_is_taken(name));
    } else if let Some(condition) = attributes::condition_of_generic(&header.generics) {
        expansion
            .errors
            .push(refusal::condition_of_generic(condition));
    } else if let Some(name) = &options.alias {
        expansion.errors.append(&mut mistakes);
        extension = extending_trait(name, header, methods, expansion);
    } else if expansion.errors.is_empty() {
        expansion.errors.push(trait_without_name(&header));
    }
    quote!(#own #extension)
}

/// The callers' method for one of the trait's own, if that takes a task; it must have been given a name. The trait's
/// own is added to `own`.
fn callers_method(
    mut function: Function,
    own: &mut TokenStream,
    header: &ItemTrait,
    block: &Options,
    expansion: &mut Expansion,
) -> Option<Result<TokenStream>> {
    let (mut options, otherwise) = expansion.member(&mut function, block);
    let parameters = expansion.parameters(&mut function, &mut options, otherwise);
    function.to_tokens(own);
    if parameters.is_empty() {
        // rustc itself refuses those that are `const`.
        let is_refused = function.signature.constness.is_some();
        return is_refused.then(|| Ok(TokenStream::new()));
    }
    let name = match &options.alias {
        None => return Some(Err(method_without_name(&function, header))),
        Some(name) if *name == function.signature.ident => {
            return Some(Err(refusal::alias_is_taken(name)));
        }
        Some(name) => name.clone(),
    };
    if invalid::is_invalid(&mut function.signature, Some(&header.generics)) {
        return Some(Ok(TokenStream::new()));
    }
    let own_name = &function.signature.ident;
    function.attributes = sorted::sort(function.attributes, own_name, Standing::Apart).shell;
    if function.attributes.iter().any(attributes::is_deprecated) {
        function.attributes.push(attributes::allow_deprecated());
    }
    need_sized(&mut function.signature);
    let rewriting = Rewriting {
        function,
        parameters,
        around: Around::Trait,
        options: &options,
        names: &mut expansion.names,
    };
    Some(Ok(rewriting.extending(name, &path(header))))
}

/// The trait that callers import: it extends every implementor, and trait objects too.
fn extending_trait(
    name: &Ident,
    header: ItemTrait,
    methods: TokenStream,
    expansion: &mut Expansion,
) -> TokenStream {
    let extended = path(&header);
    let ItemTrait {
        attrs,
        vis,
        trait_token,
        ident,
        mut generics,
        brace_token,
        ..
    } = header;
    let sorted = sorted::sort(attrs, &ident, Standing::Apart);
    let conditions = sorted.body; // and lint levels
    let mut shell = sorted.shell.iter();
    let deprecated = shell.find(|attribute| attributes::is_deprecated(attribute));
    let documentation =
        format!(" Calls the methods of [`{ident}`] with whatever can become a task.");
    let declared = generics.to_token_stream();
    let (_, arguments, _) = generics.split_for_impl();
    let arguments = arguments.to_token_stream();
    let implementor = expansion.names.generic(&ident, "Implementor");
    let implementor_type = parse_quote!(#implementor: #extended + ?::core::marker::Sized);
    generics.params.push(implementor_type);
    let (for_implementor, _, where_clause) = generics.split_for_impl();
    // It stands where the author's trait does, for messages to point at that.
    let colon = quote_spanned!(ident.span()=> :);
    let mut body = Group::new(Delimiter::Brace, methods);
    body.set_span(brace_token.span.join());
    quote! {
        #(#conditions)*
        #deprecated
        #[doc = #documentation]
        #[allow(async_fn_in_trait, dead_code, unreachable_pub)]
        #vis #trait_token #name #declared #colon #extended #where_clause #body
        #(#conditions)*
        impl #for_implementor #name #arguments for #implementor #where_clause {}
    }
}

/// The trait with its generic arguments.
fn path(header: &ItemTrait) -> TokenStream {
    let ItemTrait {
        ident, generics, ..
    } = header;
    let (_, arguments, _) = generics.split_for_impl();
    quote!(#ident #arguments)
}

/// What takes or gives `Self` by value can't do so for a trait object.
fn need_sized(signature: &mut Signature) {
    let takes_self = match signature.receiver().map(|receiver| &receiver.kind) {
        Some(ReceiverKind::Value) => true,
        Some(ReceiverKind::Typed(_, ty)) => ends_with_self(ty),
        _ => false,
    };
    let takes_another = signature
        .inputs
        .iter()
        .any(|input| matches!(input, FnArg::Typed(parameter) if ends_with_self(&parameter.ty)));
    let gives_self = matches!(&signature.output, ReturnType::Type(_, ty) if ends_with_self(ty));
    if takes_self || takes_another || gives_self {
        let where_clause = signature.generics.make_where_clause();
        let sized = parse_quote!(Self: ::core::marker::Sized);
        where_clause.predicates.push(sized);
    }
}

/// Whether it is `Self`, or a tuple that has as much of a size.
fn ends_with_self(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => ends_with_self(&group.elem),
        Type::Paren(paren) => ends_with_self(&paren.elem),
        Type::Tuple(tuple) => tuple.elems.last().is_some_and(ends_with_self),
        _ => source::as_name(ty).is_some_and(|name| name == "Self"),
    }
}

fn trait_without_name(header: &ItemTrait) -> Error {
    let name = &header.ident;
    let message = format!(
        "those who call `{name}` use another trait, and other methods, which need names: write \
         `#[accepts_awaitable(as = {name}Ext)]` here, and `#[accepts_awaitable(as = ..)]` on each method that takes a \
         task"
    );
    place::error(name, &message)
}

fn method_without_name(function: &Function, header: &ItemTrait) -> Error {
    let name = &function.signature.ident;
    let message = format!(
        "`{name}` is what those who implement `{}` write, and its callers need another name: put \
         `#[accepts_awaitable(as = ..)]` on this method",
        header.ident
    );
    place::error(name, &message)
}
