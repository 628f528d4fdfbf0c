//! What each command to an appointment leads to, from the proposal to its end.

use super::vacancy::propose_by;
use super::{Case, Ending, Event, Post, State, Step};
use crate::actor::Role;
use crate::edition::{PostRule, Rule};
use crate::law::OwnRule;
use crate::machines::{Context, context};
use crate::party::PartyId;
use crate::refusal::{Code, Refusal};
use crate::resolution::{Motion, Resolution, SessionVote};
use crate::state::Dossier;
use crate::text::Reason;

/// A person is named for a post of the edition in which nobody stands. Manager and deputy are two persons
/// (D).
pub(super) fn propose(
    dossier: &Dossier,
    post: Post,
    person: PartyId,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    rule_of(post, context)?;
    let proposed = Event::Proposed {
        post,
        person,
        edition: context.edition.id.clone(),
    };
    match dossier.appointment.case(post) {
        None => {}
        Some(Case { step, .. }) => match step {
            Step::Ended { .. } | Step::Rejected { .. } => {}
            Step::Proposed { .. } | Step::Approved { .. } | Step::Active { .. } => {
                return Err(Refusal::new(Code::MatterOpen, OwnRule::OneOpenMatter)
                    .because("post", post.word())
                    .because("stands_at", step.name()));
            }
        },
    }
    holds_no_other(dossier, post, person)?;
    Ok(proposed)
}

/// Refuses as manager whoever stands as deputy, and the other way round.
fn holds_no_other(dossier: &Dossier, post: Post, person: PartyId) -> Result<(), Refusal> {
    let other = match post {
        Post::Manager => Some(Post::Deputy),
        Post::Deputy => Some(Post::Manager),
        Post::Operator => None,
    };
    let stands = |case: &Case| case.person == person && case.step.stands();
    if let Some(other) = other
        && dossier.appointment.case(other).is_some_and(stands)
    {
        return Err(
            Refusal::new(Code::OnePersonTwoPosts, OwnRule::TwoPostsTwoPersons)
                .because("post", post.word())
                .because("other_post", other.word()),
        );
    }
    Ok(())
}

/// Whoever the edition has decide on the post approves the person who is proposed.
pub(super) fn approve(
    dossier: &Dossier,
    post: Post,
    resolution: Option<&Resolution>,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    is_proposed("appointment.approve", post, &dossier.appointment)?;
    Ok(Event::Approved {
        post,
        resolution: decides(dossier, post, resolution, Motion::Approve, context)?,
    })
}

/// Whoever the edition has decide on the post rejects the person who is proposed.
pub(super) fn reject(
    dossier: &Dossier,
    post: Post,
    resolution: Option<&Resolution>,
    reason: &Reason,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    is_proposed("appointment.reject", post, &dossier.appointment)?;
    Ok(Event::Rejected {
        post,
        resolution: decides(dossier, post, resolution, Motion::Reject, context)?,
        reason: reason.into(),
        propose_by: propose_by(dossier, post, context)?,
    })
}

/// Refuses a decision on a post for which nobody is proposed.
fn is_proposed(asked: &str, post: Post, state: &State) -> Result<(), Refusal> {
    match state.case(post) {
        Some(Case { step, .. }) => match step {
            Step::Proposed { .. } => Ok(()),
            Step::Approved { .. }
            | Step::Active { .. }
            | Step::Ended { .. }
            | Step::Rejected { .. } => Err(not_at_this_step(asked, post, state)),
        },
        None => Err(not_at_this_step(asked, post, state)),
    }
}

/// The person's own act. None: the person holds the post already.
pub(super) fn consent(
    dossier: &Dossier,
    post: Post,
    person: PartyId,
    context: &Context<'_>,
) -> Result<Option<Event>, Refusal> {
    context.role(&[post.role()])?;
    let state = &dossier.appointment;
    let refused = || Err(not_at_this_step("appointment.consent", post, state));
    match state.case(post) {
        Some(Case {
            person: named,
            step,
        }) => match step {
            Step::Approved { .. } if *named == person => Ok(Some(Event::Begun { post })),
            Step::Approved { .. } => Err(not_the_one(post)),
            Step::Active { .. } if *named == person => Ok(None),
            Step::Proposed { .. }
            | Step::Active { .. }
            | Step::Ended { .. }
            | Step::Rejected { .. } => refused(),
        },
        None => refused(),
    }
}

/// By the person, the holder, or the secretariat that learns of it; the deputy acts meanwhile.
pub(super) fn end(
    dossier: &Dossier,
    post: Post,
    person: PartyId,
    how: Ending,
    context: &Context<'_>,
) -> Result<Event, Refusal> {
    let post_role = [post.role()];
    context.role(match how {
        Ending::Resigned => &post_role,
        Ending::Dismissed => &[Role::Holder, Role::Applicant],
        Ending::Died | Ending::ConditionLost => &[Role::Secretariat],
    })?;
    let state = &dossier.appointment;
    let refused = || Err(not_at_this_step("appointment.end", post, state));
    match state.case(post) {
        Some(Case {
            person: named,
            step,
        }) => match step {
            Step::Approved { .. } | Step::Active { .. } if *named != person => {
                return Err(not_the_one(post));
            }
            Step::Approved { .. } | Step::Active { .. } => {}
            Step::Proposed { .. } | Step::Ended { .. } | Step::Rejected { .. } => {
                return refused();
            }
        },
        None => return refused(),
    }
    Ok(Event::Ended {
        post,
        how,
        acting: match post {
            Post::Manager | Post::Operator => state.active(Post::Deputy),
            Post::Deputy => None,
        },
        propose_by: propose_by(dossier, post, context)?,
    })
}

fn not_at_this_step(asked: &str, post: Post, state: &State) -> Refusal {
    context::not_at_this_step(OwnRule::StepsOfAnAppointment, asked, state.stands_at(post))
}

fn not_the_one(post: Post) -> Refusal {
    Refusal::new(Code::PersonNotAppointed, OwnRule::AppointedWillingly).because("post", post.word())
}

/// The edition's rule of a post; refused where it has no such post.
pub(super) fn rule_of<'c>(
    post: Post,
    context: &Context<'c>,
) -> Result<&'c Rule<PostRule>, Refusal> {
    let rules = context.knows(&context.edition.appointment, "appointment")?;
    rules.posts.get(&post).ok_or_else(|| {
        let procedure = format!("appointment.posts.{}", post.word());
        Refusal::new(Code::ProcedureNotKnown, OwnRule::PostsOfTheEdition)
            .because("procedure", procedure)
            .because("edition", &context.edition.id)
    })
}

/// Whoever the edition has decide on a post; the resolution, where that is the working group.
fn decides(
    dossier: &Dossier,
    post: Post,
    resolution: Option<&Resolution>,
    motion: Motion,
    context: &Context<'_>,
) -> Result<Option<SessionVote>, Refusal> {
    let rule = rule_of(post, context)?;
    context.role(&[rule.value.approved_by])?;
    if rule.value.approved_by != Role::WorkingGroup {
        return Ok(None);
    }
    let Some(resolution) = resolution else {
        let rule = OwnRule::ApprovedForThePost;
        return Err(Refusal::new(Code::ResolutionMissing, rule).because("post", post.word()));
    };
    let resolution = context.carried(dossier, resolution, post.into(), motion)?;
    Ok(Some(resolution))
}
