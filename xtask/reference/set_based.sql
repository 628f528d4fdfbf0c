-- What hand-written set-based SQL takes to write the same rows of our own schema on PostgreSQL.
--
-- It settles no law: it knows that everything due has expired. 500 a commit along the index of due
-- days, like the run that it is compared with; each link of the chain is hashed as ours is, over
-- the one before and the event. It runs inside the server, so that no row crosses a connection. It
-- holds what it is about to write, as anything must that runs beside writers and other workers; the
-- bench also runs it without, as the only program on the register could.
DO $$
DECLARE
    day CONSTANT date := '2026-11-23';
    actor CONSTANT text := '{"id":"calendar","role":"calendar"}';
    event CONSTANT text := '{"v":1,"machine":"licence","type":"expired","through":"2026-11-22"}';
    due CONSTANT bigint[] := ARRAY(
        SELECT dossier FROM parvaneh_snapshot WHERE due_on <= day ORDER BY due_on, dossier);
    batch bigint[];
BEGIN
    FOR at IN 1..cardinality(due) BY 500 LOOP
        batch := due[at:at + 499];
        WITH new AS (
            SELECT dossier, version, last, due_on, nextval('parvaneh_journal_position') AS position,
                   sha256(head || convert_to(actor || event, 'UTF8')) AS hash
            FROM parvaneh_snapshot WHERE dossier = ANY(batch) AND due_on <= day
            FOR UPDATE SKIP LOCKED
        ), moved AS (
            UPDATE parvaneh_snapshot AS snapshot SET version = new.version + 1, last = new.position, due_on = NULL,
                   head = new.hash, state = set_byte(state, length(state) - 1, 0) || '\x0000'
            FROM new WHERE snapshot.dossier = new.dossier AND snapshot.version = new.version
        )
        INSERT INTO parvaneh_journal (position, dossier, version, previous, effective_on, recorded_at,
                             actor, event, hash)
        SELECT position, dossier, version + 1, last, due_on, 1795500000000, actor, event, hash
        FROM new;
        COMMIT;
    END LOOP;
END
$$;
