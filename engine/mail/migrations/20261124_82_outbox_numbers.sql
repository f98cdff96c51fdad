-- Why:  the mail of the day tells several numbers, each with a name of its own in the texts.
-- Undo: alter table mail_outbox drop column numbers.
ALTER TABLE mail_outbox ADD COLUMN numbers TEXT;
