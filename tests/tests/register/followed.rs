//! A register that is followed: refreshed from its source again and again.

mod source;
mod thirty_days;
