-- Where had the storm come ashore by the moment, as its sources word it?
-- $storm_id; $as_of (UTC).
-- One row per landfall, the earliest first.
select
    landfall.landfall_at,
    landfall.place,
    landfall.lat,
    landfall.lon,
    landfall.text,
    landfall.is_suspect,
    landfall.suspect_reason,
    landfall.source
from landfall
where landfall.storm_id = $storm_id and landfall.landfall_at <= $as_of
order by landfall.landfall_at
