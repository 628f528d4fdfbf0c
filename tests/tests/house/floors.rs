//! The core has three floors, and nothing looks upwards: the words of the law and the states at the
//! bottom, the machines in the middle, what joins them on top.
//!
//! Read from every `use` and every path of every file. Machines are on one floor and may ask each other;
//! what a machine changes is its own part of the dossier, and no other's.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{ItemUse, ReceiverKind, UseTree};

use super::core_source::{self, is_for_tests};

/// The modules at the bottom.
const BOTTOM: [&str; 13] = [
    "actor",
    "calendar",
    "edition",
    "law",
    "number",
    "paper",
    "party",
    "refusal",
    "resolution",
    "stage",
    "state",
    "text",
    "unseen",
];

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Floor {
    Words,
    Machines,
    Dossier,
}

fn floor(module: &[String]) -> Floor {
    match module.first().map(String::as_str) {
        Some("machines") => Floor::Machines,
        Some(name) if BOTTOM.contains(&name) => Floor::Words,
        Some(_) | None => Floor::Dossier,
    }
}

/// The module that a file is, by its path from the core's `src`.
fn module(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

/// Every path of a file that begins with `crate`, `super` or `self`, from the core's root.
struct Reader {
    module: Vec<String>,
    found: BTreeSet<Vec<String>>,
}

impl Reader {
    /// Takes down a path, if it leads through the core.
    fn take(&mut self, segments: &[String]) {
        let (mut from, mut rest) = (self.module.clone(), segments);
        match rest.first().map(String::as_str) {
            Some("crate") => {
                from.clear();
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            Some("super") => {}
            Some(_) | None => return,
        }
        while rest.first().is_some_and(|first| first == "super") {
            from.pop();
            rest = &rest[1..];
        }
        from.extend(rest.iter().cloned());
        self.found.insert(from);
    }

    fn tree(&mut self, before: &[String], tree: &UseTree) {
        let and = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&and(&path.ident), &path.tree),
            UseTree::Name(name) => self.take(&and(&name.ident)),
            UseTree::Rename(rename) => self.take(&and(&rename.ident)),
            UseTree::Glob(_) => self.take(before),
            UseTree::Group(group) => {
                for one in &group.items {
                    self.tree(before, one);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if is_for_tests(&item.attrs) {
            return;
        }
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter().map(|it| it.ident.to_string());
        self.take(&segments.collect::<Vec<_>>());
        visit::visit_path(self, path);
    }

    /// What stands in a macro is not parsed: of its words those after `crate::` are read.
    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        let text = found.tokens.to_string().replace(' ', "");
        for path in text.split("crate::").skip(1) {
            let end = path.find(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter));
            let words = path[..end.unwrap_or(path.len())].split("::");
            let path: Vec<String> = words.map(str::to_owned).collect();
            self.take(&[&["crate".to_owned()], path.as_slice()].concat());
        }
        visit::visit_macro(self, found);
    }
}

/// Where each file of the core looks, from the root of the core. What `lib.rs` hands on is followed
/// to where it stands.
fn paths(files: &[(String, String)]) -> BTreeMap<String, BTreeSet<Vec<String>>> {
    let mut handed_on: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut all = BTreeMap::new();
    for (file, text) in files {
        let parsed = syn::parse_file(text).expect("the core compiles");
        if file == "lib.rs" {
            // At the root a path needs no `crate`.
            for item in &parsed.items {
                let syn::Item::Use(item) = item else { continue };
                let mut reader = Reader {
                    module: Vec::new(),
                    found: BTreeSet::new(),
                };
                reader.tree(&["crate".to_owned()], &item.tree);
                let named = reader.found.into_iter();
                handed_on
                    .extend(named.filter_map(|path| path.last().cloned().map(|name| (name, path))));
            }
            continue;
        }
        let mut reader = Reader {
            module: module(file),
            found: BTreeSet::new(),
        };
        reader.visit_file(&parsed);
        all.insert(file.clone(), reader.found);
    }
    for found in all.values_mut() {
        *found = found
            .iter()
            .map(|path| match path.split_first() {
                Some((first, rest)) if handed_on.contains_key(first) => {
                    [handed_on[first].as_slice(), rest].concat()
                }
                Some(_) | None => path.clone(),
            })
            .collect();
    }
    all
}

/// Every look upwards.
fn wrong(files: &[(String, String)]) -> BTreeSet<String> {
    let mut wrong = BTreeSet::new();
    for (file, paths) in paths(files) {
        let own = module(&file);
        for path in paths.into_iter().filter(|path| !path.is_empty()) {
            let shown = path.join("::");
            if floor(&own) < floor(&path) {
                wrong.insert(format!("{file} looks upwards, at {shown}"));
            }
        }
    }
    wrong
}

#[test]
fn nothing_in_the_core_looks_upwards() {
    let wrong = wrong(&core_source::files());
    assert!(
        wrong.is_empty(),
        "move what is looked for downwards, or hand it in: {wrong:#?}"
    );
}

/// What is told of these files.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let owned = files.iter();
    let owned = owned.map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
    wrong(&owned.collect::<Vec<_>>()).into_iter().collect()
}

