//! Whoever is a party of the register goes by their party id, under whichever of their ids they act: nobody
//! decides their own matter under another one, and no national id of a party comes into the journal. Whoever
//! is none is recorded as they are named.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Command, Dossier};
use parvaneh_core::enforcement::{self, Proposer};
use parvaneh_core::party::{PartyId, identifiers_meant};
use parvaneh_core::refusal::Refusal;
use parvaneh_core::resolution::Choice;
use parvaneh_core::text::FreeText;
use parvaneh_core::timeline::{self, Sequence};
use parvaneh_store::{Connection, Register};
use serde_json::Value;

use super::late::Past;
use super::request::Request;
use crate::parties::as_named_in;
use crate::revise::Revision;
use crate::{Engine, EngineError, encoding};

/// The parties that texts mean, each by the text.
type Meant = BTreeMap<String, String>;

impl Engine {
    /// A request in which parties go by their party ids.
    pub(super) async fn by_party_ids<'r, C: Connection>(
        &self,
        tx: &Register<C>,
        request: &'r Request,
    ) -> Result<Cow<'r, Request>, EngineError> {
        let mut texts = said_of(&request.actor);
        texts.extend(request.entered_by.iter().flat_map(said_of));
        texts.extend(voters(&request.command));
        let meant = meant(tx, texts).await?;
        if meant.is_empty() {
            return Ok(Cow::Borrowed(request));
        }
        in_other_ids(request, &meant).map(Cow::Owned)
    }

    /// A request in which a person whom the register had twice goes by the id that the dossier has of them.
    pub(super) async fn as_the_dossier_names<'r, C: Connection>(
        &self,
        tx: &Register<C>,
        request: &'r Request,
        dossier: &Dossier,
    ) -> Result<Cow<'r, Request>, EngineError> {
        let mut ids = said_of(&request.actor);
        ids.extend(request.entered_by.iter().flat_map(said_of));
        ids.extend(voters(&request.command));
        let introduced: Vec<PartyId> = request.command.introduced().collect();
        ids.extend(introduced.iter().map(PartyId::to_string));
        let meant = as_named_in(tx, ids, dossier, &introduced).await?;
        if meant.is_empty() {
            return Ok(Cow::Borrowed(request));
        }
        in_other_ids(request, &meant).map(Cow::Owned)
    }

    /// A revision in which parties go by their party ids.
    pub(crate) async fn revision_by_party_ids<'r, C: Connection>(
        &self,
        tx: &Register<C>,
        revision: &'r Revision,
    ) -> Result<Cow<'r, Revision>, EngineError> {
        let mut texts = said_of(&revision.actor);
        for act in revision.dossiers.iter().flat_map(|change| &change.enter) {
            texts.extend(said_of(&act.actor));
            texts.extend(voters(&act.command));
        }
        let meant = meant(tx, texts).await?;
        if meant.is_empty() {
            return Ok(Cow::Borrowed(revision));
        }
        let mut revision = revision.clone();
        revision.actor = named(&revision.actor, &meant);
        for act in revision.dossiers.iter_mut().flat_map(|it| &mut it.enter) {
            act.actor = named(&act.actor, &meant);
            act.command = voted(&act.command, &meant)?;
        }
        Ok(Cow::Owned(revision))
    }

    /// Refuses those who may have proposed the revocation that a request decides, also as somebody whom the
    /// register did not know as a party then, and the desk that would enter the decision on their own proposal.
    pub(super) async fn another_decides<C: Connection>(
        &self,
        tx: &Register<C>,
        request: &Request,
        proposers: &[Proposer],
    ) -> Result<Result<(), Refusal>, EngineError> {
        let desks: Vec<&Actor> = request.entered_by.iter().collect();
        let (command, actor) = (&request.command, &request.actor);
        self.others_decide(tx, command, actor, &desks, proposers)
            .await
    }

    /// The same of whoever has proposed it in the dossier as it stands.
    pub(super) async fn another_decides_now<C: Connection>(
        &self,
        tx: &Register<C>,
        request: &Request,
        before: &Dossier,
    ) -> Result<Result<(), Refusal>, EngineError> {
        let proposer = enforcement::proposer_of(before, &request.command).cloned();
        self.another_decides(tx, request, proposer.as_slice()).await
    }

    /// The same of a command that `desks` enter.
    pub(crate) async fn others_decide<C: Connection>(
        &self,
        tx: &Register<C>,
        command: &Command,
        actor: &Actor,
        desks: &[&Actor],
        proposers: &[Proposer],
    ) -> Result<Result<(), Refusal>, EngineError> {
        if !command.by().contains(&actor.role) {
            return Ok(Ok(()));
        }
        for proposer in proposers {
            let behind = proposer.on_behalf_of.iter();
            let texts = behind.chain([&proposer.id]).map(ToString::to_string);
            let others = desks.iter().copied().chain([actor]).flat_map(said_of);
            let persons = persons(tx, texts.chain(others).collect()).await?;
            let party = |id: &FreeText| {
                let person = persons.get(id.as_str());
                person.map_or(id.clone(), |it| it.as_str().into())
            };
            let proposer = Proposer {
                id: party(&proposer.id),
                on_behalf_of: proposer.on_behalf_of.as_ref().map(party),
            };
            // Whoever proposed it under the same id is refused where the act is decided.
            let actor = (!persons.is_empty()).then_some(actor);
            let who = desks.iter().copied().chain(actor);
            let mut who = who.map(|actor| named(actor, &persons));
            let decides = who.try_for_each(|actor| enforcement::another_decides(&proposer, &actor));
            if let Err(refusal) = decides {
                return Ok(Err(refusal));
            }
        }
        Ok(Ok(()))
    }

    /// Whether two who act are one person, or one acts for the other, under whichever of their ids.
    pub(crate) async fn are_one<C: Connection>(
        &self,
        tx: &Register<C>,
        one: &Actor,
        other: &Actor,
    ) -> Result<bool, EngineError> {
        let texts = [one, other].into_iter().flat_map(said_of);
        let persons = persons(tx, texts.collect()).await?;
        let (one, other) = (named(one, &persons), named(other, &persons));
        Ok(one.is_one_with(&other.id, other.on_behalf_of.as_deref()))
    }

    /// An actor under each of the ids that they have as a party.
    pub(crate) async fn under_all_ids<C: Connection>(
        &self,
        tx: &Register<C>,
        actor: &Actor,
    ) -> Result<Vec<Actor>, EngineError> {
        let mut all = vec![actor.clone()];
        for text in said_of(actor) {
            let Ok(party) = text.parse::<PartyId>() else {
                continue;
            };
            for id in tx.ids_of_persons(&[encoding::party_key(party)]).await? {
                all.push(named(actor, &Meant::from([(text.clone(), id.to_string())])));
            }
        }
        Ok(all)
    }

    /// An actor who goes by their party id, where they are a party.
    pub(crate) async fn actor_by_party_id<C: Connection>(
        &self,
        tx: &Register<C>,
        actor: &Actor,
    ) -> Result<Actor, EngineError> {
        let meant = meant(tx, said_of(actor)).await?;
        Ok(named(actor, &meant))
    }
}

