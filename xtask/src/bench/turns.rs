//! What is compared takes turns: what else the machine does falls on all of it alike.

const ROUNDS: usize = 5;

/// One of those that take turns: it prepares itself, and answers with its figure.
pub(super) type Turn<'a, T> = &'a dyn Fn() -> anyhow::Result<T>;

/// What each of them measured in each round.
pub(super) fn rounds<T, const N: usize>(turns: [Turn<'_, T>; N]) -> anyhow::Result<[Vec<T>; N]> {
    let mut measured = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (turn, measured) in turns.iter().zip(&mut measured) {
            measured.push(turn()?);
        }
    }
    Ok(measured)
}

/// The median seconds of each.
pub(super) fn medians<const N: usize>(turns: [Turn<'_, f64>; N]) -> anyhow::Result<[f64; N]> {
    Ok(rounds(turns)?.map(middle))
}

pub(super) fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
