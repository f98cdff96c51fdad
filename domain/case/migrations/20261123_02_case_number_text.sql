-- Why:  offices may set their own patterns, so the printed number is looked up before it is given: none is given twice.
-- Undo: drop index cases_by_number.
CREATE INDEX cases_by_number ON cases (number);
