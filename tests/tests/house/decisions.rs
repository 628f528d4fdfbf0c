//! A decision names every state of its machine, so that a new state does not compile until each has
//! said what it means there.
//!
//! The lint `wildcard_enum_match_arm` sees no wildcard within a tuple, no `let … else` and no
//! `if let`. This reads the core with `syn`: anywhere in it, no arm may hide a state and no
//! `let … else` may name one; in what a `decide` reaches within its machine, no `if let` may either.
//! What may follow what (`next`, `follow`) is exempt: there everything that is not listed is out of
//! order, which is the point. So is what draws it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Arm, Block, Expr, Pat, Token};

use super::core_source::{self, is_for_tests};

/// What reads the order of events, and may leave out what is not listed.
const ORDER: [&str; 2] = ["next", "follow"];

/// A function with what it does wrongly, and what it calls.
#[derive(Debug, Default)]
struct Function {
    hides: BTreeSet<&'static str>,
    names_by_if_let: bool,
    calls: BTreeSet<String>,
}

const ARM: &str = "an arm that hides a state";
const LET_ELSE: &str = "`let … else` on a state";
const IF_LET: &str = "`if let` on a state, in a decision";

/// What each function of a file does, by name. Functions of one name are taken together.
fn functions(text: &str) -> BTreeMap<String, Function> {
    let file = syn::parse_file(text).expect("the core compiles");
    let mut reader = Reader::default();
    reader.visit_file(&file);
    reader.found
}

#[derive(Default)]
struct Reader {
    found: BTreeMap<String, Function>,
    within: Vec<String>,
}

impl Reader {
    fn function(&mut self, name: String, body: &Block) {
        self.found.entry(name.clone()).or_default();
        self.within.push(name);
        self.visit_block(body);
        self.within.pop();
    }

    fn here(&mut self) -> Option<&mut Function> {
        self.found.get_mut(self.within.last()?)
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(item.sig.ident.to_string(), &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(item.sig.ident.to_string(), &item.block);
    }

    fn visit_expr_match(&mut self, found: &'ast syn::ExprMatch) {
        let hides = hides_a_state(&found.arms);
        if let Some(here) = self.here().filter(|_| hides) {
            here.hides.insert(ARM);
        }
        visit::visit_expr_match(self, found);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let diverges = local.init.as_ref().is_some_and(|it| it.diverge.is_some());
        let wrong = diverges && names_a_state(&local.pat);
        if let Some(here) = self.here().filter(|_| wrong) {
            here.hides.insert(LET_ELSE);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_let(&mut self, found: &'ast syn::ExprLet) {
        let wrong = names_a_state(&found.pat);
        if let Some(here) = self.here().filter(|_| wrong) {
            here.names_by_if_let = true;
        }
        visit::visit_expr_let(self, found);
    }

    fn visit_expr_path(&mut self, found: &'ast syn::ExprPath) {
        let last = found.path.segments.last().map(|it| it.ident.to_string());
        if let (Some(here), Some(last)) = (self.here(), last) {
            here.calls.insert(last);
        }
        visit::visit_expr_path(self, found);
    }

    /// As `vec![match command { … }]`; what is no list of expressions decides nothing.
    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        let within = Punctuated::<Expr, Token![,]>::parse_terminated;
        for expression in found.parse_body_with(within).iter().flatten() {
            self.visit_expr(expression);
        }
    }

    fn visit_expr_method_call(&mut self, found: &'ast syn::ExprMethodCall) {
        if let Some(here) = self.here() {
            here.calls.insert(found.method.to_string());
        }
        visit::visit_expr_method_call(self, found);
    }
}

/// Whether an arm takes in a state without naming it, where another arm names one.
fn hides_a_state(arms: &[Arm]) -> bool {
    let all: Vec<&Pat> = arms.iter().flat_map(|arm| alternatives(&arm.pat)).collect();
    all.iter().any(|pattern| hides(pattern, &all))
}

/// A pattern without what stands around it, and each side of `|` by itself.
fn alternatives(pattern: &Pat) -> Vec<&Pat> {
    match pattern {
        Pat::Or(or) => or.cases.iter().flat_map(alternatives).collect(),
        Pat::Guard(guard) => alternatives(&guard.pat),
        Pat::Paren(paren) => alternatives(&paren.pat),
        Pat::Reference(reference) => alternatives(&reference.pat),
        Pat::Ident(ident) => match &ident.subpat {
            Some((_, within)) => alternatives(within),
            None => vec![pattern],
        },
        _ => vec![pattern],
    }
}

/// Whether a pattern takes in what `others`, in the same place, name as states.
fn hides(pattern: &Pat, others: &[&Pat]) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => others.iter().any(|other| names_a_state(other)),
        Pat::Ident(ident) => {
            // A name with a capital is a constant, or a variant such as `None`.
            let is_binding = !ident.ident.to_string().starts_with(char::is_uppercase);
            is_binding && others.iter().any(|other| names_a_state(other))
        }
        Pat::Tuple(tuple) => places_hide(&tuple.elems, others, |other| match other {
            Pat::Tuple(other) => Some(&other.elems),
            _ => None,
        }),
        Pat::TupleStruct(one) if !is_state(&one.path) => {
            places_hide(&one.elems, others, |other| match other {
                Pat::TupleStruct(other) if other.path == one.path => Some(&other.elems),
                _ => None,
            })
        }
        _ => false,
    }
}

