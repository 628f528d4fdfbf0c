//! Appointments: operator, manager, deputy (مجری، مدیر، جانشین). One person a post.
//!
//! ```text
//!   none, Ended, Rejected ── propose ──▶ Proposed ── approve ──▶ Approved ── consent ──▶ Active
//!   Proposed ── reject ──▶ Rejected
//!   Approved, Active ── resign, dismiss, die, lose a condition ──▶ Ended
//!   Proposed, Approved, Active ── the licence ends, or the application for it ──▶ Ended
//!   Ended, Rejected ── nobody is proposed in time for a post that must be filled ──▶ the same
//! ```
//!
//! Beside them stands the office's [`mismatch`]: somebody else runs it than its holder.
//!
//! Invariants:
//! - Nobody holds a post without approval and their own consent.
//! - No licence is issued to an office while a post that it must have has nobody approved.
//! - No appointment outlives the licence; each ends on the day on which the licence did, and a licence
//!   that is reinstated finds its posts vacant.
//! - The holder answers for what an operator, manager or deputy does: nothing here changes who holds
//!   the licence.

mod messages;
pub mod mismatch;
mod post;
mod specimen;
mod vacancy;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::Editions;
use crate::edition::{PostRule, Rule};
use crate::law::OwnRule;
use crate::machines::{self, Context, enforcement};
use crate::party::PartyId;
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::Resolution;
use crate::state::{Defect, Dossier};

pub use messages::{Command, Event};
use mismatch::Mismatch;
pub use post::{Ending, Post, Step};
pub(crate) use specimen::specimens;
pub(crate) use vacancy::missing_for_issue;
use vacancy::{has_an_office, propose_by};

/// Who runs the office.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Each post that anybody was ever proposed for.
    pub posts: BTreeMap<Post, Step>,
    /// Whether somebody else runs it than its holder.
    pub mismatch: Mismatch,
}

/// What follows from `command` on a settled dossier. No events: it is already so.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<machines::Event>, Refusal> {
    let events = decided(dossier, command, context)?;
    Ok(events.into_iter().map(Into::into).collect())
}

fn decided(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    context.role(command.by())?;
    has_an_office(dossier, command, context)?;
    let step = |post: &Post| dossier.appointment.posts.get(post);
    let refused = |post: &Post| {
        Err(not_at_this_step(
            command.name(),
            step(post).map_or("none", Step::name),
        ))
    };
    match command {
        Command::Propose { post, person } => propose(dossier, *post, *person, context),
        Command::Approve { post, resolution } => {
            let Some(Step::Proposed { .. }) = step(post) else {
                return refused(post);
            };
            Ok(vec![Event::Approved {
                post: *post,
                resolution: decides(dossier, *post, resolution.as_ref(), context)?,
            }])
        }
        Command::Reject {
            post,
            resolution,
            reason,
        } => {
            let Some(Step::Proposed { .. }) = step(post) else {
                return refused(post);
            };
            Ok(vec![Event::Rejected {
                post: *post,
                resolution: decides(dossier, *post, resolution.as_ref(), context)?,
                reason: reason.clone(),
                propose_by: propose_by(dossier, *post, context)?,
            }])
        }
        Command::Consent { post, person } => consent(dossier, *post, *person, context),
        Command::End { post, person, how } => end(dossier, *post, *person, *how, context),
        Command::RecordMismatch { facts, operator } => {
            mismatch::record(dossier, facts, *operator, context)
        }
        Command::Settle { how } => mismatch::settle(dossier, *how, context),
    }
}

fn propose(
    dossier: &Dossier,
    post: Post,
    person: PartyId,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    rule_of(post, context)?;
    match dossier.appointment.posts.get(&post) {
        None | Some(Step::Ended { .. } | Step::Rejected { .. }) => {}
        Some(open @ (Step::Proposed { .. } | Step::Approved { .. } | Step::Active { .. })) => {
            let rule = Citation::from(OwnRule::OneOpenMatter);
            return Err(Refusal::new(Code::MatterOpen, rule)
                .because("post", post.word())
                .because("stands_at", open.name()));
        }
    }
    Ok(vec![Event::Proposed {
        post,
        person,
        edition: context.edition.id.clone(),
    }])
}

