//! Every life, as far as it goes: all machines together, explored from a few beginnings.
//!
//! From each state every command is tried, by each role that may give it, on the day and on the next
//! day on which the calendar changes something: between those days no answer changes. What is
//! reached twice is looked at once. At every state and on every arrow the invariants of the law are
//! checked; the number of states is printed.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashSet};
use std::hash::{Hash, Hasher};

use parvaneh::Workflows;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{
    self, CallView, Command, Context, Dated, Dossier, Editions, Event, Item,
};
use parvaneh::core::edition::{Edition, EditionId, PendingAtExpiry};
use parvaneh::core::licence;
use parvaneh::core::opening;
use parvaneh::core::refusal::{Code, Refusal};
use parvaneh::core::specimen::{self, NEWCOMER, Specimen};
use parvaneh::core::standing::{self, Standing};
use parvaneh::core::state::task::Task;
use parvaneh_tests::law::{SILENCE, day, silent, stated};
use parvaneh_tests::proof::times;
use xtask::keyed::keyed;

use crate::cited::is_drawn_from_its_own;

/// How many states every run looks at from one beginning. The depth that this reaches is printed.
const STATES: u32 = 12_000;

struct World {
    edition: Edition,
    editions: Editions,
}

/// A dossier on a day, with what lies outside it.
#[derive(Clone)]
struct Node {
    dossier: Dossier,
    today: Date,
    call: Option<CallView>,
    depth: usize,
}

/// What was seen, to be said at the end.
#[derive(Default)]
struct Seen {
    states: usize,
    depth: usize,
    events: BTreeSet<&'static str>,
    /// Each state of each machine that was reached.
    names: BTreeSet<String>,
}

fn world(edition: &str, silence: &[(&str, &str, &str)]) -> World {
    let workflows = Workflows::embedded().expect("the editions load");
    // What is cited is the key itself, and claims to be the regulation's.
    let editions = workflows.editions();
    let editions = editions.map(|edition| match silence {
        [] => keyed(edition),
        [..] => keyed(&silent(edition, silence)),
    });
    let editions: Vec<Edition> = editions.collect::<Result<_, _>>().expect("editions");
    let id = EditionId(edition.to_owned());
    let edition = editions.iter().find(|known| known.id == id);
    World {
        edition: edition.expect("an edition").clone(),
        editions: editions.into_iter().collect(),
    }
}

impl World {
    /// A licence that another register states, some months before its renewal is due.
    fn licensed(&self) -> Node {
        let events = opening::events(&stated("1402-07-15"), &self.edition, Date::MAX)
            .expect("it can be true");
        let dossier = dossier::replay(&events).expect("no defect");
        Node {
            dossier,
            today: day("1404-12-01"),
            call: None,
            depth: 0,
        }
    }

    /// Nothing yet, and a call that is open.
    fn called(&self) -> Node {
        let today = day("1404-02-01");
        let mut call = Node {
            dossier: Dossier::default(),
            today: day("1404-01-01"),
            call: None,
            depth: 0,
        };
        while call.dossier.call.name() != "Open" {
            let before = call.clone();
            let mut next = self.commands(&call);
            next.retain(|command| matches!(command, Command::Call(_)));
            for command in next {
                if command.name() == "call.cancel" {
                    continue;
                }
                for actor in actors(&call.dossier, &command) {
                    if let Some((after, _)) = tried(self, &call, &command, &actor) {
                        call = after;
                        break;
                    }
                }
            }
            if let Some(due) = self.due(&call) {
                call = self.settled(&call, due).0;
            }
            assert!(
                before.dossier != call.dossier,
                "the call never opens: {:?}",
                call.dossier.call
            );
        }
        let today = Ord::max(today, call.today);
        Node {
            dossier: Dossier::default(),
            today,
            call: Some(CallView {
                number: "1".to_owned(),
                call: call.dossier.call,
                seats_taken: 0,
                undecided: 0,
                parties: Vec::new(),
            }),
            depth: 0,
        }
    }

    /// A call that nobody has drafted.
    fn uncalled(&self) -> Node {
        Node {
            dossier: Dossier::default(),
            today: day("1404-01-01"),
            call: None,
            depth: 0,
        }
    }

    fn commands(&self, node: &Node) -> Vec<Command> {
        specimen::commands(&Specimen {
            edition: &self.edition,
            today: node.today,
            dossier: &node.dossier,
            call: node.call.as_ref(),
        })
    }

    fn due(&self, node: &Node) -> Option<Date> {
        dossier::due_on(&node.dossier, &self.editions).expect("no defect")
    }

