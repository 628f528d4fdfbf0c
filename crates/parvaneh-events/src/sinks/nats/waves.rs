//! What may be in flight at once.
//!
//! Of a dossier nothing is sent before all that came earlier is stored. A wave therefore has each
//! dossier at most once: the first has the first event of every dossier, the second the second, and
//! one is sent when all before it are acknowledged.

use std::collections::HashMap;
use std::hash::Hash;

/// The places of the events in each wave, by the keys of their dossiers in order.
pub(super) fn cut<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> Vec<Vec<usize>> {
    let mut waves: Vec<Vec<usize>> = Vec::new();
    let mut seen: HashMap<K, usize> = HashMap::new();
    for (at, key) in keys.enumerate() {
        let before = seen.entry(key).or_insert(0);
        match waves.get_mut(*before) {
            Some(wave) => wave.push(at),
            None => waves.push(vec![at]),
        }
        *before += 1;
    }
    waves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_dossier_is_twice_in_a_wave() {
        let waves = cut("abacab".chars());
        assert_eq!(waves, [vec![0, 1, 3], vec![2, 5], vec![4]]);
        assert_eq!(cut("".chars()), Vec::<Vec<usize>>::new());
    }
}
