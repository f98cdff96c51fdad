-- name: cell
SELECT reported, waiting, answered, sanctioned, ended, unknown, uncounted, waits FROM register_cells
 WHERE election = $1 AND institution = $2 AND place = $3 AND person_kind = $4;

-- name: put_cell
INSERT INTO register_cells (election, institution, place, person_kind, parent, reported, waiting, answered, sanctioned, ended,
                            unknown, uncounted, waits, answer_median, decision_median, decision_longest, open_since)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (election, institution, place, person_kind) DO UPDATE SET
  reported = excluded.reported, waiting = excluded.waiting, answered = excluded.answered, sanctioned = excluded.sanctioned,
  ended = excluded.ended, unknown = excluded.unknown, uncounted = excluded.uncounted, waits = excluded.waits,
  answer_median = excluded.answer_median, decision_median = excluded.decision_median,
  decision_longest = excluded.decision_longest, open_since = excluded.open_since;

-- name: remove_cell
DELETE FROM register_cells WHERE election = $1 AND institution = $2 AND place = $3 AND person_kind = $4;

-- name: cells_after
-- Every cell in the order of its key; at most $5.
SELECT election, institution, place, person_kind, reported, waiting, answered, sanctioned, ended, unknown, uncounted, waits
  FROM register_cells
 WHERE (election, institution, place, person_kind) > ($1, $2, $3, $4)
 ORDER BY election, institution, place, person_kind LIMIT $5;

-- name: cells_first
SELECT election, institution, place, person_kind, reported, waiting, answered, sanctioned, ended, unknown, uncounted, waits
  FROM register_cells ORDER BY election, institution, place, person_kind LIMIT $1;

-- name: clear_cells
DELETE FROM register_cells;

-- name: by_election
SELECT election AS name, reported, waiting, answered, sanctioned, ended, unknown, uncounted, answer_median, decision_median,
       decision_longest, open_since
  FROM register_cells WHERE institution = $1 AND place = $2 AND person_kind = $3 AND election <> '' ORDER BY election;

-- name: by_institution
SELECT institution AS name, reported, waiting, answered, sanctioned, ended, unknown, uncounted, answer_median, decision_median,
       decision_longest, open_since
  FROM register_cells WHERE election = $1 AND place = $2 AND person_kind = $3 AND institution <> '' ORDER BY institution;

-- name: by_kind
SELECT person_kind AS name, reported, waiting, answered, sanctioned, ended, unknown, uncounted, answer_median, decision_median,
       decision_longest, open_since
  FROM register_cells WHERE election = $1 AND institution = $2 AND place = $3 AND person_kind <> '' ORDER BY person_kind;

-- name: by_place
SELECT place AS name, reported, waiting, answered, sanctioned, ended, unknown, uncounted, answer_median, decision_median,
       decision_longest, open_since
  FROM register_cells WHERE parent = $1 AND election = $2 AND institution = $3 AND person_kind = $4 ORDER BY place;

-- name: facts_of
SELECT id, source, source_id, office, election, place, institution, decider, person_kind, standing, amount, persons_known,
       recommended_on, answered_on, reached_on, decided_on
  FROM register_facts WHERE source = $1 AND source_id = $2 ORDER BY id;

-- name: facts_after
SELECT id, source, source_id, office, election, place, institution, decider, person_kind, standing, amount, persons_known,
       recommended_on, answered_on, reached_on, decided_on
  FROM register_facts WHERE id > $1 ORDER BY id LIMIT $2;

-- name: facts_matching
-- What stands behind a number, newest first; '' asks for any. $1 and $2 bound the place.
SELECT id, source, source_id, office, election, place, institution, decider, person_kind, standing, amount, persons_known,
       recommended_on, answered_on, reached_on, decided_on
  FROM register_facts
 WHERE place >= $1 AND place < $2 AND ($3 = '' OR election = $3)
   AND ($4 = '' OR institution = $4 OR decider = $5) AND ($6 = '' OR person_kind = $6) AND ($7 = '' OR standing = $7)
   AND ($8 = '' OR id < $8)
 ORDER BY id DESC LIMIT $9;

