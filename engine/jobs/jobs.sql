-- name: enqueue
INSERT INTO jobs (kind, key, payload, state, run_at_ms, version, attempts, leased_by, lease_until_ms, last_error_code)
VALUES ($1, $2, $3, 'open', $4, 1, 0, '', 0, '')
ON CONFLICT (kind, key) DO UPDATE
   SET payload = excluded.payload, state = 'open', run_at_ms = excluded.run_at_ms, version = jobs.version + 1,
       last_error_code = '', ended_at_ms = NULL,
       attempts = CASE WHEN jobs.leased_by = '' THEN 0 ELSE jobs.attempts END;

-- name: enqueue_periodic
INSERT INTO jobs (kind, key, payload, state, run_at_ms, version, attempts, leased_by, lease_until_ms, last_error_code)
VALUES ($1, 'periodic', '', 'open', $2, 1, 0, '', 0, '')
ON CONFLICT (kind, key) DO NOTHING;

-- name: pull_periodic
-- After the interval was shortened or the clock set back.
UPDATE jobs SET run_at_ms = $2, state = 'open' WHERE kind = $1 AND key = 'periodic' AND (run_at_ms > $2 OR state <> 'open');

-- name: cancel
DELETE FROM jobs WHERE kind = $1 AND key = $2 AND state <> 'done';

-- name: due
-- Walks jobs_by_state_run_at. $3: the kinds with a handler here, each between commas (",a,b,"); those of a newer server are not ours to touch.
SELECT kind, key FROM jobs
 WHERE state = 'open' AND run_at_ms <= $1 AND lease_until_ms <= $1 AND $3 LIKE '%,' || kind || ',%'
 ORDER BY run_at_ms, kind, key
 LIMIT $2;

-- name: take
UPDATE jobs
   SET leased_by = $3, lease_until_ms = $4, attempts = attempts + 1
 WHERE kind = $1 AND key = $2 AND state = 'open' AND run_at_ms <= $5 AND lease_until_ms <= $5
RETURNING kind, key, payload, run_at_ms, version, attempts;

-- name: still_mine
SELECT COUNT(*) FROM jobs WHERE kind = $1 AND key = $2 AND leased_by = $3 AND attempts = $4;

-- name: finish
UPDATE jobs SET state = 'done', ended_at_ms = $6, leased_by = '', lease_until_ms = 0, attempts = 0, last_error_code = ''
 WHERE kind = $1 AND key = $2 AND leased_by = $3 AND attempts = $4 AND version = $5;

-- name: run_again
-- Later; also after success when the job is periodic.
UPDATE jobs SET run_at_ms = $6, leased_by = '', lease_until_ms = 0, last_error_code = $7
 WHERE kind = $1 AND key = $2 AND leased_by = $3 AND attempts = $4 AND version = $5;

-- name: park
UPDATE jobs SET state = 'parked', ended_at_ms = $6, leased_by = '', lease_until_ms = 0, last_error_code = $7
 WHERE kind = $1 AND key = $2 AND leased_by = $3 AND attempts = $4 AND version = $5;

-- name: let_go
-- It was enqueued again while it ran: open, and at the new time.
UPDATE jobs SET leased_by = '', lease_until_ms = 0, attempts = 0
 WHERE kind = $1 AND key = $2 AND leased_by = $3 AND attempts = $4;

-- name: parked
SELECT kind, key, attempts, last_error_code, ended_at_ms AS parked_at FROM jobs
 WHERE state = 'parked' ORDER BY ended_at_ms DESC, kind, key LIMIT 1000;

-- name: clear_done
DELETE FROM jobs WHERE state = 'done' AND ended_at_ms < $1;
