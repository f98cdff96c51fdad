-- Why: where every recommendation stands must be countable over institutions, places, kinds of person and elections, also those of older registers and of published figures; counting must cost the same with a thousand records as with a hundred thousand.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.

-- What is counted, without names: persons of a recommendation, entries of older registers, persons reported in case
-- files. A view of those records; made anew by `netra check --rebuild`.
CREATE TABLE register_facts (
  id             TEXT    PRIMARY KEY,
  source         TEXT    NOT NULL CHECK (source IN ('recommendation', 'entry', 'case_file')),
  source_id      TEXT    NOT NULL,
  office         TEXT    NOT NULL,
  election       TEXT    NOT NULL,     -- 'unknown' when it is not known, as in the next four
  place          TEXT    NOT NULL,
  institution    TEXT    NOT NULL,     -- who received it first; '' for what was not recommended
  decider        TEXT    NOT NULL,     -- who decides, when another; '' otherwise
  person_kind    TEXT    NOT NULL,
  standing       TEXT    NOT NULL CHECK (standing IN ('reported', 'waiting', 'answered', 'sanctioned', 'ended', 'unknown')),
  amount         BIGINT  NOT NULL CHECK (amount > 0),
  persons_known  INTEGER NOT NULL CHECK (persons_known IN (0, 1)),  -- 0: one recommendation, its persons are not known
  recommended_on TEXT,                 -- days of the place; NULL: not known, or not yet
  answered_on    TEXT,
  reached_on     TEXT,                 -- passed on to who decides
  decided_on     TEXT
);
CREATE INDEX register_facts_by_source ON register_facts (source, source_id);
CREATE INDEX register_facts_by_place ON register_facts (place, id);
CREATE INDEX register_facts_by_office ON register_facts (office, id);

-- Counts of every combination that a page may ask for; '' stands for all. Rows that count nothing are not kept.
CREATE TABLE register_cells (
  election       TEXT    NOT NULL,
  institution    TEXT    NOT NULL,
  place          TEXT    NOT NULL,     -- '' the country, a province, a regency
  person_kind    TEXT    NOT NULL,
  parent         TEXT    NOT NULL,     -- the place above; '-' for the country
  reported       BIGINT  NOT NULL,     -- each person is counted in one of these six
  waiting        BIGINT  NOT NULL,
  answered       BIGINT  NOT NULL,
  sanctioned     BIGINT  NOT NULL,
  ended          BIGINT  NOT NULL,
  unknown        BIGINT  NOT NULL,
  uncounted      BIGINT  NOT NULL,     -- of all: recommendations whose persons are not known
  waits          TEXT    NOT NULL,     -- days waited and days since when, each with its count
  answer_median  BIGINT,               -- taken from `waits`, so that lists need not read it
  decision_median  BIGINT,
  decision_longest BIGINT,
  open_since     TEXT,                 -- the first day of the longest still waiting
  PRIMARY KEY (election, institution, place, person_kind)
);
CREATE INDEX register_cells_by_election ON register_cells (institution, place, person_kind, election);
CREATE INDEX register_cells_by_institution ON register_cells (election, place, person_kind, institution);
CREATE INDEX register_cells_by_place ON register_cells (parent, election, institution, person_kind);

-- A file brought in. The bytes stay in staging until it is confirmed and are not kept: older registers hold names.
CREATE TABLE register_imports (
  id             TEXT    PRIMARY KEY,  -- UUIDv7
  office         TEXT    NOT NULL,
  kind           TEXT    NOT NULL CHECK (kind IN ('recommendations', 'figures')),
  state          TEXT    NOT NULL CHECK (state IN ('checked', 'done')),
  file_name      TEXT    NOT NULL,
  sha256         TEXT    NOT NULL,
  staged         TEXT    NOT NULL,     -- handle of the bytes; '' once done
  brought_at_ms  BIGINT  NOT NULL,
  brought_by     TEXT    NOT NULL,
  done_at_ms     BIGINT,
  done_by        TEXT,
  made           BIGINT  NOT NULL,     -- rows made, known before, refused
  known          BIGINT  NOT NULL,
  refused        BIGINT  NOT NULL,
  CHECK ((state = 'done') = (done_at_ms IS NOT NULL))
);
CREATE INDEX register_imports_by_office ON register_imports (office, id);

-- Recommendations of older registers. Facts: appended, never changed. NULL and '' mean: not known.
CREATE TABLE register_entries (
  id             TEXT    PRIMARY KEY,  -- UUIDv7
  import_id      TEXT    NOT NULL REFERENCES register_imports (id),
  row_number     BIGINT  NOT NULL,     -- of the file
  identity       TEXT    NOT NULL UNIQUE,  -- the same row of the same register is made once
  content        TEXT    NOT NULL,     -- hash of what it says
  office         TEXT    NOT NULL,
  reference      TEXT    NOT NULL,
  number         TEXT    NOT NULL,
  election       TEXT    NOT NULL,
  place          TEXT    NOT NULL,
  institution    TEXT    NOT NULL,
  person_kind    TEXT    NOT NULL,
  persons        BIGINT  CHECK (persons > 0),
  recommended_on TEXT,
  answered_on    TEXT,
  decided_on     TEXT,
  outcome        TEXT    NOT NULL,
  sanction       TEXT    NOT NULL,
  source_name    TEXT    NOT NULL,
  mark           TEXT    NOT NULL CHECK (mark IN ('verified', 'secondary', 'unverified')),
  note           TEXT    NOT NULL
);
CREATE INDEX register_entries_by_import ON register_entries (import_id, row_number);

-- Figures as others published them: never added to our counts, never repaired.
CREATE TABLE register_figures (
  id             TEXT    PRIMARY KEY,  -- UUIDv7
  import_id      TEXT    NOT NULL REFERENCES register_imports (id),
  row_number     BIGINT  NOT NULL,
  identity       TEXT    NOT NULL UNIQUE,
  content        TEXT    NOT NULL,
  office         TEXT    NOT NULL,
  series         TEXT    NOT NULL,     -- election, publisher, day, place, institution and kind of person of one publication
  election       TEXT    NOT NULL,
  publisher      TEXT    NOT NULL,
  as_of          TEXT    NOT NULL,     -- "2024-12-04", "2020-11", "2020"; '' when not known
  place          TEXT    NOT NULL,
  institution    TEXT    NOT NULL,
  person_kind    TEXT    NOT NULL,
  stage          TEXT    NOT NULL,
  amount         BIGINT  NOT NULL CHECK (amount >= 0),
  unit           TEXT    NOT NULL,
  part_of        TEXT    NOT NULL,     -- the stage whose parts these are; '' when it stands alone
  split          TEXT    NOT NULL,     -- which way of splitting it, when there are several
  source_name    TEXT    NOT NULL,
  mark           TEXT    NOT NULL CHECK (mark IN ('verified', 'secondary', 'unverified')),
  note           TEXT    NOT NULL
);
CREATE INDEX register_figures_by_place ON register_figures (place, election, series);

-- How far the journal has been followed for case files.
CREATE TABLE register_follow (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  seq            BIGINT  NOT NULL
);
INSERT INTO register_follow (id, seq) VALUES (1, 0);
