-- Why:  a file proves nothing without the record it belongs to, who gave it, and everything that happened to it since.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE evidence_items (
  id            TEXT    PRIMARY KEY,
  subject_kind  TEXT    NOT NULL,             -- "report", "finding", "case"
  subject_id    TEXT    NOT NULL,
  office_id     TEXT    NOT NULL,             -- who keeps it now
  number        INTEGER NOT NULL,             -- 1, 2 ... within the record
  sha256        TEXT    NOT NULL,             -- '' for a thing listed but not handed in as a file
  media_type    TEXT    NOT NULL,
  size          BIGINT  NOT NULL CHECK (size >= 0),
  filename      TEXT    NOT NULL,             -- neutral for citizens' files: a sender's name for a file may name the sender
  description   TEXT    NOT NULL CHECK (length(description) <= 500),
  given_by      TEXT    NOT NULL,             -- account id or "citizen"
  given_at_ms   BIGINT  NOT NULL,
  UNIQUE (subject_kind, subject_id, number)
);
CREATE INDEX evidence_by_sha256 ON evidence_items (sha256);

-- Append only: the chain of custody.
CREATE TABLE evidence_custody (
  id          TEXT   PRIMARY KEY,
  item_id     TEXT   NOT NULL REFERENCES evidence_items (id),
  at_ms       BIGINT NOT NULL,
  step        TEXT   NOT NULL,
  actor       TEXT   NOT NULL,
  office_id   TEXT   NOT NULL,
  note        TEXT   NOT NULL
);
CREATE INDEX evidence_custody_by_item ON evidence_custody (item_id, at_ms, id);
