-- The case file. A case that is not registered yet stands where its report stands: the reporter may complete or
-- withdraw it meanwhile.

-- name: insert_case
INSERT INTO cases (id, origin, report_id, finding_id, office_id, first_office_id, election_id, region_code, zone, title,
                   stage, stage_since_ms, received_at_ms, happened_on, known_on, version, opened_at_ms, opened_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, $17);

-- name: case_by_id
SELECT id, origin, report_id, finding_id, office_id, first_office_id, election_id, region_code, zone, title, stage,
       stage_since_ms, received_at_ms, happened_on, known_on, number, registered_at_ms, decided_at_ms, told_at_ms,
       closed_at_ms, version, opened_at_ms
  FROM cases WHERE id = $1;

-- name: case_office
SELECT office_id FROM cases WHERE id = $1;

-- name: case_of_report
SELECT id FROM cases WHERE report_id = $1;

-- name: case_of_finding
SELECT id FROM cases WHERE finding_id = $1;

-- name: touch_case
-- Changes nothing when somebody else acted on the case first.
UPDATE cases SET version = version + 1 WHERE id = $1 AND version = $2;

-- name: set_case_stage
UPDATE cases SET stage = $2, stage_since_ms = $3 WHERE id = $1;

-- name: register_case
UPDATE cases SET number = $2, number_office = $3, number_year = $4, number_running = $5, registered_at_ms = $6
 WHERE id = $1 AND number IS NULL;

-- name: case_with_number
SELECT 1 FROM cases WHERE number = $1 LIMIT 1;

-- name: next_case_number
-- One row per office, kind and year; the row's lock makes the next one wait, a rollback gives the number back.
INSERT INTO case_numbers (office_id, kind, year, last) VALUES ($1, $2, $3, 1)
    ON CONFLICT (office_id, kind, year) DO UPDATE SET last = case_numbers.last + 1
RETURNING last;

-- name: set_case_decided
UPDATE cases SET decided_at_ms = $2 WHERE id = $1;

-- name: set_case_told
UPDATE cases SET told_at_ms = $2 WHERE id = $1;

-- name: close_case
UPDATE cases SET closed_at_ms = $2 WHERE id = $1;

-- name: move_case
UPDATE cases SET office_id = $2 WHERE id = $1;

-- name: correct_case_received
UPDATE cases SET registered_at_ms = COALESCE($2, registered_at_ms), decided_at_ms = COALESCE($3, decided_at_ms)
 WHERE id = $1;

-- name: cases_of_office
-- Own and shared cases of one office, newest first. Empty text means any.
SELECT c.id, c.origin, c.number, c.title, c.office_id, c.region_code, c.zone, c.received_at_ms, c.closed_at_ms,
       c.election_id, CASE WHEN c.registered_at_ms IS NULL AND c.closed_at_ms IS NULL THEN COALESCE(r.stage, c.stage)
                           ELSE c.stage END AS stage
  FROM cases c LEFT JOIN reports r ON r.id = c.report_id
 WHERE (c.office_id = $1 OR EXISTS (SELECT 1 FROM case_shares s
                                     WHERE s.case_id = c.id AND s.office_id = $1 AND s.until_ms IS NULL
                                       AND EXISTS (SELECT 1 FROM offices o WHERE o.id = $1 AND o.kind = 'bawaslu')))
   AND ($2 = '' OR c.id < $2)
   AND ($3 = '' OR c.election_id = $3)
   AND ($4 = '' OR c.origin = $4)
   AND ($5 = '' OR $5 = CASE WHEN c.registered_at_ms IS NULL AND c.closed_at_ms IS NULL
                             THEN COALESCE(r.stage, c.stage) ELSE c.stage END)
   AND ($6 = '' OR EXISTS (SELECT 1 FROM case_assignments a
                            WHERE a.case_id = c.id AND a.account = $6 AND a.ended_at_ms IS NULL))
   AND ($7 = 1 OR c.closed_at_ms IS NULL)
 ORDER BY c.id DESC LIMIT $8;

