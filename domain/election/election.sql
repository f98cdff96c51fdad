-- name: put_election
INSERT INTO elections (id, regime, name_id, name_en, voting_day, mark, fictitious) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET regime = excluded.regime, name_id = excluded.name_id, name_en = excluded.name_en,
  voting_day = excluded.voting_day, mark = excluded.mark, fictitious = excluded.fictitious;

-- name: clear_stages
DELETE FROM election_stages WHERE election = $1;

-- name: put_stage
INSERT INTO election_stages (election, position, stage, starts, ends, mark, source) VALUES ($1, $2, $3, $4, $5, $6, $7);
