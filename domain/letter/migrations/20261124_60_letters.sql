-- Why:  an office's papers need numbers that nobody gets twice and a book in which incoming and outgoing letters can be found again.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE letters (
  id               TEXT    PRIMARY KEY,
  office_id        TEXT    NOT NULL REFERENCES offices (id),   -- whose book it stands in
  direction        TEXT    NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
  origin           TEXT    NOT NULL CHECK (origin IN ('composed', 'typed', 'outside', 'received')),  -- outside: numbered before or beside Netra
  document         TEXT    NOT NULL,           -- id of the forms table or of procedures/letters/; '' for incoming
  subject_kind     TEXT    NOT NULL,           -- record it is about; '' none
  subject_id       TEXT    NOT NULL,
  election_id      TEXT    NOT NULL,
  state            TEXT    NOT NULL CHECK (state IN ('prepared', 'checked', 'numbered', 'signed_off', 'sent', 'cancelled', 'received', 'assigned', 'done')),
  version          BIGINT  NOT NULL,           -- of the record: an act carries the one its author saw
  text_version     BIGINT  NOT NULL,           -- newest of letter_texts; 0 none
  sealed           INTEGER NOT NULL CHECK (sealed IN (0, 1)),  -- its text holds an identity and stands nowhere
  code             TEXT    NOT NULL,           -- of the page that the QR leads to; '' for incoming
  class_code       TEXT    NOT NULL,
  matter           TEXT    NOT NULL,
  parties          TEXT    NOT NULL,           -- addressees, or the sender; a line each; '' when sealed
  dated            TEXT,                       -- date on the letter
  year             BIGINT  NOT NULL,           -- of the book
  number           TEXT    NOT NULL,           -- as printed; '' until given
  their_number     TEXT    NOT NULL,           -- what the sender gave an incoming letter
  agenda           TEXT    NOT NULL,           -- running number in the book of incoming letters; '' for outgoing
  received_on      TEXT,
  signed_as        TEXT    NOT NULL CHECK (signed_as IN ('chair', 'member', 'secretariat', 'official')),
  paper_sha256     TEXT    NOT NULL,           -- the numbered paper that is signed; '' until it is set
  signature_kind   TEXT    NOT NULL CHECK (signature_kind IN ('', 'scan', 'detached')),
  signature_sha256 TEXT    NOT NULL,
  words            TEXT    NOT NULL,           -- folded, for the search in the book
  written_by       TEXT    NOT NULL,           -- who wrote the text last
  created_by       TEXT    NOT NULL,
  created_at_ms    BIGINT  NOT NULL,
  updated_at_ms    BIGINT  NOT NULL
);
CREATE INDEX letters_by_office ON letters (office_id, id);
CREATE INDEX letters_by_subject ON letters (subject_kind, subject_id);
CREATE UNIQUE INDEX letters_by_code ON letters (code) WHERE code <> '';

-- Append only: every text a letter has had, as JSON of letter::Content.
CREATE TABLE letter_texts (
  letter_id     TEXT   NOT NULL REFERENCES letters (id),
  version       BIGINT NOT NULL,
  content       TEXT   NOT NULL,
  written_by    TEXT   NOT NULL,
  written_at_ms BIGINT NOT NULL,
  PRIMARY KEY (letter_id, version)
);

-- Append only: the way of a letter.
CREATE TABLE letter_steps (
  id        TEXT   PRIMARY KEY,
  letter_id TEXT   NOT NULL REFERENCES letters (id),
  step      TEXT   NOT NULL CHECK (step IN ('prepared', 'checked', 'returned', 'numbered', 'set', 'signed_off', 'sent', 'cancelled', 'recorded', 'received', 'assigned', 'done')),
  at_ms     BIGINT NOT NULL,
  account   TEXT   NOT NULL,
  note      TEXT   NOT NULL,                   -- reason of a return or cancellation, instruction of an assignment
  channel   TEXT   NOT NULL,                   -- how it was sent; '' otherwise
  done_on   TEXT,                              -- day of the sending, due day of an assignment
  evidence  TEXT   NOT NULL,                   -- item of domain/evidence: scan, proof of sending; '' none
  to_whom   TEXT   NOT NULL                    -- of an assignment
);
CREATE INDEX letter_steps_by_letter ON letter_steps (letter_id, id);

-- The last number of each sequence. The row's lock makes the next one wait; a rollback gives the number back.
CREATE TABLE letter_sequences (
  office_id TEXT   NOT NULL,
  sequence  TEXT   NOT NULL,                   -- "HM", "HM release", "" or "incoming", as the number rule says
  year      BIGINT NOT NULL,
  last      BIGINT NOT NULL,
  outside   BIGINT NOT NULL,                   -- up to here numbers were given before Netra and need not stand here
  PRIMARY KEY (office_id, sequence, year)
);

-- Append only: numbers that were given; a cancelled letter keeps its own.
CREATE TABLE letter_numbers (
  office_id TEXT   NOT NULL,
  sequence  TEXT   NOT NULL,
  year      BIGINT NOT NULL,
  running   BIGINT NOT NULL,
  suffix    BIGINT NOT NULL,                   -- 0; 1, 2 ... for letters dated before the last number
  letter_id TEXT   NOT NULL UNIQUE REFERENCES letters (id),
  dated     TEXT   NOT NULL,
  text      TEXT   NOT NULL,
  PRIMARY KEY (office_id, sequence, year, running, suffix),
  UNIQUE (office_id, text)
);

-- What an office has set for itself: letterhead, looks, signer, number pattern; as JSON of letter::Settings.
CREATE TABLE letter_settings (
  id          TEXT   PRIMARY KEY,
  office_id   TEXT   NOT NULL REFERENCES offices (id),
  settings    TEXT   NOT NULL,
  valid_from  TEXT   NOT NULL,
  valid_until TEXT,
  reason      TEXT   NOT NULL,
  set_by      TEXT   NOT NULL,
  set_at_ms   BIGINT NOT NULL,
  ended_at_ms BIGINT
);
CREATE INDEX letter_settings_by_office ON letter_settings (office_id, set_at_ms);