    /// The node once a day has come and nobody has done anything.
    fn settled(&self, node: &Node, today: Date) -> (Node, Vec<Dated>) {
        let (dossier, events) =
            dossier::settle(node.dossier.clone(), &self.editions, today).expect("no defect");
        let call = node
            .call
            .as_ref()
            .map(|call| dossier::call_on(call, &self.editions, today).expect("no defect"));
        let after = Node {
            dossier,
            today,
            call,
            depth: node.depth + 1,
        };
        (after, events)
    }
}

/// Those who may give a command: each role that may, as whoever plays it.
fn actors(dossier: &Dossier, command: &Command) -> Vec<Actor> {
    let actor = |role: &Role| {
        let party = command.introduces(*role).or(dossier.party(*role));
        let id = match party {
            Some(party) => party.to_string(),
            None if role.is_of_a_party() => NEWCOMER.to_string(),
            None => role.word().to_owned(),
        };
        Actor {
            id,
            role: *role,
            province: None,
            on_behalf_of: None,
        }
    };
    command.by().iter().map(actor).collect()
}

fn fingerprint(node: &Node) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}{}", node.dossier, node.today).hash(&mut hasher);
    hasher.finish()
}

fn explore(world: &World, beginning: Node) -> Seen {
    let mut seen = Seen::default();
    let mut known = HashSet::from([fingerprint(&beginning)]);
    let mut front = vec![beginning];
    let states = usize::try_from(times(STATES)).expect("so many can be counted");
    while !front.is_empty() && seen.states < states {
        let mut next = Vec::new();
        for node in front {
            if states <= seen.states {
                break;
            }
            seen.states += 1;
            seen.depth = Ord::max(seen.depth, node.depth);
            holds(world, &node);
            seen.names.extend(names(&node.dossier));
            let mut reached = Vec::new();
            if let Some(due) = world.due(&node) {
                let (after, events) = world.settled(&node, Ord::max(due, node.today));
                assert!(!events.is_empty(), "due on {due} and nothing happens");
                follows(world, &node, &after, &events, None);
                reached.push((after, events));
            }
            for command in world.commands(&node) {
                for actor in actors(&node.dossier, &command) {
                    if let Some(found) = tried(world, &node, &command, &actor) {
                        reached.push(found);
                    }
                }
            }
            for (after, events) in reached {
                seen.events
                    .extend(events.iter().map(|dated| dated.event.name()));
                seen.names.extend(names(&after.dossier));
                if known.insert(fingerprint(&after)) {
                    next.push(after);
                }
            }
        }
        front = next;
    }
    seen
}

/// What a command leads to, where it leads anywhere.
fn tried(
    world: &World,
    node: &Node,
    command: &Command,
    actor: &Actor,
) -> Option<(Node, Vec<Dated>)> {
    let context = Context {
        edition: &world.edition,
        editions: &world.editions,
        actor,
        today: node.today,
        call: node.call.as_ref(),
    };
    let answer = dossier::answer(node.dossier.clone(), command, &context, &world.editions)
        .unwrap_or_else(|defect| panic!("{} after {:?}: {defect}", command.name(), node.dossier));
    // What the calendar made of it comes after, and is the calendar's.
    for dated in answer.decided.iter().flatten() {
        let by = dated.event.by();
        assert!(
            by.contains(&actor.role) || (actor.role == Role::Heir && by.contains(&Role::Holder)),
            "{} led to {}, which is {by:?}'s",
            command.name(),
            dated.event.name()
        );
    }
    let led_to = answer
        .decided
        .map(|events| [events, answer.followed].concat());
    match led_to {
        Err(refusal) => {
            if let Err(wrong) = is_drawn_from_its_own(refusal.code, &refusal.citation) {
                panic!("{}: {wrong}", command.name());
            }
            assert!(
                refusal.earliest.is_none_or(|day| node.today < day),
                "{refusal:?} would pass on a day that has come"
            );
            None
        }
        Ok(events) if events.is_empty() => None,
        Ok(events) => {
            let after = Node {
                dossier: answer.dossier,
                depth: node.depth + 1,
                ..node.clone()
            };
            follows(world, node, &after, &events, Some(actor));
            Some((after, events))
        }
    }
}

