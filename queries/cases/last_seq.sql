-- What is the last report known of an operation?
-- $operation_id; $known_at (UTC).
-- One row.
select coalesce(max(event.seq), 0) as last_seq
from event
where event.operation_id = $operation_id and event.recorded_at <= $known_at
