-- Why: a registered report or finding is carried from initial review to decision and notice; each step keeps who, when, what it rested on, and every version.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE cases (
  id               TEXT   PRIMARY KEY,  -- UUIDv7
  origin           TEXT   NOT NULL CHECK (origin IN ('report', 'finding')),
  report_id        TEXT   UNIQUE,
  finding_id       TEXT   UNIQUE,
  office_id        TEXT   NOT NULL,     -- responsible now
  first_office_id  TEXT   NOT NULL,     -- where it was received; never changes
  election_id      TEXT   NOT NULL,
  region_code      TEXT   NOT NULL,
  zone             TEXT   NOT NULL,     -- of the place: days are counted there
  title            TEXT   NOT NULL,     -- the event in a few words, no names
  stage            TEXT   NOT NULL,     -- a stage of the procedure data
  stage_since_ms   BIGINT NOT NULL,
  received_at_ms   BIGINT NOT NULL,     -- report received or finding set; never changes
  happened_on      TEXT,
  known_on         TEXT,
  number           TEXT,                -- register number as printed
  number_office    TEXT,
  number_year      BIGINT,
  number_running   BIGINT,
  registered_at_ms BIGINT,
  decided_at_ms    BIGINT,
  told_at_ms       BIGINT,              -- newest status notice after the decision
  closed_at_ms     BIGINT,
  version          BIGINT NOT NULL,     -- counts acts; forms carry it back
  opened_at_ms     BIGINT NOT NULL,
  opened_by        TEXT   NOT NULL,
  CHECK ((origin = 'report') = (report_id IS NOT NULL)),
  CHECK ((origin = 'finding') = (finding_id IS NOT NULL)),
  CHECK ((number IS NULL) = (registered_at_ms IS NULL))
);
CREATE INDEX cases_by_office ON cases (office_id, id);
CREATE INDEX cases_by_registration ON cases (registered_at_ms, id);
CREATE UNIQUE INDEX cases_number ON cases (number_office, origin, number_year, number_running);

-- The last running number given, per office, kind and year.
CREATE TABLE case_numbers (
  office_id        TEXT   NOT NULL,
  kind             TEXT   NOT NULL CHECK (kind IN ('report', 'finding')),
  year             BIGINT NOT NULL,
  last             BIGINT NOT NULL,
  PRIMARY KEY (office_id, kind, year)
);

-- Names of reported persons and experts; reporters and witnesses have none here (their names are in the vault).
CREATE TABLE case_participants (
  id               TEXT   PRIMARY KEY,
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  role             TEXT   NOT NULL CHECK (role IN ('reporter', 'witness', 'reported', 'expert')),
  ordinal          BIGINT NOT NULL,     -- "Saksi 2"
  name             TEXT,
  kind             TEXT   NOT NULL,     -- kind of person of the procedure data; may be empty
  position         TEXT,
  unit             TEXT,
  address          TEXT,
  added_at_ms      BIGINT NOT NULL,
  UNIQUE (case_id, role, ordinal),
  CHECK (role IN ('reported', 'expert') OR (name IS NULL AND address IS NULL))
);

-- Things that happened, from which clocks count. A correction appends and names what it replaces.
CREATE TABLE case_events (
  id               TEXT   PRIMARY KEY,
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  track_id         TEXT,
  event            TEXT   NOT NULL,     -- an event of the procedure data
  at_ms            BIGINT NOT NULL,
  replaces         TEXT   REFERENCES case_events (id),
  reason           TEXT   NOT NULL,
  recorded_at_ms   BIGINT NOT NULL,
  recorded_by      TEXT   NOT NULL
);
CREATE INDEX case_events_by_case ON case_events (case_id, id);

CREATE TABLE case_reviews (
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  version          BIGINT NOT NULL,
  content          TEXT   NOT NULL,     -- JSON of ReviewContent
  result           TEXT,                -- null while it is being filled in
  reason_kind      TEXT,
  recorded_at_ms   BIGINT NOT NULL,
  recorded_by      TEXT   NOT NULL,
  PRIMARY KEY (case_id, version)
);

CREATE TABLE case_clarifications (
  id               TEXT   PRIMARY KEY,
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  participant_id   TEXT   NOT NULL REFERENCES case_participants (id),
  invitation       BIGINT NOT NULL,     -- first, second, third invitation of this person
  held_at_ms       BIGINT NOT NULL,
  place            TEXT   NOT NULL,
  state            TEXT   NOT NULL CHECK (state IN ('invited', 'attended', 'absent', 'cancelled')),
  note             TEXT,
  invited_at_ms    BIGINT NOT NULL,
  invited_by       TEXT   NOT NULL,
  UNIQUE (participant_id, invitation)
);
CREATE INDEX case_clarifications_by_case ON case_clarifications (case_id, id);

