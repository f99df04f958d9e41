-- When did each gauge last give a sound value of a quantity, and what was it?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per gauge and quantity; of several values told for one instant the one told last.
select
    reading.gauge_id,
    reading.quantity,
    max(reading.read_at) as read_at,
    arg_max(reading.value, (reading.read_at, reading.recorded_at)) as value,
    arg_max(reading.source, (reading.read_at, reading.recorded_at)) as source
from reading
where
    reading.operation_id = $operation_id
    and reading.read_at <= $as_of
    and reading.recorded_at <= $known_at
    and not reading.is_suspect
group by reading.gauge_id, reading.quantity
