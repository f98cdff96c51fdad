-- Why:  people need accounts, roles held in offices for a time, sessions, and a second factor.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE accounts (
  id                 TEXT   PRIMARY KEY,
  email              TEXT   NOT NULL UNIQUE,   -- lower case; the name to sign in with
  name               TEXT   NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  status             TEXT   NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
  language           TEXT   NOT NULL CHECK (language IN ('id', 'en')),
  password_hash      TEXT,                     -- argon2id; null until the invitation is used
  password_set_at_ms BIGINT,
  public_key         BYTES,                    -- X25519; the member's own key pair, made with the password
  secret_salt        BYTES,
  secret_locked      BYTES,                    -- the secret half, locked by a key from the password
  created_at_ms      BIGINT NOT NULL
);

-- A role is held from a moment until a moment; ending it early writes who did. Nothing is deleted.
CREATE TABLE role_grants (
  id            TEXT   PRIMARY KEY,
  account_id    TEXT   NOT NULL REFERENCES accounts (id),
  office_id     TEXT   NOT NULL,
  role          TEXT   NOT NULL,
  from_ms       BIGINT NOT NULL,
  until_ms      BIGINT,                        -- null: without end
  granted_by    TEXT   NOT NULL,               -- account id, or 'system' (first start, command line)
  granted_at_ms BIGINT NOT NULL,
  ended_by      TEXT,
  ended_at_ms   BIGINT,
  CHECK (until_ms IS NULL OR until_ms >= from_ms)
);
CREATE INDEX role_grants_by_account ON role_grants (account_id, from_ms);
CREATE INDEX role_grants_by_office ON role_grants (office_id, from_ms);

-- The token itself is only in the browser's cookie.
CREATE TABLE sessions (
  token_hash      TEXT   PRIMARY KEY,
  id              TEXT   NOT NULL UNIQUE,      -- names the session on pages
  account_id      TEXT   NOT NULL REFERENCES accounts (id),
  state           TEXT   NOT NULL CHECK (state IN ('full', 'second_factor', 'enrolment')),
  active_office   TEXT   NOT NULL,
  member_key      BYTES,                       -- the member's secret key, locked by a key from the token
  created_at_ms   BIGINT NOT NULL,
  last_seen_at_ms BIGINT NOT NULL,
  expires_at_ms   BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id, last_seen_at_ms);
CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms);

-- Devices that have signed in before; they keep a throttle of their own, so that nobody can lock a person out from elsewhere.
CREATE TABLE known_devices (
  token_hash  TEXT   NOT NULL,
  account_id  TEXT   NOT NULL REFERENCES accounts (id),
  seen_at_ms  BIGINT NOT NULL,
  PRIMARY KEY (token_hash, account_id)
);

CREATE TABLE second_factors (
  account_id      TEXT   PRIMARY KEY REFERENCES accounts (id),
  locked          BYTES  NOT NULL,             -- the TOTP secret, locked by a key from the member's secret key
  last_step       BIGINT NOT NULL,             -- a step is accepted once
  confirmed_at_ms BIGINT                       -- null while being enrolled
);
CREATE TABLE factor_recovery_codes (
  account_id TEXT   NOT NULL REFERENCES accounts (id),
  code_hash  TEXT   NOT NULL,
  used_at_ms BIGINT,
  PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE invitations (
  token_hash    TEXT   PRIMARY KEY,
  account_id    TEXT   NOT NULL REFERENCES accounts (id),
  office_id     TEXT   NOT NULL,
  made_by       TEXT   NOT NULL,
  expires_at_ms BIGINT NOT NULL,
  used_at_ms    BIGINT
);
CREATE INDEX invitations_by_account ON invitations (account_id);

-- One administrator asks, another confirms; only then is there a link.
CREATE TABLE password_resets (
  id              TEXT   PRIMARY KEY,
  account_id      TEXT   NOT NULL REFERENCES accounts (id),
  office_id       TEXT   NOT NULL,
  requested_by    TEXT   NOT NULL,
  requested_at_ms BIGINT NOT NULL,
  reason          TEXT   NOT NULL,
  confirmed_by    TEXT,
  confirmed_at_ms BIGINT,
  refused_by      TEXT,
  token_hash      TEXT UNIQUE,
  expires_at_ms   BIGINT,
  used_at_ms      BIGINT,
  CHECK (confirmed_by IS NULL OR confirmed_by <> requested_by)
);
CREATE INDEX password_resets_by_account ON password_resets (account_id);

-- The one-time code of the first start; gone once there is an account.
CREATE TABLE setup_code (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  code_hash  TEXT    NOT NULL,
  made_at_ms BIGINT  NOT NULL
);
