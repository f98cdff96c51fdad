-- Why:  every official act leaves an entry that nobody can change unseen; what changed and why lies beside it, so that it can be erased by law.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.

-- One row. Its update is what lets several servers append one after the other.
CREATE TABLE journal_head (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  seq  BIGINT  NOT NULL,
  hash TEXT    NOT NULL
);
INSERT INTO journal_head (id, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Append only. References and commitments, no personal data.
CREATE TABLE journal (
  seq          BIGINT PRIMARY KEY,  -- 1, 2, 3 ... without a gap
  at_ms        BIGINT NOT NULL,
  actor        TEXT   NOT NULL,     -- account id, 'citizen', or 'system'
  role         TEXT   NOT NULL,
  office       TEXT   NOT NULL,     -- whose record it is; '' for none
  verb         TEXT   NOT NULL,
  subject_kind TEXT   NOT NULL,
  subject_id   TEXT   NOT NULL,
  commitment   TEXT   NOT NULL,     -- hex
  previous     TEXT   NOT NULL,     -- hex; hash of the entry before
  hash         TEXT   NOT NULL      -- hex
);
CREATE INDEX journal_by_subject ON journal (subject_kind, subject_id, seq);
CREATE INDEX journal_by_actor ON journal (actor, seq);
CREATE INDEX journal_by_office ON journal (office, seq);
CREATE INDEX journal_by_verb ON journal (verb, seq);

CREATE TABLE journal_details (
  seq          BIGINT PRIMARY KEY REFERENCES journal (seq),
  salt         BYTES,               -- null once erased
  change       TEXT,                -- canonical JSON; null once erased
  reason       TEXT,
  erased_by    BIGINT REFERENCES journal (seq)  -- the entry of the act of erasing
);
