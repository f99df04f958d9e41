-- Which vessel positions and gauge readings are kept but not believed, and why?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per vessel or gauge and reason.
select
    'vessel' as subject,
    position.vessel_id as object_id,
    $operation_id as operation_id,
    'suspect_position' as what,
    position.suspect_reason as detail,
    count(*) as row_count,
    max(position.positioned_at) as last_at
from position
where
    position.operation_id = $operation_id
    and position.is_suspect
    and position.positioned_at <= $as_of
    and position.recorded_at <= $known_at
group by position.vessel_id, position.suspect_reason
union all
select
    'gauge' as subject,
    reading.gauge_id as object_id,
    $operation_id as operation_id,
    'suspect_reading' as what,
    reading.suspect_reason as detail,
    count(*) as row_count,
    max(reading.read_at) as last_at
from reading
where
    reading.operation_id = $operation_id
    and reading.is_suspect
    and reading.read_at <= $as_of
    and reading.recorded_at <= $known_at
group by reading.gauge_id, reading.suspect_reason
order by subject, row_count desc, object_id
