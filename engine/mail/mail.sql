-- name: put
INSERT INTO mail_outbox (id, address, language, notice, path, due_at_ms, due_zone, number, created_at_ms, numbers)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: waiting
SELECT address, language, notice, path, due_at_ms, due_zone, number, numbers, created_at_ms FROM mail_outbox
 WHERE id = $1 AND sent_at_ms IS NULL;

-- name: sent
-- Whom it went to, and a link that is a secret, are forgotten.
UPDATE mail_outbox SET sent_at_ms = $2, address = '', path = CASE WHEN path LIKE 'locked:%' THEN '' ELSE path END WHERE id = $1;

-- name: bounced
SELECT o.id, o.notice, j.last_error_code, o.created_at_ms AS created_at
  FROM mail_outbox o JOIN jobs j ON j.kind = 'mail.send' AND j.key = o.id
 WHERE j.state = 'parked'
 ORDER BY o.created_at_ms DESC, o.id
 LIMIT 1000;

-- name: clear
DELETE FROM mail_outbox WHERE created_at_ms < $1;
