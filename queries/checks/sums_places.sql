-- Which shelters hold more people than places, and which harbours more boats than berths?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per overfull shelter or harbour.
with
    boats as (
        select vessel.harbour_id, count(*) as boat_count
        from vessel_standing($operation_id, $as_of, $known_at, null) as vessel
        where vessel.status in ('in_port', 'moored') and vessel.harbour_id is not null
        group by vessel.harbour_id
    ),

    filled as (
        select
            'shelter' as subject,
            shelter.object_id,
            'above_capacity' as what,
            shelter.occupants as held,
            shelter.capacity as room
        from shelter_standing($operation_id, $as_of, $known_at, null) as shelter
        union all
        select
            'harbour' as subject,
            harbour.harbour_id as object_id,
            'above_berths' as what,
            boats.boat_count as held,
            harbour.berth_count as room
        from harbour
        inner join boats on harbour.harbour_id = boats.harbour_id
        where
            harbour.roster = roster_of($operation_id)
            and harbour.valid_from <= $as_of
            and $as_of < harbour.valid_to
    )

select
    filled.subject,
    filled.object_id,
    $operation_id as operation_id,
    filled.what,
    filled.held || ' > ' || filled.room as detail
from filled
where filled.held > filled.room
order by filled.held - filled.room desc, filled.object_id
