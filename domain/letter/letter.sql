-- name: lock_sequence
-- The row's lock makes the next unit wait on PostgreSQL; SQLite has one writer.
INSERT INTO letter_sequences (office_id, sequence, year, last, outside) VALUES ($1, $2, $3, 0, 0)
    ON CONFLICT (office_id, sequence, year) DO UPDATE SET last = letter_sequences.last;

-- name: sequence_state
SELECT s.last, s.outside, (SELECT max(n.dated) FROM letter_numbers n WHERE n.office_id = s.office_id AND n.sequence = s.sequence AND n.year = s.year)
  FROM letter_sequences s WHERE s.office_id = $1 AND s.sequence = $2 AND s.year = $3;

-- name: set_last
UPDATE letter_sequences SET last = $4 WHERE office_id = $1 AND sequence = $2 AND year = $3;

-- name: set_outside
UPDATE letter_sequences SET outside = $4 WHERE office_id = $1 AND sequence = $2 AND year = $3;

-- name: put_number
INSERT INTO letter_numbers (office_id, sequence, year, running, suffix, letter_id, dated, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: number_on
-- The last number given for a day up to $4, and how many letters stand behind it already.
SELECT running, max(suffix) FROM letter_numbers
 WHERE office_id = $1 AND sequence = $2 AND year = $3
   AND running = (SELECT max(running) FROM letter_numbers WHERE office_id = $1 AND sequence = $2 AND year = $3 AND suffix = 0 AND dated <= $4)
 GROUP BY running;

-- name: number_at
SELECT letter_id FROM letter_numbers WHERE office_id = $1 AND sequence = $2 AND year = $3 AND running = $4;

-- name: number_with_text
SELECT letter_id FROM letter_numbers WHERE office_id = $1 AND text = $2;

-- name: settings_on
SELECT id, office_id AS office, settings, valid_from, valid_until, reason, set_by, set_at_ms AS set_at, ended_at_ms AS ended_at
  FROM letter_settings
 WHERE office_id = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until >= $2) AND ended_at_ms IS NULL
 ORDER BY set_at_ms DESC, id DESC LIMIT 1;

-- name: settings_of
SELECT id, office_id AS office, settings, valid_from, valid_until, reason, set_by, set_at_ms AS set_at, ended_at_ms AS ended_at
  FROM letter_settings WHERE office_id = $1 ORDER BY set_at_ms DESC, id DESC;

