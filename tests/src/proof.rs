//! How much a test tries: a bounded slice in every run, and more where `cargo xtask prove` asks.

/// So many times what every run tries.
pub const VARIABLE: &str = "PARVANEH_PROOF_TIMES";

/// What every run tries, as often as is asked for.
pub fn times(bounded: u32) -> u32 {
    match std::env::var(VARIABLE) {
        Ok(times) if !times.is_empty() => {
            let times: u32 = times.parse().expect("so many times, a number");
            bounded * times
        }
        Ok(_) | Err(_) => bounded,
    }
}
