-- Which rain and levels did gauges read in the hours before a moment, each instant as last told by then?
-- $operation_id; $as_of, $known_at (UTC); $from_at (UTC), the start of those hours.
-- One row per gauge, quantity and instant that is not in doubt.
select
    reading.gauge_id,
    reading.quantity,
    epoch(reading.read_at)::bigint as read_s,
    reading.value,
    reading.source
from reading
where
    reading.operation_id = $operation_id
    and (reading.quantity = 'level_m' or starts_with(reading.quantity, 'rain_mm_'))
    and reading.read_at > $from_at
    and reading.read_at <= $as_of
    and reading.recorded_at <= $known_at
    and not reading.is_suspect
qualify
    row_number() over (
        partition by reading.gauge_id, reading.quantity, reading.read_at
        order by reading.recorded_at desc, reading.value desc
    )
    = 1
order by reading.gauge_id, reading.quantity, reading.read_at
