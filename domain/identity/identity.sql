-- name: office_parents
SELECT id, parent FROM offices WHERE parent IS NOT NULL AND parent <> '';

-- ---- accounts ----

-- name: insert_account
INSERT INTO accounts (id, email, name, status, language, created_at_ms) VALUES ($1, $2, $3, 'invited', $4, $5);

-- name: account_by_id
SELECT id, email, name, status, language, password_hash, public_key, secret_salt, secret_locked, created_at_ms FROM accounts WHERE id = $1;

-- name: account_by_email
SELECT id, email, name, status, language, password_hash, public_key, secret_salt, secret_locked, created_at_ms FROM accounts WHERE email = $1;

-- name: any_account
SELECT 1 FROM accounts LIMIT 1;

-- name: set_password
UPDATE accounts SET password_hash = $2, secret_salt = $3, secret_locked = $4, public_key = $5, password_set_at_ms = $6, status = 'active'
 WHERE id = $1 AND status <> 'disabled';

-- name: rewrap_password
-- The key pair stays; only if nobody changed it meanwhile ($6 is the lock it was opened with).
UPDATE accounts SET password_hash = $2, secret_salt = $3, secret_locked = $4, password_set_at_ms = $5 WHERE id = $1 AND secret_locked = $6;

-- name: set_status
UPDATE accounts SET status = $2 WHERE id = $1;

-- name: set_profile
UPDATE accounts SET name = $2, language = $3 WHERE id = $1;

-- name: all_accounts
SELECT id, email, name, status, language, created_at_ms FROM accounts ORDER BY email;

-- ---- roles ----

-- name: roles_now
-- Roles of a person at $2, with their offices.
SELECT g.role, g.office_id, o.name, o.region_code, o.zone
  FROM role_grants g LEFT JOIN offices o ON o.id = g.office_id
 WHERE g.account_id = $1 AND g.from_ms <= $2 AND (g.until_ms IS NULL OR g.until_ms > $2) AND g.ended_at_ms IS NULL
 ORDER BY g.office_id, g.role;

-- name: grants_of_account
SELECT g.id, g.account_id, g.office_id, g.role, g.from_ms, g.until_ms, g.granted_by, g.granted_at_ms, g.ended_by, g.ended_at_ms, o.name
  FROM role_grants g LEFT JOIN offices o ON o.id = g.office_id
 WHERE g.account_id = $1 ORDER BY g.from_ms DESC, g.id;

-- name: grant_by_id
SELECT id, account_id, office_id, role, from_ms, until_ms, granted_by, granted_at_ms, ended_by, ended_at_ms FROM role_grants WHERE id = $1;

-- name: same_grant
-- A role that the person holds there in an overlapping time.
SELECT id FROM role_grants
 WHERE account_id = $1 AND office_id = $2 AND role = $3 AND ended_at_ms IS NULL AND (until_ms IS NULL OR until_ms > $4)
   AND from_ms < COALESCE($5, 9000000000000000) LIMIT 1;

