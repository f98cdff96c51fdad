-- Why:  reports, offices and elections belong to places; a place is known by edition and code, because the same code may mean another place in another edition.
-- Undo: drop the four tables; they are imported again from the packed data on the next start.
CREATE TABLE region_editions (
  edition         TEXT    PRIMARY KEY,           -- "2025"
  is_current      INTEGER NOT NULL CHECK (is_current IN (0, 1)),
  fingerprint     TEXT    NOT NULL,              -- of the data and of the way it is read; an equal one is not imported again
  basis           TEXT    NOT NULL,              -- the decree
  source          TEXT    NOT NULL,              -- where the data was taken from
  licence         TEXT    NOT NULL,
  mark            TEXT    NOT NULL CHECK (mark IN ('verified', 'secondary', 'unverified')),
  valid_from      TEXT,                          -- first day of the edition, when known
  imported_at_ms  BIGINT  NOT NULL
);

CREATE TABLE regions (
  edition      TEXT NOT NULL REFERENCES region_editions(edition),
  code         TEXT NOT NULL,                    -- "36.72.03.1002"
  level        TEXT NOT NULL CHECK (level IN ('province', 'regency', 'district', 'village')),
  kind         TEXT NOT NULL CHECK (kind IN ('provinsi', 'kabupaten', 'kota', 'kecamatan', 'kelurahan', 'desa')),
  name         TEXT NOT NULL,                    -- as decreed
  short_name   TEXT NOT NULL,                    -- "Kab. Indramayu"
  path         TEXT NOT NULL,                    -- "Kroya, Kab. Indramayu, Jawa Barat"
  parent       TEXT NOT NULL,                    -- '' for provinces
  zone         TEXT NOT NULL CHECK (zone IN ('wib', 'wita', 'wit')),
  valid_from   TEXT,
  valid_until  TEXT,
  PRIMARY KEY (edition, code)
);
CREATE INDEX regions_by_parent ON regions (edition, parent, code);
CREATE INDEX regions_by_level ON regions (edition, level, code);

CREATE TABLE region_aliases (
  edition      TEXT NOT NULL REFERENCES region_editions(edition),
  code         TEXT NOT NULL,
  alias        TEXT NOT NULL,                    -- "Grogol" for Gerogol
  source       TEXT NOT NULL,
  mark         TEXT NOT NULL CHECK (mark IN ('verified', 'secondary', 'unverified')),
  PRIMARY KEY (edition, code, alias)
);

-- What the search reads: each name and alias, folded to a-z and 0-9 (so every collation sorts it alike), forwards and backwards: a misspelt name still
-- shares its first or its last half.
CREATE TABLE region_names (
  edition      TEXT    NOT NULL,
  name_key     TEXT    NOT NULL,
  code         TEXT    NOT NULL,
  key_back     TEXT    NOT NULL,
  key_size     INTEGER NOT NULL,
  depth        INTEGER NOT NULL,                 -- 0 province .. 3 village
  alias        TEXT    NOT NULL,                 -- '' for the place's own name
  PRIMARY KEY (edition, name_key, code)
);
CREATE INDEX region_names_back ON region_names (edition, key_back, key_size, name_key);