const LIB: (&str, &str) = (
    "lib.rs",
    "pub mod actor; pub mod machines; pub mod standing; pub use machines::{renewal, licence};",
);

#[test]
fn looks_upwards_are_found() {
    let files = [
        LIB,
        (
            "edition.rs",
            "use crate::actor::Role; use crate::licence::State;",
        ),
        (
            "edition/stage.rs",
            "fn any() { super::super::standing::on(day) }",
        ),
        ("state/renewal.rs", "codes! { crate::standing::Code }"),
        ("machines/mod.rs", "pub mod renewal; pub mod licence;"),
        (
            "machines/licence/mod.rs",
            "pub mod due; use crate::{actor, standing::{self, on}};",
        ),
        (
            "standing.rs",
            "use crate::machines::licence; use crate::actor::Role;",
        ),
    ];
    assert_eq!(
        told(&files),
        [
            "edition.rs looks upwards, at machines::licence::State",
            "edition/stage.rs looks upwards, at standing::on",
            "machines/licence/mod.rs looks upwards, at standing::on",
            "machines/licence/mod.rs looks upwards, at standing::self",
            "state/renewal.rs looks upwards, at standing::Code",
        ]
    );
}

/// The parts of the dossier that a machine changes: those of its own name, and these.
const PARTS: [(&str, &[&str]); 2] = [
    ("licence", &["office", "holder", "passed_on", "terms"]),
    ("premises", &["permits"]),
];

/// Which parts of the dossier a file assigns, or borrows to change them.
struct Changes<'m> {
    methods: &'m BTreeSet<String>,
    parts: BTreeSet<String>,
}

impl Changes<'_> {
    fn take(&mut self, place: &syn::Expr) {
        let mut place = place;
        let mut part = None;
        loop {
            place = match place {
                syn::Expr::Field(field) => {
                    if let syn::Member::Named(name) = &field.member {
                        part = Some(name.to_string());
                    }
                    &field.base
                }
                syn::Expr::Index(index) => &index.expr,
                syn::Expr::Path(path) if path.path.is_ident("dossier") => {
                    self.parts.extend(part);
                    return;
                }
                _ => return,
            };
        }
    }
}

impl<'ast> Visit<'ast> for Changes<'_> {
    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.take(&assign.left);
        visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if reference.mutability.is_some() {
            self.take(&reference.expr);
        }
        visit::visit_expr_reference(self, reference);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let method = call.method.to_string();
        if method == "insert_term" {
            self.parts.insert("terms".to_owned());
        } else if self.methods.contains(&method) {
            self.take(&call.receiver);
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Methods of the standard library that change what they are asked of.
const OF_THE_LIBRARY: [&str; 11] = [
    "clear", "entry", "extend", "get_mut", "insert", "iter_mut", "last_mut", "push", "remove",
    "retain", "take",
];

/// The names of the methods that change a state.
#[derive(Default)]
struct Methods(BTreeSet<String>);

impl<'ast> Visit<'ast> for Methods {
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let receiver = item.sig.receiver();
        if receiver.is_some_and(|it| matches!(it.kind, ReceiverKind::Reference(_, _, Some(_)))) {
            self.0.insert(item.sig.ident.to_string());
        }
    }
}

/// Every way that `state/` and the library have to change a part.
fn methods() -> BTreeSet<String> {
    let mut methods = Methods(OF_THE_LIBRARY.map(str::to_owned).into());
    for (file, text) in core_source::files() {
        if file.starts_with("state/") {
            methods.visit_file(&syn::parse_file(&text).expect("the core compiles"));
        }
    }
    methods.0
}

/// The parts of the dossier that a text changes.
fn changed(text: &str, methods: &BTreeSet<String>) -> BTreeSet<String> {
    let mut changes = Changes {
        methods,
        parts: BTreeSet::new(),
    };
    changes.visit_file(&syn::parse_file(text).expect("the core compiles"));
    changes.parts
}

#[test]
fn every_way_to_change_a_part_is_seen() {
    let text = "fn any(dossier: &mut Dossier) {
        dossier.licence = after;
        let file = &mut dossier.enforcement.file;
        dossier.contract.put(agency, contract);
        dossier.appointment.posts.insert(post, case);
        let read = dossier.renewal.open_request();
    }";
    let changed = changed(text, &methods());
    let seen: Vec<&str> = changed.iter().map(String::as_str).collect();
    assert_eq!(seen, ["appointment", "contract", "enforcement", "licence"]);
}

#[test]
fn a_machine_changes_its_own_part_alone() {
    let (mut seen, methods) = (0, methods());
    for (file, text) in core_source::files() {
        let Some((machine, _)) = file
            .strip_prefix("machines/")
            .and_then(|it| it.split_once('/'))
        else {
            continue;
        };
        let own = PARTS.iter().find(|(name, _)| *name == machine);
        let own = own.map_or(&[] as &[&str], |(_, parts)| parts);
        for part in changed(&text, &methods) {
            assert!(
                part == machine || own.contains(&part.as_str()),
                "{file} changes `{part}`, which is another machine's: say it in that machine's `follow`"
            );
            seen += 1;
        }
    }
    assert!(11 < seen, "eleven machines change something each: {seen}");
}
