//! The general acts of a regime: each makes sense, is named once, and is for kinds of office that there are.

use std::collections::BTreeSet;

use parvaneh_core::edition::{Decree, Edition};
use toml::Spanned;

use super::WorkflowError;
use super::content::Content;
use super::problems::Problems;
use super::source::Source;

/// General acts as a file has them, and where in it each stands.
pub(super) type Written = Vec<Spanned<toml::Value>>;

/// Each general act with what it says; refused with everything that is wrong with them. Where some of the
/// editions that are `there` could not be read, nobody can say which kinds of office they know.
pub(super) fn read(
    source: &Source,
    written: &Written,
    editions: &[(Source, Edition)],
    there: usize,
) -> Result<Vec<(Decree, Content)>, Vec<WorkflowError>> {
    let mut problems = Problems::default();
    let mut named = BTreeSet::new();
    let mut decrees = Vec::new();
    for value in written {
        let at = value.span().start;
        let value = value.get_ref();
        let wrong = |key: &str, problem: String| source.wrong_at(at, key, problem);
        let read: Result<Decree, toml::de::Error> = value.clone().try_into();
        let read = read.map_err(|error| wrong("decree", error.message().to_owned()));
        let Some(decree) = problems.take(read) else {
            continue;
        };
        for contradiction in decree.check().err().into_iter().flatten() {
            problems.add(wrong(&contradiction.key, contradiction.problem));
        }
        if !named.insert(decree.id.clone()) {
            let problem = format!("{:?} is the name of another general act", decree.id);
            problems.add(wrong("decree.id", problem));
        }
        let is_known = |kind: &str| {
            let mut known = editions.iter();
            let is_known = known.any(|(_, edition)| edition.office_kind(kind).is_some());
            is_known || editions.len() < there
        };
        for kind in decree.kinds.value.iter().filter(|kind| !is_known(kind)) {
            let problem = format!("no edition knows a kind of office {kind:?}");
            problems.add(wrong("decree.kinds", problem));
        }
        decrees.push((decree, Content::of_decree(source, value)));
    }
    problems.or(decrees)
}
