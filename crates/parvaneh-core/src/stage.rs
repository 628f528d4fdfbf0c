//! The stages of a matter between its filing and its decision, in the order that the edition gives.
//!
//! A stage is left when every paper that it needs is on file; a session of the working group is
//! left by a resolution that carries, besides. One edition looks at clearances first and votes
//! last, another votes first: the order is data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::edition::{Faults, Rule};
use crate::paper::{PaperRule, check_needs};

/// One stage and what it takes to leave it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRule<S> {
    /// Which.
    pub stage: S,
    /// The papers that must be on file, favourable and in date.
    #[serde(default)]
    pub needs: Vec<String>,
}

/// The stages of one kind of matter, first to last.
pub type Procedure<S> = Rule<Vec<StageRule<S>>>;

/// A kind of stage.
pub trait Stage: Copy + Eq + 'static {
    /// Every stage there is; an edition takes each of them once.
    const ALL: &'static [Self];

    /// The word of the stored form.
    fn word(self) -> &'static str;
}

impl<S: Stage> Procedure<S> {
    /// Where a complete request stands first.
    pub fn first(&self) -> Option<S> {
        self.value.first().map(|rule| rule.stage)
    }

    /// The stage after `stage`; none after the last one.
    pub fn after(&self, stage: S) -> Option<S> {
        let at = self.value.iter().position(|rule| rule.stage == stage)?;
        self.value.get(at + 1).map(|rule| rule.stage)
    }

    /// What it takes to leave `stage`, with the procedure's own place in the law.
    pub fn needs(&self, stage: S) -> Rule<Vec<String>> {
        let rule = self.value.iter().find(|rule| rule.stage == stage);
        Rule {
            value: rule.map(|rule| rule.needs.clone()).unwrap_or_default(),
            article: self.article.clone(),
            basis: self.basis,
        }
    }

    /// Refuses a procedure with a stage that can never be reached or left, and says why.
    pub(crate) fn check(
        &self,
        key: &str,
        papers: &BTreeMap<String, Rule<PaperRule>>,
        faults: &mut Faults,
    ) {
        let order: Vec<S> = self.value.iter().map(|rule| rule.stage).collect();
        for stage in S::ALL {
            let times = order.iter().filter(|known| *known == stage).count();
            if times != 1 {
                let word = stage.word();
                let problem = match times {
                    0 => format!("{word} is never reached, and the law needs it"),
                    _ => format!("{word} is there {times} times: a matter passes it once"),
                };
                faults.add(key, problem);
            }
        }
        for (at, rule) in self.value.iter().enumerate() {
            check_needs(key, &rule.needs, papers, faults);
            let passed: Vec<&str> = order.iter().take(at).map(|stage| stage.word()).collect();
            for name in &rule.needs {
                let asked_after = papers.get(name).map(|paper| &paper.value.asked_after);
                if let Some(Some(after)) = asked_after
                    && !passed.contains(&after.as_str())
                {
                    let word = rule.stage.word();
                    let problem = format!(
                        "{word} can never be left: it needs {name:?}, which is asked for only \
                         after {after}, and {after} does not come before {word}"
                    );
                    faults.add(key, problem);
                }
            }
        }
    }
}
