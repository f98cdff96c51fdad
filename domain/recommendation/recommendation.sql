-- Recommendations with their institutions, persons, steps, decisions, reminders and links.

-- name: recommendation_by_id
SELECT id, origin, case_id, track_id, office_id, election_id, region_code, zone, kind, incident_on, title, matter, content, number, letter_id, dated_on, state, state_since_ms, sent_at_ms, closed_at_ms, version, created_at_ms, created_by
  FROM recommendations WHERE id = $1;

-- name: ids_after
SELECT id FROM recommendations WHERE id > $1 ORDER BY id LIMIT $2;

-- name: of_case
SELECT id FROM recommendations WHERE case_id = $1 ORDER BY id;

-- name: of_track
SELECT id FROM recommendations WHERE track_id = $1 AND state <> 'withdrawn' ORDER BY id;

-- name: insert_recommendation
INSERT INTO recommendations (id, origin, case_id, track_id, office_id, election_id, region_code, zone, kind, incident_on, title, matter, content, number, dated_on, state, state_since_ms, version, created_at_ms, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'draft', $16, 1, $16, $17);

-- name: touch
UPDATE recommendations SET version = version + 1 WHERE id = $1 AND version = $2;

-- name: touch_any
UPDATE recommendations SET version = version + 1 WHERE id = $1;

-- name: set_wording
UPDATE recommendations SET title = $2, matter = $3, content = $4, number = $5, letter_id = $6, dated_on = $7 WHERE id = $1;

-- name: number_taken
SELECT id FROM recommendations WHERE office_id = $1 AND number = $2 AND id <> $3;

-- name: set_state
UPDATE recommendations SET state = $2, state_since_ms = $3, sent_at_ms = $4, closed_at_ms = $5 WHERE id = $1;

-- name: receivers_of
SELECT id, recommendation_id, ordinal, receiver, task, name, office_id, contact, superior, basis, mark, via, reason, from_receiver, state, sent_at_ms, received_at_ms, answered_at_ms, decided_at_ms, ended_at_ms
  FROM recommendation_receivers WHERE recommendation_id = $1 ORDER BY ordinal;

-- name: receiver_by_id
SELECT id, recommendation_id, ordinal, receiver, task, name, office_id, contact, superior, basis, mark, via, reason, from_receiver, state, sent_at_ms, received_at_ms, answered_at_ms, decided_at_ms, ended_at_ms
  FROM recommendation_receivers WHERE id = $1;

