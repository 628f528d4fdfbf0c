//! Who a dossier is about, as its events have named them so far.

use parvaneh_core::actor::Role;
use parvaneh_core::appointment::{self, Post};
use parvaneh_core::dossier::Event;
use parvaneh_core::edition::Edition;
use parvaneh_core::licence::succession::Cause;
use parvaneh_core::machines::Who;
use parvaneh_core::party::PartyId;
use parvaneh_core::{application, coming, licence, transfer};

use crate::words::Words;

/// The parties that the dossier has named.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    applicant: Option<PartyId>,
    holder: Option<PartyId>,
    /// The holder before the one that the licence has passed to last.
    former_holder: Option<PartyId>,
    heir: Option<PartyId>,
    /// What became of the holder, where there is none.
    gone: Option<Cause>,
    /// Whether a licence has ended in the interim, which goes on if it stands again.
    ended_in_interim: bool,
    transferee: Option<PartyId>,
    persons: Vec<(Post, PartyId)>,
    /// Who decided each act that is to come, or was.
    deciders: Vec<(coming::Kind, Addressee)>,
}

/// Somebody to tell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Addressee {
    /// A party.
    Party(PartyId),
    /// The heirs of a party.
    HeirsOf(PartyId),
    /// A body that decided.
    Body(Role),
}

/// As what somebody is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum As {
    /// In that role.
    Role(Role),
    /// Who held the licence until it passed to another.
    FormerHolder,
    /// To whom it has passed.
    NewHolder,
    /// Who gave notice after the holder's death.
    Heir,
    /// Who gave notice after the holder's dissolution: a legal person leaves no heirs.
    Liquidator,
    /// Who was proposed for that post.
    Proposed(Post),
    /// The addressee says it: the heirs of somebody, a body.
    Said,
}

impl As {
    /// In words; none where the addressee says it.
    pub(super) fn text(self, words: &Words, edition: &Edition) -> Option<String> {
        Some(match self {
            Self::Role(role) => words.role(role, Some(edition.authority.name())),
            Self::FormerHolder => words.say("notice-as-former_holder", &[]),
            Self::NewHolder => words.say("notice-as-new_holder", &[]),
            Self::Heir => words.say("notice-as-heir", &[]),
            Self::Liquidator => words.say("notice-as-liquidator", &[]),
            Self::Proposed(post) => {
                let post = words.name("post", post.word());
                words.say("notice-as-proposed", &[("post", &post)])
            }
            Self::Said => return None,
        })
    }
}

impl People {
    /// Takes note of whom an event names.
    pub(super) fn note(&mut self, event: &Event) {
        if let Event::Application(application::Event::Filed { filing, .. }) = event {
            self.applicant = Some(filing.applicant);
        }
        if let Event::Licence(licence::Event::Opened(opened)) = event {
            self.holder = Some(opened.holder);
        }
        if let Event::Licence(licence::Event::Issued { act, .. }) = event {
            self.holder = Some(act.holder);
        }
        if let Event::Licence(licence::Event::Lapsed { end, .. }) = event {
            self.gone = Some(end.cause);
        }
        if let Event::Licence(licence::Event::InterimBegun { heir, .. }) = event {
            self.heir = Some(*heir);
            self.ended_in_interim = false;
        }
        if let Event::Licence(licence::Event::Expired { .. } | licence::Event::Revoked { .. }) =
            event
        {
            self.ended_in_interim = true;
        }
        if let Event::Licence(licence::Event::Reinstated { .. }) = event {
            // Where the record of the death was wrong, nobody is an heir.
            self.heir = self.heir.filter(|_| self.ended_in_interim);
            self.gone = self.gone.filter(|_| self.heir.is_some());
            self.ended_in_interim = false;
        }
        if let Event::Transfer(transfer::Event::Filed { request }) = event {
            self.transferee = Some(request.transferee);
        }
        if let Event::Transfer(
            transfer::Event::Registered { holder, .. }
            | transfer::Event::RegisteredBySilence { holder, .. },
        ) = event
        {
            self.former_holder = self.heir.take().or(self.holder);
            self.holder = Some(*holder);
            self.gone = None;
        }
        if let Event::Appointment(appointment::Event::Proposed { post, person, .. }) = event {
            self.persons.push((*post, *person));
        }
        if let Event::Coming(coming::Event::Decided { act, by, .. }) = event {
            let decider = match act {
                coming::Act::Surrender { holder } => Addressee::Party(*holder),
                coming::Act::Suspension { .. }
                | coming::Act::Revocation { .. }
                | coming::Act::Registration { .. }
                | coming::Act::Relocation { .. } => Addressee::Body(*by),
            };
            self.deciders.push((act.kind(), decider));
        }
    }

