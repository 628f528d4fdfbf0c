//! Of which events somebody is told, who it is, and why; of the others, why nobody is.

use Recipients::{Nobody, Somebody};
use Who::{Applicant, Heirs, Holder, HolderAndPerson, Parties, Person, Transferee};

/// Whether somebody is told of an event of this type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Recipients {
    /// Nobody is, for this reason.
    Nobody(&'static str),
    /// Somebody is, for this reason.
    Somebody(Who, &'static str),
}

/// Who is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Who {
    /// Who applied.
    Applicant,
    /// Who holds the licence; the heir while an heir runs the office.
    Holder,
    /// The heirs of a holder who died; the holder that was dissolved.
    Heirs,
    /// The holder, and whoever the licence is to pass to.
    Parties,
    /// Whoever the licence was to pass to.
    Transferee,
    /// The holder, and whoever the post is about.
    HolderAndPerson,
    /// Whoever the post is about.
    Person,
}

const OWN_ACT: &str = "whoever would be told has done it";
const ON_FILE: &str = "a paper on file decides nothing";
const STEP: &str = "a step among the offices; what comes of it is told";
const OF_A_CALL: &str =
    "a call is announced to everybody, and its applicants have dossiers of their own";
const DECISION: &str = "a decision about the person";
const DAY: &str = "a day runs against the person";
const ENDED: &str = "what the person had is over";
const WITH_LICENCE: &str =
    "it follows the licence, whose own event is told; the agency reads events";

