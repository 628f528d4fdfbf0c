//! Which offices have posts, which of them must be filled, by when, and until when.

use super::decision::rule_of;
use super::{Event, Post, Vacancy};
use crate::calendar::Date;
use crate::edition::{Edition, Editions, Needed, PostRule, Rule};
use crate::machines::{Context, licence};
use crate::refusal::Refusal;
use crate::state::{Defect, Dossier, Office, TermRecord};

/// Posts are of an office that is licensed, or whose licence waits for no more than the authority
/// and those who will run it.
pub(super) fn has_an_office(dossier: &Dossier, context: &Context<'_>) -> Result<(), Refusal> {
    let awaited = match context.edition.licence.principled_approval.value {
        Needed::Needed => dossier.principled_approval.is_open(),
        Needed::NotNeeded => dossier.application.qualified().is_some(),
    };
    if !dossier.licence.is_issued() && awaited {
        return Ok(());
    }
    licence::in_force(dossier)
}

/// The posts that must be filled before the licence of `office` is issued and are not, each with
/// its rule.
pub(crate) fn missing_for_issue<'e>(
    dossier: &Dossier,
    office: &Office,
    edition: &'e Edition,
) -> impl Iterator<Item = (Post, &'e Rule<PostRule>)> {
    let rules = edition.appointment.iter().flat_map(|rules| &rules.posts);
    rules.filter_map(|(post, rule)| {
        let needed = rule
            .value
            .required_in
            .iter()
            .any(|kind| office.kind == **kind);
        let approved = dossier.appointment.approved(*post);
        (needed && approved.is_none()).then_some((*post, rule))
    })
}

/// By when somebody must be proposed for a post of this office that falls vacant today. Before
/// there is a licence there is no such day: its issue waits.
pub(super) fn propose_by(
    dossier: &Dossier,
    post: Post,
    context: &Context<'_>,
) -> Result<Option<Date>, Refusal> {
    let rules = context.knows(&context.edition.appointment, "appointment")?;
    let required = &rule_of(post, context)?.value.required_in;
    let office = dossier.office.as_ref();
    let is_licensed = dossier.licence.is_issued();
    let must = is_licensed
        && office.is_some_and(|office| required.iter().any(|kind| office.kind == **kind));
    let time = rules.vacancy.as_ref().filter(|_| must);
    Ok(time.map(|rule| context.edition.deadline(context.today, rule.value)))
}

/// The last day on which somebody can be proposed for a post. Where it has been put off and is a holiday it is
/// the next working day, by the edition in force when it ran on.
pub(super) fn last_day(
    vacancy: Vacancy,
    last: &TermRecord,
    editions: &Editions,
) -> Result<Date, Defect> {
    let Some(ran_on) = vacancy.ran_on else {
        return Ok(vacancy.propose_by);
    };
    let edition = editions.in_force_on(&last.edition, ran_on);
    editions.working_day(edition, vacancy.propose_by)
}

/// The first appointment that stands where there is no licence any more, nor an application that it
/// waits for: what follows from that.
pub(super) fn lapsed(dossier: &Dossier) -> Option<Event> {
    let is_over = match dossier.licence {
        licence::State::NotIssued => dossier.pending_application().is_none(),
        licence::State::Active { .. }
        | licence::State::Suspended { .. }
        | licence::State::Expired { .. }
        | licence::State::Revoked { .. }
        | licence::State::Surrendered { .. }
        | licence::State::Lapsed { .. }
        | licence::State::Interim { .. } => dossier.licence.has_ended_for_good(),
    };
    let mut posts = dossier.appointment.posts.iter();
    let (post, _) = posts.find(|(_, case)| case.step.stands())?;
    is_over.then_some(Event::Lapsed { post: *post })
}
