-- Why:  what identifies a reporter is sealed to an office; the office's secret key exists only wrapped for its members and for its recovery shares.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
CREATE TABLE office_keys (
  id              TEXT   PRIMARY KEY,
  office_id       TEXT   NOT NULL,
  public_key      BYTES  NOT NULL,
  recovery_locked BYTES  NOT NULL,   -- the secret half, locked by a key made of both printed shares
  made_by         TEXT   NOT NULL,
  made_at_ms      BIGINT NOT NULL,
  retired_at_ms   BIGINT             -- a later key seals since then; this one still opens old records
);
CREATE INDEX office_keys_by_office ON office_keys (office_id, made_at_ms);

CREATE TABLE office_key_grants (
  key_id        TEXT   NOT NULL REFERENCES office_keys (id),
  account_id    TEXT   NOT NULL REFERENCES accounts (id),
  member_key    BYTES  NOT NULL,     -- the member's public key at that time: after a reset it differs, and the grant is void
  sealed        BYTES  NOT NULL,     -- the office's secret key, sealed to the member
  granted_by    TEXT   NOT NULL,
  granted_at_ms BIGINT NOT NULL,
  PRIMARY KEY (key_id, account_id)
);
CREATE INDEX office_key_grants_by_account ON office_key_grants (account_id);
