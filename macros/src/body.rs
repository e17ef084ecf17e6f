//! What is the function with the body? The author's own, but for its name and its attributes.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::{Attribute, FnArg, PatType, Signature};

use crate::attributes;
use crate::function::Function;
use crate::lints;
use crate::parameter;

/// Printed as it is, while the author's signature becomes the one that callers see.
pub(crate) struct WithBody {
    pub(crate) name: Ident,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) signature: TokenStream,
    body: TokenStream,
}

impl WithBody {
    /// `on` is the option of that name.
    pub(crate) fn new(
        function: &mut Function,
        name: Ident,
        mut attributes: Vec<Attribute>,
        on: Option<&TokenStream>,
    ) -> Self {
        attributes.push(lints::allow(function));
        Self {
            signature: signature(&function.signature, &name, on),
            body: function.body.to_token_stream(),
            name,
            attributes,
        }
    }
}

impl ToTokens for WithBody {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attributes);
        self.signature.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

fn signature(author: &Signature, name: &Ident, on: Option<&TokenStream>) -> TokenStream {
    let Signature {
        asyncness,
        safety,
        abi,
        fn_token,
        generics,
        output,
        ..
    } = author;
    let where_clause = &generics.where_clause;
    let mut inputs = TokenStream::new();
    author.paren_token.surround(&mut inputs, |inputs| {
        for pair in author.inputs.pairs() {
            inputs.extend(input(pair.value(), on));
            pair.punct().to_tokens(inputs);
        }
    });
    quote!(#asyncness #safety #abi #fn_token #name #generics #inputs #output #where_clause)
}

/// A parameter with what the body needs of its attributes.
fn input(author: &FnArg, on: Option<&TokenStream>) -> TokenStream {
    let FnArg::Typed(PatType {
        attrs,
        pat,
        colon_token,
        ty,
    }) = author
    else {
        return author.to_token_stream();
    };
    let kept = attrs
        .iter()
        .filter(|attribute| attributes::is_condition(attribute) || attributes::is_level(attribute));
    let unused = on
        .filter(|on| parameter::is_mentioned(pat, on))
        .map(|_| attributes::allow_unused());
    quote!(#(#kept)* #unused #pat #colon_token #ty)
}
