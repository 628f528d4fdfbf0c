//! Papers: the documents, clearances and reports that a step rests on.
//!
//! Which step needs which is the edition's; here is only what it means to have them. A paper is
//! on file with a matter, answers for or against, and may go out of date.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::actor::Role;
use crate::calendar::{Date, Span};
use crate::edition::{Faults, Rule};
use crate::law::OwnRule;
use crate::party::PartyId;
use crate::refusal::{Citation, Code, Refusal};
use crate::text::{FreeText, Label};

/// What an edition says of one kind of paper.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRule {
    /// What it is.
    pub kind: PaperKind,
    /// Who puts it on file.
    pub from: Role,
    /// How long it may be relied on from the day it is put on file; none for ever.
    #[serde(default)]
    pub valid_for: Option<Span>,
    /// The stage of the matter after which it is asked for; none from the filing on.
    #[serde(default)]
    pub asked_after: Option<String>,
}

/// What a paper is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Something that a party hands in.
    Document,
    /// The answer of another body to an inquiry (استعلام).
    Clearance,
    /// What somebody saw and wrote down.
    Report,
    /// What is certified of persons: it names those it is for, and serves nobody else (D).
    Certificate,
}

impl PaperKind {
    /// The word of the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Clearance => "clearance",
            Self::Report => "report",
            Self::Certificate => "certificate",
        }
    }
}

/// A paper that was put on file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Which one, in the edition's words.
    pub name: Label,
    /// Whether it answers in favour.
    pub favourable: bool,
    /// Its number in the books of whoever gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<FreeText>,
    /// Whom it is about, where it is for others: the holder whose heirs it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<PartyId>,
    /// Whom it is for, where it is a certificate.
    #[cfg_attr(feature = "schema", schemars(extend("minItems" = 1)))]
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "somebody"
    )]
    pub names: Vec<PartyId>,
}

/// Reads the persons of a certificate, of whom there is one at least.
fn somebody<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PartyId>, D::Error> {
    let names = Vec::<PartyId>::deserialize(deserializer)?;
    match names.is_empty() {
        true => Err(de::Error::custom(
            "`names` is empty, and a certificate names somebody",
        )),
        false => Ok(names),
    }
}

/// Who puts papers on file, in whatever matter; of each paper the edition says who.
pub(crate) const SUPPLIERS: &[Role] = &[
    Role::Applicant,
    Role::Holder,
    Role::Heir,
    Role::Transferee,
    Role::Secretariat,
    Role::TechnicalCommittee,
    Role::Inspector,
    Role::ServiceAgency,
];

/// The papers on file with one matter; of each kind the newest counts.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Papers(BTreeMap<String, OnFile>);

#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
struct OnFile {
    favourable: bool,
    through: Option<Date>,
    of: Option<PartyId>,
    names: Vec<PartyId>,
}

impl Papers {
    /// Puts a paper on file, in the place of an earlier one of its kind.
    pub(crate) fn put(&mut self, paper: &Paper, through: Option<Date>) {
        let favourable = paper.favourable;
        let on_file = OnFile {
            favourable,
            through,
            of: paper.of,
            names: paper.names.clone(),
        };
        self.0.insert(paper.name.to_string(), on_file);
    }

    /// Whether a paper of that name is on file.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether a paper of that name is on file, answers in favour and is in date.
    pub(crate) fn is_in_order(&self, name: &str, today: Date) -> bool {
        self.0.get(name).is_some_and(|paper| {
            paper.favourable && paper.through.is_none_or(|through| today <= through)
        })
    }

