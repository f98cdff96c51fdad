-- Why:  reports, cases and roles belong to an office; competence walks the supervisors' tree.
-- Undo: drop table offices.
CREATE TABLE offices (
  id             TEXT    PRIMARY KEY,            -- "bawaslu-36.73": readable and permanent
  kind           TEXT    NOT NULL CHECK (kind IN ('bawaslu', 'police', 'prosecutor', 'local_government')),
  level          TEXT    NOT NULL CHECK (level IN ('national', 'province', 'regency', 'district', 'village')),
  name           TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  region_code    TEXT    NOT NULL,               -- '' for national
  parent         TEXT    NOT NULL,               -- office id; '' at the top
  number_code    TEXT    NOT NULL,               -- "JT-07", for letters; no region code
  register_code  TEXT    NOT NULL,               -- "08.07", for register numbers; no region code
  zone           TEXT    NOT NULL CHECK (zone IN ('wib', 'wita', 'wit')),
  address        TEXT    NOT NULL,
  phone          TEXT    NOT NULL,
  email          TEXT    NOT NULL,
  website        TEXT    NOT NULL,
  desk_hours     TEXT    NOT NULL,               -- id of a set of desk hours in procedures
  public_intake  INTEGER NOT NULL CHECK (public_intake IN (0, 1)),
  valid_from     TEXT,
  valid_until    TEXT,                           -- last day
  CHECK (level = 'national' OR region_code <> '')
);
CREATE INDEX offices_by_region ON offices (region_code, kind);
CREATE INDEX offices_by_parent ON offices (parent, id);
