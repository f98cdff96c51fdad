-- name: find_answer
SELECT request_hash, answer FROM http_answers WHERE id = $1;

-- name: keep_answer
INSERT INTO http_answers (id, request_hash, answer, kept_at_ms) VALUES ($1, $2, $3, $4);

-- name: forget_answers
-- Walks http_answers_by_age.
DELETE FROM http_answers WHERE kept_at_ms < $1;
