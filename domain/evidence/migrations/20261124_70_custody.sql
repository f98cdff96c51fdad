-- Why:  an exhibit is believed only if every hand it went through is known: who, in which role, when and by whose clock, where, why, from whom
--       to whom, with which fingerprint before and after. Each entry now carries the hash of the one before it, per exhibit, so that a page
--       can show the unbroken chain and name any break. Physical exhibits (barang bukti) stand in the same table as files.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
ALTER TABLE evidence_items ADD COLUMN kind TEXT NOT NULL DEFAULT 'file' CHECK (kind IN ('file', 'physical'));  -- file: also what is only listed
ALTER TABLE evidence_items ADD COLUMN custody_seq INTEGER NOT NULL DEFAULT 0;    -- the last entry of its chain; also the version forms carry
ALTER TABLE evidence_items ADD COLUMN custody_head TEXT NOT NULL DEFAULT '';     -- its hash

-- Entries from before this migration keep seq 0; the first chained entry of an item holds a fingerprint of them as `previous`.
ALTER TABLE evidence_custody ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;          -- 1, 2, 3 ... per item
ALTER TABLE evidence_custody ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence_custody ADD COLUMN happened_at_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE evidence_custody ADD COLUMN time_source TEXT NOT NULL DEFAULT 'server' CHECK (time_source IN ('server', 'stated', 'device'));
ALTER TABLE evidence_custody ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence_custody ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence_custody ADD COLUMN hash_before TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence_custody ADD COLUMN hash_after TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence_custody ADD COLUMN from_office TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence_custody ADD COLUMN from_party TEXT NOT NULL DEFAULT '';     -- a person or body outside the offices; never a reporter or witness
ALTER TABLE evidence_custody ADD COLUMN to_office TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence_custody ADD COLUMN to_party TEXT NOT NULL DEFAULT '';
ALTER TABLE evidence_custody ADD COLUMN seal TEXT NOT NULL DEFAULT '';           -- number of the seal put on
ALTER TABLE evidence_custody ADD COLUMN item_print TEXT NOT NULL DEFAULT '';     -- fingerprint of what the item's row says and never changes
ALTER TABLE evidence_custody ADD COLUMN act_seq BIGINT NOT NULL DEFAULT 0;       -- the journal's entry it was written under
ALTER TABLE evidence_custody ADD COLUMN previous TEXT NOT NULL DEFAULT '';       -- hex
ALTER TABLE evidence_custody ADD COLUMN hash TEXT NOT NULL DEFAULT '';           -- hex
CREATE UNIQUE INDEX evidence_custody_order ON evidence_custody (item_id, seq) WHERE seq > 0;
