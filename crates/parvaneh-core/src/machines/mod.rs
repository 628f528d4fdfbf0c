//! The machines of a dossier: what each command leads to, what the calendar makes true, and what
//! may follow what. One folder a machine.

pub mod application;
pub mod appointment;
pub mod call;
pub mod contract;
pub mod enforcement;
pub mod licence;
pub mod principled_approval;
pub mod renewal;
pub mod transfer;