-- name: insert_fact
INSERT INTO register_facts (id, source, source_id, office, election, place, institution, decider, person_kind, standing, amount,
                            persons_known, recommended_on, answered_on, reached_on, decided_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: remove_facts
DELETE FROM register_facts WHERE source = $1 AND source_id = $2;

-- name: case_head
SELECT office_id, election_id, region_code FROM cases WHERE id = $1;

-- name: case_reported
SELECT kind AS name, COUNT(*) AS amount FROM case_participants WHERE case_id = $1 AND role = 'reported' GROUP BY kind ORDER BY kind;

-- name: case_recommended
-- Persons of a case file that recommendations name, by kind.
SELECT p.kind AS name, COUNT(*) AS amount
  FROM recommendations r JOIN recommendation_persons p ON p.recommendation_id = r.id
 WHERE r.case_id = $1 AND r.state NOT IN ('draft', 'withdrawn') GROUP BY p.kind ORDER BY p.kind;

-- name: followed
SELECT seq FROM register_follow WHERE id = 1;

-- name: set_followed
UPDATE register_follow SET seq = $1 WHERE id = 1;

-- name: journal_after
SELECT seq, subject_kind, subject_id FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2;

-- name: recommendation_ids
SELECT id FROM recommendations WHERE id > $1 ORDER BY id LIMIT $2;

-- name: known_entry
SELECT content FROM register_entries WHERE identity = $1;

-- name: known_figure
SELECT content FROM register_figures WHERE identity = $1;

-- name: insert_entry
INSERT INTO register_entries (id, import_id, row_number, identity, content, office, reference, number, election, place,
                              institution, person_kind, persons, recommended_on, answered_on, decided_on, outcome, sanction,
                              source_name, mark, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: insert_figure
INSERT INTO register_figures (id, import_id, row_number, identity, content, office, series, election, publisher, as_of, place,
                              institution, person_kind, stage, amount, unit, part_of, split, source_name, mark, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: insert_import
INSERT INTO register_imports (id, office, kind, state, file_name, sha256, staged, brought_at_ms, brought_by, done_at_ms, done_by,
                              made, known, refused)
VALUES ($1, $2, $3, 'checked', $4, $5, $6, $7, $8, NULL, NULL, 0, 0, 0);

-- name: end_import
UPDATE register_imports SET state = 'done', staged = '', done_at_ms = $2, done_by = $3, made = $4, known = $5, refused = $6
 WHERE id = $1 AND state = 'checked';

-- name: find_import
SELECT id, office, kind, state, file_name, sha256, staged, brought_at_ms, brought_by, done_at_ms, done_by, made, known, refused
  FROM register_imports WHERE id = $1;

-- name: imports_of
SELECT id, office, kind, state, file_name, sha256, staged, brought_at_ms, brought_by, done_at_ms, done_by, made, known, refused
  FROM register_imports WHERE office = $1 ORDER BY id DESC LIMIT 100;

-- name: figures_at
-- Figures of a place, its province and the country, in the order of the file within a series; '' asks for any election.
SELECT series, election, publisher, as_of, place, institution, person_kind, stage, amount, unit, part_of, split, source_name,
       mark, note
  FROM register_figures WHERE place IN ($1, $3, '') AND ($2 = '' OR election = $2)
 ORDER BY election, as_of, import_id, row_number LIMIT 400;

-- name: entries_of
SELECT id, row_number, reference, number, election, place, institution, person_kind, persons, recommended_on, answered_on,
       decided_on, outcome, sanction, source_name, mark, note
  FROM register_entries WHERE import_id = $1 ORDER BY row_number;

-- name: entry
SELECT reference, number, election, place, institution, person_kind, persons, recommended_on, answered_on,
       decided_on, outcome, sanction, source_name, mark, note
  FROM register_entries WHERE id = $1;

-- name: case_ids
SELECT id FROM cases WHERE id > $1 ORDER BY id LIMIT $2;
