-- Why:  every step of a record has its legal limit; what is due must be found at once, and how it was dated must stay readable.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE clocks (
  id           TEXT   PRIMARY KEY,      -- UUIDv7
  rule         TEXT   NOT NULL,         -- clock id of procedures/<regime>/clocks.toml
  regime       TEXT   NOT NULL,
  election     TEXT   NOT NULL,
  subject_kind TEXT   NOT NULL,
  subject_id   TEXT   NOT NULL,
  office       TEXT   NOT NULL,         -- whose desk shows it
  region       TEXT   NOT NULL,         -- for local holidays
  zone         TEXT   NOT NULL CHECK (zone IN ('wib', 'wita', 'wit')),
  event_ms     BIGINT NOT NULL,         -- the event from which the law counts
  state        TEXT   NOT NULL CHECK (state IN ('running', 'paused', 'ended')),
  due_ms       BIGINT,                  -- by the policy in force; null: cannot be dated, see problem
  target_ms    BIGINT,                  -- earliest reading
  latest_ms    BIGINT,                  -- latest reading
  problem      TEXT   NOT NULL,         -- error code why there is no date, else empty
  sort_ms      BIGINT NOT NULL,         -- target while running, else far away: the order of the desk
  alarm_ms     BIGINT,                  -- when the next alarm rings
  alarmed_ms   BIGINT NOT NULL,         -- alarms up to here have rung
  limit_ms     BIGINT,                  -- when the office was told that the target had come
  lapsed_ms    BIGINT,                  -- when the lapse was recorded
  ended_ms     BIGINT,                  -- when the step was done
  created_ms   BIGINT NOT NULL
);
CREATE INDEX clocks_by_subject ON clocks (subject_kind, subject_id, created_ms);
CREATE INDEX clocks_by_office_due ON clocks (office, sort_ms, id) WHERE state <> 'ended';
CREATE INDEX clocks_open ON clocks (id) WHERE state <> 'ended';

-- What happened to a clock. Appended only.
CREATE TABLE clock_events (
  id         TEXT   PRIMARY KEY,
  clock_id   TEXT   NOT NULL REFERENCES clocks (id),
  kind       TEXT   NOT NULL CHECK (kind IN ('started', 'paused', 'resumed', 'corrected', 'redated', 'moved', 'ended', 'lapsed')),
  at_ms      BIGINT NOT NULL,           -- when it happened
  written_ms BIGINT NOT NULL,           -- when it was written down
  was_ms     BIGINT,                    -- target before
  now_ms     BIGINT,                    -- target after
  why        TEXT   NOT NULL            -- a reason without personal data, or empty
);
CREATE INDEX clock_events_by_clock ON clock_events (clock_id, written_ms, id);
CREATE INDEX clock_events_redated ON clock_events (written_ms) WHERE kind = 'redated';

-- The office's inbox: references only, never content.
CREATE TABLE clock_notices (
  id        TEXT    PRIMARY KEY,
  clock_id  TEXT    NOT NULL REFERENCES clocks (id),
  office    TEXT    NOT NULL,
  kind      TEXT    NOT NULL CHECK (kind IN ('before_limit', 'limit', 'lapsed', 'redated')),
  escalated INTEGER NOT NULL CHECK (escalated IN (0, 1)),
  at_ms     BIGINT  NOT NULL
);
CREATE INDEX clock_notices_by_office ON clock_notices (office, id);

-- Which rule files the open clocks were dated by.
CREATE TABLE clock_rules (
  name        TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL
);