    /// Refuses where one of `needs` is not on file, answers against, or is out of date. How long a paper
    /// holds is the rule of the paper, among `papers`; that it is needed is the rule of the step.
    pub(crate) fn satisfy(
        &self,
        needs: &Rule<Vec<String>>,
        papers: &BTreeMap<String, Rule<PaperRule>>,
        today: Date,
    ) -> Result<(), Refusal> {
        let lacks = |is_lacking: &dyn Fn(Option<&OnFile>) -> bool| -> String {
            let lacking = needs
                .value
                .iter()
                .filter(|name| is_lacking(self.0.get(*name)));
            lacking.map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let outdated = |paper: &OnFile| paper.through.is_some_and(|day| day < today);
        let faults = [
            (Code::PaperMissing, lacks(&|paper| paper.is_none())),
            (
                Code::PaperUnfavourable,
                lacks(&|paper| paper.is_some_and(|paper| !paper.favourable)),
            ),
            (
                Code::PaperOutdated,
                lacks(&|paper| paper.is_some_and(outdated)),
            ),
        ];
        match faults.into_iter().find(|(_, names)| !names.is_empty()) {
            None => Ok(()),
            Some((code, names)) => {
                let first = names.split(", ").next().and_then(|name| papers.get(name));
                let rule = match (code, first) {
                    (Code::PaperOutdated, Some(paper)) => Citation::from(paper),
                    _ => Citation::from(needs),
                };
                Err(Refusal::new(code, rule).because("papers", names))
            }
        }
    }
}

impl Papers {
    /// Refuses where a certificate among `needs`, all of which are on file, is of somebody else than `of`, or
    /// does not name each of `persons`.
    pub(crate) fn are_for(
        &self,
        needs: &[String],
        papers: &BTreeMap<String, Rule<PaperRule>>,
        of: Option<PartyId>,
        persons: &[PartyId],
    ) -> Result<(), Refusal> {
        let is_certificate = |name: &&String| {
            let rule = papers.get(*name);
            rule.is_some_and(|rule| rule.value.kind == PaperKind::Certificate)
        };
        for name in needs.iter().filter(is_certificate) {
            let Some(paper) = self.0.get(name) else {
                continue;
            };
            let refusal = || {
                Refusal::new(Code::PaperForOthers, OwnRule::CertificateForWhomItNames)
                    .because("paper", name)
            };
            if let Some(of) = of.filter(|of| paper.of != Some(*of)) {
                return Err(refusal().because("not_of", of));
            }
            if let Some(person) = persons.iter().find(|it| !paper.names.contains(it)) {
                return Err(refusal().because("not_for", person));
            }
        }
        Ok(())
    }
}

/// Refuses needs that can never be met, for nobody supplies such a paper, and those that are named twice.
pub(crate) fn check_needs(
    key: &str,
    needs: &[String],
    papers: &BTreeMap<String, Rule<PaperRule>>,
    faults: &mut Faults,
) {
    faults.twice(key, needs.iter().map(String::as_str));
    for name in needs.iter().filter(|name| !papers.contains_key(*name)) {
        let problem = format!(
            "the step can never be taken: it needs {name:?}, and no [papers] entry says who supplies it"
        );
        faults.add(key, problem);
    }
}

/// Refuses papers that no step needs, that nobody puts on file, or that are never in date, and a stage after
/// which one is asked for that no stage needs.
pub(crate) fn check(
    papers: &BTreeMap<String, Rule<PaperRule>>,
    needed: &BTreeSet<&str>,
    in_stages: &BTreeSet<&str>,
    faults: &mut Faults,
) {
    for (name, rule) in papers {
        let key = format!("papers.{name}.value");
        if !needed.contains(name.as_str()) {
            faults.add(&key, "it decides nothing: no step needs this paper");
        }
        if rule.value.asked_after.is_some() && !in_stages.contains(name.as_str()) {
            faults.add(
                &key,
                "asked_after decides nothing: no stage needs this paper",
            );
        }
        let from = rule.value.from;
        if !SUPPLIERS.contains(&from) {
            faults.add(&key, format!("no {} puts papers on file", from.word()));
        }
        if let Some(span) = rule.value.valid_for {
            faults.length(&key, span);
        }
    }
}
