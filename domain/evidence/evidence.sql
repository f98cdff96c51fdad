-- name: insert_item
INSERT INTO evidence_items
  (id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description, given_by, given_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: items_of
SELECT id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description, given_by, given_at_ms
  FROM evidence_items WHERE subject_kind = $1 AND subject_id = $2 ORDER BY number;

-- name: item
SELECT id, subject_kind, subject_id, office_id, number, sha256, media_type, size, filename, description, given_by, given_at_ms
  FROM evidence_items WHERE id = $1;

-- name: count_of
SELECT count(*) FROM evidence_items WHERE subject_kind = $1 AND subject_id = $2;

-- name: move_items
UPDATE evidence_items SET office_id = $3 WHERE subject_kind = $1 AND subject_id = $2;

-- name: insert_custody
INSERT INTO evidence_custody (id, item_id, at_ms, step, actor, office_id, note) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: custody_of
SELECT c.at_ms, c.step, c.actor, c.office_id, c.note, a.name, o.name
  FROM evidence_custody c LEFT JOIN accounts a ON a.id = c.actor LEFT JOIN offices o ON o.id = c.office_id
 WHERE c.item_id = $1 ORDER BY c.at_ms, c.id;

-- name: names_file
SELECT 1 FROM evidence_items WHERE sha256 = $1 LIMIT 1;

-- name: known_files
-- Every stored fingerprint a record leans on, for `netra check` and for the clean-up of files nobody needs.
SELECT DISTINCT sha256 FROM evidence_items WHERE sha256 <> '' AND sha256 > $1 ORDER BY sha256 LIMIT 1000;
