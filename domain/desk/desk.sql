-- name: by_due
-- One office's rows, soonest first, after ($8, $9). Walks desk_items_by_due.
SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms AS received_at,
       updated_at_ms AS updated_at, target_at_ms AS target_at, due_at_ms AS due_at, clock, is_open
  FROM desk_items
 WHERE office = $1 AND is_open = $2 AND ($3 = '' OR kind = $3) AND ($4 = '*' OR assigned_to = $4)
   AND ($5 = 1 OR kind NOT IN ('report', 'lead')) AND ($6 = 1 OR kind IN ('report', 'lead'))
   AND due_key < $7 AND (due_key, id) > ($8, $9)
 ORDER BY due_key, id LIMIT $10;

-- name: by_stage
-- The same in one stage. Walks desk_items_by_stage.
SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms AS received_at,
       updated_at_ms AS updated_at, target_at_ms AS target_at, due_at_ms AS due_at, clock, is_open
  FROM desk_items
 WHERE office = $1 AND is_open = $2 AND ($3 = '' OR kind = $3) AND ($4 = '*' OR assigned_to = $4)
   AND ($5 = 1 OR kind NOT IN ('report', 'lead')) AND ($6 = 1 OR kind IN ('report', 'lead'))
   AND due_key < $7 AND (due_key, id) > ($8, $9) AND stage = $11
 ORDER BY due_key, id LIMIT $10;

-- name: by_kind
-- The same of one kind, in a stage or in any ('' in $11). Walks desk_items_by_kind.
SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms AS received_at,
       updated_at_ms AS updated_at, target_at_ms AS target_at, due_at_ms AS due_at, clock, is_open
  FROM desk_items
 WHERE office = $1 AND is_open = $2 AND kind = $3 AND ($4 = '*' OR assigned_to = $4)
   AND ($5 = 1 OR kind NOT IN ('report', 'lead')) AND ($6 = 1 OR kind IN ('report', 'lead'))
   AND due_key < $7 AND (due_key, id) > ($8, $9) AND ($11 = '' OR stage = $11)
 ORDER BY due_key, id LIMIT $10;

-- name: by_person
-- The same with one person. Walks desk_items_by_person: nobody has as much as their whole office ("office || ''" keeps its index out).
SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms AS received_at,
       updated_at_ms AS updated_at, target_at_ms AS target_at, due_at_ms AS due_at, clock, is_open
  FROM desk_items
 WHERE assigned_to = $4 AND is_open = $2 AND office || '' = $1 AND ($3 = '' OR kind = $3)
   AND ($5 = 1 OR kind NOT IN ('report', 'lead')) AND ($6 = 1 OR kind IN ('report', 'lead'))
   AND due_key < $7 AND (due_key, id) > ($8, $9) AND ($11 = '' OR stage = $11)
 ORDER BY due_key, id LIMIT $10;

-- name: of_person
-- What one person has in an office, soonest first. Walks desk_items_by_person.
SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms AS received_at,
       updated_at_ms AS updated_at, target_at_ms AS target_at, due_at_ms AS due_at, clock, is_open
  FROM desk_items
 WHERE assigned_to = $1 AND is_open = 1 AND office = $2
 ORDER BY due_key, id LIMIT $3;

-- name: arrivals_without_person
-- Reports and leads nobody has taken on, newest first. Walks desk_items_by_arrival.
SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms AS received_at,
       updated_at_ms AS updated_at, target_at_ms AS target_at, due_at_ms AS due_at, clock, is_open
  FROM desk_items
 WHERE office = $1 AND is_open = 1 AND assigned_to = '' AND kind IN ('report', 'lead')
 ORDER BY received_at_ms DESC, id DESC LIMIT $2;

-- name: saved_filters_of
SELECT id, name, path FROM saved_filters WHERE account = $1 ORDER BY id LIMIT 30;

-- name: put_saved_filter
INSERT INTO saved_filters (id, account, name, path, created_at_ms) VALUES ($1, $2, $3, $4, $5);

-- name: remove_saved_filter
DELETE FROM saved_filters WHERE id = $1 AND account = $2;

-- name: put_undo
INSERT INTO desk_undos (id, account, until_ms, used_at_ms, changes, what, back) VALUES ($1, $2, $3, NULL, $4, $5, $6);

-- name: find_undo
SELECT changes, until_ms, used_at_ms, what, back FROM desk_undos WHERE id = $1 AND account = $2;

-- name: use_undo
UPDATE desk_undos SET used_at_ms = $2 WHERE id = $1 AND used_at_ms IS NULL;

-- name: forget_undos
DELETE FROM desk_undos WHERE until_ms < $1;

-- name: mark_read
INSERT INTO desk_read_notices (account, notice, read_at_ms) VALUES ($1, $2, $3) ON CONFLICT (account, notice) DO NOTHING;

-- name: mark_unread
DELETE FROM desk_read_notices WHERE account = $1 AND notice = $2;

-- name: is_read
SELECT 1 FROM desk_read_notices WHERE account = $1 AND notice = $2;

-- name: held_by
-- What is open with one person in an office, apart from cases, which keep assignments of their own.
SELECT kind, id, office, number, title, stage, assigned_to, election, place, place_name, received_at_ms AS received_at,
       updated_at_ms AS updated_at, target_at_ms AS target_at, due_at_ms AS due_at, clock, is_open
  FROM desk_items
 WHERE assigned_to = $1 AND is_open = 1 AND office = $2 AND kind <> 'case_file'
 ORDER BY due_key, id;
