//! What an edition must be, besides complete: no value contradicts another one, and none decides nothing.

use std::collections::BTreeSet;

use super::{
    Contradiction, Edition, Faults, LatePolicy, LicenceRules, Needed, PendingAtExpiry,
    RenewalRules, SuccessionRules, after_end, principled_approval,
};
use crate::actor::Role;
use crate::calendar::Span;
use crate::paper::{self, check_needs};

impl Edition {
    /// Refuses an edition that contradicts itself, with everything that is wrong with it: a period of no
    /// length, a ladder of reminders that does not come nearer, a quorum that cannot be had, a value on
    /// which nothing would ever depend.
    pub fn check(&self) -> Result<(), Vec<Contradiction>> {
        let mut faults = Faults::default();
        self.entry.check(&mut faults);
        self.licence.check(&mut faults);
        self.renewal.check(self, &mut faults);
        after_end::check(self, &mut faults);
        if let Some(rule) = &self.holidays {
            rule.value.check(&mut faults);
        }
        if let Some(rules) = &self.call {
            rules.check(self, &mut faults);
        }
        if let Some(rules) = &self.application {
            rules.check(self, &mut faults);
        }
        if let Some(rules) = &self.principled_approval {
            rules.check(self, &mut faults);
        }
        if let Some(rules) = &self.transfer {
            rules.check(self, &mut faults);
        }
        if let Some(rules) = &self.succession {
            rules.check(self, &mut faults);
        }
        if let Some(rules) = &self.premises {
            rules.check(self, &mut faults);
        }
        if let Some(rules) = &self.silence {
            rules.check(&mut faults);
        }
        self.enforcement.check(self, &mut faults);
        if let Some(rules) = &self.appointment {
            rules.check(self, &mut faults);
        }
        if let Some(rules) = &self.contract {
            rules.check(self, &mut faults);
        }
        match &self.working_group {
            Some(group) => {
                group.check(self.is_decided_by_a_group(), &mut faults);
                principled_approval::check_there(self, &mut faults);
            }
            None if self.licence.principled_approval.value == Needed::Needed => {
                faults.no_group("licence.principled_approval.value");
            }
            None => {}
        }
        let in_stages = self.papers_of_stages();
        let needed = &in_stages | &self.papers_of_steps();
        paper::check(&self.papers, &needed, &in_stages, &mut faults);
        faults.all()
    }

    /// Whether some step of the edition is a resolution.
    fn is_decided_by_a_group(&self) -> bool {
        let posts = self.appointment.iter().flat_map(|rules| &rules.posts);
        let contracts = self.contract.as_ref().map(|rules| rules.approval.value);
        let late = self.renewal.late.as_ref().map(|rule| rule.value);
        self.licence.principled_approval.value == Needed::Needed
            || self.renewal.confirmation.value == Needed::Needed
            || late == Some(LatePolicy::RefuseOrExcuse)
            || after_end::is_decided_by_a_group(self)
            || self.application.is_some()
            || self.transfer.is_some()
            || self.premises.is_some()
            || contracts == Some(Needed::Needed)
            || posts
                .into_iter()
                .any(|(_, rule)| rule.value.approved_by == Role::WorkingGroup)
    }

    /// The papers that some stage of a matter needs.
    fn papers_of_stages(&self) -> BTreeSet<&str> {
        let applications = self.application.iter().flat_map(|it| &it.stages.value);
        let transfers = self.transfer.iter().flat_map(|it| &it.stages.value);
        let needs = applications.flat_map(|stage| &stage.needs);
        let needs = needs.chain(transfers.flat_map(|stage| &stage.needs));
        needs.map(String::as_str).collect()
    }

    /// The papers that some other step needs.
    fn papers_of_steps(&self) -> BTreeSet<&str> {
        let approvals = self
            .principled_approval
            .iter()
            .flat_map(|it| [&it.premises, &it.presentation]);
        let relocations = self.premises.iter().map(|it| &it.relocation);
        let lists = approvals.chain(relocations).chain(&self.renewal.needs);
        let needs = lists.flat_map(|rule| &rule.value);
        let successions = self.succession.iter().flat_map(SuccessionRules::papers);
        needs.chain(successions).map(String::as_str).collect()
    }
}

impl LicenceRules {
    fn check(&self, faults: &mut Faults) {
        faults.length("licence.term.value", self.term.value);
        faults.length("licence.ahead.value", self.ahead.value);
        faults.length("licence.issue_ahead.value", self.issue_ahead.value);
        let key = "licence.office_kinds.value";
        let kinds = &self.office_kinds.value;
        if kinds.is_empty() {
            faults.add(key, "no kind of office can be licensed");
        }
        faults.twice(key, kinds.iter().map(|rule| rule.kind.as_str()));
        let any = kinds.iter().position(|rule| rule.kind == "*");
        if let Some(after) = any.and_then(|at| kinds.get(at + 1)) {
            let problem = format!(
                "{:?} comes after \"*\", which is any kind, and decides nothing",
                after.kind
            );
            faults.add(key, problem);
        }
    }
}

