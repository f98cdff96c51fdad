-- Why:  who took a whole case file out, when, for whom, why and with which fingerprint must be known for ever; the bag itself is not kept.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE bundles (
  id           TEXT   PRIMARY KEY,  -- UUIDv7
  case_id      TEXT   NOT NULL REFERENCES cases (id),
  handover_id  TEXT   NOT NULL,     -- only what was handed over; empty: the whole file
  office_id    TEXT   NOT NULL,     -- whose person took it out
  account      TEXT   NOT NULL,
  reason       TEXT   NOT NULL,
  name         TEXT   NOT NULL,     -- of the bag
  print        TEXT   NOT NULL,     -- SHA-256 of its tagmanifest-sha256.txt
  archive_size BIGINT NOT NULL,     -- of the archive
  parts        BIGINT NOT NULL,
  exhibits     BIGINT NOT NULL,
  letters      BIGINT NOT NULL,
  left_out     BIGINT NOT NULL,     -- exhibits whose bytes are gone or altered
  case_version BIGINT NOT NULL,
  made_at_ms   BIGINT NOT NULL
);
CREATE INDEX bundles_by_case ON bundles (case_id, id);
