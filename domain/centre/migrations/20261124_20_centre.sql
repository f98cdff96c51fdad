-- Why:  the law-enforcement centre (Sentra Gakkumdu) keeps an office book: who belongs to it by decree, who is on duty, what was discussed and how it ended.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.

-- A member changes by a new version; what was replaced stays.
CREATE TABLE centre_members (
  id             TEXT   NOT NULL,      -- UUIDv7, the same through all versions
  version        BIGINT NOT NULL,
  office_id      TEXT   NOT NULL,      -- the supervisors' office the centre belongs to
  institution    TEXT   NOT NULL CHECK (institution IN ('bawaslu', 'police', 'prosecutor')),
  account        TEXT,                 -- null: has none here
  name           TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  rank           TEXT   NOT NULL,
  unit           TEXT   NOT NULL,
  post           TEXT   NOT NULL,      -- within the centre: "Koordinator", "Penyidik"
  decree_number  TEXT   NOT NULL CHECK (length(decree_number) BETWEEN 1 AND 200),
  decree_date    TEXT   NOT NULL,
  valid_from     TEXT   NOT NULL,
  valid_until    TEXT,                 -- last day; null: without end
  reason         TEXT   NOT NULL,      -- why it was changed or ended; empty for the first version
  recorded_at_ms BIGINT NOT NULL,
  recorded_by    TEXT   NOT NULL,
  replaced_at_ms BIGINT,               -- null: what holds
  PRIMARY KEY (id, version),
  CHECK (valid_until IS NULL OR valid_until >= valid_from)
);
CREATE INDEX centre_members_by_office ON centre_members (office_id, institution, valid_from);
CREATE INDEX centre_members_by_account ON centre_members (account, office_id);

CREATE TABLE centre_shifts (
  id             TEXT   PRIMARY KEY,
  office_id      TEXT   NOT NULL,
  member_id      TEXT   NOT NULL,
  starts_at_ms   BIGINT NOT NULL,
  ends_at_ms     BIGINT NOT NULL,
  note           TEXT   NOT NULL,
  added_at_ms    BIGINT NOT NULL,
  added_by       TEXT   NOT NULL,
  removed_at_ms  BIGINT,
  removed_by     TEXT,
  CHECK (ends_at_ms > starts_at_ms)
);
CREATE INDEX centre_shifts_by_time ON centre_shifts (office_id, starts_at_ms);
CREATE INDEX centre_shifts_by_member ON centre_shifts (member_id, starts_at_ms);

CREATE TABLE centre_discussions (
  id              TEXT    PRIMARY KEY,
  office_id       TEXT    NOT NULL,
  case_id         TEXT    NOT NULL,
  track_id        TEXT    NOT NULL,
  kind            TEXT    NOT NULL,    -- a kind of procedures/centre/discussions.toml
  agenda          TEXT    NOT NULL,
  starts_at_ms    BIGINT  NOT NULL,
  is_online       INTEGER NOT NULL CHECK (is_online IN (0, 1)),
  place           TEXT    NOT NULL,
  state           TEXT    NOT NULL CHECK (state IN ('planned', 'held', 'concluded', 'cancelled')),
  quorum_rule     TEXT    NOT NULL,    -- as it held when the attendance was written down; empty before
  quorum_mark     TEXT    NOT NULL,
  quorum_met      INTEGER NOT NULL CHECK (quorum_met IN (0, 1)),
  result          TEXT,                -- of the kind's results
  result_reason   TEXT    NOT NULL,
  concluded_at_ms BIGINT,
  concluded_by    TEXT,
  version         BIGINT  NOT NULL,
  planned_at_ms   BIGINT  NOT NULL,
  planned_by      TEXT    NOT NULL,
  CHECK ((state = 'concluded') = (result IS NOT NULL)),
  CHECK (result IS NULL OR quorum_met = 1)
);
CREATE INDEX centre_discussions_by_office ON centre_discussions (office_id, starts_at_ms);
CREATE INDEX centre_discussions_by_track ON centre_discussions (track_id, starts_at_ms);

-- Who was invited and who came; the name as it was that day.
CREATE TABLE centre_seats (
  discussion_id  TEXT    NOT NULL REFERENCES centre_discussions (id),
  member_id      TEXT    NOT NULL,
  institution    TEXT    NOT NULL CHECK (institution IN ('bawaslu', 'police', 'prosecutor')),
  name           TEXT    NOT NULL,
  is_invited     INTEGER NOT NULL CHECK (is_invited IN (0, 1)),
  is_present     INTEGER NOT NULL CHECK (is_present IN (0, 1)),
  PRIMARY KEY (discussion_id, member_id)
);

-- One institution's opinion; a later version does not erase the earlier one.
CREATE TABLE centre_opinions (
  discussion_id  TEXT   NOT NULL REFERENCES centre_discussions (id),
  institution    TEXT   NOT NULL CHECK (institution IN ('bawaslu', 'police', 'prosecutor')),
  version        BIGINT NOT NULL,
  stand          TEXT   NOT NULL CHECK (stand IN ('met', 'not_met', 'other')),
  reason         TEXT   NOT NULL,
  way            TEXT   NOT NULL CHECK (way IN ('member', 'minutes')),  -- by the institution's own member, or taken from the paper minutes
  member_id      TEXT   NOT NULL,
  recorded_at_ms BIGINT NOT NULL,
  recorded_by    TEXT   NOT NULL,
  PRIMARY KEY (discussion_id, institution, version)
);

CREATE TABLE centre_minutes (
  discussion_id  TEXT   NOT NULL REFERENCES centre_discussions (id),
  version        BIGINT NOT NULL,
  content        TEXT   NOT NULL,
  reason         TEXT   NOT NULL,      -- why it was corrected; empty for the first
  recorded_at_ms BIGINT NOT NULL,
  recorded_by    TEXT   NOT NULL,
  PRIMARY KEY (discussion_id, version)
);
