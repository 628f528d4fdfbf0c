//! The dossier that a command is about: one that the register has, or one that the command opens.

use parvaneh_core::dossier::Opens;
use parvaneh_core::number::Number;
use parvaneh_store::{
    Append, Connection, DossierRow, HeldSnapshot, NewDossier, Register, Snapshot,
};
use uuid::Uuid;

use super::request::Request;
use crate::append::{Links, before_the_first_event};
use crate::encoding::Kept;
use crate::number::ByNumber;
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// The dossier that a command is about.
pub(super) struct Subject<'a> {
    pub(super) regime: &'a Regime,
    /// The number in the command.
    pub(super) number: &'a str,
    pub(super) place: Place<'a>,
}

/// Where the dossier is.
pub(super) enum Place<'a> {
    /// In the register.
    Known(DossierRow),
    /// Nowhere: the command opens it, under this number.
    New {
        id: Uuid,
        opens: Opens<'a>,
        number: Number,
    },
}

impl Engine {
    /// Which dossier a request is about; refused where there is none and the request opens none,
    /// and where what it says of a new one does not agree with what it is sent about.
    pub(super) async fn subject<'a, C: Connection>(
        &'a self,
        tx: &Register<C>,
        request: &'a Request,
    ) -> Result<Subject<'a>, EngineError> {
        let number = request.number.as_str();
        let which = ByNumber {
            number,
            regime: request.regime.as_deref(),
        };
        if let Some(row) = self.dossier_of(tx, which).await? {
            return Ok(Subject {
                regime: self.regime(&row.regime)?,
                number,
                place: Place::Known(row),
            });
        }
        let (Some(opens), Some(regime)) = (request.command.opens(), &request.regime) else {
            return Err(EngineError::NoSuchLicence(number.to_owned()));
        };
        let regime = self.regime(regime)?;
        let named = agrees(&opens, number, regime)?;
        let id = Uuid::now_v7();
        Ok(Subject {
            regime,
            number,
            place: Place::New {
                id,
                opens,
                number: named,
            },
        })
    }
}

/// The number of a new dossier, as the command that opens it gives it. What that says of the dossier has to
/// agree with what it is sent about.
fn agrees(opens: &Opens<'_>, number: &str, regime: &Regime) -> Result<Number, EngineError> {
    let sent_about = Number::parse(number)?;
    let named = opens.number.map_or(Ok(sent_about.clone()), Number::parse)?;
    if named.normalised != sent_about.normalised {
        return Err(EngineError::NumbersDiffer {
            number: number.to_owned(),
            issued: named.as_given,
        });
    }
    if regime.knows_province(opens.province) {
        return Ok(named);
    }
    Err(EngineError::NoSuchProvince {
        province: opens.province.to_owned(),
        regime: regime.name.clone(),
    })
}

impl Subject<'_> {
    /// The dossier's key; none where it is new.
    pub(super) fn key(&self) -> Option<i64> {
        match &self.place {
            Place::Known(row) => Some(row.seq),
            Place::New { .. } => None,
        }
    }

    /// The dossier as the register has it; none where it is new.
    pub(super) fn row(&self) -> Option<&DossierRow> {
        match &self.place {
            Place::Known(row) => Some(row),
            Place::New { .. } => None,
        }
    }

    /// Where the dossier stands. Its row is locked, so that commands to one dossier wait for each
    /// other instead of running into a conflict; with what the database's clock showed then. Where there
    /// is no row yet, nothing is waited for.
    pub(super) async fn locked<C: Connection>(
        &self,
        tx: &Register<C>,
    ) -> Result<(Snapshot, Kept, Option<i64>), EngineError> {
        let key = match &self.place {
            Place::Known(row) => row.seq,
            Place::New { id, .. } => {
                return Ok((before_the_first_event(0, *id), Kept::default(), None));
            }
        };
        let unreadable = EngineError::unreadable(self.number);
        let held = tx.hold_snapshot(key).await?;
        let HeldSnapshot { snapshot, at } =
            held.ok_or_else(|| unreadable("it has no snapshot".to_owned()))?;
        let kept = encoding::kept_from_bytes(&snapshot.state).map_err(unreadable)?;
        Ok((snapshot, kept, at))
    }

    /// The rows that follow a snapshot: of a new dossier the first one says under which number it opens.
    pub(super) fn links(&self, snapshot: &Snapshot, recorded_at: i64) -> Links {
        let links = Links::after(snapshot, recorded_at);
        match &self.place {
            Place::New { number, .. } => links.opening(&number.as_given),
            Place::Known(_) => links,
        }
    }

    /// The row of a dossier that `append` begins.
    pub(super) fn new_row(
        &self,
        id: Uuid,
        opens: &Opens<'_>,
        number: &Number,
        append: Append,
    ) -> NewDossier {
        NewDossier {
            id,
            regime: self.regime.name.clone(),
            number: number.as_given.clone(),
            number_normalised: number.normalised.clone(),
            province: opens.province.to_owned(),
            office_kind: opens.office_kind.to_owned(),
            due_on: append.due_on,
            state: append.state,
            outlook: append.outlook,
            entries: append.entries,
        }
    }
}
