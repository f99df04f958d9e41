-- How old is what the screens show?
-- $operation_id; $as_of, $known_at (UTC).
-- One row: when the last report was learned and how many are known.
select max(event.recorded_at) as last_recorded_at, count(*) as event_count
from event
where event.operation_id = $operation_id and event.recorded_at <= $known_at and event.happened_at <= $as_of
