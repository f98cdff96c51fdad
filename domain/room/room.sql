-- The shared case room.

-- name: insert_handover
INSERT INTO handovers (id, track_id, number, from_office, to_office, to_name, event, with_identity, persons, letter, state,
                       offered_at_ms, offered_by, reason, proof, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'offered', $11, $12, '', '', 1);

-- name: last_handover_number
SELECT COALESCE(MAX(number), 0) FROM handovers WHERE track_id = $1;

-- name: insert_item
INSERT INTO handover_items (handover_id, ordinal, kind, source, name, description, sha256, media_type, size, content, moves)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: handover_by_id
SELECT id, track_id, number, from_office, to_office, to_name, event, with_identity, persons, letter, state, offered_at_ms,
       offered_by, answered_at_ms, answered_by, received_at_ms, reason, proof, version
  FROM handovers WHERE id = $1;

-- name: handovers_of
-- Those an office has sent or is to receive, oldest first.
SELECT id, track_id, number, from_office, to_office, to_name, event, with_identity, persons, letter, state, offered_at_ms,
       offered_by, answered_at_ms, answered_by, received_at_ms, reason, proof, version
  FROM handovers WHERE track_id = $1 AND (from_office = $2 OR to_office = $2) ORDER BY number;

-- name: open_move
-- A hand-over that would move the track and is not answered yet.
SELECT id FROM handovers WHERE track_id = $1 AND state = 'offered' AND event <> '' LIMIT 1;

-- name: returned_to
-- Refused ones of an office whose follow-up clock may still run.
SELECT id FROM handovers WHERE track_id = $1 AND from_office = $2 AND state = 'returned' ORDER BY number;

-- name: answer
-- Changes nothing when it was answered before.
UPDATE handovers SET state = $2, answered_at_ms = $3, answered_by = $4, received_at_ms = $5, reason = $6, proof = $7,
                     version = version + 1
 WHERE id = $1 AND state = 'offered';

-- name: items_of
SELECT ordinal, kind, source, name, description, sha256, media_type, size, content, moves FROM handover_items
 WHERE handover_id = $1 ORDER BY ordinal;

-- name: received_items
-- What one office has accepted on a track, the newest first.
SELECT i.handover_id, h.number, h.from_office, i.ordinal, i.kind, i.source, i.name, i.description, i.sha256, i.media_type,
       i.size, i.content
  FROM handover_items i JOIN handovers h ON h.id = i.handover_id
 WHERE h.track_id = $1 AND h.to_office = $2 AND h.state = 'accepted' ORDER BY h.number DESC, i.ordinal;

-- name: offices_given
-- Offices that accepted a file.
SELECT DISTINCT h.to_office FROM handover_items i JOIN handovers h ON h.id = i.handover_id
 WHERE i.source = $1 AND i.kind = 'evidence' AND h.state = 'accepted' AND h.to_office <> '';

-- name: was_given_identity
SELECT 1 FROM handovers WHERE track_id = $1 AND to_office = $2 AND state = 'accepted' AND with_identity = 1 LIMIT 1;

-- name: has_accepted
SELECT 1 FROM handovers WHERE track_id = $1 AND to_office = $2 AND state = 'accepted' LIMIT 1;

-- name: is_offered_to
SELECT 1 FROM handovers WHERE track_id = $1 AND to_office = $2 AND state = 'offered' LIMIT 1;

-- name: ever_held
SELECT 1 FROM case_track_stays WHERE track_id = $1 AND office_id = $2 LIMIT 1;

-- name: handover_ids_after
SELECT id FROM handovers WHERE id > $1 ORDER BY id LIMIT $2;

-- name: insert_note
INSERT INTO room_notes (id, track_id, office_id, text, by_account, by_name, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: notes_of
SELECT id, text, by_name, at_ms FROM room_notes WHERE track_id = $1 AND office_id = $2 ORDER BY id DESC;

-- name: insert_request
INSERT INTO identity_requests (id, track_id, office_id, whom, reason, state, asked_by, asked_by_name, asked_at_ms,
                               expires_at_ms, answer)
VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7, $8, $9, '');

-- name: request_by_id
SELECT id, track_id, office_id, whom, reason, state, asked_by, asked_by_name, asked_at_ms, expires_at_ms, answered_by,
       answered_office, answered_at_ms, answer, opened_at_ms
  FROM identity_requests WHERE id = $1;

-- name: requests_of
SELECT id, track_id, office_id, whom, reason, state, asked_by, asked_by_name, asked_at_ms, expires_at_ms, answered_by,
       answered_office, answered_at_ms, answer, opened_at_ms
  FROM identity_requests WHERE track_id = $1 ORDER BY id;

-- name: answer_request
UPDATE identity_requests SET state = $2, answered_by = $3, answered_office = $4, answered_at_ms = $5, answer = $6,
                             sealed = $7, expires_at_ms = $8
 WHERE id = $1 AND state = 'asked';

-- name: sealed_of
SELECT sealed FROM identity_requests WHERE id = $1 AND state = 'approved';

-- name: open_request
UPDATE identity_requests SET state = 'opened', opened_at_ms = $2, sealed = NULL WHERE id = $1 AND state = 'approved';

-- name: insert_file
INSERT INTO room_files (item_id, track_id, office_id) VALUES ($1, $2, $3) ON CONFLICT (item_id) DO NOTHING;

-- name: files_of
SELECT item_id FROM room_files WHERE track_id = $1 AND office_id = $2 ORDER BY item_id;

-- name: giver_of
SELECT office_id FROM room_files WHERE item_id = $1;

-- name: given_evidence
-- Files an office has accepted on a track.
SELECT DISTINCT i.source FROM handover_items i JOIN handovers h ON h.id = i.handover_id
 WHERE h.track_id = $1 AND h.to_office = $2 AND h.state = 'accepted' AND i.kind = 'evidence' ORDER BY i.source;

-- name: tracks_of_office
-- Tracks an office takes part in, newest first: its cases', those with it, those it is a party of.
SELECT t.id, t.case_id, t.kind, t.outcome, t.persons, t.stage, t.stage_since_ms, t.round, t.receiver, t.receiver_basis,
       t.receiver_mark, t.note, t.office_id, t.holder, t.version, t.opened_at_ms, t.ended_at_ms,
       c.office_id AS case_office, c.number, c.title, c.election_id, c.region_code, c.zone, c.received_at_ms
  FROM case_tracks t JOIN cases c ON c.id = t.case_id
 WHERE ($2 = '' OR t.id < $2) AND ($3 = 1 OR t.ended_at_ms IS NULL)
   AND (t.office_id = $1 OR ($4 = 0 AND (c.office_id = $1 OR EXISTS (
         SELECT 1 FROM case_track_parties p WHERE p.track_id = t.id AND p.office_id = $1))))
 ORDER BY t.id DESC LIMIT $5;
