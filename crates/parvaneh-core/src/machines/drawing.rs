//! A machine as an edition has it, for whoever draws it: where it begins, a sample of each event, and what
//! may follow what.

/// A machine, and all that can happen to it under an edition.
pub struct Drawing<'e, S, E> {
    /// Its name among the charts.
    pub(crate) name: &'static str,
    /// Where it begins.
    pub(crate) start: S,
    /// One event of each kind, and of each kind of outcome.
    pub(crate) events: Vec<E>,
    /// Events that lead where those of the same type do, and rest on rules of their own.
    pub(crate) alike: Vec<E>,
    /// What may follow what.
    pub(crate) next: Next<'e, S, E>,
    /// A state's name.
    pub(crate) name_of: fn(&S) -> &'static str,
    /// Whether a matter has come to its end.
    pub(crate) has_ended: fn(&S) -> bool,
}

/// What may follow what, under an edition.
type Next<'e, S, E> = Box<dyn Fn(&S, &E) -> Option<S> + 'e>;
