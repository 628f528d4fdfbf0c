//! The journal, as other systems may know it.
//!
//! ```text
//! journal  →  CloudEvent           what happened, without personal data     event, public
//!          →  Reader               as far as it is whole                     reader
//!          →  Relay                in order, at least once, several at once relay
//!          →  Sink                 where it goes, also a host's own            sink
//!               JSON Lines         a file, or standard output                sinks/lines
//!               NATS JetStream     a stream of a server                      sinks/nats
//!               webhooks           a signed POST an event                    sinks/webhook
//! ```
//!
//! It decides nothing and changes nothing but how far each sink has come. What is promised, and
//! what a consumer owes, is in `docs/events.md`.

mod event;
mod law;
mod public;
mod reader;
mod relay;
pub mod schema;
mod sink;
pub mod sinks;

pub use event::{CloudEvent, Data, UnreadableEvent};
pub use law::{Known, Law, Recipient};
pub use reader::{Placed, ReadError, Reader, Start};
pub use relay::{Ended, Relay, Tally, Until};
pub use sink::{Options, Progress, Sink, SinkError, Stop, Taking};

/// The README, whose Rust is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
