//! What is cited is what the rule rests on: R only for what the source document states, F for what another
//! source does, and a rule of ours under no article (D).
//!
//! Each check is made from the types: from the codes of refusals, which name the keys on which they may rest,
//! from the table of our own rules, and from editions in which every rule is cited by its key and claims to
//! be the regulation's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use parvaneh::Workflows;
use parvaneh::core::chart;
use parvaneh::core::edition::{Basis, Edition};
use parvaneh::core::law::OwnRule;
use parvaneh::core::machines;
use parvaneh::core::refusal::{Citation, Code};
use parvaneh_tests::repository::texts;
use xtask::keyed::{keyed, rules, table_of};

fn editions() -> Vec<Edition> {
    let workflows = Workflows::embedded().expect("the editions load");
    workflows.editions().cloned().collect()
}

fn own(article: &str) -> Option<&'static OwnRule> {
    OwnRule::ALL.iter().find(|rule| rule.english() == article)
}

/// Under a keyed edition: what a refusal for a reason cites is a rule of ours as a D, or a key that its code
/// names. Everything else would be a rule of ours under an article.
pub(crate) fn is_drawn_from_its_own(code: Code, cited: &Citation) -> Result<(), String> {
    let said = format!("{code:?} cites {:?} as {:?}", cited.article, cited.basis);
    match own(&cited.article) {
        Some(_) if cited.basis == Basis::D => Ok(()),
        Some(_) => Err(format!("{said}, and it is ours")),
        None if code.under().contains(&table_of(&cited.article)) => Ok(()),
        None => Err(format!("{said}, on which it may not rest")),
    }
}

/// An event, and a day in it, is drawn from a rule of ours, and then a D, or from a key.
#[test]
fn every_event_is_drawn_from_a_key_or_is_ours() {
    for edition in editions() {
        let by_key = keyed(&edition).expect("an edition");
        let keys: BTreeSet<String> = rules(&by_key)
            .expect("rules")
            .into_iter()
            .map(|rule| rule.key)
            .collect();
        let mut cited: Vec<(&str, Citation)> = Vec::new();
        for arrow in chart::of(&by_key).flat_map(|chart| chart.arrows) {
            let days = machines::days_of(arrow.event).iter();
            let days = days.filter_map(|day| (day.rests_on)(&by_key));
            let all = arrow.rests_on.iter().cloned().chain(days);
            cited.extend(all.map(|citation| (arrow.event, citation)));
        }
        assert!(!cited.is_empty(), "{}", edition.id);
        for (event, citation) in cited {
            match own(&citation.article) {
                Some(_) => assert_eq!(citation.basis, Basis::D, "{event}: {citation:?}"),
                None => assert!(keys.contains(&citation.article), "{event}: {citation:?}"),
            }
        }
    }
}

/// What scripts were refused, as somebody has read it: the same, of the editions as they are.
#[test]
fn no_refusal_of_a_script_stands_under_an_article_that_is_not_its_own() {
    let mut stated: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let own_to_scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/quays");
    let own_to_scripts = Workflows::load(&own_to_scripts).expect("the edition loads");
    for edition in editions().iter().chain(own_to_scripts.editions()) {
        for rule in rules(edition).expect("rules") {
            let keys = stated.entry((rule.article, rule.basis)).or_default();
            keys.insert(table_of(&rule.key).to_owned());
        }
    }
    let mut refused = 0;
    for (name, text) in texts("tests/scenarios", "transcript") {
        let mut code = None;
        for line in text.lines().map(str::trim_start) {
            if let Some(said) = line.strip_prefix("refused, ") {
                let word = said.split(':').next().unwrap_or_default();
                code = Code::ALL.iter().find(|code| code.word() == word);
            }
            let cited = line.strip_prefix("by ").and_then(|line| {
                let (article, basis) = line.rsplit_once(" [")?;
                Some((article, basis.strip_suffix(']')?))
            });
            let (Some((article, basis)), Some(of)) = (cited, code) else {
                continue;
            };
            code = None;
            refused += 1;
            let is_ours = own(article).is_some() && basis == "D";
            let keys = stated.get(&(article.to_owned(), basis.to_owned()));
            let may_rest =
                keys.is_some_and(|keys| of.under().iter().any(|key| keys.contains(*key)));
            assert!(is_ours || may_rest, "{name}: {of:?} by {article} [{basis}]");
        }
    }
    assert!(300 < refused, "{refused} refusals were found");
}

/// Each key that a code names is there in some edition, or is one that only a register's own has.
#[test]
fn a_code_names_keys_that_there_are() {
    let mut known: BTreeSet<String> = BTreeSet::from(["transfer.holding".to_owned()]);
    for edition in editions() {
        let stated = rules(&edition).expect("rules").into_iter();
        known.extend(stated.map(|rule| table_of(&rule.key).to_owned()));
    }
    for code in Code::ALL {
        for key in code.under() {
            assert!(known.contains(*key), "{code:?}: {key}");
        }
    }
}

/// A default is not presented as law: its article says what was looked for, and opens with no instrument
/// that another article cites as R or F.
#[test]
fn the_article_of_a_default_opens_with_no_instrument() {
    let all: Vec<_> = editions()
        .iter()
        .flat_map(|edition| rules(edition).expect("rules"))
        .collect();
    let opening = |article: &str| {
        article
            .split([',', ':'])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let instruments: BTreeSet<String> = all
        .iter()
        .filter(|rule| rule.basis != "D")
        .map(|rule| opening(&rule.article))
        .collect();
    for rule in all.iter().filter(|rule| rule.basis == "D") {
        let instrument = instruments.iter().find(|it| rule.article.starts_with(*it));
        assert_eq!(instrument, None, "{}: {}", rule.key, rule.article);
    }
}
