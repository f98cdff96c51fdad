-- Why:  a search for the beginning of a word names the words that begin so; FTS5 would otherwise gather every document of all of them before it gives the first.
-- Undo: DROP TABLE search_vocabulary; it holds nothing of its own.
-- engine: sqlite
CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab('search_index', 'instance');
