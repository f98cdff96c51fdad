-- Queries of the command line that look over several features.

-- name: files_named
-- Fingerprints that records name; a thing listed but not handed in has none.
SELECT DISTINCT sha256 FROM evidence_items WHERE sha256 <> '' ORDER BY sha256

-- name: number_series
-- Per office, kind and year: how many numbers were given, how many different ones, and the last; all three are equal when there is neither
-- gap nor double.
SELECT n.office_id, n.kind, CAST(n.year AS TEXT), COUNT(c.number_running), COUNT(DISTINCT c.number_running), n.last
  FROM case_numbers n
  LEFT JOIN cases c ON c.number_office = n.office_id AND c.origin = n.kind AND c.number_year = n.year
 GROUP BY n.office_id, n.kind, n.year, n.last
 ORDER BY n.office_id, n.kind, n.year

-- name: journal_after
-- The journal in its order, from one entry on.
SELECT seq, at_ms, actor, role, office, verb, subject_kind, subject_id, commitment, previous, hash
  FROM journal WHERE seq > $1 ORDER BY seq LIMIT 1000

-- name: report_received
-- When the report behind a case was received; nothing for a case from a finding.
SELECT received_at_ms FROM cases WHERE id = $1 AND origin = 'report'

-- name: journal_entry
-- One entry as far as it names nobody, and whether its details were erased.
SELECT j.hash, j.verb, j.subject_kind, j.subject_id, j.office, j.at_ms, d.erased_by
  FROM journal j LEFT JOIN journal_details d ON d.seq = j.seq WHERE j.seq = $1