/// Every type of event, in the order of a life.
const TYPES: [(&str, Recipients); 114] = [
    ("call.drafted", Nobody(OF_A_CALL)),
    ("call.capacity_approved", Nobody(OF_A_CALL)),
    ("call.published", Nobody(OF_A_CALL)),
    ("call.opened", Nobody(OF_A_CALL)),
    ("call.extended", Nobody(OF_A_CALL)),
    ("call.closed", Nobody(OF_A_CALL)),
    ("call.ranked", Nobody(OF_A_CALL)),
    ("call.concluded", Nobody(OF_A_CALL)),
    ("call.reserve_list_ended", Nobody(OF_A_CALL)),
    ("call.cancelled", Nobody(OF_A_CALL)),
    ("application.filed", Nobody(OWN_ACT)),
    ("application.deficiency_noted", Somebody(Applicant, DAY)),
    ("application.cured", Nobody(OWN_ACT)),
    ("application.recorded", Nobody(ON_FILE)),
    ("application.advanced", Nobody(STEP)),
    ("application.qualified", Somebody(Applicant, DECISION)),
    ("application.reserved", Somebody(Applicant, DECISION)),
    ("application.rejected", Somebody(Applicant, DECISION)),
    ("application.objected", Nobody(OWN_ACT)),
    (
        "application.objection_upheld",
        Somebody(Applicant, DECISION),
    ),
    (
        "application.objection_dismissed",
        Somebody(Applicant, DECISION),
    ),
    ("application.objection_elapsed", Somebody(Applicant, ENDED)),
    ("application.withdrawn", Nobody(OWN_ACT)),
    ("application.lapsed", Somebody(Applicant, ENDED)),
    ("principled_approval.issued", Somebody(Applicant, DECISION)),
    (
        "principled_approval.extended",
        Somebody(Applicant, DECISION),
    ),
    ("principled_approval.stayed", Somebody(Applicant, DECISION)),
    ("principled_approval.premises_confirmed", Nobody(STEP)),
    ("principled_approval.presented", Nobody(STEP)),
    ("principled_approval.returned", Somebody(Applicant, DAY)),
    ("principled_approval.refused", Somebody(Applicant, DECISION)),
    (
        "principled_approval.cancelled",
        Somebody(Applicant, DECISION),
    ),
    ("principled_approval.lapsed", Somebody(Applicant, ENDED)),
    ("principled_approval.withdrawn", Nobody(OWN_ACT)),
    (
        "principled_approval.fulfilled",
        Nobody("the licence is issued with it, which is told"),
    ),
    (
        "licence.opened",
        Nobody("another register issued it and has told its holder"),
    ),
    ("licence.issued", Somebody(Holder, DECISION)),
    ("licence.suspended", Somebody(Holder, DECISION)),
    ("licence.suspension_lifted", Somebody(Holder, DECISION)),
    ("licence.revoked", Somebody(Holder, DECISION)),
    ("licence.surrendered", Nobody(OWN_ACT)),
    ("licence.reinstated", Somebody(Holder, DECISION)),
    (
        "licence.continued",
        Somebody(Holder, "the term is over and the office may go on"),
    ),
    ("licence.expired", Somebody(Holder, ENDED)),
    ("licence.lapsed", Somebody(Heirs, DAY)),
    ("licence.notice_elapsed", Somebody(Heirs, ENDED)),
    ("licence.interim_begun", Somebody(Holder, DAY)),
    ("licence.interim_ended", Somebody(Holder, ENDED)),
    ("licence.recorded", Nobody(ON_FILE)),
    ("licence.relocation_requested", Nobody(OWN_ACT)),
    ("licence.relocated", Somebody(Holder, DECISION)),
    ("licence.relocation_refused", Somebody(Holder, DECISION)),
    ("licence.closure_permitted", Somebody(Holder, DECISION)),
    ("licence.reopened", Nobody(OWN_ACT)),
    ("licence.closure_ended", Somebody(Holder, DAY)),
    ("licence.counter_permitted", Somebody(Holder, DECISION)),
    ("renewal.reminder_due", Somebody(Holder, DAY)),
    ("renewal.deadline_passed", Somebody(Holder, DAY)),
    ("renewal.filed", Nobody(OWN_ACT)),
    ("renewal.deficiency_noted", Somebody(Holder, DAY)),
    ("renewal.cured", Nobody(OWN_ACT)),
    ("renewal.cure_elapsed", Somebody(Holder, ENDED)),
    ("renewal.recorded", Nobody(ON_FILE)),
    ("renewal.review_begun", Nobody(STEP)),
    ("renewal.lateness_excused", Somebody(Holder, DECISION)),
    ("renewal.confirmed", Nobody(STEP)),
    ("renewal.refused", Somebody(Holder, DECISION)),
    ("renewal.granted", Somebody(Holder, DECISION)),
    ("renewal.withdrawn", Nobody(OWN_ACT)),
    ("transfer.filed", Nobody(OWN_ACT)),
    ("transfer.deficiency_noted", Somebody(Parties, DAY)),
    ("transfer.cured", Nobody(OWN_ACT)),
    ("transfer.cure_elapsed", Somebody(Parties, ENDED)),
    ("transfer.review_begun", Nobody(STEP)),
    ("transfer.recorded", Nobody(ON_FILE)),
    ("transfer.stage_passed", Nobody(STEP)),
    ("transfer.confirmed", Somebody(Parties, DECISION)),
    ("transfer.refused", Somebody(Parties, DECISION)),
    ("transfer.registered", Somebody(Parties, DECISION)),
    (
        "transfer.withdrawn",
        Somebody(Parties, "one of them did it, and the other is to know"),
    ),
    ("transfer.abandoned", Somebody(Parties, ENDED)),
    ("transfer.ended_with_licence", Somebody(Transferee, ENDED)),
    (
        "enforcement.reported",
        Nobody("the notice that is served says it"),
    ),
    ("enforcement.dismissed", Somebody(Holder, DECISION)),
    ("enforcement.notice_served", Somebody(Holder, DAY)),
    ("enforcement.defended", Nobody(OWN_ACT)),
    ("enforcement.hearing_elapsed", Somebody(Holder, DAY)),
    ("enforcement.sanctioned", Somebody(Holder, DECISION)),
    ("enforcement.revocation_proposed", Nobody(STEP)),
    ("enforcement.revoked", Somebody(Holder, DECISION)),
    ("enforcement.urgently_suspended", Somebody(Holder, DECISION)),
    (
        "enforcement.urgent_suspension_confirmed",
        Somebody(Holder, DECISION),
    ),
    ("enforcement.remedy_verified", Somebody(Holder, DECISION)),
    ("enforcement.objected", Nobody(OWN_ACT)),
    ("enforcement.upheld", Somebody(Holder, DECISION)),
    ("enforcement.overturned", Somebody(Holder, DECISION)),
    ("enforcement.closed", Somebody(Holder, ENDED)),
    ("appointment.proposed", Nobody(STEP)),
    ("appointment.approved", Somebody(HolderAndPerson, DECISION)),
    ("appointment.rejected", Somebody(HolderAndPerson, DECISION)),
    (
        "appointment.begun",
        Somebody(Holder, "somebody else accepted"),
    ),
    ("appointment.ended", Somebody(HolderAndPerson, DAY)),
    ("appointment.lapsed", Somebody(Person, ENDED)),
    ("appointment.vacancy_elapsed", Somebody(Holder, DAY)),
    ("appointment.mismatch_recorded", Somebody(Holder, DAY)),
    ("appointment.mismatch_settled", Somebody(Holder, DECISION)),
    ("appointment.mismatch_elapsed", Somebody(Holder, DAY)),
    ("contract.drafted", Nobody(STEP)),
    ("contract.approved", Somebody(Holder, DECISION)),
    ("contract.signed", Somebody(Holder, "the agency accepted")),
    ("contract.suspended", Nobody(WITH_LICENCE)),
    ("contract.resumed", Nobody(WITH_LICENCE)),
    (
        "contract.terminated",
        Somebody(Holder, "either party may have done it"),
    ),
    ("contract.ended", Nobody(WITH_LICENCE)),
];

