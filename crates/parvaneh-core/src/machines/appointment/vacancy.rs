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
    let rule = &rule_of(post, context)?.value;
    let must = dossier.licence.is_issued() && must_be_filled(rule, dossier);
    let time = rules.vacancy.as_ref().filter(|_| must);
    Ok(time.map(|rule| context.edition.deadline(context.today, rule.value)))
}

/// The last day on which somebody can be proposed for a post; none where nobody has to be. Where it has been put
/// off and is a holiday it is the next working day, by the edition in force when it ran on; that edition's
/// whole time is there for a post that fell with the licence.
pub(super) fn last_day(
    (post, vacancy): (Post, Vacancy),
    dossier: &Dossier,
    last: &TermRecord,
    editions: &Editions,
) -> Result<Option<Date>, Defect> {
    let Some(ran_on) = vacancy.ran_on else {
        return Ok(vacancy.propose_by);
    };
    let in_force = editions.in_force_on(&last.edition, ran_on);
    if let Some(by) = vacancy.propose_by {
        return editions.working_day(in_force, by).map(Some);
    }
    let edition = editions.get(in_force)?;
    let Some(rules) = &edition.appointment else {
        return Ok(None);
    };
    let rule = rules.posts.get(&post);
    let must = rule.is_some_and(|rule| must_be_filled(&rule.value, dossier));
    let time = rules.vacancy.as_ref().filter(|_| must);
    Ok(time.map(|rule| edition.deadline(ran_on, rule.value)))
}

/// Whether an office of its kind must have somebody in the post.
fn must_be_filled(rule: &PostRule, dossier: &Dossier) -> bool {
    let office = dossier.office.as_ref();
    office.is_some_and(|office| rule.required_in.iter().any(|kind| office.kind == **kind))
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
