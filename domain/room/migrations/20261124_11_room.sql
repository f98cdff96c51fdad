-- Why:  institutions hand a track of a case to each other: what went along, who accepted or refused it and when is kept; each has its own working notes; the reporter's identity crosses only when two persons of two institutions agree.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE handovers (
  id             TEXT    PRIMARY KEY,   -- UUIDv7
  track_id       TEXT    NOT NULL REFERENCES case_tracks (id),
  number         BIGINT  NOT NULL,      -- 1, 2 ... within the track
  from_office    TEXT    NOT NULL,
  to_office      TEXT    NOT NULL,      -- empty: a receiver without accounts
  to_name        TEXT    NOT NULL,      -- as it was called that day
  event          TEXT    NOT NULL,      -- transition that acceptance takes; empty: copies, the track stays
  with_identity  INTEGER NOT NULL CHECK (with_identity IN (0, 1)),  -- the sealed identity may be asked for
  persons        TEXT    NOT NULL,      -- JSON array: who is alleged, as told to the receiver
  letter         TEXT    NOT NULL,      -- what the sender writes to the receiver
  state          TEXT    NOT NULL CHECK (state IN ('offered', 'accepted', 'returned', 'recalled')),
  offered_at_ms  BIGINT  NOT NULL,
  offered_by     TEXT    NOT NULL,
  answered_at_ms BIGINT,                -- when it was answered
  answered_by    TEXT,
  received_at_ms BIGINT,                -- when it arrived, for accepted ones
  reason         TEXT    NOT NULL,      -- of a return or a recall
  proof          TEXT    NOT NULL,      -- of a receipt that the sender recorded
  version        BIGINT  NOT NULL,
  UNIQUE (track_id, number),
  CHECK ((state = 'offered') = (answered_at_ms IS NULL)),
  CHECK (to_office <> from_office)
);
CREATE INDEX handovers_by_receiver ON handovers (to_office, state, id);

CREATE TABLE handover_items (
  handover_id  TEXT   NOT NULL REFERENCES handovers (id),
  ordinal      BIGINT NOT NULL,
  kind         TEXT   NOT NULL CHECK (kind IN ('evidence', 'document', 'paper')),
  source       TEXT   NOT NULL,         -- evidence item, or the document's address in the case; empty for paper
  name         TEXT   NOT NULL,
  description  TEXT   NOT NULL,
  sha256       TEXT   NOT NULL,         -- of the bytes, or of `content`; empty for paper and physical exhibits
  media_type   TEXT   NOT NULL,
  size         BIGINT NOT NULL,
  content      TEXT   NOT NULL,         -- a document as it stood when it was handed over
  moves        INTEGER NOT NULL CHECK (moves IN (0, 1)),  -- the original goes; otherwise a copy
  PRIMARY KEY (handover_id, ordinal)
);
CREATE INDEX handover_items_by_source ON handover_items (source, handover_id);

-- Working notes: for the office that wrote them and nobody else.
CREATE TABLE room_notes (
  id         TEXT   PRIMARY KEY,
  track_id   TEXT   NOT NULL REFERENCES case_tracks (id),
  office_id  TEXT   NOT NULL,
  text       TEXT   NOT NULL,
  by_account TEXT   NOT NULL,
  by_name    TEXT   NOT NULL,
  at_ms      BIGINT NOT NULL
);
CREATE INDEX room_notes_by_office ON room_notes (track_id, office_id, id);

CREATE TABLE identity_requests (
  id              TEXT   PRIMARY KEY,
  track_id        TEXT   NOT NULL REFERENCES case_tracks (id),
  office_id       TEXT   NOT NULL,      -- asks
  whom            TEXT   NOT NULL CHECK (whom IN ('reporter', 'witnesses')),
  reason          TEXT   NOT NULL,
  state           TEXT   NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'opened')),
  asked_by        TEXT   NOT NULL,
  asked_by_name   TEXT   NOT NULL,
  asked_at_ms     BIGINT NOT NULL,
  expires_at_ms   BIGINT NOT NULL,      -- answered or opened before
  answered_by     TEXT,
  answered_office TEXT,
  answered_at_ms  BIGINT,
  answer          TEXT   NOT NULL,
  sealed          BYTES,                -- to the asking office; taken away when it was opened
  opened_at_ms    BIGINT
);
CREATE INDEX identity_requests_by_track ON identity_requests (track_id, id);

-- Files an office put into the room itself: its own until it hands them on.
CREATE TABLE room_files (
  item_id   TEXT NOT NULL PRIMARY KEY,
  track_id  TEXT NOT NULL REFERENCES case_tracks (id),
  office_id TEXT NOT NULL
);
CREATE INDEX room_files_by_office ON room_files (track_id, office_id, item_id);
