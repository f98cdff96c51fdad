-- name: settings
SELECT digest, digest_hour, zone, digest_day, scope, alarm, muted FROM notice_settings WHERE account = $1;

-- name: put_settings
INSERT INTO notice_settings (account, digest, digest_hour, zone, digest_day, scope, alarm, muted)
VALUES ($1, $2, $3, $4, '', $5, $6, $7)
ON CONFLICT (account) DO UPDATE
   SET digest = excluded.digest, digest_hour = excluded.digest_hour, zone = excluded.zone, scope = excluded.scope, alarm = excluded.alarm,
       muted = excluded.muted;

-- name: set_digest_day
UPDATE notice_settings SET digest_day = $2 WHERE account = $1;

-- name: open_feed
SELECT id, made_at_ms FROM calendar_feeds WHERE account = $1 AND ended_at_ms IS NULL;

-- name: insert_feed
INSERT INTO calendar_feeds (id, account, token_hash, made_at_ms) VALUES ($1, $2, $3, $4);

-- name: end_feed
UPDATE calendar_feeds SET ended_at_ms = $2 WHERE account = $1 AND ended_at_ms IS NULL;

-- name: feed_owner
SELECT account FROM calendar_feeds WHERE token_hash = $1 AND ended_at_ms IS NULL;

-- name: clocks_open
-- Of one office, soonest first; with what the desk calls the record and who holds it. Walks clocks_by_office_due.
SELECT c.id, c.rule, c.regime, c.subject_kind, c.office, c.zone, c.state, c.target_ms AS target, c.due_ms AS due,
       (SELECT COUNT(*) FROM clock_events e WHERE e.clock_id = c.id) AS changes,
       (SELECT MAX(e.written_ms) FROM clock_events e WHERE e.clock_id = c.id) AS modified,
       COALESCE(i.number, '') AS number, COALESCE(i.assigned_to, '') AS person
  FROM clocks c LEFT JOIN desk_items i ON i.id = c.subject_id
       AND i.kind IN ('report', 'lead', 'tracing', 'finding', 'case_file', 'track', 'recommendation')
 WHERE c.office = $1 AND c.state <> 'ended' AND c.target_ms IS NOT NULL
 ORDER BY c.sort_ms, c.id LIMIT $2;

-- name: clocks_ended
-- The same of those that ended at $2 or later. Walks clocks_ended_by_office.
SELECT c.id, c.rule, c.regime, c.subject_kind, c.office, c.zone, c.state, c.target_ms AS target, c.due_ms AS due,
       (SELECT COUNT(*) FROM clock_events e WHERE e.clock_id = c.id) AS changes,
       (SELECT MAX(e.written_ms) FROM clock_events e WHERE e.clock_id = c.id) AS modified,
       COALESCE(i.number, '') AS number, COALESCE(i.assigned_to, '') AS person
  FROM clocks c LEFT JOIN desk_items i ON i.id = c.subject_id
       AND i.kind IN ('report', 'lead', 'tracing', 'finding', 'case_file', 'track', 'recommendation')
 WHERE c.office = $1 AND c.state = 'ended' AND c.ended_ms >= $2 AND c.target_ms IS NOT NULL
 ORDER BY c.ended_ms DESC, c.id LIMIT $3;

-- name: clarifications
-- Invitations of one office's cases from $2 on. Walks case_clarifications_by_time. A cancelled one is as new as the last attendance noted.
SELECT k.id, k.case_id AS subject, k.held_at_ms AS held_at, k.state, k.invited_at_ms AS invited_at, c.office_id AS office, c.zone,
       COALESCE(c.number, '') AS number, COALESCE(i.assigned_to, '') AS person,
       (SELECT MAX(j.at_ms) FROM journal j WHERE j.subject_kind = 'case' AND j.subject_id = k.case_id AND j.verb = 'case.attendance_noted')
         AS noted_at
  FROM case_clarifications k JOIN cases c ON c.id = k.case_id LEFT JOIN desk_items i ON i.kind = 'case_file' AND i.id = c.id
 WHERE c.office_id = $1 AND k.held_at_ms >= $2 ORDER BY k.held_at_ms, k.id LIMIT $3;

-- name: plenaries
SELECT p.id, p.subject_kind, p.subject_id AS subject, p.held_at_ms AS held_at, p.recorded_at_ms AS recorded_at, p.office_id AS office,
       COALESCE(i.number, '') AS number, COALESCE(i.assigned_to, '') AS person
  FROM plenaries p LEFT JOIN desk_items i ON i.id = p.subject_id AND i.kind IN ('finding', 'case_file')
 WHERE p.office_id = $1 AND p.held_at_ms >= $2 ORDER BY p.held_at_ms, p.id LIMIT $3;

-- name: cursor
SELECT seq FROM event_cursor WHERE id = 1;

-- name: set_cursor
UPDATE event_cursor SET seq = $1 WHERE id = 1;

-- name: head
SELECT seq FROM journal_head WHERE id = 1;

-- name: acts_after
-- Walks the journal's primary key.
SELECT seq, at_ms AS at, office, verb, subject_kind, subject_id FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2;

-- name: public_number
-- The register number of a case that the public board shows.
SELECT c.number FROM cases c
 WHERE c.id = $1 AND c.number IS NOT NULL
   AND EXISTS (SELECT 1 FROM case_notices n WHERE n.case_id = c.id AND n.on_board = 1);

-- name: seats
-- Centres in which an account has or had a seat; whether it holds today is the centre's to say.
SELECT DISTINCT office_id FROM centre_members WHERE account = $1 ORDER BY office_id;

-- name: discussions
-- Of one centre between two moments; each act about it counts as a change. Walks centre_discussions_by_office.
SELECT d.id, d.office_id AS office, d.kind, d.starts_at_ms AS starts_at, d.state, d.version, d.planned_at_ms AS planned_at,
       COALESCE(c.number, '') AS number,
       (SELECT MAX(j.at_ms) FROM journal j WHERE j.subject_kind = 'discussion' AND j.subject_id = d.id) AS changed_at
  FROM centre_discussions d LEFT JOIN cases c ON c.id = d.case_id
 WHERE d.office_id = $1 AND d.starts_at_ms >= $2 AND d.starts_at_ms < $3 ORDER BY d.starts_at_ms, d.id LIMIT 500;
