-- name: find
SELECT id, kind, level, name, region_code, parent, number_code, register_code, zone, address, phone, email, website,
       desk_hours, public_intake, valid_from, valid_until
  FROM offices WHERE id = $1;

-- name: in_region
SELECT id, kind, level, name, region_code, parent, number_code, register_code, zone, address, phone, email, website,
       desk_hours, public_intake, valid_from, valid_until
  FROM offices WHERE region_code = $1 ORDER BY kind, id;

-- name: children
SELECT id, kind, level, name, region_code, parent, number_code, register_code, zone, address, phone, email, website,
       desk_hours, public_intake, valid_from, valid_until
  FROM offices WHERE parent = $1 ORDER BY kind, region_code, id;

-- name: supervisors_of_region
-- The supervisors' office of exactly this place ('' is the national one) on day $2.
SELECT id, kind, level, name, region_code, parent, number_code, register_code, zone, address, phone, email, website,
       desk_hours, public_intake, valid_from, valid_until
  FROM offices
 WHERE region_code = $1 AND kind = 'bawaslu' AND (valid_from IS NULL OR valid_from <= $2)
   AND (valid_until IS NULL OR valid_until >= $2)
 ORDER BY id LIMIT 1;

-- name: parent_of
SELECT parent FROM offices WHERE id = $1;

-- name: listed
-- Offices after $5 in order of region, kind and id; '' and -1 mean any. Partner offices and village supervisors are not listed unless asked for.
SELECT id, kind, level, name, region_code, parent, number_code, register_code, zone, address, phone, email, website,
       desk_hours, public_intake, valid_from, valid_until
  FROM offices
 WHERE ($1 = '' OR kind = $1) AND ($2 = '' OR level = $2) AND substr(region_code, 1, length($3)) = $3
   AND (level <> 'village' OR $2 = 'village') AND lower(name) LIKE $4
   AND (region_code > $5 OR (region_code = $5 AND id > $6))
 ORDER BY region_code, id LIMIT $7;

-- name: insert
INSERT INTO offices (id, kind, level, name, region_code, parent, number_code, register_code, zone, address, phone,
                     email, website, desk_hours, public_intake, valid_from, valid_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: update
UPDATE offices SET name = $2, parent = $3, number_code = $4, register_code = $5, zone = $6, address = $7, phone = $8,
       email = $9, website = $10, desk_hours = $11, public_intake = $12, valid_from = $13, valid_until = $14
 WHERE id = $1;

-- name: put_item
INSERT INTO desk_items (kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms,
                        updated_at_ms, target_at_ms, due_at_ms, due_key, clock, is_open)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (kind, id) DO UPDATE SET office = excluded.office, number = excluded.number, title = excluded.title,
  stage = excluded.stage, assigned_to = excluded.assigned_to, election = excluded.election, place = excluded.place,
  place_name = excluded.place_name, received_at_ms = excluded.received_at_ms, updated_at_ms = excluded.updated_at_ms,
  target_at_ms = excluded.target_at_ms, due_at_ms = excluded.due_at_ms, due_key = excluded.due_key,
  clock = excluded.clock, is_open = excluded.is_open;

-- name: remove_item
DELETE FROM desk_items WHERE kind = $1 AND id = $2;

-- name: set_item_due
UPDATE desk_items SET target_at_ms = $3, due_at_ms = $4, due_key = $5, clock = $6 WHERE kind = $1 AND id = $2;

-- name: set_item_person
UPDATE desk_items SET assigned_to = $3, updated_at_ms = $4 WHERE kind = $1 AND id = $2;

-- name: find_item
SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms AS received_at,
       updated_at_ms AS updated_at, target_at_ms AS target_at, due_at_ms AS due_at, clock, is_open
  FROM desk_items WHERE kind = $1 AND id = $2;

-- name: assigned_person
-- A report that became a lead, or a lead that became a report, is the same record: whoever took it on keeps it.
SELECT account FROM work_assignments
 WHERE kind IN ($1, CASE $1 WHEN 'report' THEN 'lead' WHEN 'lead' THEN 'report' ELSE $1 END) AND id = $2
 ORDER BY assigned_at_ms DESC, CASE WHEN kind = $1 THEN 0 ELSE 1 END LIMIT 1;

-- name: put_assignment
INSERT INTO work_assignments (kind, id, account, assigned_at_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (kind, id) DO UPDATE SET account = excluded.account, assigned_at_ms = excluded.assigned_at_ms;

-- name: pattern_on
SELECT id, office, kind, pattern, valid_from, valid_until, reason, set_by, set_at_ms AS set_at, ended_at_ms AS ended_at
  FROM number_patterns
 WHERE office = $1 AND kind = $2 AND valid_from <= $3 AND (valid_until IS NULL OR valid_until >= $3) AND ended_at_ms IS NULL
 ORDER BY set_at_ms DESC, id DESC LIMIT 1;

-- name: patterns_of
SELECT id, office, kind, pattern, valid_from, valid_until, reason, set_by, set_at_ms AS set_at, ended_at_ms AS ended_at
  FROM number_patterns WHERE office = $1 ORDER BY set_at_ms DESC, id DESC;

-- name: put_pattern
INSERT INTO number_patterns (id, office, kind, pattern, valid_from, valid_until, reason, set_by, set_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: end_pattern
UPDATE number_patterns SET ended_at_ms = $3 WHERE id = $1 AND office = $2 AND ended_at_ms IS NULL;
