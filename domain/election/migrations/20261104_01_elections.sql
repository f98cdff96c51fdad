-- Why:  reports, clocks and lists refer to an election; the files in procedures/election stay the authority, these tables serve joins and foreign keys.
-- Undo: drop both tables; they are written again at the next start.
CREATE TABLE elections (
  id           TEXT    PRIMARY KEY,              -- "pilkada-2024"
  regime       TEXT    NOT NULL,
  name_id      TEXT    NOT NULL,
  name_en      TEXT    NOT NULL,
  voting_day   TEXT    NOT NULL,
  mark         TEXT    NOT NULL CHECK (mark IN ('verified', 'secondary', 'unverified')),
  fictitious   INTEGER NOT NULL CHECK (fictitious IN (0, 1))
);

CREATE TABLE election_stages (
  election  TEXT    NOT NULL REFERENCES elections(id),
  position  INTEGER NOT NULL,
  stage     TEXT    NOT NULL,
  starts    TEXT    NOT NULL,
  ends      TEXT    NOT NULL,                    -- last day
  mark      TEXT    NOT NULL CHECK (mark IN ('verified', 'secondary', 'unverified')),
  source    TEXT    NOT NULL,
  PRIMARY KEY (election, position),
  CHECK (starts <= ends)
);
