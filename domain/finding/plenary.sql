-- name: insert_plenary
INSERT INTO plenaries (id, subject_kind, subject_id, office_id, held_at_ms, place, decision, members, present, quorum,
                       quorum_basis, quorum_mark, agree, disagree, abstain, carried, recorded_at_ms, recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: insert_plenary_seat
INSERT INTO plenary_seats (plenary_id, member, name, present, vote, reason) VALUES ($1, $2, $3, $4, $5, $6);

-- name: plenaries_of
SELECT id, held_at_ms, place, decision, members, present, quorum, quorum_basis, quorum_mark, agree, disagree, abstain,
       carried, recorded_at_ms
  FROM plenaries WHERE subject_kind = $1 AND subject_id = $2 ORDER BY id;

-- name: plenary_seats_of
SELECT member, name, present, vote, reason FROM plenary_seats WHERE plenary_id = $1 ORDER BY name, member;
