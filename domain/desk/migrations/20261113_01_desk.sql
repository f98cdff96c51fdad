-- Why:  people keep the filters they use every day, and a bulk action can be taken back for some minutes.
-- Undo: drop both tables; nothing else depends on them.
CREATE TABLE saved_filters (
  id            TEXT   PRIMARY KEY,              -- UUIDv7
  account       TEXT   NOT NULL,
  name          TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  path          TEXT   NOT NULL CHECK (length(path) BETWEEN 1 AND 500),
  created_at_ms BIGINT NOT NULL
);
CREATE INDEX saved_filters_by_account ON saved_filters (account, id);

CREATE TABLE desk_undos (
  id            TEXT   PRIMARY KEY,              -- UUIDv7
  account       TEXT   NOT NULL,                 -- who did it, and who alone may take it back
  until_ms      BIGINT NOT NULL,
  used_at_ms    BIGINT,
  changes       TEXT   NOT NULL                  -- JSON: [{"kind", "id", "from", "to"}], account ids only
);