fn places_hide<'a>(
    places: &'a Punctuated<Pat, Token![,]>,
    others: &[&'a Pat],
    of: impl Fn(&'a Pat) -> Option<&'a Punctuated<Pat, Token![,]>>,
) -> bool {
    let others: Vec<_> = others.iter().filter_map(|other| of(other)).collect();
    places.iter().enumerate().any(|(at, place)| {
        let there = others.iter().filter_map(|other| other.get(at));
        let there: Vec<&Pat> = there.flat_map(alternatives).collect();
        let mut own = alternatives(place).into_iter();
        own.any(|own| hides(own, &there))
    })
}

fn names_a_state(pattern: &Pat) -> bool {
    struct Named(bool);
    impl<'ast> Visit<'ast> for Named {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0 |= is_state(path);
            visit::visit_path(self, path);
        }
    }
    let mut named = Named(false);
    named.visit_pat(pattern);
    named.0
}

/// Whether a path is that of a machine's state, as `State::Filed` or `licence::State::Revoked`.
fn is_state(path: &syn::Path) -> bool {
    let mut segments = path.segments.iter().rev().skip(1);
    segments
        .next()
        .is_some_and(|kind| kind.ident == "State" || kind.ident == "Step")
}

/// Whether a file says and draws what may follow what.
fn draws(file: &str) -> bool {
    file.starts_with("chart/") || file.ends_with("/arrows.rs")
}

/// What is wrong in the files of one folder, by file.
fn wrong(files: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let read: Vec<_> = files
        .iter()
        .map(|(file, text)| (file, functions(text)))
        .collect();
    let mut decisions = BTreeSet::new();
    let mut next = vec!["decide".to_owned()];
    while let Some(name) = next.pop() {
        if ORDER.contains(&name.as_str()) || !decisions.insert(name.clone()) {
            continue;
        }
        let reached = read.iter().filter_map(|(_, found)| found.get(&name));
        next.extend(reached.flat_map(|function| function.calls.iter().cloned()));
    }
    let mut wrong: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, found) in &read {
        for (name, function) in found {
            if ORDER.contains(&name.as_str()) {
                continue;
            }
            let decides = decisions.contains(name);
            if draws(file) && !decides {
                continue;
            }
            let by_if_let = function.names_by_if_let && decides;
            let faults = function.hides.iter().copied();
            for fault in faults.chain(by_if_let.then_some(IF_LET)) {
                let told = wrong.entry((*file).clone()).or_default();
                told.insert(format!("{name}: {fault}"));
            }
        }
    }
    wrong
}

