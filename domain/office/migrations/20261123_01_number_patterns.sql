-- Why:  offices write their register numbers in their own way; the law's template is only where they begin.
-- Undo: drop table number_patterns; the template of procedures/ holds again, numbers that were given stay.
CREATE TABLE number_patterns (
  id           TEXT   PRIMARY KEY,
  office       TEXT   NOT NULL REFERENCES offices (id),
  kind         TEXT   NOT NULL CHECK (kind IN ('report', 'finding')),
  pattern      TEXT   NOT NULL CHECK (length(pattern) BETWEEN 1 AND 200),
  valid_from   TEXT   NOT NULL,           -- first day, in the office's zone
  valid_until  TEXT,                      -- last day
  reason       TEXT   NOT NULL,
  set_by       TEXT   NOT NULL,           -- account
  set_at_ms    BIGINT NOT NULL,
  ended_at_ms  BIGINT                     -- taken back; then the one before, or the template, holds again
);
CREATE INDEX number_patterns_by_office ON number_patterns (office, kind, set_at_ms);
