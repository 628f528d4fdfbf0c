//! `cargo xtask prove NAME`: proofs that are too long for every run. A bounded slice of each is in
//! `cargo xtask test`; `docs/testing.md` has their last figures.

pub(crate) mod sample;

use std::process::Command;

use anyhow::{Context, bail};

use crate::stages::{Stages, cargo};
use crate::test::Servers;

/// So many times what every run tries.
const TIMES: &str = "PARVANEH_PROOF_TIMES";

/// So many seconds of faults.
const SECONDS: &str = "PARVANEH_CHAOS_SECONDS";

/// A proof.
struct Proof {
    name: &'static str,
    what: &'static str,
    how: How,
}

enum How {
    /// Tests of one program, by the beginning of their names, that are told to try more.
    Tests {
        program: &'static str,
        names: &'static [&'static str],
        more: (&'static str, &'static str),
    },
    /// Every mutant of the core.
    Mutants,
    /// Those that every run tries.
    Sample,
}

const PROOFS: [Proof; 13] = [
    Proof {
        name: "properties",
        what: "random lives and random walks, with nights of any day: one history",
        how: How::Tests {
            program: "law",
            names: &["properties::", "random_walks::"],
            more: (TIMES, "200"),
        },
    },
    Proof {
        name: "exploration",
        what: "every life from a few beginnings: the invariants of the law at each state",
        how: How::Tests {
            program: "law",
            names: &["exploration::"],
            more: (TIMES, "20"),
        },
    },
    Proof {
        name: "timeline",
        what: "acts entered in another order, late, withdrawn and restored: one history",
        how: How::Tests {
            program: "law",
            names: &["timeline::"],
            more: (TIMES, "20"),
        },
    },
    Proof {
        name: "kills",
        what: "imports, nights, revisions and late entries that are killed at any moment and run again",
        how: How::Tests {
            program: "register",
            names: &["crash::", "cut_off::"],
            more: (TIMES, "20"),
        },
    },
    Proof {
        name: "garbage",
        what: "broken files and broken commands: rejected or refused, and the register sound",
        how: How::Tests {
            program: "register",
            names: &["garbage::broken_files_and_commands_are_survived"],
            more: (TIMES, "500"),
        },
    },
    Proof {
        name: "inputs",
        what: "commands, stored events, days, numbers, names, editions and lines with anything in them: no panic",
        how: How::Tests {
            program: "law",
            names: &["fuzz::"],
            more: (TIMES, "500"),
        },
    },
    Proof {
        name: "files",
        what: "files with faults of every kind: each row comes out as an independent reading has it",
        how: How::Tests {
            program: "register",
            names: &["generated_files::"],
            more: (TIMES, "100"),
        },
    },
    Proof {
        name: "follow",
        what: "a source that changes for thirty days, followed, killed and followed again: on every day what it says",
        how: How::Tests {
            program: "register",
            names: &["followed::thirty_days::"],
            more: (TIMES, "25"),
        },
    },
    Proof {
        name: "finding",
        what: "after every script on both databases, everything is found by indexes that is found by reading",
        how: How::Tests {
            program: "register",
            names: &["finding::"],
            more: (TIMES, "2"),
        },
    },
    Proof {
        name: "tampering",
        what: "any cell and any row of a register changed by hand: `verify` finds it, or says why nobody can",
        how: How::Tests {
            program: "register",
            names: &["tampering::"],
            more: (TIMES, "84"),
        },
    },
    Proof {
        name: "relays",
        what: "relays and a NATS server that are killed while others write: nothing lost, in order",
        how: How::Tests {
            program: "published",
            names: &["relay_faults::"],
            more: (SECONDS, "1800"),
        },
    },
    Proof {
        name: "mutants",
        what: "every small change of the core that `cargo mutants` knows: the tests notice it",
        how: How::Mutants,
    },
    Proof {
        name: "sample",
        what: "the few mutants that `cargo xtask test` tries, by themselves",
        how: How::Sample,
    },
];

/// Runs a proof, or lists them where none is named.
pub(crate) fn run(name: Option<&str>) -> anyhow::Result<()> {
    let Some(name) = name else {
        for proof in PROOFS {
            println!("{:<12}  {}", proof.name, proof.what);
        }
        return Ok(());
    };
    let Some(proof) = PROOFS.iter().find(|proof| proof.name == name) else {
        let names = PROOFS.map(|proof| proof.name).join(", ");
        bail!("there is no proof {name:?}; there are {names}");
    };
    let mut stages = Stages::default();
    let done = match &proof.how {
        How::Mutants => stages.run("every mutant", mutants),
        How::Sample => stages.run(sample::STAGE, sample::run),
        How::Tests {
            program,
            names,
            more,
        } => tests(&mut stages, program, names, *more),
    };
    stages.report();
    done
}

/// Optimised, since it is to try much.
fn tests(
    stages: &mut Stages,
    program: &str,
    names: &[&str],
    more: (&str, &str),
) -> anyhow::Result<()> {
    let build = ["build", "--profile", "prove", "--package", "parvaneh-cli"];
    stages.cargo(&build, &[])?;
    let servers = Servers::find_or_start()?;
    let environment = [servers.environment().as_slice(), &[more]].concat();
    eprintln!("{}={}", more.0, more.1);
    let mut args = vec!["test", "--profile", "prove", "--package", "parvaneh-tests"];
    args.extend(["--test", program, "--", "--nocapture"]);
    args.extend(names);
    stages.run(&names.join(" "), || cargo(&args, &environment))
}

/// Goes on where it was broken off; what is left over is told at its end.
fn mutants() -> anyhow::Result<()> {
    for more in [None, Some("--report")] {
        let mut command = Command::new("python3");
        command.arg("xtask/mutants/mutants.py").args(more);
        let status = command.current_dir(crate::root()).status();
        let status = status.context("running python3 failed")?;
        if !status.success() {
            bail!(
                "the mutants were not tried to the end; xtask/mutants/mutants.py says what it needs"
            );
        }
    }
    Ok(())
}
