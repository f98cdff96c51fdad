-- name: current_edition
SELECT edition, fingerprint FROM region_editions WHERE is_current = 1;

-- name: edition_info
SELECT edition, basis, source, licence, mark, valid_from FROM region_editions WHERE edition = $1;

-- name: find
SELECT code, edition, level, kind, name, short_name, path, parent, zone, valid_from, valid_until
  FROM regions WHERE edition = $1 AND code = $2;

-- name: children
SELECT code, edition, level, kind, name, short_name, path, parent, zone, valid_from, valid_until
  FROM regions WHERE edition = $1 AND parent = $2 ORDER BY code;

-- name: at_level
-- Places of one level in order of code after $3, inside $4 ('' is everywhere).
SELECT code, edition, level, kind, name, short_name, path, parent, zone, valid_from, valid_until
  FROM regions
 WHERE edition = $1 AND level = $2 AND code > $3 AND substr(code, 1, length($4)) = $4
 ORDER BY code LIMIT $5;

-- name: aliases
SELECT alias, source, mark FROM region_aliases WHERE edition = $1 AND code = $2 ORDER BY alias;

-- name: alias_source
SELECT source FROM region_aliases WHERE edition = $1 AND code = $2 AND alias = $3;

-- name: names_equal
-- Places with one of their names equal to $2, inside $3, larger places first.
SELECT code, alias, depth, name_key FROM region_names
 WHERE edition = $1 AND name_key = $2 AND substr(code, 1, length($3)) = $3
 ORDER BY depth, code LIMIT $4;

-- name: names_starting
-- Walks the primary key between $2 and $3; $5 is a depth or -1.
SELECT code, alias, depth, name_key FROM region_names
 WHERE edition = $1 AND name_key > $2 AND name_key <= $3 AND substr(code, 1, length($4)) = $4
   AND ($5 = -1 OR depth = $5)
 ORDER BY depth, key_size, name_key, code LIMIT $6;

-- name: keys_sharing_start
SELECT DISTINCT name_key FROM region_names
 WHERE edition = $1 AND name_key BETWEEN $2 AND $3 AND key_size BETWEEN $4 AND $5 LIMIT 4000;

-- name: keys_sharing_end
SELECT DISTINCT name_key FROM region_names
 WHERE edition = $1 AND key_back BETWEEN $2 AND $3 AND key_size BETWEEN $4 AND $5 LIMIT 4000;

-- name: counts
SELECT kind, count(*) AS number FROM regions WHERE edition = $1 GROUP BY kind;

-- name: clear_names
DELETE FROM region_names WHERE edition = $1;

-- name: clear_aliases
DELETE FROM region_aliases WHERE edition = $1;

-- name: clear_regions
DELETE FROM regions WHERE edition = $1;

-- name: no_current
UPDATE region_editions SET is_current = 0 WHERE edition <> $1;

-- name: put_edition
INSERT INTO region_editions (edition, is_current, fingerprint, basis, source, licence, mark, valid_from, imported_at_ms)
VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (edition) DO UPDATE SET is_current = 1, fingerprint = excluded.fingerprint, basis = excluded.basis,
  source = excluded.source, licence = excluded.licence, mark = excluded.mark, valid_from = excluded.valid_from,
  imported_at_ms = excluded.imported_at_ms;

-- name: put_alias
INSERT INTO region_aliases (edition, code, alias, source, mark) VALUES ($1, $2, $3, $4, $5);
