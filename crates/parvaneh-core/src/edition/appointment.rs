//! The numbers of operators, managers and deputies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition, Rule, has_length, wrong};
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
    /// How long the holder has to propose a successor to a post that must be filled.
    pub vacancy: Rule<Span>,
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
    pub(super) fn check(&self, edition: &Edition) -> Result<(), Contradiction> {
        has_length("appointment.vacancy.value", self.vacancy.value)?;
        has_length("appointment.mismatch.value", self.mismatch.value)?;
        has_length("appointment.mismatch_left.value", self.mismatch_left.value)?;
        let key = "appointment.posts";
        for (post, rule) in &self.posts {
            let post = post.word();
            let by = rule.value.approved_by;
            if by != Role::WorkingGroup && by != Role::Secretariat {
                let problem = format!(
                    "{post}: no {} approves a person; the working_group or the secretariat does",
                    by.word()
                );
                return wrong(key, problem);
            }
            if by == Role::WorkingGroup && edition.working_group.is_none() {
                let problem = format!(
                    "{post} can never be filled: a resolution is needed and there is no \
                     [working_group]"
                );
                return wrong(key, problem);
            }
            for kind in &rule.value.required_in {
                if edition.office_kind(kind).is_none() {
                    return wrong(key, format!("{post}: no kind of office is called {kind:?}"));
                }
            }
        }
        let known = |post: &&Post| self.posts.contains_key(*post);
        if let Some(post) = self.runs_office.value.iter().find(|post| !known(post)) {
            let problem = format!("there is no post {:?} in [appointment.posts]", post.word());
            return wrong("appointment.runs_office.value", problem);
        }
        let violation = &self.mismatch_leads_to.value;
        let cases = edition.enforcement.cases.as_ref();
        if !cases.is_some_and(|cases| cases.violations.contains_key(violation)) {
            let problem =
                format!("no case can open: {violation:?} is not in [enforcement.cases.violations]");
            return wrong("appointment.mismatch_leads_to.value", problem);
        }
        Ok(())
    }
}
