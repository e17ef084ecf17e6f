//! What is the function with the body? The author's own, but for its name and its attributes.

use proc_macro2::{Group, Ident, TokenStream};
use quote::{ToTokens, TokenStreamExt};
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
    body: Option<Group>,
}

impl WithBody {
    /// `on` is the option of that name.
    pub(crate) fn new(
        function: &mut Function,
        name: Ident,
        mut attributes: Vec<Attribute>,
        on: Option<&TokenStream>,
    ) -> Self {
        lints::allow(function, &mut attributes);
        Self {
            signature: signature(&function.signature, &name, on),
            body: function.block().cloned(),
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
    // Each stream inside another would be copied.
    let mut tokens = TokenStream::new();
    asyncness.to_tokens(&mut tokens);
    safety.to_tokens(&mut tokens);
    abi.to_tokens(&mut tokens);
    fn_token.to_tokens(&mut tokens);
    name.to_tokens(&mut tokens);
    generics.to_tokens(&mut tokens);
    author.paren_token.surround(&mut tokens, |tokens| {
        for pair in author.inputs.pairs() {
            input(pair.value(), on, tokens);
            pair.punct().to_tokens(tokens);
        }
    });
    output.to_tokens(&mut tokens);
    generics.where_clause.to_tokens(&mut tokens);
    tokens
}

/// A parameter with what the body needs of its attributes.
fn input(author: &FnArg, on: Option<&TokenStream>, tokens: &mut TokenStream) {
    let FnArg::Typed(PatType {
        attrs,
        pat,
        colon_token,
        ty,
    }) = author
    else {
        return author.to_tokens(tokens);
    };
    for attribute in attrs {
        if attributes::is_condition(attribute) || attributes::is_level(attribute) {
            attribute.to_tokens(tokens);
        }
    }
    if on.is_some_and(|on| parameter::is_mentioned(pat, on)) {
        attributes::allow_unused().to_tokens(tokens);
    }
    pat.to_tokens(tokens);
    colon_token.to_tokens(tokens);
    ty.to_tokens(tokens);
}
