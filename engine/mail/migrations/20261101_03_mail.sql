-- Why:  a notice must leave exactly when what it is about is stored, and survive a mail server that is away.
-- Undo: none. Restore the backup that is taken before migrations run.
CREATE TABLE mail_outbox (
  id            TEXT   PRIMARY KEY,  -- also the key of its job "mail.send" and the Message-ID
  address       TEXT   NOT NULL,     -- '' once the mail was handed over
  language      TEXT   NOT NULL,
  notice        TEXT   NOT NULL,     -- names the texts mail.<notice>.subject and .body
  path          TEXT   NOT NULL,     -- what the link opens
  due_at_ms     BIGINT,
  due_zone      TEXT,
  number        BIGINT,
  created_at_ms BIGINT NOT NULL,
  sent_at_ms    BIGINT
);
CREATE INDEX mail_outbox_by_created_at ON mail_outbox (created_at_ms);
