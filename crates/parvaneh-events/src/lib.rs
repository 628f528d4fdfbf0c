//! The journal, as other systems may know it.
//!
//! ```text
//! journal  →  CloudEvent           what happened, without personal data     event, public
//!          →  Reader               as far as it is whole                     reader
//!          →  Relay                in order, at least once, several at once relay
//!          →  Sink                 where it goes                            sink
//!               JSON Lines         a file, or standard output               lines
//!               a host's own                                                sink
//! ```
//!
//! It decides nothing and changes nothing but how far each sink has come. What is promised, and
//! what a consumer owes, is in `docs/events.md`.

mod event;
mod lines;
mod public;
mod reader;
mod relay;
pub mod schema;
mod sink;

pub use event::{CloudEvent, Data, UnreadableEvent};
pub use lines::Lines;
pub use public::{Field, field};
pub use reader::{Law, Placed, ReadError, Reader, Start};
pub use relay::{Ended, Relay, Until};
pub use sink::{OwnSink, Progress, Sink, SinkError, Stop};
