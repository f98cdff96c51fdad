-- Why:  after some online reports the law wants the reporter at the office with the signed form; that it happened, and when, must be on record.
-- Undo: DROP TABLE report_attendances;
CREATE TABLE report_attendances (
  report_id     TEXT   PRIMARY KEY REFERENCES reports (id),
  at_ms         BIGINT NOT NULL,             -- when the reporter was there
  written_at_ms BIGINT NOT NULL,
  account_id    TEXT   NOT NULL              -- who recorded it
);
