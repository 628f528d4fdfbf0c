//! Webhooks, from the relay as a process of its own to receivers that are HTTP servers: what
//! arrives, what is signed, and what becomes of what is not taken.

mod away;
mod delivery;
mod encrypted;
mod health;
mod letters;
mod private;
mod receiver;
mod relaying;
mod signatures;
