-- How many shelters are open, and how many places are free, in each township?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Words as in shelters/headline.
-- One row per counted township in scope, also without any shelter, and one per other township code on the
-- list, so that the rows add up to the headline.
with
    standing as (
        select
            township_code,
            count(*) as total,
            count(*) filter (progress = 'done') as done,
            count(*) filter (progress = 'over') as over_count,
            count(*) filter (coalesce(progress, 'todo') not in ('done', 'over')) as left_count,
            count(*) filter (status is null) as unknown_count,
            count(*) filter (hazard_status = 'at_risk') as trouble_count,
            sum(capacity) filter (progress = 'done') as capacity,
            sum(occupants) filter (progress = 'done') as occupants,
            sum(free_places) filter (progress = 'done') as free_places,
            max(last_recorded_at) as last_recorded_at
        from shelter_standing($operation_id, $as_of, $known_at, $area_code)
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
    coalesce(standing.total, 0) as total,
    coalesce(standing.done, 0) as done,
    coalesce(standing.over_count, 0) as over_count,
    coalesce(standing.left_count, 0) as left_count,
    coalesce(standing.unknown_count, 0) as unknown_count,
    coalesce(standing.trouble_count, 0) as trouble_count,
    cast(standing.capacity as bigint) as capacity,
    cast(standing.occupants as bigint) as occupants,
    cast(standing.free_places as bigint) as free_places,
    standing.last_recorded_at
from places
left join standing on places.township_code is not distinct from standing.township_code
order by places.township_code nulls last
