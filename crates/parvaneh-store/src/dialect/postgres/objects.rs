//! What a schema on a server has, in words that SQLite can say of the same schema: columns by the kinds of their
//! types, indexes and keys by their columns, references by both ends. Defaults, checks, rules, triggers and policies
//! are made by no step.

/// Of the server.
pub(super) const FOUND: &str = "WITH ours AS (SELECT pg_class.oid, relname, relkind, relrowsecurity \
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = current_schema()), \
    named AS (SELECT attrelid, attnum, attname FROM pg_attribute) \
    SELECT CASE relkind WHEN 'r' THEN 'table ' WHEN 'p' THEN 'table ' ELSE 'view ' END || relname AS name, \
    relname::text AS on_table, CASE WHEN relrowsecurity THEN 'rows are hidden' ELSE '' END AS made \
    FROM ours WHERE relkind IN ('r', 'p', 'v', 'm', 'f') \
    UNION ALL SELECT 'column ' || relname || '.' || attname, relname, \
    CASE format_type(atttypid, NULL) WHEN 'bigint' THEN 'integer' WHEN 'character varying' THEN 'text' \
    ELSE format_type(atttypid, NULL) END || CASE WHEN attnotnull THEN ' not null' ELSE '' END \
    || CASE attgenerated WHEN '' THEN '' ELSE ' generated' END \
    FROM pg_attribute JOIN ours ON ours.oid = attrelid WHERE relkind = 'r' AND 0 < attnum AND NOT attisdropped \
    UNION ALL SELECT 'index ' || index.relname, ours.relname, \
    CASE WHEN indisunique THEN 'unique ' ELSE '' END || (SELECT string_agg(replace(pg_get_indexdef(indexrelid, part, true), '\"', ''), \
    ', ' ORDER BY part) FROM generate_series(1, indnkeyatts) AS part) \
    || CASE WHEN indpred IS NULL THEN '' ELSE ' where' END \
    FROM pg_index JOIN ours ON ours.oid = indrelid JOIN pg_class AS index ON index.oid = indexrelid \
    WHERE ours.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u')) \
    UNION ALL SELECT CASE contype WHEN 'p' THEN 'key of ' ELSE 'unique key of ' END || relname || \
    CASE contype WHEN 'p' THEN '' ELSE ' ' || keys END, relname, keys FROM (SELECT contype, ours.relname, \
    (SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(conkey) WITH ORDINALITY AS key (attnum, place) \
    JOIN named ON named.attnum = key.attnum AND attrelid = conrelid) AS keys \
    FROM pg_constraint JOIN ours ON ours.oid = conrelid WHERE contype IN ('p', 'u')) AS keyed \
    UNION ALL SELECT 'reference ' || one.relname || '.' || own.attname, one.relname, \
    other.relname || '.' || its.attname FROM pg_constraint JOIN ours AS one ON one.oid = conrelid \
    JOIN ours AS other ON other.oid = confrelid \
    JOIN named AS own ON own.attrelid = conrelid AND own.attnum = conkey[1] \
    JOIN named AS its ON its.attrelid = confrelid AND its.attnum = confkey[1] WHERE contype = 'f' \
    UNION ALL SELECT 'check ' || conname, relname, '' FROM pg_constraint JOIN ours ON ours.oid = conrelid \
    WHERE contype IN ('c', 'x') \
    UNION ALL SELECT 'default of ' || relname || '.' || attname, relname, '' FROM pg_attrdef \
    JOIN ours ON ours.oid = adrelid JOIN named ON attrelid = adrelid AND attnum = adnum \
    WHERE pg_get_expr(adbin, adrelid) NOT LIKE 'nextval(%' \
    UNION ALL SELECT 'trigger ' || tgname, relname, '' FROM pg_trigger JOIN ours ON ours.oid = tgrelid \
    WHERE NOT tgisinternal OR tgenabled <> 'O' \
    UNION ALL SELECT 'rule ' || rulename, relname, '' FROM pg_rewrite JOIN ours ON ours.oid = ev_class \
    WHERE relkind = 'r' \
    UNION ALL SELECT 'policy ' || polname, relname, '' FROM pg_policy JOIN ours ON ours.oid = polrelid";

/// Of the schema that the steps make in memory.
pub(super) const MADE: &str = "WITH ours AS (SELECT name FROM sqlite_master \
    WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'), \
    keyed AS (SELECT ours.name AS relname, list.name AS key, origin, \"unique\" AS is_unique, partial, \
    (SELECT group_concat(part.name, ', ' ORDER BY part.seqno) FROM pragma_index_info(list.name) AS part) AS keys \
    FROM ours, pragma_index_list(ours.name) AS list) \
    SELECT 'table ' || name AS name, name AS on_table, '' AS made FROM ours \
    UNION ALL SELECT 'column ' || ours.name || '.' || col.name, ours.name, CASE WHEN lower(col.type) LIKE 'blob%' \
    THEN 'bytea' WHEN lower(col.type) = 'varchar' THEN 'text' ELSE replace(lower(col.type), '_text', '') END \
    || CASE WHEN col.\"notnull\" THEN ' not null' ELSE '' END FROM ours, pragma_table_info(ours.name) AS col \
    UNION ALL SELECT 'index ' || key, relname, CASE WHEN is_unique THEN 'unique ' ELSE '' END || keys \
    || CASE WHEN partial THEN ' where' ELSE '' END FROM keyed WHERE origin = 'c' \
    UNION ALL SELECT 'unique key of ' || relname || ' ' || keys, relname, keys FROM keyed WHERE origin = 'u' \
    UNION ALL SELECT 'key of ' || name, name, (SELECT group_concat(col.name, ', ' ORDER BY col.pk) \
    FROM pragma_table_info(ours.name) AS col WHERE 0 < col.pk) FROM ours \
    UNION ALL SELECT 'reference ' || ours.name || '.' || ref.\"from\", ours.name, ref.\"table\" || '.' || ref.\"to\" \
    FROM ours, pragma_foreign_key_list(ours.name) AS ref";
