-- Why:  a list of the few cases among very many reports must not walk the reports.
-- Undo: DROP INDEX desk_items_by_kind;
CREATE INDEX desk_items_by_kind ON desk_items (office, is_open, kind, due_key, id);
