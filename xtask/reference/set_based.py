"""Reference (a): what hand-written set-based SQL takes to write the same rows of our own schema.

It settles no law: it knows that everything due has expired. 500 a commit, in key order, WAL and
synchronous FULL, like the run that it is compared with."""
import sqlite3
import sys

db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=FULL")
db.execute("PRAGMA foreign_keys=ON")
db.execute("PRAGMA cache_size=-65536")
day = "2026-11-23"
due = sorted(row[0] for row in db.execute("SELECT dossier FROM parvaneh_snapshot WHERE due_on <= ?", (day,)))
position = db.execute("SELECT max(position) FROM parvaneh_journal").fetchone()[0]
event = '{"v":1,"machine":"licence","type":"expired","through":"2026-11-22"}'
actor = '{"id":"calendar","role":"calendar"}'
for at in range(0, len(due), 500):
    first, last = due[at], due[at:at + 500][-1]
    db.execute("BEGIN IMMEDIATE")
    db.execute(
        "INSERT INTO parvaneh_journal (position, dossier, version, previous, effective_on, recorded_at, "
        "actor, event, hash) "
        "SELECT ? + row_number() OVER (ORDER BY dossier), dossier, version + 1, last, due_on, "
        "1795500000000, ?, ?, randomblob(32) FROM parvaneh_snapshot "
        "WHERE dossier BETWEEN ? AND ? AND due_on <= ?", (position, actor, event, first, last, day))
    db.execute(
        "UPDATE parvaneh_snapshot SET version = version + 1, last = ? + new.row, "
        "due_on = NULL, head = randomblob(32), state = substr(state, 1, length(state) - 1) || x'00' "
        "FROM (SELECT row_number() OVER (ORDER BY dossier) AS row, dossier AS key FROM parvaneh_snapshot "
        "WHERE dossier BETWEEN ? AND ? AND due_on <= ?) AS new WHERE dossier = new.key",
        (position, first, last, day))
    position += len(due[at:at + 500])
    db.execute("COMMIT")
db.close()
