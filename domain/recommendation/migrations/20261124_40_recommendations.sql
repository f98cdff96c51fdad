-- Why: a recommendation is followed institution by institution until the decree is filed and checked; whom each institution may see, what it filed and what people decided is kept apart.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE recommendations (
  id               TEXT   PRIMARY KEY,  -- UUIDv7
  origin           TEXT   NOT NULL CHECK (origin IN ('case_file', 'entered', 'imported')),
  case_id          TEXT,
  track_id         TEXT,                -- the track that moves along with it
  office_id        TEXT   NOT NULL,     -- supervisors' office that wrote it
  election_id      TEXT   NOT NULL,
  region_code      TEXT   NOT NULL,
  zone             TEXT   NOT NULL,     -- of the place: days are counted there
  kind             TEXT   NOT NULL CHECK (kind IN ('other_law', 'administrative', 'ethics')),
  incident_on      TEXT   NOT NULL,     -- chooses receiver, sanctions and title
  title            TEXT   NOT NULL,     -- of the document: "Rekomendasi", "Putusan"
  matter           TEXT   NOT NULL,     -- what it is about, no names
  content          TEXT   NOT NULL,     -- what the receiver reads
  number           TEXT,
  letter_id        TEXT,                -- the letter that carries it, when written here
  dated_on         TEXT,
  state            TEXT   NOT NULL CHECK (state IN ('draft', 'sent', 'received', 'answered', 'decided', 'checked', 'closed', 'withdrawn')),
  state_since_ms   BIGINT NOT NULL,
  sent_at_ms       BIGINT,              -- to the first receiver
  closed_at_ms     BIGINT,
  version          BIGINT NOT NULL,     -- counts acts; forms carry it back
  created_at_ms    BIGINT NOT NULL,
  created_by       TEXT   NOT NULL,
  CHECK (origin <> 'case_file' OR case_id IS NOT NULL)
);
CREATE INDEX recommendations_by_office ON recommendations (office_id, id);
CREATE INDEX recommendations_by_case ON recommendations (case_id, id);
CREATE UNIQUE INDEX recommendations_number ON recommendations (office_id, number);

-- An institution that has it in hand, one after the other: BKN verifies, the personnel authority decides.
CREATE TABLE recommendation_receivers (
  id                TEXT   PRIMARY KEY,
  recommendation_id TEXT   NOT NULL REFERENCES recommendations (id),
  ordinal           BIGINT NOT NULL,
  receiver          TEXT   NOT NULL,    -- actor of the procedure data: "bkn", "ppk_asn"
  task              TEXT   NOT NULL CHECK (task IN ('verify', 'decide')),
  name              TEXT   NOT NULL,    -- of the institution
  office_id         TEXT,               -- null: it has no office here
  contact           TEXT   NOT NULL,    -- address, mail or counter; never shown outside the office that wrote it
  superior          TEXT   NOT NULL,    -- who is asked when it stays silent
  basis             TEXT   NOT NULL,
  mark              TEXT   NOT NULL,
  via               TEXT   NOT NULL,    -- system or channel named by the law data: "SBT"
  reason            TEXT   NOT NULL,    -- why this one, when another than the law data names
  from_receiver     TEXT   REFERENCES recommendation_receivers (id),  -- who passed it on; null: the office itself
  state             TEXT   NOT NULL CHECK (state IN ('waiting', 'sent', 'received', 'examining', 'answered', 'decided', 'ended')),
  sent_at_ms        BIGINT,
  received_at_ms    BIGINT,
  answered_at_ms    BIGINT,             -- first answer that counts
  decided_at_ms     BIGINT,             -- last decision owed was filed
  ended_at_ms       BIGINT,
  UNIQUE (recommendation_id, ordinal)
);
CREATE INDEX recommendation_receivers_by_office ON recommendation_receivers (office_id, recommendation_id);

CREATE TABLE recommendation_persons (
  id                TEXT   PRIMARY KEY,
  recommendation_id TEXT   NOT NULL REFERENCES recommendations (id),
  ordinal           BIGINT NOT NULL,
  participant_id    TEXT,               -- of the case
  name              TEXT   NOT NULL,
  kind              TEXT   NOT NULL,    -- kind of person of the procedure data
  position          TEXT   NOT NULL,
  unit              TEXT   NOT NULL,    -- institution the person works for
  rules             TEXT   NOT NULL,    -- JSON array of rule ids
  proposed          TEXT   NOT NULL,    -- JSON of Proposal as the law data gave it that day
  wanted            TEXT   NOT NULL,    -- sanction of the catalogue people ask for; empty: left to the receiver
  wanted_reason     TEXT   NOT NULL,    -- why another than proposed
  UNIQUE (recommendation_id, ordinal)
);

-- Which persons an institution was sent: it sees no others.
CREATE TABLE recommendation_addressed (
  receiver_id       TEXT   NOT NULL REFERENCES recommendation_receivers (id),
  person_id         TEXT   NOT NULL REFERENCES recommendation_persons (id),
  PRIMARY KEY (receiver_id, person_id)
);
CREATE INDEX recommendation_addressed_by_person ON recommendation_addressed (person_id);

