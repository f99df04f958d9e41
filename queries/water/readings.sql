-- Which rain and levels did gauges read in the hours before a moment, as far as they were told by then?
-- $operation_id; $as_of, $known_at (UTC); $from_at (UTC), the start of those hours.
-- One row per gauge and quantity: instants (seconds since 1970) and values in time order, those of one
-- instant in the order in which they were told; the doubtful are left out.
select
    reading.gauge_id,
    reading.quantity,
    list(epoch(reading.read_at) order by reading.read_at, reading.recorded_at, reading.value) as times_s,
    list(reading.value order by reading.read_at, reading.recorded_at, reading.value) as amounts
from reading
where
    reading.operation_id = $operation_id
    and (reading.quantity = 'level_m' or starts_with(reading.quantity, 'rain_mm_'))
    and reading.read_at > $from_at
    and reading.read_at <= $as_of
    and reading.recorded_at <= $known_at
    and not reading.is_suspect
group by reading.gauge_id, reading.quantity
