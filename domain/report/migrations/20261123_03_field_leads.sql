-- Why:  supervisors write down leads in the field and look at their own; only these rows are in the index, so that intake pays nothing for it.
-- Undo: drop index reports_by_field_supervisor.
CREATE INDEX reports_by_field_supervisor ON reports (taken_in_by, id) WHERE channel = 'field';
