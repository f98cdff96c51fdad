-- name: edits
-- Every edit in the order it was made.
SELECT id, added, date, kind, region, name, decree, source, mark, at_ms AS at
  FROM holidays
 ORDER BY at_ms, id;

-- name: edits_between
-- Edits of days from $1 to $2, newest first.
SELECT id, added, date, kind, region, name, decree, source, mark, at_ms AS at
  FROM holidays
 WHERE date >= $1 AND date <= $2
 ORDER BY at_ms DESC, id DESC;

-- name: insert_edit
INSERT INTO holidays (id, added, date, kind, region, name, decree, source, mark, at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: years
SELECT year, decrees, source, mark FROM calendar_years ORDER BY year;

-- name: insert_year
INSERT INTO calendar_years (year, decrees, source, mark, at_ms) VALUES ($1, $2, $3, $4, $5);
