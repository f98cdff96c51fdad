-- Why:  each person marks notices as read, and an undo leads back to the list it was done on.
-- Undo: drop desk_read_notices, and the columns what and back of desk_undos; nothing else depends on them.
CREATE TABLE desk_read_notices (
  account    TEXT   NOT NULL,
  notice     TEXT   NOT NULL,                    -- id of clock_notices
  read_at_ms BIGINT NOT NULL,
  PRIMARY KEY (account, notice)
);

ALTER TABLE desk_undos ADD COLUMN what TEXT NOT NULL DEFAULT 'assignments';
ALTER TABLE desk_undos ADD COLUMN back TEXT NOT NULL DEFAULT '/today';
