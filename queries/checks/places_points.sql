-- Which list rows have a point far from the county, or half a point?
-- $operation_id; $as_of (UTC).
-- Far is more than one degree outside the seats of the county's townships and villages.
-- One row per list row with such a point.
with
    county as (
        select
            min(area.lat) - 1 as south,
            max(area.lat) + 1 as north,
            min(area.lon) - 1 as west,
            max(area.lon) + 1 as east
        from area
    )

select
    register.subject,
    register.object_id,
    $operation_id as operation_id,
    case when register.lat is null or register.lon is null then 'half_a_point' else 'far_away' end as what,
    concat_ws(', ', register.lat, register.lon) as detail
from register_at($operation_id, $as_of) as register
cross join county
where
    (register.lat is null) <> (register.lon is null)
    or register.lat not between county.south
    and county.north
    or register.lon not between county.west
    and county.east
order by register.subject, register.object_id
