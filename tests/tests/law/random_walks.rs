//! Walks through whatever may be done next: no defect, no second holder, and no law by night.

use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::contract::Step;
use parvaneh::core::dossier::{self, Command, Context, Dated, Dossier, Editions};
use parvaneh::core::edition::Edition;
use parvaneh::core::specimen::{Specimen, commands};
use parvaneh::core::standing;
use parvaneh_tests::law::{HOLDER, day, edition};
use parvaneh_tests::proof::times;
use proptest::prelude::*;

use crate::life::Life;

const FIRST: &str = "1402-07-15";

/// What ends or holds up a matter: taken at every tenth step only, or nothing gets far.
const ENDS: [&str; 12] = [
    "lapse",
    "surrender",
    "revoke",
    "suspend",
    "withdraw",
    "refuse",
    "refuse_relocation",
    "terminate",
    "note_deficiency",
    "permit_closure",
    "permit_counter",
    "request_relocation",
];

/// A command that was in order on its day.
type Taken = (Date, Actor, Command);

/// Someone who may ask for `command`, if anybody may today.
fn whoever_may(
    dossier: &Dossier,
    command: &Command,
    (edition, editions): (&Edition, &Editions),
    today: Date,
) -> Option<Actor> {
    Role::ALL.iter().find_map(|role| {
        let party = dossier.party(*role).or(command.introduces(*role));
        let agency = match command {
            Command::Contract(command) if *role == Role::ServiceAgency => Some(command.agency()),
            _ => None,
        };
        let actor = Actor {
            id: match (party, agency) {
                (Some(party), _) => party.to_string(),
                (None, Some(agency)) => agency.to_owned(),
                (None, None) => role.word().to_owned(),
            },
            role: *role,
            province: None,
            on_behalf_of: None,
        };
        let context = Context {
            edition,
            editions,
            actor: &actor,
            today,
            call: None,
        };
        let events = dossier::decide(dossier, command, &context).ok()?;
        (!events.is_empty()).then_some(actor)
    })
}

/// A licence of an edition of the embedded workflows.
fn licensed(id: &str) -> (Life, Edition, Editions) {
    let life = Life::licensed(edition(id), FIRST);
    let (edition, editions) = (life.edition.clone(), life.editions.clone());
    (life, edition, editions)
}

/// A walk of steps: so many days later, the next command that is in order from that one on.
fn walk(id: &str, steps: &[(i64, usize)]) -> Vec<Taken> {
    let (life, edition, editions) = licensed(id);
    let mut dossier = life.dossier;
    let mut today = day(FIRST);
    let mut taken = Vec::new();
    for (days, from) in steps {
        today = today.moved_by(*days);
        dossier = dossier::settle(dossier, &editions, today)
            .expect("no defect")
            .0;
        let specimen = Specimen {
            edition: &edition,
            today,
            dossier: &dossier,
            call: None,
        };
        let all = commands(&specimen);
        let in_order = |machine: &str| {
            (0..all.len()).find_map(|at| {
                let command = &all[(from + at) % all.len()];
                let (of, word) = command.name().split_once('.')?;
                if !of.contains(machine) || (from % 10 != 0 && ENDS.contains(&word)) {
                    return None;
                }
                let actor = whoever_may(&dossier, command, (&edition, &editions), today)?;
                Some((actor, command.clone()))
            })
        };
        let found = match from % 2 {
            0 => in_order(""),
            _ => in_order("transfer").or_else(|| in_order("")),
        };
        let Some((actor, command)) = found else {
            continue;
        };
        let context = Context {
            edition: &edition,
            editions: &editions,
            actor: &actor,
            today,
            call: None,
        };
        let answer = dossier::answer(dossier, &command, &context, &editions).expect("no defect");
        dossier = answer.dossier;
        taken.push((today, actor, command));
    }
    taken
}

