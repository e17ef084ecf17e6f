//! The functions of a file.

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Block, File, Generics, ImplItemFn, ItemFn, Signature, TraitItemFn, Visibility};

/// A function that is an item, or a member of an `impl` or a `trait`.
#[derive(PartialEq)]
pub(crate) struct Head {
    pub(crate) visibility: String,
    pub(crate) name: String,
}

/// The functions of a file, and the statements of each of their bodies. Functions in a constant in a signature are left
/// out, since the signature occurs twice.
#[derive(Default)]
pub(crate) struct Functions {
    pub(crate) heads: Vec<Head>,
    pub(crate) bodies: Vec<String>,
}

impl Functions {
    /// All functions, including those in the bodies of others.
    pub(crate) fn of(file: &File) -> Self {
        let mut functions = Self::default();
        functions.visit_file(file);
        functions
    }

    fn add(
        &mut self,
        visibility: Option<&Visibility>,
        signature: &Signature,
        body: Option<&Block>,
    ) {
        self.heads.push(Head {
            visibility: visibility.to_token_stream().to_string(),
            name: signature.ident.to_string(),
        });
        self.bodies.extend(body.map(|body| {
            let statements = body.stmts.iter().map(ToTokens::to_token_stream);
            statements.collect::<proc_macro2::TokenStream>().to_string()
        }));
    }
}

impl<'a> Visit<'a> for Functions {
    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        self.add(Some(&function.vis), &function.sig, Some(&function.block));
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a ImplItemFn) {
        self.add(Some(&function.vis), &function.sig, Some(&function.block));
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'a TraitItemFn) {
        self.add(None, &function.sig, function.default.as_ref());
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_signature(&mut self, _: &'a Signature) {}
    fn visit_generics(&mut self, _: &'a Generics) {}
}
