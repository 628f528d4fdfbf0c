//! Who may enter an act of an earlier day, and how long after it.

use crate::actor::{Actor, Role};
use crate::calendar::{Date, Span};
use crate::edition::{Edition, Rule};
use crate::law::OwnRule;
use crate::refusal::{Code, Refusal};
use crate::text::FreeText;

/// The entry of an act.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Who did it.
    pub actor: &'a Actor,
    /// Who enters it, where that is not who did it.
    pub entered_by: Option<&'a Actor>,
    /// What shows that it was done on that day; a desk that enters for another says it.
    pub evidence: Option<&'a str>,
    /// The paper that says so; a desk that enters what a party did names it.
    pub paper: Option<&'a str>,
    /// The day of the act.
    pub on: Date,
    /// The day on which it is entered, not before that of the act.
    pub today: Date,
}

/// Refuses an entry that comes too late, or by whom may not make it. It is judged once, when the act
/// is entered, and never when the act is decided again.
///
/// What a person hands in themselves counts from the day on which it was received, for as long as
/// `receipt` says. A desk enters what was done or handed in earlier within `late_entry`, and for
/// another with a note of what shows it; what a party did with the paper that says so. Both periods are
/// counted from the day after the act, in the edition's calendar; the last day is inclusive. Where there are
/// holidays, the days of `receipt` are working days. Anything older is a revision.
pub fn may_enter(entry: &Entry<'_>, edition: &Edition) -> Result<(), Refusal> {
    if let Some(desk) = entry.entered_by {
        if desk.role.is_of_a_party() || desk.role == Role::Calendar {
            return Err(Refusal::new(Code::RoleMayNot, OwnRule::WhoMayAct)
                .because("role", desk.role.word())
                .because("asked", "entering for another"));
        }
        if entry
            .evidence
            .is_none_or(|note| FreeText::from(note).is_blank())
        {
            return Err(Refusal::new(Code::EvidenceMissing, OwnRule::EnteredByADesk));
        }
        if entry.actor.role.is_of_a_party() {
            says_so(entry, edition)?;
        }
    }
    let in_person = entry.entered_by.is_none() && entry.actor.role.is_of_a_party();
    let (rule, through) = match in_person {
        true => receipt(entry.on, edition),
        false => {
            let rule = &edition.entry.late_entry;
            (rule, edition.deadline(entry.on, rule.value))
        }
    };
    if entry.today <= through {
        return Ok(());
    }
    Err(Refusal::new(Code::EnteredTooLate, rule)
        .because("on", entry.on)
        .because("entered_on", entry.today)
        .because("could_be_entered_through", through))
}

/// Refuses what a party is said to have done without a paper that says so.
fn says_so(entry: &Entry<'_>, edition: &Edition) -> Result<(), Refusal> {
    let rule = &edition.entry.party_papers;
    let known = rule.value.join(", ");
    match entry.paper {
        Some(paper) if rule.value.iter().any(|known| known == paper) => Ok(()),
        Some(paper) => Err(Refusal::new(Code::PaperUnknown, rule)
            .because("paper", paper)
            .because("may_be", known)),
        None => Err(Refusal::new(Code::PartyPaperMissing, rule)
            .because("role", entry.actor.role.word())
            .because("may_be", known)),
    }
}

/// Through which day what was received on a day can be recorded by whoever handed it in.
fn receipt(received_on: Date, edition: &Edition) -> (&Rule<Span>, Date) {
    let rule = &edition.entry.receipt;
    let calendar = edition.calendar;
    let through = match &edition.holidays {
        Some(holidays) => holidays
            .value
            .working_days_after(calendar, received_on, rule.value),
        None => calendar.clamped(received_on, rule.value),
    };
    (rule, through)
}
