//! `cargo xtask bench`: whole processes on a register on disk, each figure beside its references
//! in one run, medians of five. Write what it prints to `docs/performance.md`.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::sample::{self, EVE, NIGHT};

const ROUNDS: usize = 5;

pub(crate) fn run() -> anyhow::Result<()> {
    crate::cargo(&["build", "--release", "--package", "parvaneh-cli"], &[])?;
    let folder = tempfile::tempdir_in("target")?;
    let bench = Bench {
        folder: folder.path().to_owned(),
        binary: PathBuf::from("target/release/parvaneh"),
    };
    println!("fsync probe: {:.0} a second", probe(folder.path())?);
    bench.nightly()?;
    bench.few_of_many()?;
    bench.import()?;
    crate::cargo(
        &[
            "run",
            "--release",
            "--quiet",
            "--package",
            "parvaneh-core",
            "--example",
            "speed",
        ],
        &[],
    )
}

/// A register, and what is run on a copy of it.
type Run<'a> = (&'a Path, &'a dyn Fn(&Path) -> anyhow::Result<()>);

struct Bench {
    folder: PathBuf,
    binary: PathBuf,
}

impl Bench {
    /// 200,000 licences of which 50,000 expire in one night.
    fn nightly(&self) -> anyhow::Result<()> {
        let (licences, due) = (200_000, 50_000);
        let base = self.register(licences, due)?;
        println!("\nnightly, {due} due of {licences}, medians of {ROUNDS}");
        let lean_base = self.folder.join("lean.db");
        self.python_with(
            "lean_make.py",
            &lean_base,
            &[&licences.to_string(), &due.to_string()],
        )?;
        let [ours, set, lean] = self.medians([
            (&base, &|copy| self.night(copy)),
            (&base, &|copy| self.python("set_based.py", copy)),
            (&lean_base, &|copy| self.python("lean.py", copy)),
        ])?;
        let rate = |time: Duration| 50_000.0 / time.as_secs_f64();
        println!("| what | seconds | licences/s |\n|---|---|---|");
        for (what, time) in [
            ("parvaneh nightly", ours),
            ("(a) set-based SQL, same rows, 500 a commit", set),
            ("(b) lean script, row by row, 500 a commit", lean),
        ] {
            println!("| {what} | {:.3} | {:.0} |", time.as_secs_f64(), rate(time));
        }
        println!(
            "rate against (a): {:.2} (at least 0.7)",
            set.as_secs_f64() / ours.as_secs_f64()
        );
        println!(
            "time against (b): {:.2} (at most 1.5)",
            ours.as_secs_f64() / lean.as_secs_f64()
        );
        Ok(())
    }

    /// What is due decides the cost, not what there is.
    fn few_of_many(&self) -> anyhow::Result<()> {
        let small = self.register(50_000, 1000)?;
        let large = self.register(1_000_000, 1000)?;
        let [small, large] = self.medians([
            (&small, &|copy| self.night(copy)),
            (&large, &|copy| self.night(copy)),
        ])?;
        println!(
            "\n1,000 due of 50,000: {:.3} s; of 1,000,000: {:.3} s; ratio {:.2} (at most 1.3)",
            small.as_secs_f64(),
            large.as_secs_f64(),
            large.as_secs_f64() / small.as_secs_f64()
        );
        Ok(())
    }

    /// The sample register, and the memory of an import of any size.
    fn import(&self) -> anyhow::Result<()> {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let copy = self.folder.join("import.db");
            remove(&copy)?;
            let file = "tests/data/pishkhan-register.csv";
            let started = Instant::now();
            self.parvaneh(&copy, &["import", "--profile", "pishkhan", file])?;
            times.push(started.elapsed());
        }
        println!(
            "\nimport of 16,000 rows: {:.3} s (under 2)",
            middle(times).as_secs_f64()
        );
        for licences in [16_000, 1_000_000] {
            let file = self.folder.join("rows.csv");
            sample::write(&file, licences, 0)?;
            let copy = self.folder.join("memory.db");
            remove(&copy)?;
            let started = Instant::now();
            let peak = self.peak_kib(&copy, &file)?;
            println!(
                "import of {licences} rows: {:.1} s, peak memory {:.0} MiB",
                started.elapsed().as_secs_f64(),
                peak / 1024.0
            );
        }
        Ok(())
    }

    /// A register that is settled up to the eve.
    fn register(&self, licences: usize, due: usize) -> anyhow::Result<PathBuf> {
        let path = self.folder.join(format!("{licences}-{due}.db"));
        let rows = self.folder.join("rows.csv");
        sample::write(&rows, licences, due)?;
        let rows = rows.to_string_lossy().into_owned();
        self.parvaneh(&path, &["import", "--profile", "pishkhan", &rows])?;
        self.parvaneh(&path, &["nightly", "--as-of", EVE])?;
        Ok(path)
    }

    /// The median times of processes, each on fresh copies of its register. They take turns, so that
    /// what else the machine does falls on all of them alike.
    fn medians<const N: usize>(&self, runs: [Run<'_>; N]) -> anyhow::Result<[Duration; N]> {
        let mut times = [const { Vec::new() }; N];
        for _ in 0..ROUNDS {
            for ((base, run), times) in runs.iter().zip(&mut times) {
                let copy = self.folder.join("copy.db");
                remove(&copy)?;
                fs::copy(base, &copy)?;
                // What was written before is on the disk before the time begins.
                succeed(&mut Command::new("sync"))?;
                let started = Instant::now();
                run(&copy)?;
                times.push(started.elapsed());
            }
        }
        Ok(times.map(middle))
    }

    fn night(&self, database: &Path) -> anyhow::Result<()> {
        self.parvaneh(database, &["nightly", "--as-of", NIGHT])
    }

    fn parvaneh(&self, database: &Path, args: &[&str]) -> anyhow::Result<()> {
        let url = format!("sqlite://{}", database.display());
        succeed(
            Command::new(&self.binary)
                .args(args)
                .args(["--register", &url]),
        )
    }

    fn python(&self, script: &str, database: &Path) -> anyhow::Result<()> {
        self.python_with(script, database, &[])
    }

    fn python_with(&self, script: &str, database: &Path, args: &[&str]) -> anyhow::Result<()> {
        let script = Path::new("xtask/reference").join(script);
        succeed(Command::new("python3").arg(script).arg(database).args(args))
    }

    /// The greatest resident size of an import, as the system's own `time` reports it.
    fn peak_kib(&self, database: &Path, rows: &Path) -> anyhow::Result<f64> {
        let url = format!("sqlite://{}", database.display());
        let script = "import resource, subprocess, sys; \
                      subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); \
                      print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
        let output = Command::new("python3")
            .args(["-c", script])
            .arg(&self.binary)
            .args(["import", "--profile", "pishkhan"])
            .arg(rows)
            .args(["--register", &url])
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        text.trim()
            .parse()
            .with_context(|| format!("no memory figure: {text:?}"))
    }
}

fn succeed(command: &mut Command) -> anyhow::Result<()> {
    let output = command
        .output()
        .with_context(|| format!("{command:?} did not start"))?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

fn remove(database: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm", ".lock"] {
        let mut path = database.as_os_str().to_owned();
        path.push(ending);
        let path = PathBuf::from(path);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// How many small writes a second the disk makes durable.
fn probe(folder: &Path) -> anyhow::Result<f64> {
    let mut file = File::create(folder.join("probe"))?;
    let started = Instant::now();
    let writes = 200;
    for _ in 0..writes {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
    }
    Ok(f64::from(writes) / started.elapsed().as_secs_f64())
}
