-- name: case_of_clarification
SELECT case_id FROM case_clarifications WHERE id = $1;

-- name: case_of_plenary
SELECT subject_id FROM plenaries WHERE id = $1 AND subject_kind = 'case';