impl RenewalRules {
    fn check(&self, edition: &Edition, faults: &mut Faults) {
        faults.length("renewal.cure.value", self.cure.value);
        if self.confirmation.value == Needed::Needed && edition.working_group.is_none() {
            faults.no_group("renewal.confirmation.value");
        }
        if let Some(rule) = &self.needs {
            check_needs("renewal.needs.value", &rule.value, &edition.papers, faults);
        }
        let gates = self.gates.value.iter().map(|gate| gate.word());
        faults.twice("renewal.gates.value", gates);
        self.check_lead(edition, faults);
        self.check_lateness(edition, faults);
        self.check_reminders(edition.licence.term.value, faults);
    }

    /// A lead is shorter than the term, and how its months are counted is said where it has months.
    fn check_lead(&self, edition: &Edition, faults: &mut Faults) {
        let term = edition.licence.term.value;
        if let Some(rule) = &self.lead {
            faults.length("renewal.lead.value", rule.value);
            if !term.is_zero() && !term.is_surely_longer_than(&rule.value) {
                let problem = format!(
                    "{} before the end of a term of {term}: a request could never be in time",
                    rule.value
                );
                faults.add("renewal.lead.value", problem);
            }
        }
        let by_province = edition.transfer.iter().flat_map(|rules| &rules.lead);
        let transfers = by_province.flat_map(|rule| rule.value.0.values());
        let mut leads = self.lead.iter().map(|rule| &rule.value).chain(transfers);
        // A lead of no length is wrong already, whatever it would be counted in.
        let has_months = leads.any(|lead| 0 < lead.years || 0 < lead.months || lead.is_zero());
        match (&self.month_counting, has_months) {
            (Some(_), true) | (None, false) => {}
            (Some(_), false) => faults.add(
                "renewal.month_counting",
                "it decides nothing: there is no lead with months to count; leave it out",
            ),
            (None, true) => faults.add(
                "renewal",
                "say by month_counting how the months of a lead are counted",
            ),
        }
    }

    /// What comes of lateness is said where there is a day to be late for: that of a lead, or the one that
    /// whoever decided late gives.
    fn check_lateness(&self, edition: &Edition, faults: &mut Faults) {
        let goes_on = edition.licence.pending_at_expiry.value == PendingAtExpiry::Continue;
        let has_deadline = self.lead.is_some() || goes_on;
        match (&self.late, has_deadline) {
            (Some(_), true) | (None, false) => {}
            (Some(_), false) => faults.add(
                "renewal.late",
                "it decides nothing: there is no deadline to miss; leave it out",
            ),
            (None, true) => faults.add(
                "renewal",
                "there is a deadline, and no late says what follows",
            ),
        }
        if let Some(rule) = &self.late
            && rule.value == LatePolicy::RefuseOrExcuse
            && edition.working_group.is_none()
            && has_deadline
        {
            faults.no_group("renewal.late.value");
        }
        let key = "renewal.late_decision.value";
        let time = self.late_decision.value;
        faults.length(key, time);
        let term = edition.licence.term.value;
        if !term.is_zero() && !term.is_surely_longer_than(&time) {
            let problem = format!("{time} is not shorter than a term of {term}");
            faults.add(key, problem);
        }
    }

    /// A ladder comes nearer, and begins after the term has.
    fn check_reminders(&self, term: Span, faults: &mut Faults) {
        let key = "renewal.reminders.value";
        let reminders = self.ladder();
        match (&self.lead, &self.reminders) {
            (Some(_), Some(_)) | (None, None) => {}
            (Some(_), None) => {
                faults.add("renewal", "there is a deadline: say by reminders when holders are reminded, or [] for never");
            }
            (None, Some(rule)) if rule.value.is_empty() => faults.add(
                "renewal.reminders",
                "it decides nothing: there is no deadline to remind of; leave it out",
            ),
            (None, Some(_)) => faults.add(key, "there is no deadline to remind of"),
        }
        if usize::from(u8::MAX) < reminders.len() {
            let problem = format!("{} reminders, and no more than 255", reminders.len());
            faults.add(key, problem);
        }
        for reminder in reminders {
            faults.length(key, *reminder);
        }
        for pair in reminders.windows(2) {
            if let [longer, shorter] = pair
                && !longer.is_surely_longer_than(shorter)
            {
                let problem = format!(
                    "{shorter} after {longer}: reminders must come nearer, longest first, in \
                     whatever month"
                );
                faults.add(key, problem);
            }
        }
        if let (Some(lead), Some(first)) = (&self.lead, reminders.first()) {
            let before = lead.value.plus(*first);
            if term.is_surely_longer_than(&lead.value) && !term.is_surely_longer_than(&before) {
                let problem = format!(
                    "{first} before the last timely day, which is {} before the end: a term of \
                     {term} has not begun then",
                    lead.value
                );
                faults.add(key, problem);
            }
        }
    }
}
