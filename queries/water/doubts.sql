-- Which readings of the hours before a moment are kept and not counted, and why?
-- $operation_id; $as_of, $known_at (UTC); $from_at (UTC), the start of those hours.
-- One row per gauge and reason.
select
    reading.gauge_id,
    coalesce(reading.suspect_reason, '') as reason,
    count(*) as readings,
    max(reading.read_at) as last_at
from reading
where
    reading.operation_id = $operation_id
    and reading.read_at > $from_at
    and reading.recorded_at <= $known_at
    and reading.recorded_at > $from_at
    and reading.is_suspect
group by all
order by reading.gauge_id, readings desc
