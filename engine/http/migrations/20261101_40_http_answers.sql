-- Why:  a write that is sent twice must happen once and be answered the same (header Idempotency-Key, form field `once`).
-- Undo: DROP TABLE http_answers; repeated requests are then executed again.
CREATE TABLE http_answers (
  id           TEXT   PRIMARY KEY,  -- HMAC of key, route and principal: says nothing by itself
  request_hash TEXT   NOT NULL,     -- HMAC of the request's content
  answer       BYTES  NOT NULL,     -- locked with a key made from the client's key and the server's secret
  kept_at_ms   BIGINT NOT NULL
);
CREATE INDEX http_answers_by_age ON http_answers (kept_at_ms);
