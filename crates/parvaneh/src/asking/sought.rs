//! How licences are found by what is kept beside their snapshots: when that says all, and what is asked of it.

use std::collections::HashMap;

use parvaneh_core::calendar::Date;
use parvaneh_core::party::{self, PartyId, identifiers_meant};
use parvaneh_store::{Sought, SoughtHolder};
use uuid::Uuid;

use super::list::Filter;
use crate::{Engine, EngineError, encoding};

/// Whose licences are meant.
pub(super) enum Holder {
    /// Somebody of these ids.
    Ids(Vec<Uuid>),
    /// Somebody whose name in its one spelling begins so.
    Named(String),
}

impl Holder {
    /// Whether that is who holds a licence; `names` are those of the holders, as they were given.
    pub(super) fn is(&self, holder: Option<Uuid>, names: &HashMap<Uuid, String>) -> bool {
        holder.is_some_and(|id| match self {
            Self::Ids(ids) => ids.contains(&id),
            Self::Named(beginning) => names
                .get(&id)
                .is_some_and(|name| party::normalise(name).starts_with(beginning)),
        })
    }

    fn sought(&self) -> SoughtHolder {
        match self {
            Self::Ids(ids) => SoughtHolder::Ids(ids.clone()),
            Self::Named(beginning) => SoughtHolder::Named(beginning.clone()),
        }
    }
}

impl Engine {
    /// Whose licences are meant by an id, an identifier or the beginning of a name. Whoever turned out to be another
    /// one goes with that one.
    pub(super) async fn holder_meant(&self, who: &str) -> Result<Holder, EngineError> {
        let mut ids = Vec::new();
        if let Ok(id) = who.trim().parse::<PartyId>() {
            ids.push(encoding::party_key(id));
        }
        let meant = identifiers_meant(who);
        for (kind, identifier) in &meant {
            let (kinds, identifiers) = ([kind.word()], [identifier.as_str()]);
            let found = self.store.parties_by_identifier(&kinds, &identifiers);
            ids.extend(found.await?.into_iter().map(|party| party.id));
        }
        if ids.is_empty() && meant.is_empty() {
            return Ok(Holder::Named(party::normalise(who)));
        }
        let ids = self.store.ids_of_persons(&ids).await?;
        Ok(Holder::Ids(ids))
    }

    /// What a filter asks of what is kept beside snapshots. None where that does not say all.
    pub(super) async fn sought(
        &self,
        filter: &Filter,
        holder: Option<&Holder>,
    ) -> Result<Option<Sought>, EngineError> {
        let Some(on) = self
            .day_found_by(filter.on, filter.regime.as_deref())
            .await?
        else {
            return Ok(None);
        };
        // A night leaves what was foreseen, but not the day on which something falls due next.
        if filter.due_within_days.is_some()
            && self.store.last_night_as_of().await? > Some(on.into())
        {
            return Ok(None);
        }
        Ok(Some(Sought {
            on: on.into(),
            standing: filter.standing.map(|it| it.to_string()),
            regime: filter.regime.clone(),
            province: filter.province.clone(),
            office_kind: filter.office_kind.clone(),
            holder: holder.map(Holder::sought),
            ends: filter.ends.into(),
            renewal_due: filter.renewal_due.into(),
            changes_by: filter
                .due_within_days
                .map(|within| on.moved_by(within.into()).into()),
        }))
    }

    /// The day that is asked about, where what is kept beside snapshots says all of it. None where regimes have
    /// different days, and where a general act has not been gone through.
    pub(super) async fn day_found_by(
        &self,
        asked: Option<Date>,
        regime: Option<&str>,
    ) -> Result<Option<Date>, EngineError> {
        match self.new_decrees().is_empty() {
            true => self.one_day(asked, regime).await,
            false => Ok(None),
        }
    }

    /// The day that is asked about, where it is one for all regimes.
    async fn one_day(
        &self,
        asked: Option<Date>,
        regime: Option<&str>,
    ) -> Result<Option<Date>, EngineError> {
        let names = match regime {
            Some(regime) => vec![regime.to_owned()],
            None => self.store.regimes().await?,
        };
        let mut one = asked;
        for name in names {
            let Some(regime) = self.workflows.regime(&name) else {
                return Ok(None);
            };
            let today = self.today(regime);
            let on = one.unwrap_or(today);
            if asked.is_none() && on != today {
                return Ok(None);
            }
            one = Some(on);
        }
        Ok(one)
    }
}
