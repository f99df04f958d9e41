-- Where were these vessels last, as far as is known, up to an instant?
-- `incoming` stands for the Arrow table of identifiers of vessels.
-- $operation_id; $last_at (UTC).
-- One row per vessel and position, the last five of each; doubtful ones with their reason.
select
    position.vessel_id,
    position.positioned_at,
    position.lat,
    position.lon,
    position.speed_kn,
    position.course_deg,
    position.suspect_reason
from position
semi join incoming on position.vessel_id = incoming.id
where position.operation_id = $operation_id and position.positioned_at <= $last_at
qualify row_number() over (partition by position.vessel_id order by position.positioned_at desc) <= 5
