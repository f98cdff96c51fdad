-- Why:  people follow their clocks in the calendar of their phone and by one mail a day; other systems are told of acts in order.
-- Undo: drop table event_cursor, calendar_feeds, notice_settings; drop index clocks_ended_by_office, case_clarifications_by_time, plenaries_by_office.

-- How a person wants to be told; who has no row has never chosen.
CREATE TABLE notice_settings (
  account     TEXT   PRIMARY KEY,
  digest      TEXT   NOT NULL CHECK (digest IN ('off', 'daily', 'weekdays')),
  digest_hour BIGINT NOT NULL CHECK (digest_hour BETWEEN 0 AND 23),
  zone        TEXT   NOT NULL CHECK (zone IN ('wib', 'wita', 'wit')),
  digest_day  TEXT   NOT NULL,        -- the last day there that was dealt with; '' for none: no day has two mails
  scope       TEXT   NOT NULL CHECK (scope IN ('office', 'mine')),
  alarm       TEXT   NOT NULL CHECK (alarm IN ('none', 'hour', 'day', 'both')),
  muted       TEXT   NOT NULL         -- JSON array of kinds of notices that are not shown
);

-- The secret address of a person's calendar; only its hash is kept.
CREATE TABLE calendar_feeds (
  id          TEXT   PRIMARY KEY,
  account     TEXT   NOT NULL,
  token_hash  TEXT   NOT NULL UNIQUE,
  made_at_ms  BIGINT NOT NULL,
  ended_at_ms BIGINT
);
CREATE UNIQUE INDEX calendar_feeds_open ON calendar_feeds (account) WHERE ended_at_ms IS NULL;

-- Acts up to here have been told to the endpoints that want them.
CREATE TABLE event_cursor (
  id  INTEGER PRIMARY KEY CHECK (id = 1),
  seq BIGINT  NOT NULL
);
INSERT INTO event_cursor (id, seq) VALUES (1, 0);

CREATE INDEX clocks_ended_by_office ON clocks (office, ended_ms) WHERE state = 'ended';
CREATE INDEX case_clarifications_by_time ON case_clarifications (held_at_ms);
CREATE INDEX plenaries_by_office ON plenaries (office_id, held_at_ms);
