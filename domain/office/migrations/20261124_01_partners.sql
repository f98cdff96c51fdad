-- Why:  tracks of a case and recommendations have desk rows of their own, and their receivers are offices too: state agencies, the election commission, the armed forces, courts.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE number_patterns_kept (
  id TEXT, office TEXT, kind TEXT, pattern TEXT, valid_from TEXT, valid_until TEXT, reason TEXT, set_by TEXT, set_at_ms BIGINT, ended_at_ms BIGINT
);
INSERT INTO number_patterns_kept
  SELECT id, office, kind, pattern, valid_from, valid_until, reason, set_by, set_at_ms, ended_at_ms FROM number_patterns;
DROP TABLE number_patterns;

CREATE TABLE offices_anew (
  id             TEXT    PRIMARY KEY,
  kind           TEXT    NOT NULL CHECK (kind IN ('bawaslu', 'police', 'prosecutor', 'local_government', 'state_agency', 'election_commission', 'military', 'court')),
  level          TEXT    NOT NULL CHECK (level IN ('national', 'province', 'regency', 'district', 'village')),
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  region_code    TEXT    NOT NULL,
  parent         TEXT    NOT NULL,
  number_code    TEXT    NOT NULL,
  register_code  TEXT    NOT NULL,
  zone           TEXT    NOT NULL CHECK (zone IN ('wib', 'wita', 'wit')),
  address        TEXT    NOT NULL,
  phone          TEXT    NOT NULL,
  email          TEXT    NOT NULL,
  website        TEXT    NOT NULL,
  desk_hours     TEXT    NOT NULL,
  public_intake  INTEGER NOT NULL CHECK (public_intake IN (0, 1)),
  valid_from     TEXT,
  valid_until    TEXT,
  CHECK (level = 'national' OR region_code <> '')
);
INSERT INTO offices_anew
  SELECT id, kind, level, name, region_code, parent, number_code, register_code, zone, address, phone, email, website, desk_hours, public_intake, valid_from, valid_until FROM offices;
DROP TABLE offices;
ALTER TABLE offices_anew RENAME TO offices;
CREATE INDEX offices_by_region ON offices (region_code, kind);
CREATE INDEX offices_by_parent ON offices (parent, id);

CREATE TABLE number_patterns (
  id           TEXT   PRIMARY KEY,
  office       TEXT   NOT NULL REFERENCES offices (id),
  kind         TEXT   NOT NULL CHECK (kind IN ('report', 'finding')),
  pattern      TEXT   NOT NULL CHECK (length(pattern) BETWEEN 1 AND 200),
  valid_from   TEXT   NOT NULL,
  valid_until  TEXT,
  reason       TEXT   NOT NULL,
  set_by       TEXT   NOT NULL,
  set_at_ms    BIGINT NOT NULL,
  ended_at_ms  BIGINT
);
INSERT INTO number_patterns
  SELECT id, office, kind, pattern, valid_from, valid_until, reason, set_by, set_at_ms, ended_at_ms FROM number_patterns_kept;
DROP TABLE number_patterns_kept;
CREATE INDEX number_patterns_by_office ON number_patterns (office, kind, set_at_ms);

-- A view: the same columns with more kinds.
CREATE TABLE desk_items_anew (
  kind           TEXT    NOT NULL CHECK (kind IN ('report', 'lead', 'tracing', 'finding', 'case_file', 'track', 'recommendation')),
  id             TEXT    NOT NULL,
  office         TEXT    NOT NULL,
  number         TEXT    NOT NULL,
  title          TEXT    NOT NULL,
  stage          TEXT    NOT NULL,
  assigned_to    TEXT    NOT NULL,
  election       TEXT    NOT NULL,
  place          TEXT    NOT NULL,
  place_name     TEXT    NOT NULL,
  received_at_ms BIGINT  NOT NULL,
  updated_at_ms  BIGINT  NOT NULL,
  target_at_ms   BIGINT,
  due_at_ms      BIGINT,
  due_key        BIGINT  NOT NULL,
  clock          TEXT    NOT NULL,
  is_open        INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  PRIMARY KEY (kind, id)
);
INSERT INTO desk_items_anew
  SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms, updated_at_ms, target_at_ms, due_at_ms, due_key, clock, is_open FROM desk_items;
DROP TABLE desk_items;
ALTER TABLE desk_items_anew RENAME TO desk_items;
CREATE INDEX desk_items_by_due ON desk_items (office, is_open, due_key, id);
CREATE INDEX desk_items_by_stage ON desk_items (office, is_open, stage, due_key, id);
CREATE INDEX desk_items_by_person ON desk_items (assigned_to, is_open, due_key, id);
CREATE INDEX desk_items_by_arrival ON desk_items (office, is_open, received_at_ms, id);
CREATE INDEX desk_items_by_kind ON desk_items (office, is_open, kind, due_key, id);

CREATE TABLE work_assignments_anew (
  kind           TEXT   NOT NULL CHECK (kind IN ('report', 'lead', 'tracing', 'finding', 'case_file', 'track', 'recommendation')),
  id             TEXT   NOT NULL,
  account        TEXT   NOT NULL,
  assigned_at_ms BIGINT NOT NULL,
  PRIMARY KEY (kind, id)
);
INSERT INTO work_assignments_anew SELECT kind, id, account, assigned_at_ms FROM work_assignments;
DROP TABLE work_assignments;
ALTER TABLE work_assignments_anew RENAME TO work_assignments;