fn consent(
    dossier: &Dossier,
    post: Post,
    person: PartyId,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    context.role(&[post.role()])?;
    match dossier.appointment.posts.get(&post) {
        Some(Step::Approved {
            person: approved, ..
        }) if *approved == person => Ok(vec![Event::Begun { post }]),
        Some(Step::Active { person: active, .. }) if *active == person => Ok(vec![]),
        Some(Step::Approved { .. }) => Err(not_the_one(post)),
        step @ (None
        | Some(
            Step::Proposed { .. }
            | Step::Active { .. }
            | Step::Ended { .. }
            | Step::Rejected { .. },
        )) => {
            let stands_at = step.map_or("none", Step::name);
            Err(not_at_this_step("appointment.consent", stands_at))
        }
    }
}

/// By the person, the holder, or the secretariat that learns of it; the deputy acts meanwhile.
fn end(
    dossier: &Dossier,
    post: Post,
    person: PartyId,
    how: Ending,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let post_role = [post.role()];
    context.role(match how {
        Ending::Resigned => &post_role,
        Ending::Dismissed => &[Role::Holder, Role::Applicant],
        Ending::Died | Ending::ConditionLost => &[Role::Secretariat],
    })?;
    let step = |post| dossier.appointment.posts.get(&post);
    let Some(Step::Approved { person: there, .. } | Step::Active { person: there, .. }) =
        step(post)
    else {
        let stands_at = step(post).map_or("none", Step::name);
        return Err(not_at_this_step("appointment.end", stands_at));
    };
    if *there != person {
        return Err(not_the_one(post));
    }
    let acting = match (post, step(Post::Deputy)) {
        (Post::Manager | Post::Operator, Some(Step::Active { person, .. })) => Some(*person),
        (Post::Manager | Post::Operator | Post::Deputy, None | Some(_)) => None,
    };
    Ok(vec![Event::Ended {
        post,
        how,
        acting,
        propose_by: propose_by(dossier, post, context)?,
    }])
}

fn not_at_this_step(asked: &str, stands_at: &str) -> Refusal {
    let rule = Citation::from(OwnRule::StepsOfAnAppointment);
    Refusal::new(Code::NotAtThisStep, rule)
        .because("asked", asked)
        .because("stands_at", stands_at)
}

fn not_the_one(post: Post) -> Refusal {
    let rule = Citation::from(OwnRule::AppointedWillingly);
    Refusal::new(Code::PersonNotAppointed, rule).because("post", post.word())
}

fn rule_of<'c>(post: Post, context: &Context<'c>) -> Result<&'c Rule<PostRule>, Refusal> {
    let rules = context.knows(&context.edition.appointment, "appointment")?;
    rules.posts.get(&post).ok_or_else(|| {
        let rule = Citation::from(OwnRule::PostsOfTheEdition);
        Refusal::new(Code::ProcedureNotKnown, rule)
            .because(
                "procedure",
                format_args!("appointment.posts.{}", post.word()),
            )
            .because("edition", &context.edition.id)
    })
}

/// Whoever the edition has decide on a post; the resolution, where that is the working group.
fn decides(
    dossier: &Dossier,
    post: Post,
    resolution: Option<&Resolution>,
    context: &Context<'_>,
) -> Result<Option<Resolution>, Refusal> {
    let rule = rule_of(post, context)?;
    context.role(&[rule.value.approved_by])?;
    if rule.value.approved_by != Role::WorkingGroup {
        return Ok(None);
    }
    let Some(resolution) = resolution else {
        return Err(Refusal::new(Code::ResolutionMissing, rule).because("post", post.word()));
    };
    context.carried(dossier, resolution)?;
    Ok(Some(resolution.clone()))
}

/// The first day on which the calendar alone changes who runs the office, if there is one.
pub fn due_on(dossier: &Dossier, _editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(first_due(dossier).map(|(day, _)| day))
}

/// What that day makes true, once it has come.
pub fn settle(dossier: &Dossier, _editions: &Editions) -> Result<Option<Event>, Defect> {
    Ok(first_due(dossier).map(|(_, event)| event))
}

