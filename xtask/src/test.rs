//! `cargo xtask test`: every check and every test there is.

use std::num::NonZero;

use parvaneh_test_servers::cluster::{self, Cluster};
use parvaneh_test_servers::nats;

use crate::prove::sample;
use crate::stages::Stages;

/// Runs all of it. What fails in one stage of building ends it; what fails in the tests is said in
/// one run.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut stages = Stages::default();
    let done = staged(&mut stages);
    stages.report();
    done
}

fn staged(stages: &mut Stages) -> anyhow::Result<()> {
    stages.cargo(&["fmt", "--all", "--check"], &[])?;
    let mut clippy = vec!["clippy", "--workspace", "--all-targets"];
    clippy.extend(["--", "-D", "warnings"]);
    stages.cargo(&clippy, &[])?;
    let warnings = [("RUSTDOCFLAGS", "-D warnings")];
    stages.cargo(&["doc", "--workspace", "--no-deps"], &warnings)?;
    // The core by itself, so that no neighbour's feature hides what it lacks.
    stages.cargo(&["check", "--package", "parvaneh-core"], &[])?;
    for database in ["sqlite", "postgres"] {
        let mut clippy = vec!["clippy", "--package", "parvaneh", "--no-default-features"];
        clippy.extend(["--features", database, "--", "-D", "warnings"]);
        stages.cargo(&clippy, &[])?;
    }
    let mut refused = vec![
        "test",
        "--package",
        "parvaneh-store",
        "--lib",
        "without_tls",
    ];
    refused.extend(["--no-default-features", "--features", "postgres"]);
    stages.cargo(&refused, &[])?;
    // The binary first: tests of the whole program run it.
    stages.cargo(&["build", "--package", "parvaneh-cli"], &[])?;
    stages.cargo(&["test", "--workspace", "--no-run"], &[])?;
    let servers = stages.run("PostgreSQL and NATS started", Servers::find_or_start)?;
    let all = ["test", "--workspace", "--no-fail-fast"];
    let tested = stages.cargo(&all, &servers.environment());
    drop(servers);
    let noticed = stages.run(sample::STAGE, sample::run);
    tested.and(noticed)
}

/// How many tests run at once.
fn threads() -> String {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    (cores + 1).to_string()
}

/// The servers that tests use: those that the environment names, or our own for as long as they run.
#[derive(Debug)]
pub(crate) struct Servers {
    register: String,
    stream: String,
    threads: String,
    _own: (Option<Cluster>, Option<nats::Server>),
}

impl Servers {
    pub(crate) fn find_or_start() -> anyhow::Result<Self> {
        let given = |variable| std::env::var(variable).ok().filter(|url| !url.is_empty());
        let (cluster, register) = match given(cluster::VARIABLE) {
            Some(url) => (None, url),
            None => {
                let cluster = Cluster::start()?;
                let url = cluster.url();
                (Some(cluster), url)
            }
        };
        let (server, stream) = match given(nats::VARIABLE) {
            Some(url) => (None, url),
            None => {
                let server = nats::Server::start()?;
                let url = server.url();
                (Some(server), url)
            }
        };
        Ok(Self {
            register,
            stream,
            threads: threads(),
            _own: (cluster, server),
        })
    }

    /// What a test is told.
    pub(crate) fn environment(&self) -> [(&'static str, &str); 4] {
        [
            // One more than there are cores: many tests wait for a limit, or for another process.
            ("RUST_TEST_THREADS", &self.threads),
            // A snapshot that differs is a failure, never a new file.
            ("INSTA_UPDATE", "no"),
            (cluster::VARIABLE, &self.register),
            (nats::VARIABLE, &self.stream),
        ]
    }
}