-- name: insert_receiver
INSERT INTO recommendation_receivers (id, recommendation_id, ordinal, receiver, task, name, office_id, contact, superior, basis, mark, via, reason, from_receiver, state, sent_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: change_receiver
UPDATE recommendation_receivers SET receiver = $2, task = $3, name = $4, office_id = $5, contact = $6, superior = $7, basis = $8, mark = $9, via = $10, reason = $11 WHERE id = $1;

-- name: set_receiver_times
UPDATE recommendation_receivers SET state = $2, sent_at_ms = $3, received_at_ms = $4, answered_at_ms = $5, decided_at_ms = $6, ended_at_ms = $7 WHERE id = $1;

-- name: persons_of
SELECT id, recommendation_id, ordinal, participant_id, name, kind, position, unit, rules, proposed, wanted, wanted_reason
  FROM recommendation_persons WHERE recommendation_id = $1 ORDER BY ordinal;

-- name: insert_person
INSERT INTO recommendation_persons (id, recommendation_id, ordinal, participant_id, name, kind, position, unit, rules, proposed, wanted, wanted_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: set_wanted
UPDATE recommendation_persons SET rules = $2, proposed = $3, wanted = $4, wanted_reason = $5 WHERE id = $1;

-- name: addressed_of
SELECT a.receiver_id, a.person_id
  FROM recommendation_addressed a JOIN recommendation_receivers r ON r.id = a.receiver_id
 WHERE r.recommendation_id = $1;

-- name: address
INSERT INTO recommendation_addressed (receiver_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: unaddress
DELETE FROM recommendation_addressed WHERE receiver_id = $1;

-- name: steps_of
SELECT id, recommendation_id, receiver_id, person_id, kind, at_ms, number, channel, text, evidence_id, filed, check_state, check_note, checked_at_ms, checked_by, recorded_at_ms, recorded_by
  FROM recommendation_steps WHERE recommendation_id = $1 ORDER BY at_ms, id;

-- name: insert_step
INSERT INTO recommendation_steps (id, recommendation_id, receiver_id, person_id, kind, at_ms, number, channel, text, evidence_id, filed, check_state, check_note, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14);

-- name: check_step
UPDATE recommendation_steps SET check_state = $2, check_note = $3, checked_at_ms = $4, checked_by = $5 WHERE id = $1 AND check_state = 'open';

-- name: decisions_of
SELECT id, recommendation_id, receiver_id, person_id, ordinal, outcome, sanction, grade, wording, number, decided_on, delivered_on, in_force_on, evidence_id, note, filed, check_state, conforms, check_note, checked_at_ms, checked_by, objected_on, objection_result, entered_on, entry_reference, recorded_at_ms, recorded_by
  FROM recommendation_decisions WHERE recommendation_id = $1 ORDER BY person_id, ordinal;

-- name: insert_decision
INSERT INTO recommendation_decisions (id, recommendation_id, receiver_id, person_id, ordinal, outcome, sanction, grade, wording, number, decided_on, delivered_on, in_force_on, evidence_id, note, filed, check_state, conforms, check_note, checked_at_ms, checked_by, objection_result, entry_reference, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, '', '', $22, $23);

-- name: check_decision
UPDATE recommendation_decisions SET check_state = $2, conforms = $3, check_note = $4, checked_at_ms = $5, checked_by = $6 WHERE id = $1 AND check_state = 'open';

-- name: set_decision_dates
UPDATE recommendation_decisions SET delivered_on = $2, in_force_on = $3, objected_on = $4, objection_result = $5, entered_on = $6, entry_reference = $7 WHERE id = $1;

-- name: reminders_of
SELECT id, recommendation_id, receiver_id, rung, kind, addressed_to, text, state, number, channel, sent_at_ms, reason, prepared_at_ms, prepared_by, ended_by
  FROM recommendation_reminders WHERE recommendation_id = $1 ORDER BY id;

-- name: insert_reminder
INSERT INTO recommendation_reminders (id, recommendation_id, receiver_id, rung, kind, addressed_to, text, state, number, channel, reason, prepared_at_ms, prepared_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', '', '', '', $8, $9);

-- name: end_reminder
UPDATE recommendation_reminders SET state = $2, number = $3, channel = $4, sent_at_ms = $5, reason = $6, ended_by = $7, text = $8 WHERE id = $1 AND state = 'draft';

-- name: links_of
SELECT id, recommendation_id, receiver_id, given_to, created_at_ms, created_by, expires_at_ms, revoked_at_ms, used_at_ms
  FROM recommendation_links WHERE recommendation_id = $1 ORDER BY id;

-- name: link_by_hash
SELECT id, recommendation_id, receiver_id, given_to, created_at_ms, created_by, expires_at_ms, revoked_at_ms, used_at_ms
  FROM recommendation_links WHERE token_hash = $1;

-- name: insert_link
INSERT INTO recommendation_links (id, token_hash, recommendation_id, receiver_id, given_to, created_at_ms, created_by, expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: revoke_link
UPDATE recommendation_links SET revoked_at_ms = $2 WHERE id = $1 AND revoked_at_ms IS NULL;

-- name: revoke_links_of_receiver
UPDATE recommendation_links SET revoked_at_ms = $2 WHERE receiver_id = $1 AND revoked_at_ms IS NULL;

-- name: link_used
UPDATE recommendation_links SET used_at_ms = $2 WHERE id = $1;

-- name: list
-- The list of an office. Empty texts mean "any"; newest first. Walks recommendations_by_office.
SELECT r.id FROM recommendations r
 WHERE r.office_id = $1 AND r.id < $2
   AND ($3 = '' OR r.state = $3)
   AND ($4 = '' OR r.election_id = $4)
   AND ($5 = '' OR EXISTS (SELECT 1 FROM recommendation_receivers v WHERE v.recommendation_id = r.id AND v.receiver = $5))
   AND ($6 = 1 OR r.state NOT IN ('closed', 'withdrawn'))
   AND ($8 = '' OR r.case_id = $8)
 ORDER BY r.id DESC LIMIT $7;

-- name: sent_to_office
-- What was sent to an institution's office, newest first.
SELECT id, recommendation_id FROM recommendation_receivers
 WHERE office_id = $1 AND state <> 'waiting' AND recommendation_id < $2
 ORDER BY recommendation_id DESC, id LIMIT $3;

-- name: facts_of
-- One person with the newest decision that was not returned, the first receiver and the one who decides.
SELECT p.id, r.id AS recommendation, r.origin, r.state, r.kind, r.office_id AS office, r.election_id AS election, r.region_code AS region, r.zone, p.kind AS person_kind, r.case_id, r.incident_on,
       coalesce(f.receiver, '') AS first_receiver, coalesce(f.name, '') AS first_receiver_name, v.receiver AS decider, v.name AS decider_name,
       r.created_at_ms AS recommended_at, f.sent_at_ms AS sent_at, f.received_at_ms AS received_at, f.answered_at_ms AS answered_at, v.sent_at_ms AS reached_decider_at,
       d.outcome AS verdict, d.decided_on, d.in_force_on, coalesce(d.sanction, '') AS sanction, coalesce(d.grade, '') AS grade, CASE WHEN d.check_state = 'accepted' THEN 1 ELSE 0 END AS checked
  FROM recommendation_persons p
  JOIN recommendations r ON r.id = p.recommendation_id
  LEFT JOIN recommendation_receivers f ON f.recommendation_id = r.id AND f.ordinal = (
       SELECT min(x.ordinal) FROM recommendation_receivers x JOIN recommendation_addressed a ON a.receiver_id = x.id AND a.person_id = p.id)
  LEFT JOIN recommendation_receivers v ON v.recommendation_id = r.id AND v.ordinal = (
       SELECT max(x.ordinal) FROM recommendation_receivers x JOIN recommendation_addressed a ON a.receiver_id = x.id AND a.person_id = p.id WHERE x.task = 'decide')
  LEFT JOIN recommendation_decisions d ON d.person_id = p.id AND d.ordinal = (
       SELECT max(x.ordinal) FROM recommendation_decisions x WHERE x.person_id = p.id AND x.check_state <> 'returned')
 WHERE r.id = $1
 ORDER BY p.ordinal;

-- name: track_source
-- The case and the track a recommendation is written from.
SELECT t.id, t.case_id, t.outcome, t.persons, t.stage, t.receiver, t.ended_at_ms, c.office_id, c.election_id, c.region_code, c.zone, c.title, c.happened_on, c.known_on
  FROM case_tracks t JOIN cases c ON c.id = t.case_id WHERE t.id = $1;

-- name: reported_of_case
SELECT id, name, kind, position, unit FROM case_participants WHERE case_id = $1 AND role = 'reported' ORDER BY ordinal;

-- name: newest_study
SELECT content FROM case_studies WHERE case_id = $1 ORDER BY version DESC LIMIT 1;

-- name: open_tracks_without
-- Tracks of an office's cases that go to an institution and have no recommendation yet, newest first.
SELECT t.id, t.case_id, t.outcome, t.receiver, c.title, c.number
  FROM case_tracks t JOIN cases c ON c.id = t.case_id
 WHERE c.office_id = $1 AND t.ended_at_ms IS NULL AND t.outcome IN ('other_law', 'administrative', 'ethics')
   AND NOT EXISTS (SELECT 1 FROM recommendations r WHERE r.track_id = t.id AND r.state <> 'withdrawn')
 ORDER BY t.id DESC LIMIT 50;

-- name: recommendation_of_person
SELECT recommendation_id FROM recommendation_persons WHERE id = $1;
