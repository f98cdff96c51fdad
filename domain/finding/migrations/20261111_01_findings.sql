-- Why: supervisors' own records (Form A), what the plenary makes of them (findings), and the tracing of leads need a home before any of them becomes a case.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE form_a (
  id             TEXT    PRIMARY KEY,  -- UUIDv7
  office_id      TEXT    NOT NULL,
  number         TEXT    NOT NULL,     -- as the office numbers its records; may be empty
  election_id    TEXT    NOT NULL,
  region_code    TEXT    NOT NULL,
  stage_watched  TEXT    NOT NULL,     -- stage of the election
  title          TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  supervisor     TEXT    NOT NULL,     -- account of who watched
  alleges        INTEGER NOT NULL CHECK (alleges IN (0, 1)),
  happened_on    TEXT,                 -- date of the alleged violation
  found_on       TEXT,                 -- date on which it was found
  tracing_id     TEXT,                 -- the tracing it came out of
  finding_id     TEXT,                 -- once put before the plenary
  version        BIGINT  NOT NULL,     -- newest row of form_a_versions
  recorded_at_ms BIGINT  NOT NULL,
  recorded_by    TEXT    NOT NULL
);
CREATE INDEX form_a_by_office ON form_a (office_id, id);
CREATE INDEX form_a_by_tracing ON form_a (tracing_id);

-- Every wording a Form A ever had; corrected by appending.
CREATE TABLE form_a_versions (
  form_a_id      TEXT   NOT NULL REFERENCES form_a (id),
  version        BIGINT NOT NULL,
  content        TEXT   NOT NULL,      -- JSON of FormAContent
  reason         TEXT   NOT NULL,      -- why it was corrected; empty for the first
  recorded_at_ms BIGINT NOT NULL,
  recorded_by    TEXT   NOT NULL,
  PRIMARY KEY (form_a_id, version)
);

-- Names and addresses of witnesses, sealed to the office.
CREATE TABLE finding_vault (
  id             TEXT   PRIMARY KEY,
  form_a_id      TEXT   NOT NULL REFERENCES form_a (id),
  version        BIGINT NOT NULL,
  kind           TEXT   NOT NULL,      -- "witnesses"
  office_id      TEXT   NOT NULL,      -- whose key opens it
  sealed         BYTES  NOT NULL
);
CREATE INDEX finding_vault_by_form ON finding_vault (form_a_id, version);

CREATE TABLE tracings (
  id             TEXT   PRIMARY KEY,
  office_id      TEXT   NOT NULL,
  report_id      TEXT   NOT NULL,
  election_id    TEXT   NOT NULL,
  region_code    TEXT   NOT NULL,
  title          TEXT   NOT NULL,
  state          TEXT   NOT NULL CHECK (state IN ('open', 'finding_set', 'nothing_found')),
  reason         TEXT   NOT NULL,      -- why it was opened
  closing_note   TEXT,
  finding_id     TEXT,
  version        BIGINT NOT NULL,
  opened_at_ms   BIGINT NOT NULL,
  opened_by      TEXT   NOT NULL,
  closed_at_ms   BIGINT,
  CHECK ((state = 'open') = (closed_at_ms IS NULL))
);
CREATE UNIQUE INDEX tracings_open_by_report ON tracings (report_id) WHERE state = 'open';
CREATE INDEX tracings_by_office ON tracings (office_id, id);

CREATE TABLE tracing_steps (
  tracing_id     TEXT   NOT NULL REFERENCES tracings (id),
  position       BIGINT NOT NULL,
  kind           TEXT   NOT NULL CHECK (kind IN ('note', 'interview', 'visit', 'document', 'online')),
  happened_at_ms BIGINT NOT NULL,
  text           TEXT   NOT NULL CHECK (length(text) > 0),
  recorded_at_ms BIGINT NOT NULL,
  recorded_by    TEXT   NOT NULL,
  PRIMARY KEY (tracing_id, position)
);

CREATE TABLE findings (
  id             TEXT   PRIMARY KEY,
  office_id      TEXT   NOT NULL,
  form_a_id      TEXT   NOT NULL UNIQUE REFERENCES form_a (id),
  tracing_id     TEXT,
  election_id    TEXT   NOT NULL,
  region_code    TEXT   NOT NULL,
  title          TEXT   NOT NULL,
  happened_on    TEXT   NOT NULL,
  found_on       TEXT   NOT NULL,
  stage          TEXT   NOT NULL CHECK (stage IN ('proposed', 'set', 'rejected', 'registered')),
  actors         TEXT   NOT NULL,      -- JSON array of AllegedActor
  checks         TEXT   NOT NULL,      -- JSON array of CheckEntry: the requirements as marked
  version        BIGINT NOT NULL,
  proposed_at_ms BIGINT NOT NULL,
  proposed_by    TEXT   NOT NULL,
  decided_at_ms  BIGINT,
  case_id        TEXT
);
CREATE INDEX findings_by_office ON findings (office_id, stage, id);

-- Plenaries of findings and of cases.
CREATE TABLE plenaries (
  id             TEXT    PRIMARY KEY,
  subject_kind   TEXT    NOT NULL,     -- "finding" or "case"
  subject_id     TEXT    NOT NULL,
  office_id      TEXT    NOT NULL,
  held_at_ms     BIGINT  NOT NULL,
  place          TEXT    NOT NULL,
  decision       TEXT    NOT NULL,
  members        BIGINT  NOT NULL,     -- commissioners of the office that day
  present        BIGINT  NOT NULL,
  quorum         BIGINT  NOT NULL,
  quorum_basis   TEXT    NOT NULL,
  quorum_mark    TEXT    NOT NULL,
  agree          BIGINT  NOT NULL,
  disagree       BIGINT  NOT NULL,
  abstain        BIGINT  NOT NULL,
  carried        INTEGER NOT NULL CHECK (carried IN (0, 1)),
  recorded_at_ms BIGINT  NOT NULL,
  recorded_by    TEXT    NOT NULL,
  CHECK (present >= quorum),
  CHECK (present = agree + disagree + abstain)
);
CREATE INDEX plenaries_by_subject ON plenaries (subject_kind, subject_id, id);

CREATE TABLE plenary_seats (
  plenary_id     TEXT    NOT NULL REFERENCES plenaries (id),
  member         TEXT    NOT NULL,     -- account
  name           TEXT    NOT NULL,     -- of a holder of public office, as it was that day
  present        INTEGER NOT NULL CHECK (present IN (0, 1)),
  vote           TEXT    CHECK (vote IN ('agree', 'disagree', 'abstain')),
  reason         TEXT,
  PRIMARY KEY (plenary_id, member),
  CHECK ((present = 1) = (vote IS NOT NULL))
);
