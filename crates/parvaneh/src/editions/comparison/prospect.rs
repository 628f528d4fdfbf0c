//! All that an edition can make of a dossier, as one value: where it stands on a day, what may be
//! asked of it, and what becomes of it if nobody does anything.

use std::collections::BTreeMap;

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Command, Context, Defect, Dossier, Editions, Machine};
use parvaneh_core::edition::Edition;
use parvaneh_core::party::PartyKind;
use parvaneh_core::refusal::Code;
use parvaneh_core::specimen::{self, Specimen};
use parvaneh_core::standing;
use serde_json::{Map, Value, json};

use super::difference;
use super::rejudged::Trouble;

/// Under what a dossier is looked at.
pub(super) struct Prospect<'a> {
    /// The day.
    pub(super) on: Date,
    /// The edition in force on it, which judges what no open matter has pinned.
    pub(super) in_force: &'a Edition,
    /// Every edition that a history may name.
    pub(super) editions: &'a Editions,
}

/// Fields that are no state of a machine, or are compared in another way.
const NOT_COMPARED: [&str; 6] = ["office", "terms", "agenda", "waits", "worklist", "as_of"];

impl Prospect<'_> {
    /// What can be said of a dossier that is settled up to the day. `office_kind` and `holder` are
    /// of whom it is about.
    pub(super) fn of(
        &self,
        dossier: &Dossier,
        office_kind: &str,
        holder: Option<PartyKind>,
    ) -> Result<Value, Trouble> {
        let view = standing::of(dossier.clone(), self.editions, self.on)?;
        let mut prospect = machines(dossier)?;
        prospect.insert("standing".to_owned(), json!(view.standing));
        if let Some(last) = dossier.terms.last() {
            let mut term = json!(last.term);
            term["renewal_due"] = json!(last.renewal_due);
            prospect.insert("term".to_owned(), term);
        }
        if dossier.licence.ended_on().is_none() {
            if let Some(last) = dossier.terms.last() {
                let request = dossier.open_under(Machine::Renewal);
                let edition = self.editions.get(request.unwrap_or(&last.edition))?;
                prospect.insert("next_term".to_owned(), json!(last.next(edition, self.on)));
                let bars = holder.and_then(|holder| edition.bars(office_kind, holder));
                prospect.insert("may_hold".to_owned(), json!(bars.map_or("yes", Code::word)));
            }
            prospect.insert("asked".to_owned(), json!(self.asked(dossier)?));
        }
        let (in_the_end, ahead) = dossier::settle(dossier.clone(), self.editions, Date::MAX)?;
        let mut days: BTreeMap<&str, Vec<Date>> = BTreeMap::new();
        for dated in &ahead {
            let name = dated.event.name();
            days.entry(name).or_default().push(dated.effective_on);
        }
        prospect.insert("ahead".to_owned(), json!(days));
        prospect.insert("in_the_end".to_owned(), names(machines(&in_the_end)?));
        Ok(Value::Object(prospect))
    }

    /// What would come of each command today, from whoever may send it with everything in order.
    fn asked(&self, dossier: &Dossier) -> Result<BTreeMap<&'static str, &'static str>, Defect> {
        let commands = specimen::commands(&Specimen {
            edition: self.in_force,
            today: self.on,
            dossier,
            call: None,
        });
        let mut outcomes = BTreeMap::new();
        for command in &commands {
            outcomes.insert(command.name(), self.outcome(dossier, command)?);
        }
        Ok(outcomes)
    }

    fn outcome(&self, dossier: &Dossier, command: &Command) -> Result<&'static str, Defect> {
        let mut refused = Code::RoleMayNot;
        for role in command.by() {
            let actor = actor(dossier, command, *role);
            let context = Context {
                edition: self.in_force,
                editions: self.editions,
                actor: &actor,
                today: self.on,
                call: None,
            };
            match dossier::judged(dossier, command, &context, self.editions)? {
                Ok(_) => return Ok("accepted"),
                Err(refusal) if refused == Code::RoleMayNot => refused = refusal.code,
                Err(_) => {}
            }
        }
        Ok(refused.word())
    }
}

/// Fields of licences that have not ended. That one of two has ended shows in its standing.
const UNTIL_IT_ENDS: [&str; 3] = ["asked", "may_hold", "next_term"];

/// Takes out of two prospects what only one of them has, because the licence has ended in the other.
pub(super) fn without_what_has_ended(a: &mut Value, b: &mut Value) {
    let (Some(a), Some(b)) = (a.as_object_mut(), b.as_object_mut()) else {
        return;
    };
    for word in UNTIL_IT_ENDS {
        if !a.contains_key(word) || !b.contains_key(word) {
            a.remove(word);
            b.remove(word);
        }
    }
}

fn actor(dossier: &Dossier, command: &Command, role: Role) -> Actor {
    let party = dossier.party(role).or(command.introduces(role));
    Actor {
        id: party.map_or_else(|| role.word().to_owned(), |party| party.to_string()),
        role,
        province: None,
        on_behalf_of: None,
    }
}

/// The state of every machine, by name.
fn machines(dossier: &Dossier) -> Result<Map<String, Value>, Trouble> {
    let mut machines = match serde_json::to_value(dossier)? {
        Value::Object(machines) => machines,
        _ => Map::new(),
    };
    for field in NOT_COMPARED {
        machines.remove(field);
    }
    let mismatch = machines.remove("mismatch");
    if let Some(Value::Object(appointment)) = machines.get_mut("appointment") {
        appointment.extend(mismatch.map(|state| ("mismatch".to_owned(), state)));
        let posts = appointment.get_mut("posts").and_then(Value::as_object_mut);
        for (_, post) in posts.into_iter().flatten() {
            *post = named_by_its_step(post.take());
        }
    }
    Ok(machines)
}

/// A post is told by the step at which it stands, with whoever is named for it.
fn named_by_its_step(post: Value) -> Value {
    match difference::state(&json!({"Post": post})) {
        Some((step, fields)) => json!({step: fields}),
        None => post,
    }
}

/// The name of each state alone: its days are in `ahead`.
fn names(machines: Map<String, Value>) -> Value {
    let named = machines.into_iter().map(|(machine, state)| {
        let name = match (difference::state(&state), state) {
            (Some((name, _)), _) => Some(name),
            (None, Value::Object(state)) if state.len() == 1 => state.keys().next().cloned(),
            (None, _) => None,
        };
        (machine, json!(name))
    });
    Value::Object(named.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matter_is_named_by_its_step() {
        let machines = json!({
            "renewal": {"Requested": {"request": {"filed_on": 1}, "step": {"Incomplete": {"cure_by": 2}}}},
            "enforcement": {"OnFile": {"file": {}, "step": "Reported"}},
            "licence": {"Active": {"continued": false}},
            "mismatch": "None",
        });
        let Value::Object(machines) = machines else {
            panic!("they are fields");
        };
        let named = json!({
            "renewal": "Incomplete",
            "enforcement": "Reported",
            "licence": "Active",
            "mismatch": "None",
        });
        assert_eq!(names(machines), named);
    }

    #[test]
    fn a_post_is_told_by_its_step() {
        let post = json!({"person": "p", "step": {"Approved": {"approved_on": 1}}});
        let told = json!({"Approved": {"person": "p", "approved_on": 1}});
        assert_eq!(named_by_its_step(post), told);
    }
}