#[test]
fn a_decision_names_every_state() {
    let mut folders: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (file, text) in core_source::files() {
        let folder = Path::new(&file).parent().expect("a file is in a folder");
        let folder = folder.display().to_string();
        folders.entry(folder).or_default().push((file, text));
    }
    let deciding = folders.values().filter(|files| {
        let mut texts = files.iter().map(|(_, text)| text);
        texts.any(|text| text.contains("fn decide("))
    });
    assert_eq!(
        deciding.count(),
        13,
        "twelve machines and the dossier decide"
    );
    let mut found = BTreeMap::new();
    for files in folders.values() {
        found.extend(wrong(files));
    }
    assert!(
        found.is_empty(),
        "name each state, so that a new one does not compile until it has been thought of: {found:#?}"
    );
}

/// What is told of a folder with one file.
fn told(text: &str) -> Vec<String> {
    let files = [("file.rs".to_owned(), text.to_owned())];
    wrong(&files).into_values().flatten().collect()
}

#[test]
fn what_hides_a_state_is_found_wherever_a_decision_leads() {
    let text = "
        pub fn decide(x: X) { decided(x) }
        fn decided(x: X) {
            match (x.command, x.state) {
                (Command::A, State::One) => 1,
                (Command::B, _) => 2,
                (Command::A, State::Two { .. }) => other(x),
            }
        }
        fn other(x: X) {
            if let Some(licence::State::One) = x.state { return 3; }
            let State::Two { kept } = x.state else { return 4 };
        }
        fn not_reached(x: X) { if let State::One = x.state { return 5; } }
        fn next(state: &State) { match state { State::One => 6, _ => 7 } }";
    assert_eq!(
        told(text),
        [
            format!("decided: {ARM}"),
            format!("other: {IF_LET}"),
            format!("other: {LET_ELSE}"),
        ]
    );
}

#[test]
fn every_kind_of_arm_that_hides_a_state_is_found() {
    for arm in [
        "_ => 2",
        "_ if sure => 2",
        "other => 2",
        "State::Two | _ => 2",
    ] {
        let text = format!("fn any() {{ match x {{ State::One(_) => 1, {arm} }} }}");
        assert_eq!(told(&text), [format!("any: {ARM}")], "{arm}");
    }
    for arm in [
        "(_, _) => 2",
        "(_, Command::B) => 2",
        "_ => 2",
        "(.., Command::A) => 2",
    ] {
        let text = format!("fn any() {{ match x {{ (State::One, Command::A) => 1, {arm} }} }}");
        assert_eq!(told(&text), [format!("any: {ARM}")], "{arm}");
    }
    let text = "fn any() { match x { Some(Step::One) => 1, Some(_) | None => 2 } }";
    assert_eq!(told(text), [format!("any: {ARM}")]);
    let text = "fn any() { Ok(vec![match x { State::One => 1, _ => 2 }, y]) }";
    assert_eq!(told(text), [format!("any: {ARM}")], "within a macro");
}

#[test]
fn who_names_every_state_may_hide_the_rest() {
    for body in [
        "match x { (State::One { .. }, _) => 1, (State::Two(inner), Command::A) => 2 }",
        "match x { Some(Step::One) => 1, Some(Step::Two(_)) | None => 2 }",
        "match x { Command::A => 1, _ => 2 }",
        "match x { ref all @ (State::One | State::Two) => 1 }",
        "let Some(kept) = x.kept else { return 1 };",
    ] {
        let text = format!("fn decide() {{ {body} }}");
        assert_eq!(told(&text), [""; 0], "{body}");
    }
    let text = "#[cfg(test)] mod tests { fn any() { match x { State::One => 1, _ => 2 } } }";
    assert_eq!(told(text), [""; 0], "a test decides nothing");
}
