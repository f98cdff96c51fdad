-- name: insert_report
INSERT INTO reports (id, code_hash, office_id, first_office_id, region_code, place_detail, zone, election_id, regime, track, asked_track, downgrade,
                     stage, channel, received_at_ms, date_happened, date_known, event, chronology, capacity, is_proxy, has_identity, filled,
                     is_complete, case_id, case_number, finding_id, taken_in_by, version, formal_at_ms)
VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, '', '', '', $24, 1, $25);

-- name: insert_reported
INSERT INTO report_reported (id, report_id, number, name, kind, position, unit, address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: insert_vault
INSERT INTO report_vault (id, report_id, kind, office_id, sealed, sealed_at_ms) VALUES ($1, $2, $3, $4, $5, $6);

-- name: report_by_id
SELECT id, office_id, first_office_id, region_code, place_detail, zone, election_id, regime, track, asked_track, downgrade, stage, channel,
       received_at_ms, formal_at_ms, date_happened, date_known, event, chronology, capacity, is_proxy, has_identity, is_complete, case_id,
       finding_id, version
  FROM reports WHERE id = $1;

-- name: report_id_by_code
SELECT id FROM reports WHERE code_hash = $1;

-- name: filled_of
SELECT filled FROM reports WHERE id = $1;

-- name: case_number_of
SELECT case_number FROM reports WHERE id = $1;

-- name: reported_of
SELECT id, name, kind, position, unit, address FROM report_reported WHERE report_id = $1 ORDER BY number;

-- name: last_reported_number
SELECT max(number) FROM report_reported WHERE report_id = $1;

-- name: vault_of
SELECT kind, office_id, sealed FROM report_vault WHERE report_id = $1 ORDER BY id;

-- name: delete_vault_of_office
-- After a hand-over with new seals: what the sender could open is gone from here.
DELETE FROM report_vault WHERE report_id = $1 AND office_id = $2;

-- name: list_by_office
-- Walks reports_by_office; newest first, keyset paging.
SELECT id, office_id, region_code, zone, track, stage, channel, received_at_ms, event, is_complete, case_id
  FROM reports
 WHERE office_id = $1 AND (received_at_ms < $2 OR (received_at_ms = $2 AND id < $3)) AND ($4 = '' OR track = $4)
 ORDER BY received_at_ms DESC, id DESC LIMIT $5;

-- name: list_by_office_stage
-- Walks reports_by_office_stage.
SELECT id, office_id, region_code, zone, track, stage, channel, received_at_ms, event, is_complete, case_id
  FROM reports
 WHERE office_id = $1 AND stage = $6 AND (received_at_ms < $2 OR (received_at_ms = $2 AND id < $3)) AND ($4 = '' OR track = $4)
 ORDER BY received_at_ms DESC, id DESC LIMIT $5;

-- name: field_leads_of
-- Walks reports_by_field_supervisor; ids sort by arrival.
SELECT id, office_id, region_code, zone, track, stage, channel, received_at_ms, event, is_complete, case_id
  FROM reports
 WHERE taken_in_by = $1 AND channel = 'field' AND ($2 = '' OR id < $2)
 ORDER BY id DESC LIMIT $3;

-- name: is_field_lead_of
SELECT 1 FROM reports WHERE id = $1 AND taken_in_by = $2 AND channel = 'field';

-- name: set_stage
-- Only from the version the caller read.
UPDATE reports SET stage = $2, version = version + 1 WHERE id = $1 AND version = $3;

-- name: set_registered
UPDATE reports SET stage = 'registered', case_id = $2, case_number = $3, version = version + 1 WHERE id = $1 AND version = $4;

-- name: set_finding
UPDATE reports SET stage = 'finding_set', finding_id = $2, version = version + 1 WHERE id = $1 AND version = $3;

-- name: set_track
UPDATE reports SET track = $2, asked_track = $3, downgrade = $4, stage = $5, version = version + 1 WHERE id = $1 AND version = $6;

-- name: set_formal
UPDATE reports SET track = 'formal', asked_track = 'formal', downgrade = 'none', stage = 'initial_review', formal_at_ms = $2, version = version + 1
 WHERE id = $1 AND version = $3;

-- name: set_office
UPDATE reports SET office_id = $2, version = version + 1 WHERE id = $1 AND version = $3;

-- name: set_facts
-- Completion: what was missing is filled in; the rest stays as it was told.
UPDATE reports SET date_happened = $2, date_known = $3, event = $4, chronology = $5, place_detail = $6, capacity = $7, is_proxy = $8,
                   has_identity = $9, filled = $10, is_complete = $11, version = version + 1
 WHERE id = $1 AND version = $12;

-- name: insert_message
INSERT INTO report_messages (id, report_id, sender, notice, params, body, office_id, account_id, at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: messages_of
SELECT id, sender, notice, params, body, at_ms FROM report_messages WHERE report_id = $1 ORDER BY at_ms, id LIMIT 500;

-- name: count_messages_from
SELECT count(*) FROM report_messages WHERE report_id = $1 AND sender = $2 AND at_ms > $3;

-- name: insert_completion
INSERT INTO report_completions (id, report_id, fields, note, asked_at_ms, answered_at_ms) VALUES ($1, $2, $3, $4, $5, NULL);

-- name: open_completion
SELECT id, fields, note, asked_at_ms FROM report_completions WHERE report_id = $1 AND answered_at_ms IS NULL ORDER BY asked_at_ms DESC LIMIT 1;

-- name: answer_completions
UPDATE report_completions SET answered_at_ms = $2 WHERE report_id = $1 AND answered_at_ms IS NULL;

-- name: insert_attendance
INSERT INTO report_attendances (report_id, at_ms, written_at_ms, account_id) VALUES ($1, $2, $3, $4);

-- name: attendance_of
SELECT at_ms FROM report_attendances WHERE report_id = $1;

-- name: put_draft
INSERT INTO report_drafts (code_hash, sealed, updated_at_ms, expires_at_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (code_hash) DO UPDATE SET sealed = $2, updated_at_ms = $3, expires_at_ms = $4;

-- name: draft
SELECT sealed, updated_at_ms, expires_at_ms FROM report_drafts WHERE code_hash = $1 AND expires_at_ms > $2;

-- name: delete_draft
DELETE FROM report_drafts WHERE code_hash = $1;

-- name: delete_expired_drafts
DELETE FROM report_drafts WHERE expires_at_ms <= $1;

-- name: put_draft_file
INSERT INTO report_draft_files (sha256, expires_at_ms) VALUES ($1, $2) ON CONFLICT (sha256) DO UPDATE SET expires_at_ms = $2;

-- name: draft_names_file
SELECT 1 FROM report_draft_files WHERE sha256 = $1 AND expires_at_ms > $2;

-- name: delete_expired_draft_files
DELETE FROM report_draft_files WHERE expires_at_ms <= $1;

-- name: candidates_for_duplicates
-- Bounded: reports of the same place received within the window, newest first; walks reports_by_region.
SELECT id, office_id, received_at_ms, date_happened, event, chronology
  FROM reports
 WHERE region_code IN ($1, $5) AND received_at_ms BETWEEN $2 AND $3 AND id <> $4
 ORDER BY received_at_ms DESC LIMIT 200;

-- name: insert_link
INSERT INTO report_links (first_id, second_id, kind, account_id, at_ms) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (first_id, second_id) DO UPDATE SET kind = $3, account_id = $4, at_ms = $5;

-- name: delete_link
DELETE FROM report_links WHERE first_id = $1 AND second_id = $2;

-- name: links_of
SELECT first_id, second_id, kind FROM report_links WHERE first_id = $1
UNION ALL
SELECT first_id, second_id, kind FROM report_links WHERE second_id = $1;

-- name: ids_after
SELECT id FROM reports WHERE id > $1 ORDER BY id LIMIT $2
