-- Why:  the desk shows what is due over reports, findings and cases; one narrow table keeps that quick however many records there are.
-- Undo: drop table desk_items; it is a view that the features can write again.
CREATE TABLE desk_items (
  kind           TEXT    NOT NULL CHECK (kind IN ('report', 'lead', 'tracing', 'finding', 'case_file')),
  id             TEXT    NOT NULL,
  office         TEXT    NOT NULL,
  number         TEXT    NOT NULL,
  title          TEXT    NOT NULL,               -- no personal data
  stage          TEXT    NOT NULL,
  assigned_to    TEXT    NOT NULL,               -- account; '' nobody
  election       TEXT    NOT NULL,
  place          TEXT    NOT NULL,
  place_name     TEXT    NOT NULL,
  received_at_ms BIGINT  NOT NULL,
  updated_at_ms  BIGINT  NOT NULL,
  target_at_ms   BIGINT,                         -- earliest reading of the nearest clock
  due_at_ms      BIGINT,                         -- latest reading
  due_key        BIGINT  NOT NULL,               -- target, else due, else the end of time: what lists are sorted by
  clock          TEXT    NOT NULL,
  is_open        INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  PRIMARY KEY (kind, id)
);
CREATE INDEX desk_items_by_due ON desk_items (office, is_open, due_key, id);
CREATE INDEX desk_items_by_stage ON desk_items (office, is_open, stage, due_key, id);
CREATE INDEX desk_items_by_person ON desk_items (assigned_to, is_open, due_key, id);
CREATE INDEX desk_items_by_arrival ON desk_items (office, is_open, received_at_ms, id);