/// Nothing but the end of its appointments falls due in an office whose licence nobody can go on with.
fn first_due(dossier: &Dossier) -> Option<(Date, Event)> {
    if let Some(event) = vacancy::lapsed(dossier) {
        return Some((dossier.as_of?, event));
    }
    let State { posts, mismatch } = &dossier.appointment;
    let vacancies = posts.iter().filter_map(|(post, step)| {
        let propose_by = step.propose_by()?;
        let post = *post;
        Some((propose_by, Event::VacancyElapsed { post, propose_by }))
    });
    let unsettled = match mismatch {
        Mismatch::Open { settle_by, .. } => {
            let settle_by = *settle_by;
            Some((settle_by, Event::MismatchElapsed { settle_by }))
        }
        Mismatch::None | Mismatch::Elapsed { .. } => None,
    };
    let (by, event) = vacancies.chain(unsettled).min_by_key(|(by, _)| *by)?;
    if dossier.licence.has_ended_for_good() {
        return None;
    }
    let last = dossier.terms.last()?;
    Some((last.floor(by.succ_opt()?), event))
}

/// What may follow what in one post. None: the event cannot follow the step.
pub fn next(step: Option<&Step>, event: &Event, on: Date) -> Option<Step> {
    match (event, step) {
        (
            Event::Proposed {
                person, edition, ..
            },
            None | Some(Step::Ended { .. } | Step::Rejected { .. }),
        ) => Some(Step::Proposed {
            person: *person,
            edition: edition.clone(),
        }),
        (Event::Approved { .. }, Some(Step::Proposed { person, .. })) => Some(Step::Approved {
            person: *person,
            approved_on: on,
        }),
        (Event::Rejected { propose_by, .. }, Some(Step::Proposed { person, .. })) => {
            Some(Step::Rejected {
                person: *person,
                propose_by: *propose_by,
            })
        }
        (
            Event::Begun { .. },
            Some(Step::Approved {
                person,
                approved_on,
            }),
        ) => Some(Step::Active {
            person: *person,
            approved_on: *approved_on,
        }),
        (
            Event::Ended { propose_by, .. },
            Some(Step::Approved { person, .. } | Step::Active { person, .. }),
        ) => Some(Step::Ended {
            person: *person,
            propose_by: *propose_by,
        }),
        (
            Event::Lapsed { .. },
            Some(
                Step::Proposed { person, .. }
                | Step::Approved { person, .. }
                | Step::Active { person, .. },
            ),
        ) => Some(Step::Ended {
            person: *person,
            propose_by: None,
        }),
        (Event::VacancyElapsed { .. }, Some(Step::Ended { person, .. })) => Some(Step::Ended {
            person: *person,
            propose_by: None,
        }),
        (Event::VacancyElapsed { .. }, Some(Step::Rejected { person, .. })) => {
            Some(Step::Rejected {
                person: *person,
                propose_by: None,
            })
        }
        (_, _) => None,
    }
}

/// The appointments after `event`, which has already happened.
pub fn evolve(dossier: &mut Dossier, event: &Event, on: Date) -> Result<(), Defect> {
    let state = &mut dossier.appointment;
    match event.post() {
        Some(post) => {
            let step = state.posts.get(&post);
            let after = next(step, event, on).ok_or_else(|| {
                Defect::out_of_order(step.map_or("none", Step::name), event.name())
            })?;
            state.posts.insert(post, after);
        }
        None => {
            state.mismatch = mismatch::next(&state.mismatch, event, on)
                .ok_or_else(|| Defect::out_of_order(state.mismatch.name(), event.name()))?;
        }
    }
    Ok(())
}

/// What an event of another machine changes of the appointments: a case of an unsettled mismatch has
/// opened.
pub fn follow(dossier: &mut Dossier, event: &machines::Event) {
    if let machines::Event::Enforcement(enforcement::Event::Reported { violation, .. }) = event {
        dossier.appointment.case_opened(violation);
    }
}

/// The first day on which the calendar alone changes it, and what it makes true.
pub fn due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Event)>, Defect> {
    match due_on(dossier, editions)? {
        Some(day) => Ok(settle(dossier, editions)?.map(|event| (day, event))),
        None => Ok(None),
    }
}
