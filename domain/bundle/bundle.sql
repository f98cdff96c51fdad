-- name: insert_bundle
INSERT INTO bundles (id, case_id, handover_id, office_id, account, reason, name, print, archive_size, parts, exhibits, letters, left_out,
                     case_version, made_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: bundles_of
-- What was taken out of one case, newest first: of the whole file ($2 empty), or by one hand-over.
SELECT b.id, b.handover_id, b.office_id, o.name, a.name, b.reason, b.name, b.print, b.archive_size, b.parts, b.exhibits, b.letters, b.left_out,
       b.made_at_ms
  FROM bundles b LEFT JOIN offices o ON o.id = b.office_id LEFT JOIN accounts a ON a.id = b.account
 WHERE b.case_id = $1 AND ($2 = '' OR b.handover_id = $2) ORDER BY b.id DESC LIMIT 200;

-- name: acts_of
-- The journal about one record, with what opens the commitments.
SELECT j.seq, j.at_ms, j.actor, j.role, j.office, j.verb, j.subject_kind, j.subject_id, j.commitment, j.previous, j.hash,
       d.salt, d.change, d.reason
  FROM journal j LEFT JOIN journal_details d ON d.seq = j.seq
 WHERE j.subject_kind = $1 AND j.subject_id = $2 ORDER BY j.seq;

-- name: journal_head
SELECT seq, hash FROM journal_head WHERE id = 1;

-- name: letters_of
-- One office's letters about one record whose text holds no identity, once they are signed.
SELECT id, document, number, matter FROM letters
 WHERE subject_kind = $1 AND subject_id = $2 AND office_id = $3 AND sealed = 0 AND state IN ('signed_off', 'sent') ORDER BY id;

-- name: handover
SELECT h.id, t.case_id, h.number, h.from_office, h.to_office, h.to_name, h.state, h.letter, h.persons, h.offered_at_ms, h.received_at_ms,
       h.track_id
  FROM handovers h JOIN case_tracks t ON t.id = h.track_id WHERE h.id = $1;

-- name: handed_items
SELECT ordinal, kind, source, name, description, sha256, content FROM handover_items WHERE handover_id = $1 ORDER BY ordinal;

-- name: related
-- Other records that belong to a case and may have letters and acts of their own.
SELECT 'recommendation' AS kind, id FROM recommendations WHERE case_id = $1
UNION ALL SELECT 'discussion', id FROM centre_discussions WHERE case_id = $1
UNION ALL SELECT 'handover', h.id FROM handovers h JOIN case_tracks t ON t.id = h.track_id WHERE t.case_id = $1
 ORDER BY kind, id;
