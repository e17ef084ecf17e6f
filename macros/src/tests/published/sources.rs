//! The public functions of crates, read from the sources that cargo has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use syn::visit::{self, Visit};
use syn::{
    File, ImplItemFn, ItemFn, ItemImpl, ItemMacro, ItemMod, ItemTrait, TraitItemFn, Visibility,
};

/// A public function, with the `impl` that it is in.
#[derive(Clone)]
pub(super) enum Function {
    Free(ItemFn),
    /// A method, and its `impl` without members.
    Of(ItemImpl, ImplItemFn),
    /// A method of a public trait, and the trait without members.
    OfTrait(ItemTrait, TraitItemFn),
}

/// The functions of a crate of this name and version. Cargo downloads it if it is not there.
pub(super) fn functions(name: &str, version: &str) -> Vec<Function> {
    let mut paths = Vec::new();
    add_files(&folder(name, version).join("src"), &mut paths);
    paths.sort();
    let mut functions = Functions(Vec::new());
    for path in paths {
        let code = fs::read_to_string(&path).unwrap();
        let file =
            syn::parse_file(&code).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        functions.visit_file(&file);
    }
    functions.0
}

/// The folder in which cargo has the sources of a crate. cargo names it for a package that depends on the crate.
fn folder(name: &str, version: &str) -> PathBuf {
    let package = tempfile::tempdir().unwrap();
    let manifest = package.path().join("Cargo.toml");
    let text = format!(
        "package = {{ name = \"package\", edition = \"2024\" }}
        lib = {{ path = \"lib.rs\" }}
        dependencies.{name} = {{ version = \"={version}\", default-features = false }}"
    );
    fs::write(&manifest, text).unwrap();
    fs::write(package.path().join("lib.rs"), "").unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "metadata",
        "--quiet",
        "--format-version=1",
        "--manifest-path",
    ]);
    let output = cargo.arg(manifest).output().unwrap();
    let metadata = String::from_utf8(output.stdout).unwrap();
    let end = metadata.find(&format!("/{name}-{version}/Cargo.toml\""));
    let end = end.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let start = metadata[..end].rfind('"').unwrap() + 1;
    Path::new(&metadata[start..end]).join(format!("{name}-{version}"))
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

struct Functions(Vec<Function>);

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

impl<'a> Visit<'a> for Functions {
    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        if is_public(&function.vis) {
            self.0.push(Function::Free(function.clone()));
        }
    }

    fn visit_item_impl(&mut self, block: &'a ItemImpl) {
        let header = ItemImpl {
            items: Vec::new(),
            ..block.clone()
        };
        for item in &block.items {
            match item {
                syn::ImplItem::Fn(method) if block.trait_.is_some() || is_public(&method.vis) => {
                    self.0.push(Function::Of(header.clone(), method.clone()));
                }
                _ => {}
            }
        }
    }

    fn visit_item_trait(&mut self, block: &'a ItemTrait) {
        let header = ItemTrait {
            items: Vec::new(),
            ..block.clone()
        };
        for item in &block.items {
            match item {
                syn::TraitItem::Fn(method) if is_public(&block.vis) => {
                    self.0
                        .push(Function::OfTrait(header.clone(), method.clone()));
                }
                _ => {}
            }
        }
    }

    fn visit_item_mod(&mut self, module: &'a ItemMod) {
        if module.ident != "tests" && module.ident != "test" {
            visit::visit_item_mod(self, module);
        }
    }

    /// Most of tokio is in macros such as `cfg_rt! { .. }`.
    fn visit_item_macro(&mut self, item: &'a ItemMacro) {
        if let Ok(file) = syn::parse2::<File>(item.mac.tokens.clone()) {
            self.visit_file(&file);
        }
    }
}
