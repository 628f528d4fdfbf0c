//! Random moments that can be had again: `PARVANEH_SEED` repeats those of an earlier run, as far as
//! the machine does.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{SystemTime, UNIX_EPOCH};

/// A number between 0 and 1 that follows from these two alone.
pub fn chance(seed: u64, throw: u32) -> f64 {
    let mut hasher = DefaultHasher::new();
    (seed, throw).hash(&mut hasher);
    let high = u32::try_from(hasher.finish() >> 32).expect("half of it is left");
    f64::from(high) / f64::from(u32::MAX)
}

/// The seed of this run, printed.
pub fn seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.expect("it is later than 1970").as_millis();
    seed_or(now.try_into().expect("it is earlier than that"))
}

/// The seed that was asked for, or this one; printed.
pub fn seed_or(otherwise: u64) -> u64 {
    let seed = match std::env::var("PARVANEH_SEED") {
        Ok(seed) => seed.parse().expect("PARVANEH_SEED is a number"),
        Err(_) => otherwise,
    };
    println!("PARVANEH_SEED={seed}");
    seed
}
