-- Where did each vessel lie while its crew was aboard?
-- $operation_id; $as_of, $known_at (UTC).
-- Until the crew was first ashore, or the moment where it never was: boats that put out again after the storm
-- were not in it.
-- lat and lon in degrees WGS 84: where it was last seen without doubt, else its harbour, else empty.
-- One row per vessel on the list.
with
    ashore as (
        select told.subject_id as vessel_id, min(told.valid_from) as safe_at
        from span as told
        inner join
            status
            on told.subject = status.subject
            and told.facet = status.facet
            and told.status = status.status
        where
            told.operation_id = $operation_id
            and told.subject = 'vessel'
            and told.facet = 'crew'
            and status.progress in ('done', 'over', 'fact')
            and told.valid_from <= $as_of
            and told.known_from <= $known_at
            and $known_at < told.known_to
        group by told.subject_id
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
