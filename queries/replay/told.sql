-- How much has been told of an operation, and when last?
-- $operation_id.
-- One row.
select count(*) as event_count, max(event.recorded_at) as last_at
from event
where event.operation_id = $operation_id