-- name: insert_participant
INSERT INTO case_participants (id, case_id, role, ordinal, name, kind, position, unit, address, added_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: participants_of
SELECT id, role, ordinal, name, kind, position, unit, address FROM case_participants WHERE case_id = $1
 ORDER BY role, ordinal;

-- name: last_ordinal
SELECT COALESCE(MAX(ordinal), 0) FROM case_participants WHERE case_id = $1 AND role = $2;

-- name: insert_event
INSERT INTO case_events (id, case_id, track_id, event, at_ms, replaces, reason, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: events_of
-- What stands now: corrected events are left out.
SELECT e.id, e.track_id, e.event, e.at_ms, e.replaces, e.reason, e.recorded_at_ms FROM case_events e
 WHERE e.case_id = $1 AND NOT EXISTS (SELECT 1 FROM case_events later WHERE later.replaces = e.id)
 ORDER BY e.id;

-- name: insert_review
INSERT INTO case_reviews (case_id, version, content, result, reason_kind, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: reviews_of
SELECT version, content, result, reason_kind, recorded_at_ms, recorded_by FROM case_reviews WHERE case_id = $1
 ORDER BY version DESC;

-- name: insert_clarification
INSERT INTO case_clarifications (id, case_id, participant_id, invitation, held_at_ms, place, state, note, invited_at_ms,
                                 invited_by)
VALUES ($1, $2, $3, $4, $5, $6, 'invited', NULL, $7, $8);

-- name: last_invitation
SELECT COALESCE(MAX(invitation), 0) FROM case_clarifications WHERE participant_id = $1;

-- name: clarifications_of
SELECT id, participant_id, invitation, held_at_ms, place, state, note, invited_at_ms FROM case_clarifications
 WHERE case_id = $1 ORDER BY id;

-- name: clarification_by_id
SELECT id, participant_id, invitation, held_at_ms, place, state, note, invited_at_ms FROM case_clarifications
 WHERE id = $1 AND case_id = $2;

-- name: set_clarification
UPDATE case_clarifications SET state = $2, note = $3 WHERE id = $1;

-- name: insert_minutes
INSERT INTO case_minutes (clarification_id, version, content, under_oath, reason, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: minutes_of
SELECT version, content, under_oath, reason, recorded_at_ms, recorded_by FROM case_minutes WHERE clarification_id = $1
 ORDER BY version DESC;

-- name: insert_study
INSERT INTO case_studies (case_id, version, content, recorded_at_ms, recorded_by) VALUES ($1, $2, $3, $4, $5);

-- name: studies_of
SELECT version, content, recorded_at_ms, recorded_by FROM case_studies WHERE case_id = $1 ORDER BY version DESC;

-- name: insert_assignment
INSERT INTO case_assignments (id, case_id, account, name, assigned_at_ms, assigned_by, ended_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, NULL);

-- name: assignments_of
SELECT id, account, name, assigned_at_ms FROM case_assignments WHERE case_id = $1 AND ended_at_ms IS NULL ORDER BY id;

-- name: held_by
-- Open cases of an office that a person is assigned to.
SELECT c.id, c.number, c.title FROM case_assignments a JOIN cases c ON c.id = a.case_id
 WHERE a.account = $1 AND a.ended_at_ms IS NULL AND c.office_id = $2 AND c.closed_at_ms IS NULL ORDER BY c.id;

-- name: end_assignment
UPDATE case_assignments SET ended_at_ms = $3 WHERE id = $1 AND case_id = $2 AND ended_at_ms IS NULL;

-- name: end_assignments
UPDATE case_assignments SET ended_at_ms = $2 WHERE case_id = $1 AND ended_at_ms IS NULL;

-- name: insert_transfer
INSERT INTO case_transfers (id, case_id, kind, from_office, to_office, reason, clocks_restarted, identity_moved, at_ms,
                            by_account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: transfers_of
SELECT kind, from_office, to_office, reason, clocks_restarted, identity_moved, at_ms FROM case_transfers
 WHERE case_id = $1 ORDER BY id;

-- name: insert_share
INSERT INTO case_shares (id, case_id, office_id, reason, since_ms, until_ms, shared_by)
VALUES ($1, $2, $3, $4, $5, NULL, $6);

-- name: shares_of
-- Supervisors' offices only: other institutions see what was handed over to them (domain/room), never the case.
SELECT s.id, s.office_id, s.reason, s.since_ms FROM case_shares s JOIN offices o ON o.id = s.office_id
 WHERE s.case_id = $1 AND s.until_ms IS NULL AND o.kind = 'bawaslu' ORDER BY s.id;

-- name: end_share
UPDATE case_shares SET until_ms = $3 WHERE id = $1 AND case_id = $2 AND until_ms IS NULL;

-- name: insert_notice
INSERT INTO case_notices (id, case_id, stage, results, text, on_board, told_reporter, at_ms, by_account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: notices_of
SELECT id, stage, results, text, on_board, told_reporter, at_ms FROM case_notices WHERE case_id = $1 ORDER BY id;

-- name: board
-- What the last published notice of each registered case says. Nothing else of a case is public.
SELECT c.number, c.origin, n.stage, n.results, c.registered_at_ms, c.decided_at_ms, c.zone, c.office_id, n.at_ms, n.id,
       c.election_id
  FROM cases c JOIN case_notices n ON n.case_id = c.id
 WHERE n.on_board = 1 AND c.number IS NOT NULL
   AND n.id = (SELECT MAX(last.id) FROM case_notices last WHERE last.case_id = c.id AND last.on_board = 1)
   AND ($1 = '' OR c.office_id = $1) AND ($2 = '' OR n.id < $2)
 ORDER BY n.id DESC LIMIT $3;

-- name: ids_after
SELECT id FROM cases WHERE id > $1 ORDER BY id LIMIT $2