/// Who had proposed the revocation that a command of the day `on` decides, at any time of that day, apart from acts
/// that are withdrawn.
pub(crate) fn proposers_on(
    past: &Past,
    command: &Command,
    on: Date,
    withdrawn: &[Sequence],
) -> Vec<Proposer> {
    let (mut dossier, mut proposers) = (Dossier::default(), Vec::new());
    let mut note = |dossier: &Dossier| {
        let proposer = enforcement::proposer_of(dossier, command).cloned();
        proposers.extend(proposer);
    };
    let live = timeline::live(&past.rows).into_iter();
    let stands = live.filter(|row| row.act().is_none_or(|act| !withdrawn.contains(&act)));
    let mut begun = false;
    for row in stands.take_while(|row| row.effective_on <= on) {
        if !begun && row.effective_on == on {
            begun = true;
            note(&dossier);
        }
        if timeline::happens(&mut dossier, row).is_err() {
            break;
        }
        if begun {
            note(&dossier);
        }
    }
    if !begun {
        note(&dossier);
    }
    proposers
}

/// The texts by which an actor says who they are, and for whom they act.
pub(super) fn said_of(actor: &Actor) -> BTreeSet<String> {
    let behind = actor.on_behalf_of.iter();
    behind.chain([&actor.id]).cloned().collect()
}

/// Who sits in the session of a command's resolution, where it takes one.
fn voters(command: &Command) -> BTreeSet<String> {
    let seats = seats_of(command).into_iter();
    seats.map(|(person, _)| person).collect()
}

