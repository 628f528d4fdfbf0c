//! A register of one dossier in memory, which answers, settles and states anew as the engine does.

use parvaneh::core::actor::Actor;
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Context, Dated, Dossier};
use parvaneh::core::timeline::{
    self, Asked, Because, Change, Conflict, Done, Entered, Fault, Kept, Mark, NewRow, Place,
    Record, Row, Said, Sequence,
};

use super::lives::{Act, Law};

/// See the module.
#[derive(Clone)]
pub(super) struct Book<'l> {
    law: &'l Law,
    pub(super) rows: Vec<Row>,
    pub(super) kept: Kept,
    pub(super) dossier: Dossier,
}

/// How an act came in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Came {
    /// After everything that was recorded.
    Last,
    /// Before something of a later day.
    Late,
}

/// What stands: the day, who did it, and what it says.
pub(super) type Stands = (Date, Actor, Said);

impl<'l> Book<'l> {
    /// What the law's lives begin with.
    pub(super) fn new(law: &'l Law) -> Self {
        let mut book = Self {
            law,
            rows: Vec::new(),
            kept: Kept::new(),
            dossier: Dossier::default(),
        };
        for dated in &law.opening {
            let act = Mark::of_act(book.next(), None);
            let said = Said::Event(dated.event.clone());
            book.push(dated.effective_on, &Actor::calendar(), said, act);
            dossier::evolve(&mut book.dossier, dated).expect("no defect");
        }
        book
    }

    /// The nightly check on a day.
    pub(super) fn night(&mut self, today: Date) {
        let dossier = std::mem::take(&mut self.dossier);
        let settled = dossier::settle(dossier, &self.law.editions, today);
        let (dossier, settled) = settled.expect("no defect");
        self.dossier = dossier;
        self.settled(settled);
    }

    /// Enters an act on a day that is not before its own; why not, where it is refused.
    pub(super) fn enter(&mut self, act: &Act, today: Date) -> Result<Came, String> {
        assert!(act.on <= today, "no act is dated after its entry");
        match self.dossier.as_of {
            Some(as_of) if act.on < as_of => self.enter_late(act, today).map(|()| Came::Late),
            Some(_) | None => self.enter_last(act).map(|()| Came::Last),
        }
    }

    fn enter_last(&mut self, act: &Act) -> Result<(), String> {
        let call = self.law.call_on(act.on);
        let context = Context {
            edition: self.law.in_force_on(act.on),
            editions: &self.law.editions,
            actor: &act.actor,
            today: act.on,
            call: call.as_ref(),
        };
        let before = std::mem::take(&mut self.dossier);
        let answer = dossier::answer(before, &act.command, &context, &self.law.editions);
        let answer = answer.expect("no defect");
        self.dossier = answer.dossier;
        self.settled(answer.settled);
        let led_to = answer
            .decided
            .map_err(|refusal| refusal.code.word().to_owned())?;
        let name = self.next();
        self.kept.insert(name, Asked::of(&act.command, &context));
        let mark = Mark::of_act(name, None);
        if led_to.is_empty() {
            self.push(
                act.on,
                &act.actor,
                Said::Record(Record::AlreadySo),
                mark.clone(),
            );
        }
        for dated in led_to {
            self.push(act.on, &act.actor, Said::Event(dated.event), mark.clone());
        }
        self.settled(answer.followed);
        Ok(())
    }

    fn enter_late(&mut self, act: &Act, today: Date) -> Result<(), String> {
        let call = self.law.call_on(act.on);
        let context = Context {
            edition: self.law.in_force_on(act.on),
            editions: &self.law.editions,
            actor: &act.actor,
            today: act.on,
            call: call.as_ref(),
        };
        let asked = Asked::of(&act.command, &context);
        let change = Change {
            enter: vec![Entered {
                on: act.on,
                actor: act.actor.clone(),
                entered_by: None,
                done: Done::Asked(Box::new(asked.clone())),
                place: Place::Last,
            }],
            ..nothing(&act.actor)
        };
        match self.change(&change, today) {
            Ok(entered) => {
                let [name] = entered.as_slice() else {
                    panic!("one act was entered: {entered:?}");
                };
                self.kept.insert(*name, asked);
                Ok(())
            }
            Err(Fault::Refused { refusal, .. }) => Err(refusal.code.word().to_owned()),
            Err(Fault::StandsAgainst(conflicts)) => Err(against(&conflicts)),
            Err(fault) => panic!("{fault:?}"),
        }
    }

