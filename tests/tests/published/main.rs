//! What other systems and persons are told, and that it arrives: whole, once and in order.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod played; // a register between its days
mod publishing; // what an event looks like outside
mod consumer; // who reads them
mod webhooks; // a POST to each receiver
mod nats; // a stream of a NATS server
mod relay_faults; // relays and servers that are killed again and again
mod notices; // what persons are told, in their words
mod silent; // of what nobody decided, and who is sent results
