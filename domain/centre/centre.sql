-- The office book of the law-enforcement centre.

-- name: members_of
-- What holds now, whoever ever belonged.
SELECT id, version, office_id, institution, account, name, rank, unit, post, decree_number, decree_date, valid_from,
       valid_until, reason, recorded_at_ms, recorded_by
  FROM centre_members WHERE office_id = $1 AND replaced_at_ms IS NULL
 ORDER BY CASE institution WHEN 'bawaslu' THEN 1 WHEN 'police' THEN 2 ELSE 3 END, name, id;

-- name: versions_of_member
SELECT id, version, office_id, institution, account, name, rank, unit, post, decree_number, decree_date, valid_from,
       valid_until, reason, recorded_at_ms, recorded_by
  FROM centre_members WHERE office_id = $1 AND id = $2 ORDER BY version DESC;

-- name: office_of_member
SELECT office_id FROM centre_members WHERE id = $1 LIMIT 1;

-- name: seats_of_account
-- For which institution an account sits in a centre on a day.
SELECT institution FROM centre_members
 WHERE account = $1 AND office_id = $2 AND replaced_at_ms IS NULL AND valid_from <= $3
   AND (valid_until IS NULL OR valid_until >= $3)
 ORDER BY id;

-- name: centres_of_account
SELECT DISTINCT office_id FROM centre_members
 WHERE account = $1 AND replaced_at_ms IS NULL AND valid_from <= $2 AND (valid_until IS NULL OR valid_until >= $2)
 ORDER BY office_id;

-- name: insert_member
INSERT INTO centre_members (id, version, office_id, institution, account, name, rank, unit, post, decree_number,
                            decree_date, valid_from, valid_until, reason, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: replace_member
-- Changes nothing when somebody else changed it first.
UPDATE centre_members SET replaced_at_ms = $3 WHERE id = $1 AND version = $2 AND replaced_at_ms IS NULL;

-- name: shifts_between
SELECT s.id, s.member_id, m.name, m.institution, s.starts_at_ms, s.ends_at_ms, s.note
  FROM centre_shifts s JOIN centre_members m ON m.id = s.member_id AND m.replaced_at_ms IS NULL
 WHERE s.office_id = $1 AND s.removed_at_ms IS NULL AND s.starts_at_ms < $3 AND s.ends_at_ms > $2
 ORDER BY s.starts_at_ms, CASE m.institution WHEN 'bawaslu' THEN 1 WHEN 'police' THEN 2 ELSE 3 END, m.name, s.id;

-- name: shifts_of_member
-- Those that touch a time.
SELECT 1 FROM centre_shifts
 WHERE member_id = $1 AND removed_at_ms IS NULL AND starts_at_ms < $3 AND ends_at_ms > $2 LIMIT 1;

-- name: insert_shift
INSERT INTO centre_shifts (id, office_id, member_id, starts_at_ms, ends_at_ms, note, added_at_ms, added_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: remove_shift
UPDATE centre_shifts SET removed_at_ms = $3, removed_by = $4 WHERE id = $1 AND office_id = $2 AND removed_at_ms IS NULL;

-- ---- discussions ----

-- name: insert_discussion
INSERT INTO centre_discussions (id, office_id, case_id, track_id, kind, agenda, starts_at_ms, is_online, place, state,
                                quorum_rule, quorum_mark, quorum_met, result_reason, version, planned_at_ms, planned_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', '', '', 0, '', 1, $10, $11);

-- name: discussion_by_id
SELECT id, office_id, case_id, track_id, kind, agenda, starts_at_ms, is_online, place, state, quorum_rule, quorum_mark,
       quorum_met, result, result_reason, concluded_at_ms, concluded_by, version
  FROM centre_discussions WHERE id = $1;

-- name: discussions_of_office
-- Latest first; empty text means any.
SELECT id, office_id, case_id, track_id, kind, agenda, starts_at_ms, is_online, place, state, quorum_rule, quorum_mark,
       quorum_met, result, result_reason, concluded_at_ms, concluded_by, version
  FROM centre_discussions WHERE office_id = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR kind = $3)
 ORDER BY starts_at_ms DESC, id DESC LIMIT $4;

-- name: planned_discussions
-- Soonest first.
SELECT id, office_id, case_id, track_id, kind, agenda, starts_at_ms, is_online, place, state, quorum_rule, quorum_mark,
       quorum_met, result, result_reason, concluded_at_ms, concluded_by, version
  FROM centre_discussions WHERE office_id = $1 AND state = 'planned' ORDER BY starts_at_ms, id LIMIT $2;

-- name: discussions_of_track
SELECT id, office_id, case_id, track_id, kind, agenda, starts_at_ms, is_online, place, state, quorum_rule, quorum_mark,
       quorum_met, result, result_reason, concluded_at_ms, concluded_by, version
  FROM centre_discussions WHERE track_id = $1 ORDER BY starts_at_ms, id;

-- name: planned_of_kind
SELECT id FROM centre_discussions WHERE track_id = $1 AND kind = $2 AND state = 'planned' LIMIT 1;

-- name: touch_discussion
-- Changes nothing when somebody else acted on it first.
UPDATE centre_discussions SET version = version + 1 WHERE id = $1 AND version = $2;

-- name: move_discussion
UPDATE centre_discussions SET agenda = $2, starts_at_ms = $3, is_online = $4, place = $5 WHERE id = $1;

-- name: cancel_discussion
UPDATE centre_discussions SET state = 'cancelled' WHERE id = $1;

-- name: hold_discussion
UPDATE centre_discussions SET state = 'held', quorum_rule = $2, quorum_mark = $3, quorum_met = $4 WHERE id = $1;

-- name: conclude_discussion
UPDATE centre_discussions SET state = 'concluded', result = $2, result_reason = $3, concluded_at_ms = $4, concluded_by = $5
 WHERE id = $1;

-- name: put_seat
INSERT INTO centre_seats (discussion_id, member_id, institution, name, is_invited, is_present)
VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (discussion_id, member_id) DO UPDATE SET is_present = excluded.is_present;

-- name: clear_presence
UPDATE centre_seats SET is_present = 0 WHERE discussion_id = $1;

-- name: seats_of
SELECT member_id, institution, name, is_invited, is_present FROM centre_seats WHERE discussion_id = $1
 ORDER BY CASE institution WHEN 'bawaslu' THEN 1 WHEN 'police' THEN 2 ELSE 3 END, name, member_id;

-- name: insert_opinion
INSERT INTO centre_opinions (discussion_id, institution, version, stand, reason, way, member_id, recorded_at_ms,
                             recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: opinions_of
SELECT institution, version, stand, reason, way, member_id, recorded_at_ms, recorded_by
  FROM centre_opinions WHERE discussion_id = $1 ORDER BY version DESC;

-- name: insert_minutes
INSERT INTO centre_minutes (discussion_id, version, content, reason, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: minutes_of
SELECT version, content, reason, recorded_at_ms, recorded_by FROM centre_minutes WHERE discussion_id = $1
 ORDER BY version DESC;

-- name: last_minutes
SELECT COALESCE(MAX(version), 0) FROM centre_minutes WHERE discussion_id = $1;

-- name: tracks_of_centre
-- Crime tracks whose cases lie with the centre's office or with a sub-district office below it.
SELECT t.id FROM case_tracks t JOIN cases c ON c.id = t.case_id LEFT JOIN offices o ON o.id = c.office_id
 WHERE t.kind = 'crime' AND (c.office_id = $1 OR (o.parent = $1 AND o.level = 'district'))
 ORDER BY t.id;
