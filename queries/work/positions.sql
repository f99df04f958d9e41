-- Where was each vessel last seen in the 12 hours before the moment?
-- $operation_id; $as_of, $known_at (UTC).
-- lat and lon in degrees WGS 84. One row per vessel with a position that is not in doubt.
select vessel_id as object_id, lat, lon, positioned_at
from last_positions($operation_id, $as_of, $known_at)
order by vessel_id