    /// States the history anew; the names of the acts that were entered.
    pub(super) fn change(&mut self, change: &Change, today: Date) -> Result<Vec<Sequence>, Fault> {
        let (rows, kept) = (&self.rows, &self.kept);
        let rewritten = timeline::rewrite(rows, kept, change, &self.law.editions, today)?;
        for NewRow {
            effective_on,
            actor,
            said,
            mark,
        } in rewritten.rows
        {
            self.push(effective_on, &actor, said, mark);
        }
        self.dossier = rewritten.dossier;
        Ok(rewritten.entered)
    }

    fn settled(&mut self, settled: Vec<Dated>) {
        for dated in settled {
            let said = Said::Event(dated.event);
            self.push(
                dated.effective_on,
                &Actor::calendar(),
                said,
                Mark::consequence(),
            );
        }
    }

    fn push(&mut self, effective_on: Date, actor: &Actor, said: Said, mark: Mark) {
        self.rows.push(Row {
            sequence: self.next(),
            effective_on,
            actor: actor.clone(),
            said,
            mark,
        });
    }

    fn next(&self) -> Sequence {
        Sequence::try_from(self.rows.len()).expect("so many can be counted") + 1
    }

    /// What stands up to a day.
    pub(super) fn stands(&self, through: Date) -> Vec<Stands> {
        stands(&self.rows, through)
    }

    /// What is wrong with it, if anything is: what stands is in the order of its days and leads to the
    /// dossier, consequences are those that settling gives, nothing is left out of them before an act,
    /// and nothing is due before the newest of it.
    pub(super) fn fault(&self) -> Option<String> {
        let live = timeline::live(&self.rows);
        let mut dossier = Dossier::default();
        let mut newest = Date::MIN;
        let mut of_act = None;
        for row in live {
            let on = row.effective_on;
            if on < newest {
                return Some(format!("{on} stands after {newest}"));
            }
            newest = on;
            if row.is_consequence() || row.mark.of_act != of_act {
                let settled = dossier::settle(dossier.clone(), &self.law.editions, on);
                let (_, settled) = settled.expect("no defect");
                let first = settled
                    .first()
                    .map(|dated| (dated.effective_on, &dated.event));
                let expected = row.said.event().filter(|_| row.is_consequence());
                if first != expected.map(|event| (on, event)) {
                    return Some(format!(
                        "{on} {}: the calendar gives {first:?}",
                        row.said.name()
                    ));
                }
            }
            of_act = row.mark.of_act;
            timeline::happens(&mut dossier, row).expect("no defect");
        }
        if dossier != self.dossier {
            return Some(format!(
                "what stands leads to {dossier:?}, not to {:?}",
                self.dossier
            ));
        }
        let due = dossier::due_on(&dossier, &self.law.editions).expect("no defect");
        due.filter(|due| *due < newest)
            .map(|due| format!("{due} is due before {newest}"))
    }
}

/// What stands of rows up to a day.
pub(super) fn stands(rows: &[Row], through: Date) -> Vec<Stands> {
    timeline::live(rows)
        .into_iter()
        .filter(|row| row.effective_on <= through)
        .map(|row| (row.effective_on, row.actor.clone(), row.said.clone()))
        .collect()
}

/// A change that changes nothing.
pub(super) fn nothing(by: &Actor) -> Change {
    Change {
        enter: Vec::new(),
        withdraw: [].into(),
        restore: [].into(),
        accept: [].into(),
        told: [].into(),
        because: Because::EnteredLate,
        by: by.clone(),
    }
}

fn against(conflicts: &[Conflict]) -> String {
    let each = conflicts.iter().map(|conflict| {
        let (on, led_to) = (conflict.on, conflict.led_to.join("+"));
        format!("{on} {led_to} {}", conflict.comes_out.word())
    });
    format!("stands against: {}", each.collect::<Vec<_>>().join(", "))
}
