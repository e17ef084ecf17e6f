//! The items with the attribute in this repository's own tests.

use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Attribute, File, ImplItemFn, ItemFn, ItemImpl, ItemTrait, TraitItemFn};

/// The folders with the items, from the root of the repository.
const FOLDERS: [&str; 4] = [
    "macros/expansions",
    "tests/attribute",
    "tests/in_place",
    "tests/adopted",
];

/// The items, without the attribute.
pub fn items() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = Vec::new();
    for folder in FOLDERS {
        add_files(&root.join(folder), &mut paths);
    }
    paths.sort();
    let mut items = Items(Vec::new());
    for path in paths {
        let code = fs::read_to_string(path).unwrap();
        let author = code.split("// becomes").next().unwrap();
        // Some of the expansions are of methods, which can't stand in a file by themselves.
        if let Ok(file) = syn::parse_str::<File>(author) {
            items.visit_file(&file);
        }
    }
    assert!(
        items.0.len() > 500,
        "there are more items than {}",
        items.0.len()
    );
    items.0
}

fn add_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

struct Items(Vec<String>);

impl Items {
    fn add(&mut self, attributes: &[Attribute], item: &dyn ToTokens) {
        let is_ours = |attribute: &Attribute| attribute.path().is_ident("accepts_awaitable");
        if let Some(own) = attributes.iter().find(|attribute| is_ours(attribute)) {
            let item = item.to_token_stream().to_string();
            self.0
                .push(item.replacen(&own.to_token_stream().to_string(), "", 1));
        }
    }
}

impl<'a> Visit<'a> for Items {
    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        self.add(&function.attrs, function);
        visit::visit_item_fn(self, function);
    }

    fn visit_item_impl(&mut self, block: &'a ItemImpl) {
        self.add(&block.attrs, block);
        visit::visit_item_impl(self, block);
    }

    fn visit_item_trait(&mut self, block: &'a ItemTrait) {
        self.add(&block.attrs, block);
        visit::visit_item_trait(self, block);
    }

    fn visit_impl_item_fn(&mut self, function: &'a ImplItemFn) {
        self.add(&function.attrs, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'a TraitItemFn) {
        self.add(&function.attrs, function);
    }
}
