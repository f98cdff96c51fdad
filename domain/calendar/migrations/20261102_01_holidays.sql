-- Why:  decrees are amended in the middle of a year and single places get a day off for a repeated vote; the published files stay as they are,
--       what is added or taken off here lies on top of them, each with its reason in the journal.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE holidays (
  id      TEXT    PRIMARY KEY,                       -- UUIDv7
  added   INTEGER NOT NULL CHECK (added IN (0, 1)),  -- 0: taken off the list
  date    TEXT    NOT NULL,                          -- YYYY-MM-DD
  kind    TEXT    NOT NULL CHECK (kind IN ('national', 'joint_leave', 'voting', 'local')),
  region  TEXT    NOT NULL,                          -- region code for local days, else empty
  name    TEXT    NOT NULL,
  decree  TEXT    NOT NULL,
  source  TEXT    NOT NULL,
  mark    TEXT    NOT NULL CHECK (mark IN ('verified', 'secondary', 'unverified')),
  at_ms   BIGINT  NOT NULL,
  CHECK (kind <> 'local' OR region <> '')
);
CREATE INDEX holidays_by_time ON holidays (at_ms, id);

-- Years whose decree became known after the files were published.
CREATE TABLE calendar_years (
  year    INTEGER PRIMARY KEY,
  decrees TEXT    NOT NULL,
  source  TEXT    NOT NULL,
  mark    TEXT    NOT NULL CHECK (mark IN ('verified', 'secondary', 'unverified')),
  at_ms   BIGINT  NOT NULL
);
