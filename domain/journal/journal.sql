-- name: set_head
-- Units of work run one after the other, also those of several servers (engine/storage), so what was read as the head is it still.
UPDATE journal_head SET seq = $1, hash = $2 WHERE id = 1;

-- name: head
SELECT seq, hash FROM journal_head WHERE id = 1;

-- name: insert_entry
INSERT INTO journal (seq, at_ms, actor, role, office, verb, subject_kind, subject_id, commitment, previous, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: insert_details
INSERT INTO journal_details (seq, salt, change, reason, erased_by) VALUES ($1, $2, $3, $4, NULL);

-- name: erase_details
UPDATE journal_details SET salt = NULL, change = NULL, reason = NULL, erased_by = $2 WHERE seq = $1 AND erased_by IS NULL;

-- name: entries_after
-- The chain in its order, with the details; at most $2 rows. Walks the primary key.
SELECT j.seq, j.at_ms, j.actor, j.role, j.office, j.verb, j.subject_kind, j.subject_id, j.commitment, j.previous, j.hash,
       d.seq, d.salt, d.change, d.reason, d.erased_by
  FROM journal j LEFT JOIN journal_details d ON d.seq = j.seq
 WHERE j.seq > $1 ORDER BY j.seq LIMIT $2;

-- name: stray_details
SELECT seq FROM journal_details WHERE seq > $1 ORDER BY seq LIMIT 1000;

-- name: erasing_entry
SELECT verb, subject_id FROM journal WHERE seq = $1;

-- name: history
-- What happened to one record, oldest first.
SELECT j.seq, j.at_ms, j.actor, j.role, j.office, j.verb, j.subject_kind, j.subject_id, j.commitment, j.previous, j.hash,
       d.change, d.reason, d.erased_by, a.name, o.name
  FROM journal j LEFT JOIN journal_details d ON d.seq = j.seq
                 LEFT JOIN accounts a ON a.id = j.actor
                 LEFT JOIN offices o ON o.id = j.office
 WHERE j.subject_kind = $1 AND j.subject_id = $2 ORDER BY j.seq;

-- name: page_all
-- The latest entries before $1 of the offices that $2 is or stands above; '' in $2 reads all. At most $9 rows.
WITH RECURSIVE mine (id) AS (
  SELECT id FROM offices WHERE id = $2
  UNION SELECT o.id FROM offices o JOIN mine m ON o.parent = m.id
)
SELECT j.seq, j.at_ms, j.actor, j.role, j.office, j.verb, j.subject_kind, j.subject_id, j.commitment, j.previous, j.hash, a.name, o.name
  FROM journal j LEFT JOIN accounts a ON a.id = j.actor LEFT JOIN offices o ON o.id = j.office
 WHERE j.seq < $1 AND ($2 = '' OR j.office IN (SELECT id FROM mine))
   AND ($3 = '' OR j.verb = $3) AND ($4 = '' OR j.actor = $4) AND ($5 = '' OR j.subject_kind = $5) AND ($6 = '' OR j.subject_id = $6)
   AND j.at_ms >= $7 AND j.at_ms < $8
 ORDER BY j.seq DESC LIMIT $9;

-- name: entry_office
SELECT office FROM journal WHERE seq = $1;

-- name: verbs
-- A loose scan: one step of the index per verb, however many entries there are.
WITH RECURSIVE found (verb) AS (
  SELECT min(verb) FROM journal
  UNION ALL SELECT (SELECT min(j.verb) FROM journal j WHERE j.verb > f.verb) FROM found f WHERE f.verb IS NOT NULL
)
SELECT verb FROM found WHERE verb IS NOT NULL;