/// What holds at every state.
fn holds(world: &World, node: &Node) {
    let dossier = &node.dossier;
    // Terms of one licence tile.
    for pair in dossier.terms.windows(2) {
        assert_eq!(pair[0].term.next_from(), pair[1].term.from, "terms tile");
    }
    // Never valid after its last day unless a renewal is pending, never expired on or before it.
    let view = standing::of(dossier.clone(), &world.editions, node.today).expect("no defect");
    if let Some(last) = dossier.terms.last() {
        let through = last.term.through;
        if matches!(view.standing, Standing::InForce) {
            assert!(
                node.today <= through,
                "in force on {} after {through}",
                node.today
            );
        }
        if view.standing == Standing::Expired {
            assert!(
                through < node.today,
                "expired on {} within {through}",
                node.today
            );
        }
        if view.standing == Standing::InForcePendingRenewal {
            let rule = world.edition.licence.pending_at_expiry.value;
            assert_eq!(rule, PendingAtExpiry::Continue);
            assert!(
                dossier.renewal.open_request().is_some(),
                "pending upon nothing"
            );
        }
    }
    waits_for_those_who_can(world, node);
    // A late check changes nothing: one night much later is the nights on which something was due.
    let horizon = node.today.moved_by(800);
    let (once, at_once) = world.settled(node, horizon);
    let (mut nightly, mut night_by_night) = (node.clone(), Vec::new());
    while let Some(due) = world.due(&nightly).filter(|due| *due <= horizon) {
        let (after, events) = world.settled(&nightly, Ord::max(due, nightly.today));
        assert!(!events.is_empty(), "due on {due} and nothing happens");
        night_by_night.extend(events);
        nightly = after;
    }
    assert_eq!(at_once, night_by_night, "late and nightly differ");
    assert_eq!(once.dossier, nightly.dossier);
}

/// What waits for somebody can be done by them: now, on a later day, or once a paper is there.
fn waits_for_those_who_can(world: &World, node: &Node) {
    let (settled, _) = world.settled(node, node.today);
    let worklist = settled.dossier.worklist(&world.editions, node.today);
    for item in worklist.expect("no defect") {
        assert!(item.since <= node.today, "{item:?} on {}", node.today);
        let mut refused = Vec::new();
        for command in world.commands(&settled) {
            if !item.task.commands().contains(&command.name()) {
                continue;
            }
            match answered_as(world, &settled, &command, &item) {
                Ok(_) => refused.clear(),
                Err(refusal) if may_pass_later(&item.task, &refusal) => refused.clear(),
                Err(refusal) => {
                    refused.push(format!("{}: {:?}", command.name(), refusal.code));
                    continue;
                }
            }
            break;
        }
        assert!(refused.is_empty(), "{item:?} cannot be done: {refused:?}");
    }
}

/// What comes of a command from whoever owes it.
fn answered_as(
    world: &World,
    node: &Node,
    command: &Command,
    item: &Item,
) -> Result<Vec<Dated>, Refusal> {
    let mut actors = actors(&node.dossier, command).into_iter();
    let owes = actors.find(|actor| actor.role == item.owed_by);
    let mut actor = owes.unwrap_or_else(|| Actor::new(NEWCOMER.to_string(), item.owed_by));
    // An agency acts under its id, which says which contract is its own.
    if let Task::SignAsAgency(agency) = &item.task {
        agency.as_str().clone_into(&mut actor.id);
    }
    let context = Context {
        edition: &world.edition,
        editions: &world.editions,
        actor: &actor,
        today: node.today,
        call: node.call.as_ref(),
    };
    let answer = dossier::answer(node.dossier.clone(), command, &context, &world.editions);
    answer.expect("no defect").decided
}

/// On a later day, once a paper is there, or once what bars a party for now is over.
fn may_pass_later(task: &Task, refusal: &Refusal) -> bool {
    let is_barred = match task {
        Task::SettleMismatch | Task::PassOn => matches!(
            refusal.code,
            Code::CaseOpen | Code::Suspended | Code::TermOver | Code::MatterOpen
        ),
        // The term has ended as well, and with it what could go on.
        Task::GiveNotice => refusal.code == Code::LicenceEnded,
        _ => false,
    };
    is_barred || refusal.code == Code::PaperMissing || refusal.earliest.is_some()
}

/// What holds on every arrow. `actor` is none where the calendar made it.
fn follows(world: &World, before: &Node, after: &Node, events: &[Dated], actor: Option<&Actor>) {
    let mut at = before.dossier.clone();
    for (number, dated) in events.iter().enumerate() {
        let event = &dated.event;
        assert!(!event.rests_on(&world.edition).article.is_empty());
        let by = event.by();
        match actor {
            Some(actor) if number == 0 => assert!(
                by.contains(&actor.role),
                "{} by {}, and the chart says {by:?}",
                event.name(),
                actor.role.word()
            ),
            Some(_) => {}
            None => assert!(
                by.contains(&Role::Calendar),
                "the calendar made {}, and the chart says {by:?}",
                event.name()
            ),
        }
        let was = at.clone();
        dossier::evolve(&mut at, dated).expect("what was decided follows");
        lawful(world, &was, event, &at);
        // Ended for good, but for reinstatement and review.
        if was.licence.ended_on().is_some() && at.licence.ended_on().is_none() {
            let revives = [
                "licence.reinstated",
                "licence.interim_begun",
                "transfer.registered",
                "transfer.registered_by_silence",
            ];
            assert!(
                revives.iter().any(|name| event.name() == *name)
                    || matches!(event, Event::Licence(licence::Event::Opened(_))),
                "{} revives what had ended as {}",
                event.name(),
                was.licence.name()
            );
        }
    }
    assert_eq!(at, after.dossier, "the events tell it all");
}

