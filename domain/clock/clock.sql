-- name: insert
INSERT INTO clocks (id, rule, regime, election, subject_kind, subject_id, office, region, zone, event_ms, state, due_ms, target_ms, latest_ms,
                    problem, sort_ms, alarm_ms, alarmed_ms, limit_ms, lapsed_ms, ended_ms, created_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22);

-- name: update
UPDATE clocks
   SET office = $2, region = $3, zone = $4, event_ms = $5, state = $6, due_ms = $7, target_ms = $8, latest_ms = $9, problem = $10, sort_ms = $11,
       alarm_ms = $12, alarmed_ms = $13, limit_ms = $14, lapsed_ms = $15, ended_ms = $16
 WHERE id = $1;

-- name: by_id
SELECT id, rule, regime, election, subject_kind, subject_id, office, region, zone, event_ms AS event, state, due_ms AS due, target_ms AS target,
       latest_ms AS latest, problem, sort_ms, alarm_ms AS alarm, alarmed_ms AS alarmed, limit_ms AS limit_told, lapsed_ms AS lapsed, ended_ms AS ended,
       created_ms AS created
  FROM clocks WHERE id = $1;

-- name: of_subject
-- Open ones first, then by target.
SELECT id, rule, regime, election, subject_kind, subject_id, office, region, zone, event_ms AS event, state, due_ms AS due, target_ms AS target,
       latest_ms AS latest, problem, sort_ms, alarm_ms AS alarm, alarmed_ms AS alarmed, limit_ms AS limit_told, lapsed_ms AS lapsed, ended_ms AS ended,
       created_ms AS created
  FROM clocks WHERE subject_kind = $1 AND subject_id = $2
 ORDER BY CASE WHEN state = 'ended' THEN 1 ELSE 0 END, sort_ms, created_ms, id;

-- name: open_page
-- Open clocks after the id $1, at most $2: re-dating walks all of them.
SELECT id, rule, regime, election, subject_kind, subject_id, office, region, zone, event_ms AS event, state, due_ms AS due, target_ms AS target,
       latest_ms AS latest, problem, sort_ms, alarm_ms AS alarm, alarmed_ms AS alarmed, limit_ms AS limit_told, lapsed_ms AS lapsed, ended_ms AS ended,
       created_ms AS created
  FROM clocks WHERE state <> 'ended' AND id > $1 ORDER BY id LIMIT $2;

-- name: count_between
-- At most $4: what more there is would be walked for nothing. Walks clocks_by_office_due.
SELECT COUNT(*) FROM (SELECT 1 FROM clocks WHERE office = $1 AND state <> 'ended' AND sort_ms >= $2 AND sort_ms < $3 LIMIT $4) AS counted;

-- name: insert_event
INSERT INTO clock_events (id, clock_id, kind, at_ms, written_ms, was_ms, now_ms, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: events
SELECT kind, at_ms AS at, written_ms AS written, was_ms AS was, now_ms AS now, why FROM clock_events WHERE clock_id = $1 ORDER BY written_ms, id;

-- name: insert_notice
INSERT INTO clock_notices (id, clock_id, office, kind, escalated, at_ms) VALUES ($1, $2, $3, $4, $5, $6);

-- name: notices
-- The newest notices of one office before the id $2 (an id of all z means from the newest).
SELECT n.id, n.kind, n.escalated, n.at_ms AS at, n.clock_id AS clock, n.office, c.rule, c.regime, c.zone, c.subject_kind, c.subject_id
  FROM clock_notices n JOIN clocks c ON c.id = n.clock_id
 WHERE n.office = $1 AND n.id < $2
 ORDER BY n.id DESC LIMIT $3;

-- name: fingerprint
SELECT fingerprint FROM clock_rules WHERE name = 'rules';

-- name: set_fingerprint
INSERT INTO clock_rules (name, fingerprint) VALUES ('rules', $1) ON CONFLICT (name) DO UPDATE SET fingerprint = $1;

-- name: redated_at
-- Clocks that one unit of work dated anew (it has one time). Walks clock_events_redated.
SELECT e.clock_id AS clock, c.rule, c.regime, c.subject_kind, c.subject_id, c.office, c.zone, e.was_ms AS was, e.now_ms AS now
  FROM clock_events e JOIN clocks c ON c.id = e.clock_id
 WHERE e.kind = 'redated' AND e.written_ms = $1
 ORDER BY e.id LIMIT 200;