    /// Who receives the notice of the event that was noted last.
    pub(super) fn addressees(&self, who: Who, event: &Event) -> Vec<(Addressee, As)> {
        let party = |party: Option<PartyId>, capacity: As| {
            party.map(|party| (Addressee::Party(party), capacity))
        };
        let applicant = party(self.applicant, As::Role(Role::Applicant));
        let holder = party(self.holder, As::Role(Role::Holder));
        let heir = party(self.heir, self.as_heir());
        let heirs = self.holder.map(Addressee::HeirsOf);
        let heirs = heirs.map(|heirs| (heirs, As::Said));
        // Nobody writes to the dead, and a legal person leaves no heirs.
        let holder_or_heirs = match self.gone {
            Some(Cause::Death) => heirs,
            Some(Cause::Dissolution) | None => holder,
        };
        // Before there is a licence, whoever applies for it.
        let holder_now = heir.or(holder_or_heirs).or(applicant);
        let transferee = party(self.transferee, As::Role(Role::Transferee));
        let silence = event.silence();
        let body = silence.map(|silence| (Addressee::Body(silence.owed_by), As::Said));
        let parties = || match is_registration(event) {
            true => [
                party(self.former_holder, As::FormerHolder),
                party(self.holder, As::NewHolder),
            ],
            false => [holder_now, transferee],
        };
        let found = match who {
            Who::ApplicantAndBody => [applicant, body],
            Who::HolderAndBody => [holder_now, body],
            Who::PartiesAndBody => {
                let all = parties().into_iter().chain([body]);
                return all.flatten().collect();
            }
            Who::HolderPersonAndBody => {
                let all = [holder_now, self.person(event), body];
                return all.into_iter().flatten().collect();
            }
            Who::Applicant => [applicant, None],
            Who::Holder => [holder_now, None],
            Who::Heirs => [holder_or_heirs, None],
            Who::Parties => parties(),
            Who::Transferee => [transferee, None],
            Who::Person => [self.person(event), None],
            Who::HolderAndPerson => {
                let person = self.person(event);
                let told = holder_now.map(|(holder, _)| holder);
                [
                    holder_now,
                    person.filter(|(person, _)| Some(*person) != told),
                ]
            }
            Who::DeciderAndHolder => {
                let told = holder_now.map(|(holder, _)| holder);
                let decider = self.decider(event);
                [
                    decider.filter(|(decider, _)| Some(*decider) != told),
                    holder_now,
                ]
            }
        };
        found.into_iter().flatten().collect()
    }

    /// Who was proposed last for the post that an event is about.
    fn person(&self, event: &Event) -> Option<(Addressee, As)> {
        let of = post(event);
        let mut newest = self.persons.iter().rev();
        let found = newest.find(|(own, _)| Some(*own) == of);
        found.map(|(post, person)| (Addressee::Party(*person), As::Proposed(*post)))
    }

    /// Who decided last what an event says of an act that was to come, whatever they are by now; none
    /// where it was a holder who has died.
    fn decider(&self, event: &Event) -> Option<(Addressee, As)> {
        let Event::Coming(coming::Event::CameToNothing { what, .. }) = event else {
            return None;
        };
        let mut newest = self.deciders.iter().rev();
        let (_, decider) = newest.find(|(kind, _)| kind == what)?;
        let capacity = match decider {
            Addressee::Body(_) | Addressee::HeirsOf(_) => As::Said,
            Addressee::Party(party) if self.former_holder == Some(*party) => As::FormerHolder,
            Addressee::Party(party) if self.holder == Some(*party) => {
                self.heir.is_none().then_some(As::Role(Role::Holder))?
            }
            Addressee::Party(_) => self.as_heir(),
        };
        Some((*decider, capacity))
    }

    /// As what somebody goes on with the licence of a holder who is gone.
    fn as_heir(&self) -> As {
        match self.gone {
            Some(Cause::Dissolution) => As::Liquidator,
            Some(Cause::Death) | None => As::Heir,
        }
    }
}

/// Whether the licence has its new holder already.
fn is_registration(event: &Event) -> bool {
    matches!(
        event,
        Event::Transfer(
            transfer::Event::Registered { .. } | transfer::Event::RegisteredBySilence { .. }
        )
    )
}

