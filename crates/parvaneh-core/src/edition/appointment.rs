//! The numbers of operators, managers and deputies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Rule};
use crate::actor::Role;
use crate::calendar::Span;
use crate::state::appointment::Post;

/// The numbers of operators, managers and deputies.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentRules {
    /// The posts that an office may have.
    pub posts: BTreeMap<Post, Rule<PostRule>>,
    /// Those of them in which somebody may run the office in the place of the holder.
    pub runs_office: Rule<Vec<Post>>,
    /// How long the holder has to propose a successor to a post that must be filled. None: no post must.
    pub vacancy: Option<Rule<Span>>,
    /// How long the holder has to settle that somebody else runs the office.
    pub mismatch: Rule<Span>,
    /// How long the holder has at least, where a transfer to whoever runs it came to nothing.
    pub mismatch_left: Rule<Span>,
    /// The violation of which a case opens where that is not settled in time.
    pub mismatch_leads_to: Rule<String>,
}

/// One post.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostRule {
    /// Who approves a person: the working group, by resolution, or the secretariat.
    pub approved_by: Role,
    /// The kinds of office in which it must be filled: somebody approved before the licence that an
    /// application leads to is issued, and a successor proposed in time where it falls vacant.
    #[serde(default)]
    pub required_in: Vec<String>,
}

impl AppointmentRules {
    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        let must_be_filled = |rule: &Rule<PostRule>| !rule.value.required_in.is_empty();
        match (&self.vacancy, self.posts.values().any(must_be_filled)) {
            (Some(rule), true) => faults.length("appointment.vacancy.value", rule.value),
            (None, false) => {}
            (Some(_), false) => faults.add(
                "appointment.vacancy",
                "it decides nothing: no post is required in any kind of office; leave it out",
            ),
            (None, true) => faults.add(
                "appointment",
                "say by vacancy how soon a post must be filled again",
            ),
        }
        faults.length("appointment.mismatch.value", self.mismatch.value);
        let left = self.mismatch_left.value;
        faults.length("appointment.mismatch_left.value", left);
        for (post, rule) in &self.posts {
            let key = format!("appointment.posts.{}.value", post.word());
            rule.value.check(&key, edition, faults);
        }
        let key = "appointment.runs_office.value";
        let running = &self.runs_office.value;
        faults.twice(key, running.iter().map(|post| post.word()));
        for post in running {
            if !self.posts.contains_key(post) {
                let problem = format!("there is no post {:?} in [appointment.posts]", post.word());
                faults.add(key, problem);
            }
        }
        let violation = &self.mismatch_leads_to.value;
        let cases = edition.enforcement.cases.as_ref();
        if !cases.is_some_and(|cases| cases.violations.contains_key(violation)) {
            let problem =
                format!("no case can open: {violation:?} is not in [enforcement.cases.violations]");
            faults.add("appointment.mismatch_leads_to.value", problem);
        }
    }
}

impl PostRule {
    fn check(&self, key: &str, edition: &Edition, faults: &mut Faults) {
        let by = self.approved_by;
        if by != Role::WorkingGroup && by != Role::Secretariat {
            let problem = format!(
                "no {} approves a person; the working_group or the secretariat does",
                by.word()
            );
            faults.add(key, problem);
        }
        if by == Role::WorkingGroup && edition.working_group.is_none() {
            faults.no_group(key);
        }
        faults.twice(key, self.required_in.iter().map(String::as_str));
        for kind in &self.required_in {
            if kind == "*" {
                faults.add(
                    key,
                    "\"*\" is no kind of office: name each in which the post must be filled",
                );
            } else if edition.office_kind(kind).is_none() {
                faults.add(key, format!("no kind of office is called {kind:?}"));
            }
        }
    }
}
