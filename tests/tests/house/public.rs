//! What the engine and the store show of the crates that they are made with: nothing but the connections that a host
//! gives them, of SeaORM, which is handed on with them as `parvaneh::sea_orm`. What else a host named would break it
//! with a new version of a crate that it does not know of.

use std::collections::BTreeSet;

use parvaneh_tests::repository::texts;
use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

const CRATES: [&str; 5] = ["csv", "postcard", "sea_orm", "sqlx", "toml"];

/// Which a host has to name.
const HANDED_ON: [&str; 4] = [
    "ConnectionTrait",
    "DatabaseConnection",
    "DatabaseExecutor",
    "DatabaseTransaction",
];

/// Reads what is public in a file: signatures, fields and variants, and no body.
#[derive(Default)]
struct Public {
    imported: BTreeSet<String>,
    found: BTreeSet<String>,
}

fn foreign(source: &str) -> BTreeSet<String> {
    let file = syn::parse_file(source).expect("it compiles");
    let mut public = Public::default();
    for item in &file.items {
        if let Item::Use(item) = item {
            public.import(&item.tree, false);
        }
    }
    public.visit_file(&file);
    public.found
}

impl Public {
    fn import(&mut self, tree: &UseTree, is_foreign: bool) {
        match tree {
            UseTree::Path(path) => {
                let is_foreign = is_foreign || CRATES.contains(&path.ident.to_string().as_str());
                self.import(&path.tree, is_foreign);
            }
            UseTree::Group(group) => group
                .items
                .iter()
                .for_each(|it| self.import(it, is_foreign)),
            UseTree::Name(name) if is_foreign => {
                self.imported.insert(name.ident.to_string());
            }
            UseTree::Rename(name) if is_foreign => {
                self.imported.insert(name.rename.to_string());
            }
            _ => {}
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

impl<'ast> Visit<'ast> for Public {
    fn visit_item(&mut self, item: &'ast Item) {
        let is_shown = match item {
            Item::Fn(item) => is_public(&item.vis),
            Item::Struct(item) => is_public(&item.vis),
            Item::Enum(item) => is_public(&item.vis),
            Item::Trait(item) => is_public(&item.vis),
            Item::Type(item) => is_public(&item.vis),
            // What is implemented for the sake of a trait is that trait's.
            Item::Impl(item) => item.trait_.is_none(),
            Item::Mod(_) => true,
            _ => false,
        };
        if is_shown {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if is_public(&item.vis) {
            self.visit_signature(&item.sig);
        }
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        let public = item.fields.iter().filter(|field| is_public(&field.vis));
        public.for_each(|field| self.visit_type(&field.ty));
    }

    fn visit_block(&mut self, _: &'ast syn::Block) {}
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|it| it.ident.to_string())
            .collect();
        let first = names.first().map_or("", String::as_str);
        let last = names.last().map_or("", String::as_str);
        let is_foreign = CRATES.contains(&first) || self.imported.contains(first);
        if is_foreign && !HANDED_ON.contains(&last) {
            self.found.insert(names.join("::"));
        }
        visit::visit_path(self, path);
    }
}

#[test]
fn a_host_names_nothing_of_the_crates_beneath() {
    for folder in ["crates/parvaneh/src", "crates/parvaneh-store/src"] {
        for (file, text) in texts(folder, "rs") {
            let found = foreign(&text);
            assert!(
                found.is_empty(),
                "{file} shows {found:?}: give it as text, or hide it in an error of ours"
            );
        }
    }
}

#[test]
fn what_is_shown_of_another_crate_is_found() {
    let source = "use sea_orm::{DatabaseConnection, DbErr as Said};\n\
        pub enum Failure { Csv { source: csv::Error }, Said(Said) }\n\
        pub struct Store { pub at: DatabaseConnection, said: Said }\n\
        fn own(said: Said) {}";
    let found: Vec<String> = foreign(source).into_iter().collect();
    assert_eq!(found, ["Said", "csv::Error"]);
}