CREATE TABLE case_minutes (
  clarification_id TEXT    NOT NULL REFERENCES case_clarifications (id),
  version          BIGINT  NOT NULL,
  content          TEXT    NOT NULL,    -- JSON of MinutesContent
  under_oath       INTEGER NOT NULL CHECK (under_oath IN (0, 1)),
  reason           TEXT    NOT NULL,    -- why it was corrected; empty for the first
  recorded_at_ms   BIGINT  NOT NULL,
  recorded_by      TEXT    NOT NULL,
  PRIMARY KEY (clarification_id, version)
);

CREATE TABLE case_studies (
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  version          BIGINT NOT NULL,
  content          TEXT   NOT NULL,     -- JSON of StudyContent
  recorded_at_ms   BIGINT NOT NULL,
  recorded_by      TEXT   NOT NULL,
  PRIMARY KEY (case_id, version)
);

-- One track per outcome and receiver; several run side by side, each with its own stage and clock.
CREATE TABLE case_tracks (
  id               TEXT   PRIMARY KEY,
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  plenary_id       TEXT   REFERENCES plenaries (id),  -- null: opened with the registration (first discussion of a crime)
  outcome          TEXT   NOT NULL,     -- transition of the procedure data that opened it
  persons          TEXT   NOT NULL,     -- JSON array of participant ids
  stage            TEXT   NOT NULL,     -- a stage of the procedure data
  stage_since_ms   BIGINT NOT NULL,
  receiver         TEXT   NOT NULL,     -- actor of the procedure data; empty when it stays in the office
  receiver_basis   TEXT   NOT NULL,
  receiver_mark    TEXT   NOT NULL,
  note             TEXT   NOT NULL,
  opened_at_ms     BIGINT NOT NULL,
  ended_at_ms      BIGINT
);
CREATE UNIQUE INDEX case_tracks_by_case ON case_tracks (case_id, outcome, receiver);

CREATE TABLE case_assignments (
  id               TEXT   PRIMARY KEY,
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  account          TEXT   NOT NULL,
  name             TEXT   NOT NULL,     -- of the officer, as it was that day
  assigned_at_ms   BIGINT NOT NULL,
  assigned_by      TEXT   NOT NULL,
  ended_at_ms      BIGINT
);
CREATE UNIQUE INDEX case_assignments_open ON case_assignments (case_id, account) WHERE ended_at_ms IS NULL;
CREATE INDEX case_assignments_by_account ON case_assignments (account, case_id);

CREATE TABLE case_transfers (
  id               TEXT   PRIMARY KEY,
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  kind             TEXT   NOT NULL CHECK (kind IN ('hand_down', 'takeover', 'forwarding')),
  from_office      TEXT   NOT NULL,
  to_office        TEXT   NOT NULL,
  reason           TEXT   NOT NULL,
  clocks_restarted INTEGER NOT NULL CHECK (clocks_restarted IN (0, 1)),
  identity_moved   INTEGER NOT NULL CHECK (identity_moved IN (0, 1)),
  at_ms            BIGINT NOT NULL,
  by_account       TEXT   NOT NULL
);
CREATE INDEX case_transfers_by_case ON case_transfers (case_id, id);

CREATE TABLE case_shares (
  id               TEXT   PRIMARY KEY,
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  office_id        TEXT   NOT NULL,
  reason           TEXT   NOT NULL,
  since_ms         BIGINT NOT NULL,
  until_ms         BIGINT,
  shared_by        TEXT   NOT NULL
);
CREATE UNIQUE INDEX case_shares_open ON case_shares (office_id, case_id) WHERE until_ms IS NULL;
CREATE INDEX case_shares_by_case ON case_shares (case_id);

CREATE TABLE case_notices (
  id               TEXT   PRIMARY KEY,
  case_id          TEXT   NOT NULL REFERENCES cases (id),
  stage            TEXT   NOT NULL,     -- what it tells
  results          TEXT   NOT NULL,     -- JSON array of outcome ids; empty before the decision
  text             TEXT   NOT NULL,
  on_board         INTEGER NOT NULL CHECK (on_board IN (0, 1)),
  told_reporter    INTEGER NOT NULL CHECK (told_reporter IN (0, 1)),
  at_ms            BIGINT NOT NULL,
  by_account       TEXT   NOT NULL
);
CREATE INDEX case_notices_by_case ON case_notices (case_id, id);
