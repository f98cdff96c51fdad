-- name: insert_item
INSERT INTO evidence_items
  (id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description, given_by, given_at_ms, kind)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: items_of
SELECT id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description, given_by, given_at_ms, kind,
       custody_seq, custody_head
  FROM evidence_items WHERE subject_kind = $1 AND subject_id = $2 ORDER BY number;

-- name: item
SELECT id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description, given_by, given_at_ms, kind,
       custody_seq, custody_head
  FROM evidence_items WHERE id = $1;

-- name: items_after
-- All items in the order of their ids, from one on; at most 500.
SELECT id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description, given_by, given_at_ms, kind,
       custody_seq, custody_head
  FROM evidence_items WHERE id > $1 ORDER BY id LIMIT 500;

-- name: count_of
SELECT count(*) FROM evidence_items WHERE subject_kind = $1 AND subject_id = $2;

-- name: move_item
UPDATE evidence_items SET office_id = $2 WHERE id = $1;

-- name: insert_custody
INSERT INTO evidence_custody
  (id, item_id, seq, at_ms, step, actor, role, office_id, note, happened_at_ms, time_source, place, reason, hash_before, hash_after,
   from_office, from_party, to_office, to_party, seal, item_print, act_seq, previous, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24);

-- name: set_head
-- Units of work run one after the other (engine/storage), so what was read as the head is it still.
UPDATE evidence_items SET custody_seq = $2, custody_head = $3 WHERE id = $1;

-- name: act_now
-- The journal's last entry: the act under which this unit writes.
SELECT seq FROM journal_head WHERE id = 1;

-- name: entries_of
SELECT id, item_id, seq, at_ms, step, actor, role, office_id, note, happened_at_ms, time_source, place, reason, hash_before, hash_after,
       from_office, from_party, to_office, to_party, seal, item_print, act_seq, previous, hash
  FROM evidence_custody WHERE item_id = $1 ORDER BY seq, at_ms, id;

-- name: early_of
-- Entries from before there was a chain.
SELECT id, item_id, seq, at_ms, step, actor, role, office_id, note, happened_at_ms, time_source, place, reason, hash_before, hash_after,
       from_office, from_party, to_office, to_party, seal, item_print, act_seq, previous, hash
  FROM evidence_custody WHERE item_id = $1 AND seq = 0 ORDER BY at_ms, id;

-- name: acts_of
-- What the journal says was done with one exhibit.
SELECT j.seq, d.change FROM journal j LEFT JOIN journal_details d ON d.seq = j.seq
 WHERE j.subject_kind = 'evidence' AND j.subject_id = $1 ORDER BY j.seq;

-- name: account_name
SELECT name FROM accounts WHERE id = $1;

-- name: stray_entries
-- Entries whose exhibit is gone.
SELECT c.item_id, c.seq FROM evidence_custody c LEFT JOIN evidence_items i ON i.id = c.item_id WHERE i.id IS NULL ORDER BY c.item_id, c.seq LIMIT 1000;

-- name: names_file
SELECT 1 FROM evidence_items WHERE sha256 = $1 LIMIT 1;

-- name: known_files
-- Every stored fingerprint a record leans on, for `netra check` and for the clean-up of files nobody needs.
SELECT DISTINCT sha256 FROM evidence_items WHERE sha256 <> '' AND sha256 > $1 ORDER BY sha256 LIMIT 1000;
