-- Why:  several messages of one moment have ids in no order; what belongs together must leave in the order it was queued.
-- Undo: drop index hook_deliveries_order, alter table hook_deliveries drop column place.
ALTER TABLE hook_deliveries ADD COLUMN place BIGINT NOT NULL DEFAULT 0;  -- counts the messages of an endpoint
DROP INDEX hook_deliveries_waiting;
DROP INDEX hook_deliveries_by_endpoint;
CREATE INDEX hook_deliveries_waiting ON hook_deliveries (endpoint, lane, place) WHERE state = 'waiting';
CREATE INDEX hook_deliveries_order ON hook_deliveries (endpoint, place);
