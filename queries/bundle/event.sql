-- Which reports make up the log of an operation?
-- $operation_id.
-- One row per event, the events of one fact about one object together.
select event.*
from event
where event.operation_id = $operation_id
order by event.subject, event.subject_id, event.facet, event.happened_at, event.recorded_at, event.event_id
