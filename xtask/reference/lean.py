"""Reference (b): the lean script a sceptic would write. Integer keys, three small rows a licence,
row by row, 500 a commit; no rules, no hash chain. WAL and synchronous FULL."""
import sqlite3
import sys

db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=FULL")
due = db.execute("SELECT id, state, due FROM licence WHERE due <= 100").fetchall()
for at in range(0, len(due), 500):
    db.execute("BEGIN IMMEDIATE")
    for licence, state, day in due[at:at + 500]:
        if state == 1 and day <= 100:
            db.execute("UPDATE licence SET state = 2, due = NULL WHERE id = ?", (licence,))
            db.execute("INSERT INTO history (licence, event, day) VALUES (?, 2, ?)", (licence, day))
            db.execute("INSERT INTO outbox (licence, event) VALUES (?, 2)", (licence,))
    db.execute("COMMIT")
db.close()