/// The history of a walk with the check run every so many days, or never, up to years after it.
fn live(id: &str, taken: &[Taken], every: Option<i64>) -> (Vec<Dated>, Dossier) {
    let (life, edition, editions) = licensed(id);
    let (mut history, mut dossier) = (life.history, life.dossier);
    let mut night = day(FIRST);
    let mut nights_until = |until: Date, dossier: Dossier, history: &mut Vec<Dated>| {
        let mut dossier = dossier;
        while let Some(days) = every
            && night < until
        {
            night = Ord::min(night.moved_by(days), until);
            let (after, settled) = dossier::settle(dossier, &editions, night).expect("no defect");
            dossier = after;
            history.extend(settled);
        }
        dossier
    };
    for (today, actor, command) in taken {
        dossier = nights_until(*today, dossier, &mut history);
        let context = Context {
            edition: &edition,
            editions: &editions,
            actor,
            today: *today,
            call: None,
        };
        let answer = dossier::answer(dossier, command, &context, &editions).expect("no defect");
        history.extend(answer.settled);
        history.extend(answer.decided.expect("it was in order before"));
        history.extend(answer.followed);
        dossier = answer.dossier;
    }
    let end = taken
        .last()
        .map_or(day(FIRST), |(today, ..)| *today)
        .moved_by(1500);
    dossier = nights_until(end, dossier, &mut history);
    let (dossier, settled) = dossier::settle(dossier, &editions, end).expect("no defect");
    history.extend(settled);
    assert_eq!(
        dossier::due_on(&dossier, &editions)
            .expect("no defect")
            .filter(|due| *due <= end),
        None,
        "nothing is due after a settled day"
    );
    (history, dossier)
}

/// Histories in the order of law: by day, and on one day as recorded.
fn in_order(mut history: Vec<Dated>) -> Vec<Dated> {
    history.sort_by_key(|dated| dated.effective_on);
    history
}

fn walks() -> impl Strategy<Value = (&'static str, Vec<(i64, usize)>)> {
    let editions = prop_oneof![Just("pishkhan/1389"), Just("pishkhan/1400")];
    let step = (prop_oneof![9 => 0..12_i64, 1 => 0..200_i64], 0..200_usize);
    (editions, prop::collection::vec(step, 0..60))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(times(48)))]

    /// Whatever is done, and however often the night runs: one history.
    #[test]
    fn nights_make_no_history((edition, steps) in walks()) {
        let taken = walk(edition, &steps);
        let (history, dossier) = live(edition, &taken, None);
        prop_assert_eq!(&dossier::replay(&history).unwrap(), &dossier);
        let never = in_order(history);
        for every in [1, 23] {
            let (history, some) = live(edition, &taken, Some(every));
            prop_assert_eq!(&never, &in_order(history));
            prop_assert_eq!(&dossier, &some);
        }
    }

    /// A licence changes hands by a registration alone; what hangs on it stands and falls with it.
    #[test]
    fn one_holder_and_what_hangs_on_the_licence((edition, steps) in walks()) {
        let (_, _, editions) = licensed(edition);
        let (history, _) = live(edition, &walk(edition, &steps), Some(1));
        let mut dossier = Dossier::default();
        let mut holder = None;
        for (at, dated) in history.iter().enumerate() {
            dossier::evolve(&mut dossier, dated).unwrap();
            match dated.event.name() {
                "licence.opened" => holder = Some(HOLDER),
                "transfer.registered" => holder = dossier.transfer.request().map(|of| of.transferee),
                _ => {}
            }
            prop_assert_eq!(dossier.holder, holder);
            let settled = history.get(at + 1).is_none_or(|next| dated.effective_on < next.effective_on);
            if !settled {
                continue;
            }
            let licence = &dossier.licence;
            let usable = licence.is_in_force() && !licence.is_suspended();
            for (_, contract) in dossier.contract.all() {
                match contract.step {
                    Step::Signed => prop_assert!(usable),
                    Step::Suspended => prop_assert!(!usable && (licence.is_in_force() || licence.awaits_notice())),
                    Step::Drafted | Step::Approved | Step::SignedByHolder | Step::SignedByAgency => {
                        prop_assert!(licence.is_in_force() || licence.awaits_notice());
                    }
                    Step::Ended => {}
                }
            }
            prop_assert!(licence.is_in_force() || dossier.transfer.open_request().is_none());
            let view = standing::on(&history, &editions, dated.effective_on).unwrap();
            let short = standing::of(dossier.clone(), &editions, dated.effective_on).unwrap();
            prop_assert_eq!(view.standing, short.standing);
        }
    }
}
