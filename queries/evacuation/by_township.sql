-- How many people should move, have moved and are left in each township?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons; words as in evacuation/headline; left_in_trouble is the part of left_count that refuses.
-- One row per counted township in scope, also without any evacuee, and one per other township code that the
-- reports name (empty when they name none), so that the rows add up to the headline.
with
    standing as (
        select
            township_code,
            sum(persons) as total,
            sum(persons) filter (is_moved) as done,
            sum(persons) filter (is_away) as away_now,
            sum(persons) filter (progress = 'trouble') as trouble_count,
            sum(persons) filter (not is_moved and progress = 'trouble') as left_in_trouble,
            max(last_recorded_at) as last_recorded_at
        from evacuation_sums($operation_id, $as_of, $known_at, $area_code, true, false)
        group by township_code
    ),

    places as (
        select area.area_code as township_code
        from area
        where
            area.tier = 'township'
            and area.is_counted
            and ($area_code is null or area.area_code = left($area_code, 9))
        union
        select standing.township_code
        from standing
    )

select
    places.township_code,
    cast(coalesce(standing.total, 0) as bigint) as total,
    cast(coalesce(standing.done, 0) as bigint) as done,
    cast(coalesce(standing.total, 0) - coalesce(standing.done, 0) as bigint) as left_count,
    0 as unknown_count,
    cast(coalesce(standing.trouble_count, 0) as bigint) as trouble_count,
    cast(coalesce(standing.left_in_trouble, 0) as bigint) as left_in_trouble,
    cast(coalesce(standing.away_now, 0) as bigint) as away_now,
    standing.last_recorded_at
from places
left join standing on places.township_code is not distinct from standing.township_code
order by places.township_code nulls last
