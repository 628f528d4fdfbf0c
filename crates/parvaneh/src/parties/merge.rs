//! Two parties that are one person, and parties of whom nothing is to be known any more.

use std::collections::HashSet;

use parvaneh_core::party::PartyKind;
use parvaneh_core::party::history::{Event, NotDone, merged_kind};
use parvaneh_core::text::FreeText;
use parvaneh_store::PartyChange;
use serde::Serialize;
use uuid::Uuid;

use super::history::{By, KnownParty, Person};
use super::person::Change;
use super::register::found;
use crate::{Engine, EngineError, encoding};

/// A party of whom nothing is known any more.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Erased {
    /// Its id, a UUID.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub party: Uuid,
    /// The dossiers that name it as they stand, by their numbers: their texts are not blanked by this.
    pub named_in: Vec<String>,
}

impl Engine {
    /// Says that two parties are one person: `one` turned out to be `other`, and what is known of both stands
    /// there. Whoever acts under either id or the identifier is the same person from now on.
    ///
    /// Refused where they cannot be one: they are of other kinds, or each has an identifier of its own.
    pub async fn merge_parties(
        &self,
        one: &str,
        other: &str,
        change: &Change,
    ) -> Result<Uuid, EngineError> {
        let (tx, joined) = self.store.begin_erasing().await?;
        let by = By::new(&change.actor()?, self.instant(joined))?;
        let ids = [
            self.party_meant(&tx, one).await?,
            self.party_meant(&tx, other).await?,
        ];
        tx.hold_parties(&ids).await?;
        let one = found(&tx, ids[0], &by).await?;
        let other = found(&tx, ids[1], &by).await?;
        if one.row.id == other.row.id {
            return Err(one.refused(&NotDone::Itself));
        }
        let into = other.row.id;
        let (lost, kept) = (one.person()?, other.person()?);
        let kind = kind_of_both(&one, &lost, &kept)?;
        let because = FreeText::from(&change.because);
        let event = Event::Merged {
            into: encoding::party_id(into),
            because: because.clone(),
        };
        // It has no identifier any more before the other one gets it.
        tx.change_parties(vec![one.emptied(Some(into), event, &by)?])
            .await?;
        let both = Person {
            kind,
            identifier: kept.identifier.clone().or(lost.identifier),
            ..kept.clone()
        };
        if both != kept {
            let says = |identity| Event::Corrected {
                identity,
                renames: false,
                because,
            };
            tx.change_parties(vec![other.corrected(both, says, &by)?])
                .await?;
        }
        tx.commit().await?;
        Ok(into)
    }

    /// Erases who a party was: its name, its identifier, what they were hashed with, and why it was ever
    /// corrected. Its id stays in the histories of dossiers, which stay as they are.
    pub async fn erase_party(&self, who: &str, change: &Change) -> Result<Erased, EngineError> {
        let (tx, joined) = self.store.begin_erasing().await?;
        let by = By::new(&change.actor()?, self.instant(joined))?;
        let id = self.party_meant(&tx, who).await?;
        tx.hold_parties(&[id]).await?;
        let known = found(&tx, id, &by).await?;
        known.person()?;
        let same_person = tx.ids_of_persons(&[id]).await?;
        let rows = tx.parties_themselves(&same_person).await?;
        let newest: Vec<i64> = rows.iter().filter_map(|row| row.last).collect();
        for history in tx.party_histories(&newest).await?.values() {
            for event in history {
                for text in &event.texts {
                    tx.blank_text(event.position, &text.hash).await?;
                }
            }
        }
        let because = FreeText::from(&change.because);
        let erased: PartyChange = known.emptied(None, Event::Erased { because }, &by)?;
        tx.change_parties(vec![erased]).await?;
        tx.commit().await?;
        Ok(Erased {
            party: id,
            named_in: self.naming(&same_person).await?,
        })
    }

    /// The numbers of the dossiers in which one of these is or was to become somebody, as they stand.
    async fn naming(&self, parties: &[Uuid]) -> Result<Vec<String>, EngineError> {
        let tx = self.store.begin_read().await?;
        let mut numbers = Vec::new();
        let mut after = None;
        loop {
            let page = tx.dossiers_after(after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(numbers);
            };
            after = Some(last.seq);
            let keys: Vec<i64> = page.iter().map(|row| row.seq).collect();
            let snapshots = tx.load_snapshots(&keys).await?.into_iter();
            let name_them = snapshots.filter(|it| {
                // One that cannot be read is for `verify` to name.
                let dossier = encoding::snapshot_from_bytes(&it.state);
                let named = dossier.map_or_else(|_| Vec::new(), |it| it.interested());
                let mut named = named.into_iter().map(encoding::party_key);
                named.any(|party| parties.contains(&party))
            });
            let them: HashSet<i64> = name_them.map(|it| it.dossier).collect();
            let rows = page.into_iter().filter(|row| them.contains(&row.seq));
            numbers.extend(rows.map(|row| row.number));
        }
    }
}

/// How many dossiers are read at once.
const PAGE: usize = 1000;

fn kind_of_both(
    party: &KnownParty,
    one: &Person,
    other: &Person,
) -> Result<PartyKind, EngineError> {
    let share_identifier = match (&one.identifier, &other.identifier) {
        (Some(one), Some(other)) => one == other,
        (None, _) | (_, None) => true,
    };
    merged_kind(one.kind, other.kind, share_identifier).map_err(|why| party.refused(&why))
}
