-- How much does each operation hold, and when was the last word in it recorded?
-- One row per operation.
select
    event.operation_id,
    count(*) as event_count,
    min(event.happened_at) as first_at,
    max(event.recorded_at) as last_at
from event
group by event.operation_id
