-- Where did each vessel lie while its crew was aboard?
-- $operation_id; $as_of, $known_at (UTC).
-- Until the crew was first ashore, or the moment where it never was: boats that put out again after the storm
-- were not in it.
-- lat and lon in degrees WGS 84: where it was last seen without doubt, else its harbour, else empty.
-- One row per vessel on the list.
with
    ashore as (
        select reached.subject_id as vessel_id, reached.first_at as safe_at
        from first_reached($operation_id, ['done', 'over', 'fact'], $as_of, $known_at) as reached
        where reached.subject = 'vessel' and reached.facet = 'crew'
    ),

    seen as (
        select
            position.vessel_id,
            arg_max(position.lat, (position.positioned_at, position.recorded_at)) as lat,
            arg_max(position.lon, (position.positioned_at, position.recorded_at)) as lon
        from position
        left join ashore using (vessel_id)
        where
            position.operation_id = $operation_id
            and position.positioned_at <= coalesce(ashore.safe_at, $as_of)
            and position.recorded_at <= $known_at
            and not position.is_suspect
        group by position.vessel_id
    )

select
    vessel.vessel_id as object_id,
    coalesce(seen.lat, harbour.lat) as lat,
    coalesce(seen.lon, harbour.lon) as lon
from vessel
left join seen on vessel.vessel_id = seen.vessel_id
left join
    harbour
    on vessel.harbour_id = harbour.harbour_id
    and harbour.roster = vessel.roster
    and harbour.valid_from <= $as_of
    and $as_of < harbour.valid_to
where vessel.roster = roster_of($operation_id) and vessel.valid_from <= $as_of and $as_of < vessel.valid_to
order by vessel.vessel_id
