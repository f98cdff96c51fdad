-- Tracks of cases, their stays in stages and their parties.

-- name: insert_track
INSERT INTO case_tracks (id, case_id, plenary_id, kind, outcome, persons, stage, stage_since_ms, round, receiver,
                         receiver_basis, receiver_mark, note, office_id, holder, version, opened_at_ms, ended_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $12, $13, '', 1, $8, $14);

-- name: track_by_id
SELECT t.id, t.case_id, t.kind, t.outcome, t.persons, t.stage, t.stage_since_ms, t.round, t.receiver, t.receiver_basis,
       t.receiver_mark, t.note, t.office_id, t.holder, t.version, t.opened_at_ms, t.ended_at_ms,
       c.office_id AS case_office, c.number, c.title, c.election_id, c.region_code, c.zone, c.received_at_ms
  FROM case_tracks t JOIN cases c ON c.id = t.case_id WHERE t.id = $1;

-- name: tracks_in
SELECT t.id, t.case_id, t.kind, t.outcome, t.persons, t.stage, t.stage_since_ms, t.round, t.receiver, t.receiver_basis,
       t.receiver_mark, t.note, t.office_id, t.holder, t.version, t.opened_at_ms, t.ended_at_ms,
       c.office_id AS case_office, c.number, c.title, c.election_id, c.region_code, c.zone, c.received_at_ms
  FROM case_tracks t JOIN cases c ON c.id = t.case_id WHERE t.case_id = $1 ORDER BY t.id;

-- name: move_track
-- Changes nothing when somebody else moved it first.
UPDATE case_tracks SET stage = $3, stage_since_ms = $4, round = $5, office_id = $6, holder = $7, ended_at_ms = $8,
                       version = version + 1
 WHERE id = $1 AND version = $2 AND ended_at_ms IS NULL;

-- name: continue_track
-- The plenary raised what the discussions had waited for.
UPDATE case_tracks SET plenary_id = $2, outcome = $3, persons = $4, receiver = $5, receiver_basis = $6,
                       receiver_mark = $7, note = $8
 WHERE id = $1;

-- name: place_track
UPDATE case_tracks SET office_id = $2, holder = $3, version = version + 1 WHERE id = $1;

-- name: insert_stay
INSERT INTO case_track_stays (track_id, ordinal, stage, round, event, office_id, holder, entered_at_ms, left_at_ms,
                              note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: leave_stay
UPDATE case_track_stays SET left_at_ms = $2 WHERE track_id = $1 AND left_at_ms IS NULL;

-- name: stays_of
SELECT ordinal, stage, round, event, office_id, holder, entered_at_ms, left_at_ms, note FROM case_track_stays
 WHERE track_id = $1 ORDER BY ordinal;

-- name: rounds_of
SELECT COUNT(*) FROM case_track_stays WHERE track_id = $1 AND stage = $2;

-- name: add_party
INSERT INTO case_track_parties (track_id, office_id, basis, since_ms, added_by) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (track_id, office_id) DO NOTHING;

-- name: parties_of
SELECT office_id, basis FROM case_track_parties WHERE track_id = $1 ORDER BY since_ms, office_id;

-- name: remove_party
DELETE FROM case_track_parties WHERE track_id = $1 AND office_id = $2 AND basis IN ('centre', 'invited');

-- name: track_ids_after
SELECT id FROM case_tracks WHERE id > $1 ORDER BY id LIMIT $2;
