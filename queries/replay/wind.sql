-- How hard did it blow at the gauges of the county, as far as it was known?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): the last instant of knowledge.
-- One row per instant: the strongest mean wind and gust of all sound readings, in m/s; empty where none was
-- read.
select
    reading.read_at,
    max(reading.value) filter (where reading.quantity = 'wind_ms') as wind_ms,
    max(reading.value) filter (where reading.quantity = 'gust_ms') as gust_ms
from reading
where
    reading.operation_id = $operation_id
    and reading.quantity in ('wind_ms', 'gust_ms')
    and reading.read_at >= $from_at
    and reading.read_at <= $until_at
    and reading.recorded_at <= $known_at
    and not reading.is_suspect
group by reading.read_at
order by reading.read_at
