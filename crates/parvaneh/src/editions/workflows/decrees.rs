//! The general acts of a regime: each makes sense, is named once, and is for kinds of office that there are.

use std::collections::BTreeSet;

use parvaneh_core::edition::{Decree, Edition};
use toml::Spanned;

use super::WorkflowError;
use super::content::Content;
use super::source::Source;

/// General acts as a file has them, and where in it each stands.
pub(super) type Written = Vec<Spanned<toml::Value>>;

/// Each general act with what it says; refused where one makes no sense.
pub(super) fn read(
    source: &Source,
    written: &Written,
    editions: &[(Source, Edition)],
) -> Result<Vec<(Decree, Content)>, WorkflowError> {
    let mut named = BTreeSet::new();
    let mut decrees = Vec::new();
    for value in written {
        let at = value.span().start;
        let value = value.get_ref();
        let wrong = |key: &str, problem: String| source.wrong_at(at, key, problem);
        let decree: Decree = value
            .clone()
            .try_into()
            .map_err(|error: toml::de::Error| wrong("decree", error.message().to_owned()))?;
        decree
            .check()
            .map_err(|contradiction| wrong(contradiction.key, contradiction.problem))?;
        if !named.insert(decree.id.clone()) {
            let problem = format!("{:?} is the name of another general act", decree.id);
            return Err(wrong("decree.id", problem));
        }
        let is_known = |kind: &str| {
            let mut editions = editions.iter();
            editions.any(|(_, edition)| edition.office_kind(kind).is_some())
        };
        if let Some(kind) = decree.kinds.value.iter().find(|kind| !is_known(kind)) {
            let problem = format!("no edition knows a kind of office {kind:?}");
            return Err(wrong("decree.kinds", problem));
        }
        decrees.push((decree, Content::of_decree(source, value)));
    }
    Ok(decrees)
}
