-- What did these gauges read in the day before the incoming readings and among them?
-- `incoming` stands for the Arrow table of identifiers of gauges.
-- $operation_id; $first_at, $last_at (UTC) of the incoming readings.
-- One row per reading that is not in doubt.
select reading.gauge_id, reading.quantity, reading.read_at, reading.value
from reading
semi join incoming on reading.gauge_id = incoming.id
where
    reading.operation_id = $operation_id
    and reading.read_at between $first_at - interval 1 day and $last_at
    and not reading.is_suspect