/// The invariants that speak of one event.
fn lawful(world: &World, was: &Dossier, event: &Event, at: &Dossier) {
    let name = event.name();
    match name {
        "licence.issued" if world.edition.principled_approval.is_some() => {
            assert_eq!(
                was.application.name(),
                "Qualified",
                "no licence without qualification"
            );
            assert_eq!(
                was.principled_approval.name(),
                "Presented",
                "no licence without principled approval"
            );
        }
        "renewal.granted" => assert_eq!(
            was.renewal.name(),
            "Confirmed",
            "no renewed term without confirmation"
        ),
        "transfer.registered" | "transfer.registered_by_silence" => {
            let name = was.transfer.name();
            assert_eq!(name, "Confirmed", "no transfer without confirmation");
        }
        "enforcement.revoked" => assert_eq!(
            was.enforcement.name(),
            "RevocationProposed",
            "no revocation unheard"
        ),
        "enforcement.sanctioned" => {
            let name = was.enforcement.name();
            let heard = ["Heard", "RevocationProposed"].contains(&name);
            assert!(heard, "a sanction at {name}, before anybody was heard");
        }
        _ => {}
    }
    if [
        "licence.surrendered",
        "transfer.confirmed",
        "transfer.registered",
        "transfer.registered_by_silence",
    ]
    .contains(&name)
    {
        let case = was.enforcement.open_case();
        assert_eq!(case, None, "{name} while a case is open");
    }
    if was.holder.is_some() && was.holder != at.holder {
        let passes = ["transfer.registered", "transfer.registered_by_silence"];
        assert!(passes.contains(&name), "{name} changes the holder");
    }
    if let Some(silence) = event.silence() {
        assert!(
            silence.since <= silence.decide_by,
            "{name}: nobody had any time"
        );
        let owed = was.waiting(&world.editions).expect("no defect");
        assert!(
            owed.iter()
                .any(|waiting| waiting.owed_by == silence.owed_by),
            "{name}: nobody owed a decision"
        );
    }
}

/// Where each machine stands.
fn names(dossier: &Dossier) -> Vec<String> {
    [
        ("call", dossier.call.name()),
        ("application", dossier.application.name()),
        ("principled_approval", dossier.principled_approval.name()),
        ("licence", dossier.licence.name()),
        ("renewal", dossier.renewal.name()),
        ("transfer", dossier.transfer.name()),
        ("enforcement", dossier.enforcement.name()),
    ]
    .into_iter()
    .map(|(machine, name)| format!("{machine}: {name}"))
    .collect()
}

fn under(edition: &str, silence: &[(&str, &str, &str)]) -> BTreeSet<&'static str> {
    let world = world(edition, silence);
    let beginnings = [
        ("a call", world.uncalled()),
        ("an application", world.called()),
        ("a licence", world.licensed()),
    ];
    let mut events = BTreeSet::new();
    for (what, beginning) in beginnings {
        let seen = explore(&world, beginning);
        println!(
            "{edition}, from {what}: {} states, all that lie less than {} steps away; {} kinds of \
             events, {} states of machines",
            seen.states,
            seen.depth,
            seen.events.len(),
            seen.names.len()
        );
        events.extend(seen.events);
    }
    println!("{edition}: {} kinds of events: {events:?}", events.len());
    let of_silence = events.iter().filter(|name| name.ends_with("_by_silence"));
    assert_eq!(of_silence.count() == 0, silence.is_empty());
    events
}

#[test]
fn every_life_under_1389() {
    under("pishkhan/1389", &[]);
}

#[test]
fn every_life_under_1400() {
    under("pishkhan/1400", &[]);
}

/// The same where silence means as much as it may.
#[test]
fn every_life_in_which_silence_means_something() {
    let seen = under("pishkhan/1389", &SILENCE);
    assert!(seen.contains("renewal.refused_by_silence"), "{seen:?}");
}
