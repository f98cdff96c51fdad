-- Why:  a track travels between institutions: it has an office of its own, keeps every stay in a stage with its round, and its clock runs for itself; two tracks of one outcome may name different persons.
-- Undo: none. Restore the backup that `netra migrate` takes before it starts.
ALTER TABLE case_tracks ADD COLUMN kind TEXT NOT NULL DEFAULT '';       -- crime, admin, ethics, asn, village, service, other_law, tsm, end
ALTER TABLE case_tracks ADD COLUMN round BIGINT NOT NULL DEFAULT 1;     -- how often its present stage was entered
ALTER TABLE case_tracks ADD COLUMN office_id TEXT NOT NULL DEFAULT '';  -- office that has it now
ALTER TABLE case_tracks ADD COLUMN holder TEXT NOT NULL DEFAULT '';     -- a receiver without accounts that has it in truth
ALTER TABLE case_tracks ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
UPDATE case_tracks SET office_id = (SELECT c.office_id FROM cases c WHERE c.id = case_tracks.case_id);
UPDATE case_tracks SET kind = CASE
    WHEN outcome IN ('crime', 'crime_alleged') THEN 'crime'
    WHEN outcome = 'administrative' THEN 'admin'
    WHEN outcome = 'ethics' THEN 'ethics'
    WHEN outcome = 'not_proven' THEN 'end'
    WHEN receiver IN ('bkn', 'kasn') THEN 'asn'
    WHEN receiver = 'bupati' THEN 'village'
    WHEN receiver IN ('commander', 'propam') THEN 'service'
    ELSE 'other_law' END;
DROP INDEX case_tracks_by_case;
CREATE INDEX case_tracks_by_case ON case_tracks (case_id, id);
CREATE INDEX case_tracks_by_office ON case_tracks (office_id, id);

-- Append only, but for the end of a stay.
CREATE TABLE case_track_stays (
  track_id      TEXT   NOT NULL REFERENCES case_tracks (id),
  ordinal       BIGINT NOT NULL,
  stage         TEXT   NOT NULL,
  round         BIGINT NOT NULL,
  event         TEXT   NOT NULL,     -- what led here
  office_id     TEXT   NOT NULL,     -- who had it
  holder        TEXT   NOT NULL,
  entered_at_ms BIGINT NOT NULL,
  left_at_ms    BIGINT,
  note          TEXT   NOT NULL,     -- told to all parties
  PRIMARY KEY (track_id, ordinal)
);
INSERT INTO case_track_stays (track_id, ordinal, stage, round, event, office_id, holder, entered_at_ms, left_at_ms, note)
  SELECT id, 1, stage, 1, outcome, office_id, '', stage_since_ms, NULL, '' FROM case_tracks;

-- Offices that take part besides the one of the case.
CREATE TABLE case_track_parties (
  track_id  TEXT   NOT NULL REFERENCES case_tracks (id),
  office_id TEXT   NOT NULL,
  basis     TEXT   NOT NULL CHECK (basis IN ('centre', 'handover', 'invited')),
  since_ms  BIGINT NOT NULL,
  added_by  TEXT   NOT NULL,
  PRIMARY KEY (track_id, office_id)
);
CREATE INDEX case_track_parties_by_office ON case_track_parties (office_id, track_id);

-- Running clocks of stages of tracks ran on the case; each goes with the track that stands in its stage.
UPDATE clocks
   SET subject_id = (SELECT MIN(t.id) FROM case_tracks t
                      WHERE t.case_id = clocks.subject_id AND t.stage = clocks.rule AND t.ended_at_ms IS NULL),
       subject_kind = 'track'
 WHERE subject_kind = 'case' AND state <> 'ended'
   AND EXISTS (SELECT 1 FROM case_tracks t
                WHERE t.case_id = clocks.subject_id AND t.stage = clocks.rule AND t.ended_at_ms IS NULL);
