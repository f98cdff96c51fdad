-- Why:  what a citizen tells us needs a home before anyone decides what becomes of it; who told us needs a vault nobody can read from here.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE reports (
  id               TEXT    PRIMARY KEY,        -- UUIDv7: sorts by arrival, safe in URLs
  code_hash        TEXT    NOT NULL UNIQUE,    -- of the reporter's secret code; the code itself is nowhere
  office_id        TEXT    NOT NULL,           -- whose it is now
  first_office_id  TEXT    NOT NULL,           -- who received it; never changes
  region_code      TEXT    NOT NULL,
  place_detail     TEXT    NOT NULL,
  zone             TEXT    NOT NULL CHECK (zone IN ('wib', 'wita', 'wit')),
  election_id      TEXT    NOT NULL,
  regime           TEXT    NOT NULL,           -- set of procedures that holds: "pilkada"
  track            TEXT    NOT NULL CHECK (track IN ('formal', 'lead')),
  asked_track      TEXT    NOT NULL CHECK (asked_track IN ('formal', 'lead')),
  downgrade        TEXT    NOT NULL CHECK (downgrade IN ('none', 'late', 'not_entitled')),
  stage            TEXT    NOT NULL,
  channel          TEXT    NOT NULL,
  received_at_ms   BIGINT  NOT NULL,           -- never changes, wherever the report goes
  formal_at_ms     BIGINT,                     -- when it became a formal report; NULL for a lead
  date_happened    TEXT,
  date_known       TEXT,
  event            TEXT    NOT NULL CHECK (length(event) <= 500),
  chronology       TEXT    NOT NULL CHECK (length(chronology) <= 20000),
  capacity         TEXT    NOT NULL,
  is_proxy         INTEGER NOT NULL,
  has_identity     INTEGER NOT NULL,
  filled           TEXT    NOT NULL,           -- ids of the fields that are filled in, as JSON; no values
  is_complete      INTEGER NOT NULL,
  case_id          TEXT    NOT NULL,
  case_number      TEXT    NOT NULL,
  finding_id       TEXT    NOT NULL,
  taken_in_by      TEXT    NOT NULL,           -- account at the counter; '' when the citizen filed
  version          BIGINT  NOT NULL,
  CHECK (track = 'lead' OR downgrade = 'none')
);
CREATE INDEX reports_by_office ON reports (office_id, received_at_ms, id);
CREATE INDEX reports_by_office_stage ON reports (office_id, stage, received_at_ms, id);
CREATE INDEX reports_by_region ON reports (region_code, received_at_ms);

-- Persons said to have done something: an allegation, read only by those who may read the report.
CREATE TABLE report_reported (
  id          TEXT    PRIMARY KEY,
  report_id   TEXT    NOT NULL REFERENCES reports (id),
  number      INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  position    TEXT    NOT NULL,
  unit        TEXT    NOT NULL,
  address     TEXT    NOT NULL,
  UNIQUE (report_id, number)
);

-- Sealed to an office's key. What is added later comes as a further row of the same kind: nobody here can open the first one to change it.
CREATE TABLE report_vault (
  id          TEXT    PRIMARY KEY,
  report_id   TEXT    NOT NULL REFERENCES reports (id),
  kind        TEXT    NOT NULL CHECK (kind IN ('reporter', 'witnesses', 'power_of_attorney')),
  office_id   TEXT    NOT NULL,                -- whose key opens it
  sealed      BYTES   NOT NULL,
  sealed_at_ms BIGINT NOT NULL
);
CREATE INDEX report_vault_by_report ON report_vault (report_id, id);

CREATE TABLE report_messages (
  id          TEXT    PRIMARY KEY,
  report_id   TEXT    NOT NULL REFERENCES reports (id),
  sender      TEXT    NOT NULL CHECK (sender IN ('reporter', 'office', 'system')),
  notice      TEXT    NOT NULL,                -- message key; '' when `body` is free text
  params      TEXT    NOT NULL,                -- JSON object for the notice
  body        TEXT    NOT NULL CHECK (length(body) <= 5000),
  office_id   TEXT    NOT NULL,
  account_id  TEXT    NOT NULL,                -- who wrote for the office; never shown to the reporter
  at_ms       BIGINT  NOT NULL
);
CREATE INDEX report_messages_by_report ON report_messages (report_id, at_ms, id);

CREATE TABLE report_completions (
  id             TEXT   PRIMARY KEY,
  report_id      TEXT   NOT NULL REFERENCES reports (id),
  fields         TEXT   NOT NULL,              -- JSON array of field ids
  note           TEXT   NOT NULL CHECK (length(note) <= 5000),
  asked_at_ms    BIGINT NOT NULL,
  answered_at_ms BIGINT
);
CREATE INDEX report_completions_by_report ON report_completions (report_id, asked_at_ms);

-- A draft is unreadable without its code: only the code's hash is here, and the key is made from the code.
CREATE TABLE report_drafts (
  code_hash     TEXT   PRIMARY KEY,
  sealed        BYTES  NOT NULL,
  updated_at_ms BIGINT NOT NULL,
  expires_at_ms BIGINT NOT NULL
);
CREATE INDEX report_drafts_by_expiry ON report_drafts (expires_at_ms);

-- Files of drafts, so that the clean-up of the file store leaves them alone. Says neither whose nor which draft.
CREATE TABLE report_draft_files (
  sha256        TEXT   PRIMARY KEY,
  expires_at_ms BIGINT NOT NULL
);

-- Reports that a person says tell of the same event. The pair is ordered, so that it exists once.
CREATE TABLE report_links (
  first_id    TEXT   NOT NULL REFERENCES reports (id),
  second_id   TEXT   NOT NULL REFERENCES reports (id),
  kind        TEXT   NOT NULL CHECK (kind IN ('same_event', 'not_same')),
  account_id  TEXT   NOT NULL,
  at_ms       BIGINT NOT NULL,
  PRIMARY KEY (first_id, second_id),
  CHECK (first_id < second_id)
);
CREATE INDEX report_links_by_second ON report_links (second_id);
