//! What need not be found by a register alone, and why.

/// Who finds it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Who {
    /// Whoever kept an anchor elsewhere.
    Anchor,
    /// Nobody.
    Nobody,
}

pub(super) struct Unseen {
    pub(super) table: &'static str,
    /// Columns, and what is done to rows.
    pub(super) what: &'static [&'static str],
    pub(super) who: Who,
    pub(super) why: &'static str,
}

pub(super) const UNSEEN: &[Unseen] = &[
    Unseen {
        table: "parvaneh_anchor",
        what: &["removed"],
        who: Who::Anchor,
        why: "an anchor is what holds the journal; what holds the anchors is kept elsewhere",
    },
    Unseen {
        table: "parvaneh_register",
        what: &["id"],
        who: Who::Anchor,
        why: "nothing in the register names it; what was published and anchored does",
    },
    Unseen {
        table: "parvaneh_anchor",
        what: &["recorded_at", "run"],
        who: Who::Anchor,
        why: "any instant of its run is as likely, and a register that was carried has no runs from before",
    },
    Unseen {
        table: "parvaneh_run",
        what: &[
            "removed",
            "started_at",
            "finished_at",
            "lease",
            "lease_until",
            "seq",
            "report",
        ],
        who: Who::Nobody,
        why: "a run says what was done; the journal has what was done, each row with its instant. Of a report the run \
              and its day are known elsewhere, and its counts are not",
    },
    Unseen {
        table: "parvaneh_command",
        what: &["removed", "body_hash", "recorded_at"],
        who: Who::Nobody,
        why: "a refused command leaves no row in the journal, and answers are kept for a time only; the hash of a body \
              serves to know the same command when it comes again",
    },
    Unseen {
        table: "parvaneh_proposal",
        what: &[
            "removed",
            "revision",
            "proposed_at",
            "decided_at",
            "decided_by",
        ],
        who: Who::Nobody,
        why: "a proposal that nobody approved has done nothing, whoever approves it is shown what it comes to, and one \
              that was approved is in the journal, with who entered it",
    },
    Unseen {
        table: "parvaneh_dead_letter",
        what: &[
            "removed",
            "seq",
            "reason",
            "attempts",
            "parked_at",
            "retry_at",
            "dropped_at",
            "dropped_because",
        ],
        who: Who::Nobody,
        why: "of what a program before this one sent nothing was counted, and a sink that goes over its events again \
              may have taken what was dropped; why and how often it was tried is said nowhere else",
    },
    Unseen {
        table: "parvaneh_sink",
        what: &[
            "added",
            "name",
            "published",
            "published_at",
            "relay",
            "lease_until",
            "removed",
            "since",
            "position",
        ],
        who: Who::Nobody,
        why: "a sink is a name that a relay was given. How far it has come is held against the events of dossiers, and \
              any position before the next of them is as good; a test of its own moves it further",
    },
    Unseen {
        table: "parvaneh_trace",
        what: &["removed", "added", "traceparent", "position"],
        who: Who::Nobody,
        why: "whoever sends a command says of which trace it is, and may say none",
    },
    Unseen {
        table: "parvaneh_edition",
        what: &["judged_at", "accepted_at", "removed", "id", "added"],
        who: Who::Nobody,
        why: "an edition that the journal does not name has decided nothing; of the others, when each judged first is \
              in the journal",
    },
    Unseen {
        table: "parvaneh_party",
        what: &["seq"],
        who: Who::Nobody,
        why: "the order in which parties are exported says nothing of them",
    },
    Unseen {
        table: "parvaneh_snapshot",
        what: &["standing", "stands_until"],
        who: Who::Nobody,
        why: "what a licence was worth until a day that has passed is not read any more: the journal says it",
    },
    Unseen {
        table: "parvaneh_migrations",
        what: &["applied_at"],
        who: Who::Nobody,
        why: "when a step was applied is said nowhere else",
    },
];