/// Whether somebody is told of events of the type `<machine>.<event>`; none where there is no such
/// type.
pub fn recipients(name: &str) -> Option<Recipients> {
    let mut types = TYPES.iter().filter(|(own, _)| *own == name);
    types.next().map(|(_, recipients)| *recipients)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use parvaneh_core::dossier::Dated;

    use super::*;
    use crate::words::{Language, Words};

    /// One line for every form of event that was ever stored.
    const EVENTS: &str = include_str!("../../../../../tests/data/events.jsonl");

    /// Somebody has decided about every type that there is, and about no other.
    #[test]
    fn every_type_is_in_the_table() {
        let stored = EVENTS.lines().map(|line| {
            let event: serde_json::Value = serde_json::from_str(line).expect("an event");
            let word = |name: &str| event[name].as_str().expect("a word").to_owned();
            format!("{}.{}", word("machine"), word("type"))
        });
        let stored: BTreeSet<String> = stored.collect();
        let here: BTreeSet<String> = TYPES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(here, stored);
        assert_eq!(here.len(), TYPES.len(), "a type stands there twice");
    }

    /// What is told has its words, and what is not told has none.
    #[test]
    fn what_is_told_has_words_in_both_languages() {
        for language in Language::ALL {
            let words = Words::of(language);
            for (name, recipients) in TYPES {
                let id = format!("notice-{}", name.replace('.', "-"));
                let has_notice = matches!(recipients, Somebody(..));
                assert_eq!(words.has(&id), has_notice, "{language:?}: {id}");
            }
        }
    }

    /// Every notice there is, of every form of event, to be read before it is kept.
    #[test]
    fn every_notice_reads_well() {
        for language in Language::ALL {
            let words = Words::of(language);
            let mut text = String::new();
            for line in EVENTS.lines() {
                let line = line.trim_start_matches('{');
                let dated = format!("{{\"effective_on\":\"2026-11-23\",{line}");
                let dated: Dated = serde_json::from_str(&dated).expect("an event");
                let name = dated.event.name();
                if !dated.event.is_imported() && matches!(recipients(name), Some(Somebody(..))) {
                    text.push_str(&format!("{name}\n  {}\n", words.notice(&dated)));
                }
            }
            for fault in ["{", "}", "none", "  .", " ,"] {
                let found = text.lines().find(|line| line.trim_start().contains(fault));
                assert_eq!(found, None, "{language:?} says {fault:?}");
            }
            insta::assert_snapshot!(format!("notices_{}", language.word()), text);
        }
    }
}
