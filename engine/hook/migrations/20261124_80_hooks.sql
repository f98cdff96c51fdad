-- Why:  other systems learn of what happened by signed messages that must neither get lost nor be sent to a place nobody vouched for.
-- Undo: drop table hook_deliveries, drop table hook_endpoints.
CREATE TABLE hook_endpoints (
  id               TEXT   PRIMARY KEY,
  owner            TEXT   NOT NULL,    -- whose messages it gets
  name             TEXT   NOT NULL,    -- what its owner calls it
  host             TEXT   NOT NULL,    -- of the address, for lists; the whole address may hold a secret
  locked           BYTES  NOT NULL,    -- address and secrets, sealed with the server's own key
  types            TEXT   NOT NULL,    -- JSON array of the types it wants
  state            TEXT   NOT NULL CHECK (state IN ('active', 'disabled')),
  why              TEXT   NOT NULL CHECK (why IN ('none', 'person', 'failing', 'gone')),
  failing_since_ms BIGINT,             -- the first failure since it last took a message
  paused_until_ms  BIGINT NOT NULL,    -- nothing is sent before, so that a dead system does not hold up the others
  taken_at_ms      BIGINT,             -- when it last took a message
  old_until_ms     BIGINT,             -- so long the secret before the last change signs too
  created_at_ms    BIGINT NOT NULL
);
CREATE INDEX hook_endpoints_by_owner ON hook_endpoints (owner, id);

-- One message to one endpoint. A lane keeps the order of what belongs together.
CREATE TABLE hook_deliveries (
  id              TEXT   PRIMARY KEY,  -- the header webhook-id without its prefix: the same in every attempt
  endpoint        TEXT   NOT NULL REFERENCES hook_endpoints (id),
  lane            TEXT   NOT NULL,
  type            TEXT   NOT NULL,
  body            TEXT   NOT NULL,     -- JSON; references, no content
  state           TEXT   NOT NULL CHECK (state IN ('waiting', 'taken', 'dead')),
  attempts        BIGINT NOT NULL,
  next_at_ms      BIGINT NOT NULL,
  last_status     BIGINT NOT NULL,     -- of HTTP; 0: no answer
  last_error      TEXT   NOT NULL,     -- code; '' for none
  last_attempt_ms BIGINT,
  created_at_ms   BIGINT NOT NULL,
  ended_at_ms     BIGINT
);
CREATE INDEX hook_deliveries_waiting ON hook_deliveries (endpoint, lane, id) WHERE state = 'waiting';
CREATE INDEX hook_deliveries_by_endpoint ON hook_deliveries (endpoint, id);
CREATE INDEX hook_deliveries_ended ON hook_deliveries (ended_at_ms) WHERE ended_at_ms IS NOT NULL;
