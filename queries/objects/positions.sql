-- Where was one vessel in the last two days before the moment?
-- $operation_id; $as_of, $known_at (UTC); $object_id of the vessel.
-- One row per position, the latest first; is_suspect: kept, not drawn.
select
    position.positioned_at,
    position.recorded_at,
    position.lat,
    position.lon,
    position.speed_kn,
    position.course_deg,
    position.source,
    position.is_suspect
from position
where
    position.operation_id = $operation_id
    and position.vessel_id = $object_id
    and position.positioned_at <= $as_of
    and position.positioned_at > $as_of - interval 48 hour
    and position.recorded_at <= $known_at
order by position.positioned_at desc
