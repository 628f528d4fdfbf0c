"""Makes the register of reference (b): integer keys and small rows, and nothing else."""
import sqlite3
import sys

path, licences, due = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
db = sqlite3.connect(path)
db.execute("PRAGMA journal_mode=WAL")
db.execute("CREATE TABLE licence (id INTEGER PRIMARY KEY, state INTEGER, due INTEGER)")
db.execute("CREATE INDEX licence_due ON licence (due)")
db.execute("CREATE TABLE history (id INTEGER PRIMARY KEY, licence INTEGER, event INTEGER, day INTEGER)")
db.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, licence INTEGER, event INTEGER)")
every = licences // due
db.executemany("INSERT INTO licence VALUES (?, 1, ?)",
               ((n + 1, 100 if n % every == 0 else 200) for n in range(licences)))
db.commit()
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
db.close()
