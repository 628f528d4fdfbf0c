//! The sinks that are built in: a file each, and a line each in `KINDS`.
//!
//! A host's own sink needs neither: it is whatever implements [`Sink`].

mod lines;
mod nats;
mod webhook;

use parvaneh_store::Address;

use crate::{Options, Sink, SinkError};

/// The kinds of sink, in the order of the help text.
const KINDS: &[Kind] = &[lines::KIND, nats::KIND, webhook::KIND];

/// A kind of sink, found by how its addresses begin.
pub(crate) struct Kind {
    /// Whether an address is of this kind. What else is wrong with it, `open` says.
    pub(crate) is_meant: fn(&str) -> bool,
    /// How its addresses are written, for a help text.
    pub(crate) written: &'static str,
    /// A whole address, for the error that an address means nothing.
    pub(crate) example: &'static str,
    /// Makes the sink at an address.
    pub(crate) open: Opening,
}

type Opening = fn(&Address, &Options) -> Result<Box<dyn Sink>, SinkError>;

/// The sink at an address.
pub fn at(address: impl Into<Address>, options: &Options) -> Result<Box<dyn Sink>, SinkError> {
    let address = address.into();
    match kind(address.exposed()) {
        Some(kind) if !address.is_clear() && address.exposed().contains('@') => {
            let problem = format!(
                "write it like {}, and in a password @ as %40, a comma as %2C and / as %2F",
                kind.example
            );
            Err(SinkError::Address { address, problem })
        }
        Some(kind) => (kind.open)(&address, options),
        None => Err(SinkError::Address {
            address,
            problem: format!("write it like {}", listed(|kind| kind.example)),
        }),
    }
}

/// What the sink at an address is called, under which is kept how far it has come: its address
/// without what is secret in it, such as a password.
pub fn name(address: impl Into<Address>) -> String {
    address.into().shown().to_owned()
}

/// Whether a sink is whatever reads our standard output.
pub fn is_standard_output(address: impl Into<Address>) -> bool {
    lines::path(address.into().exposed()) == Some(lines::STANDARD_OUTPUT)
}

/// How the address of each kind of sink is written, for a help text.
pub fn written() -> String {
    listed(|kind| kind.written)
}

fn kind(address: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| (kind.is_meant)(address))
}

fn listed(part: fn(&Kind) -> &'static str) -> String {
    let mut all: Vec<&str> = KINDS.iter().map(part).collect();
    let last = all.pop().unwrap_or_default();
    format!("{}, or {last}", all.join(", "))
}