-- Everything that happened to it, each with its day, letter and file. Facts: appended, never changed; what an
-- institution filed counts once it is checked.
CREATE TABLE recommendation_steps (
  id                TEXT    PRIMARY KEY,
  recommendation_id TEXT    NOT NULL REFERENCES recommendations (id),
  receiver_id       TEXT    REFERENCES recommendation_receivers (id),
  person_id         TEXT    REFERENCES recommendation_persons (id),
  kind              TEXT    NOT NULL,
  at_ms             BIGINT  NOT NULL,   -- when it happened
  number            TEXT    NOT NULL,   -- of the letter
  channel           TEXT    NOT NULL,
  text              TEXT    NOT NULL,
  evidence_id       TEXT,
  filed             INTEGER NOT NULL CHECK (filed IN (0, 1)),  -- by the institution itself
  check_state       TEXT    NOT NULL CHECK (check_state IN ('none', 'open', 'accepted', 'returned')),
  check_note        TEXT    NOT NULL,
  checked_at_ms     BIGINT,
  checked_by        TEXT,
  recorded_at_ms    BIGINT  NOT NULL,
  recorded_by       TEXT    NOT NULL,   -- account, or "link"
  CHECK (filed = 1 OR check_state = 'none'),
  CHECK ((check_state IN ('accepted', 'returned')) = (checked_at_ms IS NOT NULL))
);
CREATE INDEX recommendation_steps_by_recommendation ON recommendation_steps (recommendation_id, id);

-- What was decided about one person; a later one (after an objection, after a return) stands beside the earlier.
CREATE TABLE recommendation_decisions (
  id                TEXT    PRIMARY KEY,
  recommendation_id TEXT    NOT NULL REFERENCES recommendations (id),
  receiver_id       TEXT    NOT NULL REFERENCES recommendation_receivers (id),
  person_id         TEXT    NOT NULL REFERENCES recommendation_persons (id),
  ordinal           BIGINT  NOT NULL,
  outcome           TEXT    NOT NULL CHECK (outcome IN ('sanctioned', 'no_sanction', 'not_proven', 'left_service', 'followed_up')),
  sanction          TEXT    NOT NULL,   -- of the catalogue; empty when none fits
  grade             TEXT    NOT NULL,
  wording           TEXT    NOT NULL,   -- type as the decree words it
  number            TEXT    NOT NULL,
  decided_on        TEXT    NOT NULL,
  delivered_on      TEXT,
  in_force_on       TEXT,
  evidence_id       TEXT,
  note              TEXT    NOT NULL,
  filed             INTEGER NOT NULL CHECK (filed IN (0, 1)),
  check_state       TEXT    NOT NULL CHECK (check_state IN ('open', 'accepted', 'returned')),
  conforms          TEXT    CHECK (conforms IN ('as_proposed', 'lighter', 'heavier', 'other')),
  check_note        TEXT    NOT NULL,
  checked_at_ms     BIGINT,
  checked_by        TEXT,
  objected_on       TEXT,
  objection_result  TEXT    NOT NULL,
  entered_on        TEXT,               -- in I'DIS
  entry_reference   TEXT    NOT NULL,
  recorded_at_ms    BIGINT  NOT NULL,
  recorded_by       TEXT    NOT NULL,
  UNIQUE (person_id, ordinal),
  CHECK ((check_state = 'open') = (checked_at_ms IS NULL))
);
CREATE INDEX recommendation_decisions_by_recommendation ON recommendation_decisions (recommendation_id, id);

-- Reminders and letters to the superior: drafts until a person confirms that they went out.
CREATE TABLE recommendation_reminders (
  id                TEXT   PRIMARY KEY,
  recommendation_id TEXT   NOT NULL REFERENCES recommendations (id),
  receiver_id       TEXT   NOT NULL REFERENCES recommendation_receivers (id),
  rung              BIGINT NOT NULL,
  kind              TEXT   NOT NULL CHECK (kind IN ('reminder', 'escalation')),
  addressed_to      TEXT   NOT NULL,
  text              TEXT   NOT NULL,
  state             TEXT   NOT NULL CHECK (state IN ('draft', 'sent', 'dropped')),
  number            TEXT   NOT NULL,
  channel           TEXT   NOT NULL,
  sent_at_ms        BIGINT,
  reason            TEXT   NOT NULL,    -- why it was dropped
  prepared_at_ms    BIGINT NOT NULL,
  prepared_by       TEXT   NOT NULL,
  ended_by          TEXT
);
CREATE INDEX recommendation_reminders_by_recommendation ON recommendation_reminders (recommendation_id, id);

-- One-time links for institutions without an account here: one institution, one recommendation.
CREATE TABLE recommendation_links (
  id                TEXT   PRIMARY KEY,
  token_hash        TEXT   NOT NULL UNIQUE,  -- the token itself is known to the institution only
  recommendation_id TEXT   NOT NULL REFERENCES recommendations (id),
  receiver_id       TEXT   NOT NULL REFERENCES recommendation_receivers (id),
  given_to          TEXT   NOT NULL,    -- how it was handed over
  created_at_ms     BIGINT NOT NULL,
  created_by        TEXT   NOT NULL,
  expires_at_ms     BIGINT NOT NULL,
  revoked_at_ms     BIGINT,
  used_at_ms        BIGINT              -- last filing through it
);
CREATE INDEX recommendation_links_by_receiver ON recommendation_links (receiver_id, id);
