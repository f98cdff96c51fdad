-- Why:  alarms, notices and clean-up must survive a restart and be done once by whichever server is there.
-- Undo: none. Restore the backup that is taken before migrations run.
CREATE TABLE jobs (
  kind            TEXT    NOT NULL,
  key             TEXT    NOT NULL,             -- with the kind: the job's name; enqueueing it again replaces it
  payload         TEXT    NOT NULL,             -- the kind's own text; no personal data
  state           TEXT    NOT NULL CHECK (state IN ('open', 'done', 'parked')),
  run_at_ms       BIGINT  NOT NULL,
  version         BIGINT  NOT NULL,             -- counts enqueueings, so that a running job sees that it was wanted again
  attempts        BIGINT  NOT NULL,             -- how often it was taken; the fence against a server that lost its lease
  leased_by       TEXT    NOT NULL,             -- server, '' for none
  lease_until_ms  BIGINT  NOT NULL,             -- 0 for none
  last_error_code TEXT    NOT NULL,
  ended_at_ms     BIGINT,                       -- done or parked
  PRIMARY KEY (kind, key)
);
CREATE INDEX jobs_by_state_run_at ON jobs (state, run_at_ms);
CREATE INDEX jobs_by_state_ended_at ON jobs (state, ended_at_ms);