/// The parties that vote in a command's resolution and do not stand aside.
pub(super) fn votes_of(command: &Command) -> BTreeSet<PartyId> {
    let recused = Choice::Recused.word();
    let votes = seats_of(command).into_iter();
    let votes = votes.filter(|(_, choice)| choice != recused);
    votes
        .filter_map(|(person, _)| person.parse().ok())
        .collect()
}

/// Who sits in the session of a command's resolution, with what they chose.
fn seats_of(command: &Command) -> Vec<(String, String)> {
    if command.question().is_none() {
        return Vec::new();
    }
    let command = serde_json::to_value(command).unwrap_or_default();
    let votes = command
        .pointer("/resolution/votes")
        .and_then(Value::as_array);
    let seats = votes.into_iter().flatten().filter_map(|vote| {
        let (person, choice) = (vote["person"].as_str()?, vote["choice"].as_str()?);
        Some((person.to_owned(), choice.to_owned()))
    });
    seats.collect()
}

/// The parties that are meant by texts which may be identifiers. Refused where one means several: a register
/// may have had a person twice, as natural and as unstated.
async fn meant<C: Connection>(
    tx: &Register<C>,
    texts: BTreeSet<String>,
) -> Result<Meant, EngineError> {
    let mut found = Meant::new();
    for text in texts {
        let identifiers = identifiers_meant(&text);
        // Whoever is meant by it has one identifier, be it as natural or as unstated.
        let Some((_, identifier)) = identifiers.first() else {
            continue;
        };
        let kinds: Vec<&str> = identifiers.iter().map(|(kind, _)| kind.word()).collect();
        let parties = tx.parties_by_identifier(&kinds, &[identifier]).await?;
        match parties.as_slice() {
            [] => {}
            [party] => {
                found.insert(text, party.id.to_string());
            }
            [one, other, ..] => {
                return Err(EngineError::Party(format!(
                    "an identifier is that of two parties, {} and {}: name the one who acts by their id",
                    one.id, other.id
                )));
            }
        }
    }
    Ok(found)
}

/// One id for all that a person has, by the texts that mean them.
async fn persons<C: Connection>(
    tx: &Register<C>,
    texts: BTreeSet<String>,
) -> Result<Meant, EngineError> {
    let mut persons = meant(tx, texts.clone()).await?;
    for text in texts {
        let id = persons.get(&text).unwrap_or(&text);
        let Ok(party) = id.parse::<PartyId>() else {
            continue;
        };
        let ids = tx.ids_of_persons(&[encoding::party_key(party)]).await?;
        if let Some(first) = ids.into_iter().min() {
            persons.insert(text, first.to_string());
        }
    }
    Ok(persons)
}

fn in_other_ids(request: &Request, meant: &Meant) -> Result<Request, EngineError> {
    let entered_by = request.entered_by.as_ref();
    Ok(Request {
        actor: named(&request.actor, meant),
        entered_by: entered_by.map(|desk| named(desk, meant)),
        command: voted(&request.command, meant)?.with_introduced(&by_party(meant)),
        ..request.clone()
    })
}

/// Those of them that are party ids.
fn by_party(meant: &Meant) -> BTreeMap<PartyId, PartyId> {
    let parties = meant
        .iter()
        .filter_map(|(text, id)| Some((text.parse().ok()?, id.parse().ok()?)));
    parties.collect()
}

fn named(actor: &Actor, meant: &Meant) -> Actor {
    let party = |id: &String| meant.get(id).unwrap_or(id).clone();
    Actor {
        id: party(&actor.id),
        on_behalf_of: actor.on_behalf_of.as_ref().map(party),
        ..actor.clone()
    }
}

/// A command in whose resolution parties go by their party ids.
fn voted(command: &Command, meant: &Meant) -> Result<Command, EngineError> {
    if command.question().is_none() {
        return Ok(command.clone());
    }
    let mut said = serde_json::to_value(command).map_err(EngineError::Encode)?;
    let votes = said.pointer_mut("/resolution/votes");
    for vote in votes.and_then(Value::as_array_mut).into_iter().flatten() {
        let party = vote["person"].as_str().and_then(|person| meant.get(person));
        if let Some(party) = party {
            vote["person"] = party.as_str().into();
        }
    }
    serde_json::from_value(said).map_err(EngineError::Encode)
}
