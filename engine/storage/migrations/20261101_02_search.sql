-- Why:  people search everything they may see by its words, newest first, also among a million records.
-- Undo: none. Restore the backup that is taken before migrations run.
--
-- position: at_ms * 1024 + n, so that walking it downwards is newest first and stops after one page.
-- terms:    the set of stems, the scopes ("s_…") and the kind ("k_…"), with a blank between; all that an engine's index is made of.

-- engine: sqlite
CREATE TABLE search_documents (
  position INTEGER PRIMARY KEY,  -- 64 bits here, and the row's own address
  kind     TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  scope    TEXT    NOT NULL,
  at_ms    BIGINT  NOT NULL,
  terms    TEXT    NOT NULL,
  UNIQUE (kind, id)
);

-- detail=none: which documents hold a term, not where; half the size, and positions would help nobody here.
-- engine: sqlite
CREATE VIRTUAL TABLE search_index USING fts5(
  terms, content = 'search_documents', content_rowid = 'position', detail = none, columnsize = 0,
  tokenize = "ascii tokenchars '_'"
);

-- engine: postgres
CREATE TABLE search_documents (
  position BIGINT  PRIMARY KEY,
  kind     TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  scope    TEXT    NOT NULL,
  at_ms    BIGINT  NOT NULL,
  terms    TEXT    NOT NULL,
  UNIQUE (kind, id)
);

-- engine: postgres
CREATE TABLE search_terms (
  position BIGINT   PRIMARY KEY REFERENCES search_documents (position) ON DELETE CASCADE,
  terms    TSVECTOR NOT NULL
);

-- engine: postgres
CREATE INDEX search_terms_by_term ON search_terms USING GIN (terms);