-- name: insert_grant
INSERT INTO role_grants (id, account_id, office_id, role, from_ms, until_ms, granted_by, granted_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: end_grant
UPDATE role_grants SET ended_by = $2, ended_at_ms = $3 WHERE id = $1 AND ended_at_ms IS NULL;

-- name: people_of_office
-- Everybody who holds, held or will hold a role there.
SELECT DISTINCT a.id, a.email, a.name, a.status, a.language, a.created_at_ms
  FROM role_grants g JOIN accounts a ON a.id = g.account_id
 WHERE g.office_id = $1 ORDER BY a.name, a.id;

-- name: holders_now
-- Roles held in an office at $2.
SELECT g.account_id, g.role, a.name, a.public_key
  FROM role_grants g JOIN accounts a ON a.id = g.account_id
 WHERE g.office_id = $1 AND g.from_ms <= $2 AND (g.until_ms IS NULL OR g.until_ms > $2) AND g.ended_at_ms IS NULL AND a.status <> 'disabled'
 ORDER BY a.name, a.id, g.role;

-- ---- sessions ----

-- name: insert_session
INSERT INTO sessions (token_hash, id, account_id, state, active_office, member_key, created_at_ms, last_seen_at_ms, expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8);

-- name: session_by_token
SELECT s.id, s.account_id, s.state, s.active_office, s.created_at_ms, s.last_seen_at_ms, s.expires_at_ms, a.name, a.status, s.member_key
  FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.token_hash = $1;

-- name: touch_session
UPDATE sessions SET last_seen_at_ms = $2 WHERE token_hash = $1;

-- name: sessions_of
SELECT id, state, created_at_ms, last_seen_at_ms, expires_at_ms FROM sessions WHERE account_id = $1 ORDER BY last_seen_at_ms DESC, id;

-- name: set_active_office
UPDATE sessions SET active_office = $2 WHERE token_hash = $1;

-- name: set_session_key
UPDATE sessions SET member_key = $2 WHERE token_hash = $1;

-- name: delete_session
DELETE FROM sessions WHERE token_hash = $1;

-- name: delete_session_by_id
DELETE FROM sessions WHERE id = $1 AND account_id = $2;

-- name: delete_sessions_of
DELETE FROM sessions WHERE account_id = $1;

-- name: delete_other_sessions
DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2;

-- name: delete_expired_sessions
DELETE FROM sessions WHERE expires_at_ms < $1;

-- name: known_device
SELECT 1 FROM known_devices WHERE token_hash = $1 AND account_id = $2;

-- name: remember_device
INSERT INTO known_devices (token_hash, account_id, seen_at_ms) VALUES ($1, $2, $3)
ON CONFLICT (token_hash, account_id) DO UPDATE SET seen_at_ms = excluded.seen_at_ms;

-- name: forget_devices
DELETE FROM known_devices WHERE account_id = $1;

-- ---- second factor ----

-- name: factor_of
SELECT locked, last_step, confirmed_at_ms FROM second_factors WHERE account_id = $1;

-- name: start_factor
INSERT INTO second_factors (account_id, locked, last_step, confirmed_at_ms) VALUES ($1, $2, 0, NULL)
ON CONFLICT (account_id) DO UPDATE SET locked = excluded.locked, last_step = 0 WHERE second_factors.confirmed_at_ms IS NULL;

-- name: confirm_factor
UPDATE second_factors SET confirmed_at_ms = $2, last_step = $3 WHERE account_id = $1 AND confirmed_at_ms IS NULL;

-- name: use_step
UPDATE second_factors SET last_step = $2 WHERE account_id = $1 AND last_step < $2 AND confirmed_at_ms IS NOT NULL;

-- name: delete_factor
DELETE FROM second_factors WHERE account_id = $1;

-- name: insert_recovery_code
INSERT INTO factor_recovery_codes (account_id, code_hash) VALUES ($1, $2);

-- name: use_recovery_code
UPDATE factor_recovery_codes SET used_at_ms = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at_ms IS NULL;

-- name: recovery_codes_left
SELECT count(*) FROM factor_recovery_codes WHERE account_id = $1 AND used_at_ms IS NULL;

-- name: delete_recovery_codes
DELETE FROM factor_recovery_codes WHERE account_id = $1;

-- ---- invitations and resets ----

-- name: insert_invitation
INSERT INTO invitations (token_hash, account_id, office_id, made_by, expires_at_ms) VALUES ($1, $2, $3, $4, $5);

-- name: invitation
SELECT i.account_id, i.office_id, i.expires_at_ms, i.used_at_ms, a.name, a.email, a.status
  FROM invitations i JOIN accounts a ON a.id = i.account_id WHERE i.token_hash = $1;

-- name: use_invitation
UPDATE invitations SET used_at_ms = $2 WHERE token_hash = $1 AND used_at_ms IS NULL;

-- name: void_invitations
UPDATE invitations SET expires_at_ms = $2 WHERE account_id = $1 AND used_at_ms IS NULL AND expires_at_ms > $2;

-- name: insert_reset
INSERT INTO password_resets (id, account_id, office_id, requested_by, requested_at_ms, reason) VALUES ($1, $2, $3, $4, $5, $6);

-- name: resets_of
-- Those that still wait for a second person or for their use.
SELECT r.id, r.account_id, r.office_id, r.requested_by, r.requested_at_ms, r.reason, r.confirmed_by, r.expires_at_ms, a.name
  FROM password_resets r LEFT JOIN accounts a ON a.id = r.requested_by
 WHERE r.account_id = $1 AND r.used_at_ms IS NULL AND r.refused_by IS NULL AND (r.expires_at_ms IS NULL OR r.expires_at_ms > $2)
 ORDER BY r.requested_at_ms;

-- name: reset_by_id
SELECT id, account_id, office_id, requested_by, confirmed_by, refused_by, used_at_ms FROM password_resets WHERE id = $1;

-- name: confirm_reset
UPDATE password_resets SET confirmed_by = $2, confirmed_at_ms = $3, token_hash = $4, expires_at_ms = $5
 WHERE id = $1 AND confirmed_by IS NULL AND refused_by IS NULL AND requested_by <> $2;

-- name: refuse_reset
UPDATE password_resets SET refused_by = $2 WHERE id = $1 AND confirmed_by IS NULL AND refused_by IS NULL;

-- name: reset_by_token
SELECT r.account_id, r.office_id, r.expires_at_ms, r.used_at_ms, a.name, a.email, a.status, r.id
  FROM password_resets r JOIN accounts a ON a.id = r.account_id WHERE r.token_hash = $1;

-- name: use_reset
UPDATE password_resets SET used_at_ms = $2 WHERE token_hash = $1 AND used_at_ms IS NULL;

-- ---- first start ----

-- name: set_setup_code
INSERT INTO setup_code (id, code_hash, made_at_ms) VALUES (1, $1, $2)
ON CONFLICT (id) DO UPDATE SET code_hash = excluded.code_hash, made_at_ms = excluded.made_at_ms;

-- name: setup_code
SELECT code_hash FROM setup_code WHERE id = 1;

-- name: delete_setup_code
DELETE FROM setup_code WHERE id = 1;

-- ---- office keys ----

-- name: current_key
SELECT id, public_key FROM office_keys WHERE office_id = $1 AND retired_at_ms IS NULL ORDER BY made_at_ms DESC, id DESC LIMIT 1;

-- name: nearest_key
-- The key of the office, or of the nearest superior that has one.
WITH RECURSIVE up (id, parent, distance) AS (
  SELECT id, parent, 0 FROM offices WHERE id = $1
  UNION ALL SELECT o.id, o.parent, u.distance + 1 FROM offices o JOIN up u ON o.id = u.parent WHERE u.distance < 16
)
SELECT k.public_key FROM up u JOIN office_keys k ON k.office_id = u.id
 WHERE k.retired_at_ms IS NULL ORDER BY u.distance, k.made_at_ms DESC, k.id DESC LIMIT 1;

-- name: keys_of_office
SELECT id, office_id, public_key, recovery_locked, made_by, made_at_ms, retired_at_ms FROM office_keys WHERE office_id = $1
 ORDER BY made_at_ms DESC, id DESC;

-- name: insert_office_key
INSERT INTO office_keys (id, office_id, public_key, recovery_locked, made_by, made_at_ms) VALUES ($1, $2, $3, $4, $5, $6);

-- name: retire_keys
UPDATE office_keys SET retired_at_ms = $2 WHERE office_id = $1 AND retired_at_ms IS NULL;

-- name: put_key_grant
INSERT INTO office_key_grants (key_id, account_id, member_key, sealed, granted_by, granted_at_ms) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (key_id, account_id) DO UPDATE
   SET member_key = excluded.member_key, sealed = excluded.sealed, granted_by = excluded.granted_by, granted_at_ms = excluded.granted_at_ms;

-- name: granted_keys
-- The keys of an office that a person can open, newest first.
SELECT k.id, k.public_key, g.sealed
  FROM office_keys k JOIN office_key_grants g ON g.key_id = k.id JOIN accounts a ON a.id = g.account_id
 WHERE k.office_id = $1 AND g.account_id = $2 AND g.member_key = a.public_key ORDER BY k.made_at_ms DESC, k.id DESC;

-- name: key_holders
-- Who can open which key of an office.
SELECT k.id, g.account_id
  FROM office_keys k JOIN office_key_grants g ON g.key_id = k.id JOIN accounts a ON a.id = g.account_id
 WHERE k.office_id = $1 AND g.member_key = a.public_key;

-- name: delete_grants_in_office
DELETE FROM office_key_grants
 WHERE account_id = $1 AND key_id IN (SELECT id FROM office_keys WHERE office_id = $2);

-- name: delete_grants_of
DELETE FROM office_key_grants WHERE account_id = $1;
