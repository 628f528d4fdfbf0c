//! The journal, as other systems may know it.
//!
//! ```text
//! journal  →  CloudEvent           what happened, without personal data     event, public
//!          →  Reader               as far as it is whole                     reader
//!          →  Relay                in order, at least once, several at once relay
//!          →  Sink                 where it goes                            sink
//!               JSON Lines         a file, or standard output               lines
//!               NATS JetStream     a stream of a server                      nats
//!               Webhook            a signed POST an event                   webhook
//!               a host's own                                                sink
//! ```
//!
//! It decides nothing and changes nothing but how far each sink has come. What is promised, and
//! what a consumer owes, is in `docs/events.md`.

mod event;
mod law;
mod lines;
mod nats;
mod public;
mod reader;
mod relay;
pub mod schema;
mod sink;
mod webhook;

pub use event::{CloudEvent, Data, UnreadableEvent};
pub use law::Law;
pub use lines::Lines;
pub use nats::Nats;
pub use public::{Field, field};
pub use reader::{Placed, ReadError, Reader, Start};
pub use relay::{Ended, Relay, Until};
pub use sink::{Options, OwnSink, Progress, Sink, SinkError, Stop};
pub use webhook::Webhook;