-- name: put_settings
INSERT INTO letter_settings (id, office_id, settings, valid_from, valid_until, reason, set_by, set_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: end_settings
UPDATE letter_settings SET ended_at_ms = $3 WHERE id = $1 AND office_id = $2 AND ended_at_ms IS NULL;

-- name: insert_letter
INSERT INTO letters (id, office_id, direction, origin, document, subject_kind, subject_id, election_id, state, version,
                     text_version, sealed, code, class_code, matter, parties, dated, year, number, their_number, agenda, received_on,
                     signed_as, paper_sha256, signature_kind, signature_sha256, words, written_by, created_by,
                     created_at_ms, updated_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, '', '', '', $23, $24, $24, $25, $25);

-- name: letter
SELECT id, office_id, direction, origin, document, subject_kind, subject_id, election_id, state, version, text_version,
       sealed, code, class_code, matter, parties, dated, year, number, their_number, agenda, received_on, signed_as, paper_sha256,
       signature_kind, signature_sha256, written_by, created_by, created_at_ms AS created_at, updated_at_ms AS updated_at
  FROM letters WHERE id = $1;

-- name: letter_by_code
SELECT id, office_id, direction, origin, document, subject_kind, subject_id, election_id, state, version, text_version,
       sealed, code, class_code, matter, parties, dated, year, number, their_number, agenda, received_on, signed_as, paper_sha256,
       signature_kind, signature_sha256, written_by, created_by, created_at_ms AS created_at, updated_at_ms AS updated_at
  FROM letters WHERE code = $1;

-- name: letters_of_subject
SELECT id, office_id, direction, origin, document, subject_kind, subject_id, election_id, state, version, text_version,
       sealed, code, class_code, matter, parties, dated, year, number, their_number, agenda, received_on, signed_as, paper_sha256,
       signature_kind, signature_sha256, written_by, created_by, created_at_ms AS created_at, updated_at_ms AS updated_at
  FROM letters WHERE subject_kind = $1 AND subject_id = $2 ORDER BY id;

-- name: book
-- One office's book before letter $9 ('' from the newest); '' and 0 mean any. Up to three folded words.
SELECT id, office_id, direction, origin, document, subject_kind, subject_id, election_id, state, version, text_version,
       sealed, code, class_code, matter, parties, dated, year, number, their_number, agenda, received_on, signed_as, paper_sha256,
       signature_kind, signature_sha256, written_by, created_by, created_at_ms AS created_at, updated_at_ms AS updated_at
  FROM letters
 WHERE office_id = $1 AND ($2 = '' OR direction = $2) AND ($3 = 0 OR year = $3) AND ($4 = '' OR state = $4)
   AND ($5 = '' OR class_code = $5 OR substr(class_code, 1, length($5) + 1) = $5 || '.')
   AND words LIKE $6 AND words LIKE $7 AND words LIKE $8 AND ($9 = '' OR id < $9)
 ORDER BY id DESC LIMIT $10;

-- name: touch_letter
-- The act of somebody who saw version $2; nothing changes when it is no longer the newest.
UPDATE letters SET version = version + 1, updated_at_ms = $3 WHERE id = $1 AND version = $2;

-- name: set_state
UPDATE letters SET state = $2 WHERE id = $1;

-- name: set_text
UPDATE letters SET text_version = $2, matter = $3, parties = $4, class_code = $5, words = $6, written_by = $7, paper_sha256 = '' WHERE id = $1;

-- name: set_number
UPDATE letters SET number = $2, dated = $3, year = $4, signed_as = $5, class_code = $6, words = $7 WHERE id = $1;

-- name: set_dated
UPDATE letters SET dated = $2, year = $3, signed_as = $4 WHERE id = $1;

-- name: set_paper
UPDATE letters SET paper_sha256 = $2 WHERE id = $1;

-- name: set_signature
UPDATE letters SET signature_kind = $2, signature_sha256 = $3 WHERE id = $1;

-- name: put_text
INSERT INTO letter_texts (letter_id, version, content, written_by, written_at_ms) VALUES ($1, $2, $3, $4, $5);

-- name: text_of
SELECT content FROM letter_texts WHERE letter_id = $1 AND version = $2;

-- name: texts_of
SELECT version, written_by, written_at_ms FROM letter_texts WHERE letter_id = $1 ORDER BY version DESC;

-- name: put_step
INSERT INTO letter_steps (id, letter_id, step, at_ms, account, note, channel, done_on, evidence, to_whom) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: steps_of
SELECT s.id, s.step, s.at_ms AS at, s.account, s.note, s.channel, s.done_on, s.evidence, s.to_whom, COALESCE(a.name, '') AS account_name
  FROM letter_steps s LEFT JOIN accounts a ON a.id = s.account WHERE s.letter_id = $1 ORDER BY s.id;

-- name: register_of
-- Every number of one sequence and year, in order.
SELECT n.running, n.suffix, n.text, n.dated, l.id, l.document, l.matter, l.state, l.origin, l.sealed, l.parties
  FROM letter_numbers n JOIN letters l ON l.id = n.letter_id
 WHERE n.office_id = $1 AND n.sequence = $2 AND n.year = $3 ORDER BY n.running, n.suffix;

-- name: incoming_of
SELECT agenda, id, their_number, dated, received_on, matter, parties, state FROM letters
 WHERE office_id = $1 AND direction = 'incoming' AND year = $2 ORDER BY id;

-- name: sequences_of
SELECT sequence, year, last, outside FROM letter_sequences WHERE office_id = $1 ORDER BY year DESC, sequence;

-- name: years_of
SELECT DISTINCT year FROM letters WHERE office_id = $1 ORDER BY year DESC;
