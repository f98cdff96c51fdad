-- Form A, findings, tracings. Lists walk (office_id, id) and page by id, newest first.

-- name: insert_form_a
INSERT INTO form_a (id, office_id, number, election_id, region_code, stage_watched, title, supervisor, alleges,
                    happened_on, found_on, tracing_id, finding_id, version, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, 1, $13, $14);

-- name: insert_form_a_version
INSERT INTO form_a_versions (form_a_id, version, content, reason, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: correct_form_a
-- Changes nothing when somebody else corrected it first.
UPDATE form_a SET number = $3, stage_watched = $4, title = $5, alleges = $6, happened_on = $7, found_on = $8,
                  region_code = $9, version = version + 1
 WHERE id = $1 AND version = $2;

-- name: form_a_by_id
SELECT id, office_id, number, election_id, region_code, stage_watched, title, supervisor, alleges, happened_on,
       found_on, tracing_id, finding_id, version, recorded_at_ms
  FROM form_a WHERE id = $1;

-- name: form_a_content
SELECT content FROM form_a_versions WHERE form_a_id = $1 AND version = $2;

-- name: form_a_versions_of
SELECT version, reason, recorded_at_ms, recorded_by FROM form_a_versions WHERE form_a_id = $1 ORDER BY version DESC;

-- name: form_a_of_office
SELECT id, office_id, number, election_id, region_code, stage_watched, title, supervisor, alleges, happened_on,
       found_on, tracing_id, finding_id, version, recorded_at_ms
  FROM form_a WHERE office_id = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3;

-- name: form_a_of_tracing
SELECT id, office_id, number, election_id, region_code, stage_watched, title, supervisor, alleges, happened_on,
       found_on, tracing_id, finding_id, version, recorded_at_ms
  FROM form_a WHERE tracing_id = $1 ORDER BY id;

-- name: put_form_a_before_plenary
UPDATE form_a SET finding_id = $2 WHERE id = $1 AND finding_id IS NULL;

-- name: insert_finding_vault
INSERT INTO finding_vault (id, form_a_id, version, kind, office_id, sealed) VALUES ($1, $2, $3, $4, $5, $6);

-- name: finding_vault_of
SELECT office_id, sealed FROM finding_vault WHERE form_a_id = $1 AND kind = $2 ORDER BY version DESC LIMIT 1;

-- name: insert_finding
INSERT INTO findings (id, office_id, form_a_id, tracing_id, election_id, region_code, title, happened_on, found_on,
                      stage, actors, checks, version, proposed_at_ms, proposed_by, decided_at_ms, case_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'proposed', $10, $11, 1, $12, $13, NULL, NULL);

-- name: finding_by_id
SELECT id, office_id, form_a_id, tracing_id, election_id, region_code, title, happened_on, found_on, stage, actors,
       checks, version, proposed_at_ms, decided_at_ms, case_id
  FROM findings WHERE id = $1;

-- name: findings_of_office
SELECT id, office_id, form_a_id, tracing_id, election_id, region_code, title, happened_on, found_on, stage, actors,
       checks, version, proposed_at_ms, decided_at_ms, case_id
  FROM findings WHERE office_id = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3;

-- name: check_finding
UPDATE findings SET checks = $3, version = version + 1 WHERE id = $1 AND version = $2 AND stage = 'proposed';

-- name: decide_finding
UPDATE findings SET stage = $3, decided_at_ms = $4, version = version + 1
 WHERE id = $1 AND version = $2 AND stage = 'proposed';

-- name: finding_registered
UPDATE findings SET stage = 'registered', case_id = $2, version = version + 1 WHERE id = $1 AND stage = 'set';

-- name: insert_tracing
INSERT INTO tracings (id, office_id, report_id, election_id, region_code, title, state, reason, version, opened_at_ms,
                      opened_by)
VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, 1, $8, $9);

-- name: tracing_by_id
SELECT id, office_id, report_id, election_id, region_code, title, state, reason, closing_note, finding_id, version,
       opened_at_ms, closed_at_ms
  FROM tracings WHERE id = $1;

-- name: open_tracing_of_report
SELECT id FROM tracings WHERE report_id = $1 AND state = 'open';

-- name: tracings_of_office
SELECT id, office_id, report_id, election_id, region_code, title, state, reason, closing_note, finding_id, version,
       opened_at_ms, closed_at_ms
  FROM tracings WHERE office_id = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3;

-- name: touch_tracing
UPDATE tracings SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open';

-- name: close_tracing
UPDATE tracings SET state = $3, closing_note = $4, finding_id = $5, closed_at_ms = $6, version = version + 1
 WHERE id = $1 AND version = $2 AND state = 'open';

-- name: insert_tracing_step
INSERT INTO tracing_steps (tracing_id, position, kind, happened_at_ms, text, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: last_tracing_step
SELECT COALESCE(MAX(position), 0) FROM tracing_steps WHERE tracing_id = $1;

-- name: tracing_steps_of
SELECT position, kind, happened_at_ms, text, recorded_at_ms, recorded_by
  FROM tracing_steps WHERE tracing_id = $1 ORDER BY position;

-- name: findings_after
SELECT id FROM findings WHERE id > $1 ORDER BY id LIMIT $2

-- name: tracings_after
SELECT id FROM tracings WHERE id > $1 ORDER BY id LIMIT $2
