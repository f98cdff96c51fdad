-- name: insert_endpoint
INSERT INTO hook_endpoints (id, owner, name, host, locked, types, state, why, paused_until_ms, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, 'active', 'none', 0, $7);

-- name: endpoint
SELECT id, owner, name, host, types, state, why, failing_since_ms AS failing_since, taken_at_ms AS taken_at, old_until_ms AS old_until,
       created_at_ms AS created_at
  FROM hook_endpoints WHERE id = $1;

-- name: endpoints_of
SELECT id, owner, name, host, types, state, why, failing_since_ms AS failing_since, taken_at_ms AS taken_at, old_until_ms AS old_until,
       created_at_ms AS created_at
  FROM hook_endpoints WHERE owner = $1 ORDER BY id;

-- name: endpoints_listening
-- Those that get messages: also those that stopped answering, so that nothing is missing once they answer again.
SELECT id, owner, name, host, types, state, why, failing_since_ms AS failing_since, taken_at_ms AS taken_at, old_until_ms AS old_until,
       created_at_ms AS created_at
  FROM hook_endpoints WHERE state = 'active' OR why = 'failing' ORDER BY id;

-- name: sealed
SELECT locked, state, paused_until_ms, failing_since_ms, old_until_ms FROM hook_endpoints WHERE id = $1;

-- name: set_sealed
UPDATE hook_endpoints SET locked = $2, old_until_ms = $3 WHERE id = $1;

-- name: set_about
UPDATE hook_endpoints SET name = $2, types = $3 WHERE id = $1;

-- name: set_state
UPDATE hook_endpoints SET state = $2, why = $3, failing_since_ms = NULL, paused_until_ms = 0 WHERE id = $1;

-- name: send_now
-- Whatever waited for its next attempt.
UPDATE hook_deliveries SET next_at_ms = $2 WHERE endpoint = $1 AND state = 'waiting' AND next_at_ms > $2;

-- name: note_taken
UPDATE hook_endpoints SET failing_since_ms = NULL, paused_until_ms = 0, taken_at_ms = $2 WHERE id = $1;

-- name: note_failed
UPDATE hook_endpoints SET failing_since_ms = COALESCE(failing_since_ms, $2), paused_until_ms = $3 WHERE id = $1;

-- name: insert_delivery
-- Units of work run one after the other, also those of several servers, so no place is given twice.
INSERT INTO hook_deliveries (id, endpoint, lane, type, body, state, attempts, next_at_ms, last_status, last_error, created_at_ms, place)
SELECT $1, $2, $3, $4, $5, 'waiting', 0, $6, 0, '', $6, COALESCE(MAX(place), 0) + 1 FROM hook_deliveries WHERE endpoint = $2;

-- name: first_waiting
-- What the lane sends next. Walks hook_deliveries_waiting.
SELECT id, type, body, attempts, next_at_ms AS next_at FROM hook_deliveries
 WHERE endpoint = $1 AND lane = $2 AND state = 'waiting' ORDER BY place LIMIT 1;

-- name: lanes_waiting
SELECT DISTINCT lane FROM hook_deliveries WHERE endpoint = $1 AND state = 'waiting' ORDER BY lane;

-- name: note_attempt
UPDATE hook_deliveries
   SET state = $2, attempts = attempts + 1, next_at_ms = $3, last_status = $4, last_error = $5, last_attempt_ms = $6, ended_at_ms = $7
 WHERE id = $1 AND state = 'waiting';

-- name: deliveries
-- The latest before the place $2.
SELECT id, place, type, state, attempts, next_at_ms AS next_at, last_status, last_error, last_attempt_ms AS last_attempt, created_at_ms AS created_at
  FROM hook_deliveries WHERE endpoint = $1 AND place < $2 ORDER BY place DESC LIMIT $3;

-- name: deliveries_dead
SELECT id, place, type, state, attempts, next_at_ms AS next_at, last_status, last_error, last_attempt_ms AS last_attempt, created_at_ms AS created_at
  FROM hook_deliveries WHERE endpoint = $1 AND place < $2 AND state = 'dead' ORDER BY place DESC LIMIT $3;

-- name: delivery_lane
SELECT lane, state FROM hook_deliveries WHERE id = $1 AND endpoint = $2;

-- name: send_again
UPDATE hook_deliveries SET state = 'waiting', attempts = 0, next_at_ms = $2, last_error = '', ended_at_ms = NULL WHERE id = $1;

-- name: give_up_old
-- Nobody waits for these any more.
UPDATE hook_deliveries SET state = 'dead', ended_at_ms = $2, last_error = CASE WHEN last_error = '' THEN 'hook.too_old' ELSE last_error END
 WHERE state = 'waiting' AND created_at_ms < $1;

-- name: clear
DELETE FROM hook_deliveries WHERE ended_at_ms IS NOT NULL AND ended_at_ms < $1;

-- name: counts
SELECT COUNT(CASE WHEN state = 'waiting' THEN 1 END) AS waiting, COUNT(CASE WHEN state = 'taken' THEN 1 END) AS taken,
       COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead
  FROM hook_deliveries WHERE endpoint = $1;