/// Which post an event is about.
fn post(event: &Event) -> Option<Post> {
    match event {
        Event::Appointment(event) => Some(event.post()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SARA: PartyId = PartyId([1; 16]);
    const ZAHRA: PartyId = PartyId([2; 16]);
    const OMID: PartyId = PartyId([3; 16]);

    fn event(json: &str) -> Event {
        serde_json::from_str(json).expect("an event")
    }

    /// Sara holds the licence; then what the lines say.
    fn told(lines: &[String]) -> Vec<(Addressee, As)> {
        let mut people = People {
            holder: Some(SARA),
            ..People::default()
        };
        let nothing = r#"{"machine":"coming","type":"came_to_nothing","what":"surrender","from":"2026-12-01","refusal":"not_the_holder"}"#;
        for line in lines {
            people.note(&event(line));
        }
        people.addressees(Who::DeciderAndHolder, &event(nothing))
    }

    fn surrender(by: PartyId) -> String {
        format!(
            r#"{{"machine":"coming","type":"decided","act":{{"surrender":{{"holder":"{by}"}}}},"from":"2026-12-01","by":"holder","edition":"pishkhan/1389"}}"#
        )
    }

    fn interim() -> String {
        format!(
            r#"{{"machine":"licence","type":"interim_begun","heir":"{ZAHRA}","manager":"{OMID}","until":"2026-12-31"}}"#
        )
    }

    fn passes() -> String {
        format!(
            r#"{{"machine":"transfer","type":"registered","holder":"{OMID}","through":"2026-12-31"}}"#
        )
    }

    /// Nobody writes to the dead: their heirs are told, and of a legal person whoever winds it up.
    #[test]
    fn after_the_holder_is_gone_others_are_told() {
        let lapsed = |cause: &str| {
            event(&format!(
                r#"{{"machine":"licence","type":"lapsed","end":{{"cause":"{cause}","occurred_on":"2026-11-01","proof":"9"}},"notice_through":"2026-12-01"}}"#
            ))
        };
        let lifted = event(
            r#"{"machine":"licence","type":"suspension_lifted","reason":{"ours":"suspension_over"}}"#,
        );
        let told = |events: &[Event], who| {
            let mut people = People {
                holder: Some(SARA),
                ..People::default()
            };
            events.iter().for_each(|event| people.note(event));
            people.addressees(who, &lifted)
        };
        let heirs = (Addressee::HeirsOf(SARA), As::Said);
        assert_eq!(told(&[lapsed("death")], Who::Holder), [heirs]);
        assert_eq!(told(&[lapsed("death")], Who::Heirs), [heirs]);
        let holder = (Addressee::Party(SARA), As::Role(Role::Holder));
        assert_eq!(told(&[lapsed("dissolution")], Who::Heirs), [holder]);
        let liquidator = (Addressee::Party(ZAHRA), As::Liquidator);
        let events = [lapsed("dissolution"), event(&interim())];
        assert_eq!(told(&events, Who::Holder), [liquidator]);
        let heir = (Addressee::Party(ZAHRA), As::Heir);
        let events = [lapsed("death"), event(&interim())];
        assert_eq!(told(&events, Who::Holder), [heir]);
    }

    /// Whoever gave the licence up is told that nothing came of it, whatever they are by then; a holder who
    /// has died is not.
    #[test]
    fn who_decided_is_told_whatever_they_are_by_now() {
        let party = |party, capacity| (Addressee::Party(party), capacity);
        let holder = |id| party(id, As::Role(Role::Holder));
        let heir = party(ZAHRA, As::Heir);
        assert_eq!(told(&[surrender(SARA)]), [holder(SARA)]);
        assert_eq!(
            told(&[surrender(SARA), passes()]),
            [party(SARA, As::FormerHolder), holder(OMID)]
        );
        assert_eq!(told(&[surrender(SARA), interim()]), [heir]);
        assert_eq!(
            told(&[interim(), surrender(ZAHRA), passes()]),
            [party(ZAHRA, As::FormerHolder), holder(OMID)]
        );
        let wrong = r#"{"machine":"licence","type":"reinstated","decision":"9","reason":"stated","term":{"from":"2024-01-01","through":"2027-01-01"},"renewal_due":null}"#;
        assert_eq!(
            told(&[interim(), surrender(ZAHRA), wrong.to_owned()]),
            [heir, holder(SARA)]
        );
    }
}
