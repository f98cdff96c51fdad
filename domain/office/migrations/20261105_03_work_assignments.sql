-- Why:  who takes on a report, lead, tracing or finding is said at the desk; desk_items is a view that is written anew, so the fact has a table of its own.
-- Undo: drop table work_assignments.
CREATE TABLE work_assignments (
  kind           TEXT   NOT NULL CHECK (kind IN ('report', 'lead', 'tracing', 'finding', 'case_file')),
  id             TEXT   NOT NULL,
  account        TEXT   NOT NULL,
  assigned_at_ms BIGINT NOT NULL,
  PRIMARY KEY (kind, id)
);
