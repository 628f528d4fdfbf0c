//! The PostgreSQL server that is measured, with the settings that it comes with.

use std::process::Command;

use parvaneh_test_servers::cluster::Cluster;

use super::Bench;
use super::process::{parvaneh, succeed};
use crate::sample::{self, EVE};

/// The URL of a server on which a superuser may create databases; without it one is started.
const URL: &str = "PARVANEH_BENCH_POSTGRES";

/// Where copies go, one after the other.
const COPY: &str = "bench_copy";

pub(super) struct Server {
    url: String,
    /// Runs for as long as the bench does.
    _own: Option<Cluster>,
}

impl Server {
    pub(super) fn find_or_start() -> anyhow::Result<Self> {
        if let Ok(url) = std::env::var(URL) {
            return Ok(Self { url, _own: None });
        }
        let own = Cluster::start()?;
        Ok(Self {
            url: own.url(),
            _own: Some(own),
        })
    }

    /// The URL of another database of the server.
    pub(super) fn database(&self, name: &str) -> String {
        let server = self.url.rsplit_once('/').map_or(&*self.url, |(url, _)| url);
        format!("{server}/{name}")
    }

    /// Makes an empty database in the place of what had its name.
    pub(super) fn empty(&self, name: &str) -> anyhow::Result<String> {
        self.sql(&format!("DROP DATABASE IF EXISTS {name}"))?;
        self.sql(&format!("CREATE DATABASE {name}"))?;
        Ok(self.database(name))
    }

    /// Makes an empty register.
    pub(super) fn register(&self, name: &str) -> anyhow::Result<String> {
        let url = self.empty(name)?;
        succeed(&mut parvaneh(&url, &["migrate"]))?;
        Ok(url)
    }

    /// Makes a register that is settled up to the eve; its database's name.
    pub(super) fn settled(
        &self,
        bench: &Bench,
        licences: usize,
        due: usize,
    ) -> anyhow::Result<String> {
        let name = format!("bench_{licences}_{due}");
        let url = self.register(&name)?;
        let rows = bench.folder.join("rows.csv");
        sample::write(&rows, licences, due)?;
        let rows = rows.to_string_lossy();
        let import = ["import", "--profile", "pishkhan", &rows];
        succeed(&mut parvaneh(&url, &import))?;
        succeed(&mut parvaneh(&url, &["nightly", "--as-of", EVE]))?;
        self.rest(&url)?;
        Ok(name)
    }

    /// Leaves a register as it would be after an idle hour. No vacuum comes to its journal by
    /// itself: nothing in it is changed or deleted, and the schema asks for none after insertions.
    pub(super) fn rest(&self, url: &str) -> anyhow::Result<()> {
        for statement in [
            "VACUUM ANALYZE parvaneh_dossier, parvaneh_snapshot",
            "ANALYZE",
        ] {
            succeed(psql(url).args(["-c", statement]))?;
        }
        Ok(())
    }

    /// A fresh copy of a database. What was written before is on the disk before the time begins,
    /// and nothing of the copy is in the server's memory.
    pub(super) fn copy(&self, base: &str) -> anyhow::Result<String> {
        self.drop_database(COPY)?;
        self.sql(&format!(
            "CREATE DATABASE {COPY} TEMPLATE {base} STRATEGY file_copy"
        ))?;
        self.sql("CHECKPOINT")?;
        Ok(self.database(COPY))
    }

    pub(super) fn drop_database(&self, name: &str) -> anyhow::Result<()> {
        self.sql(&format!("DROP DATABASE IF EXISTS {name}"))
    }

    fn sql(&self, sql: &str) -> anyhow::Result<()> {
        succeed(psql(&self.url).args(["-c", sql]))?;
        Ok(())
    }
}

/// `psql` on a database, which leaves at the first error.
pub(super) fn psql(url: &str) -> Command {
    let mut command = Command::new("psql");
    command.args(["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", url]);
    command
}
