-- How do the vessels in port stand in each township?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- In port = berth held in in_port, moored or sheltering_elsewhere; crews are persons: as reported, else as
-- listed.
-- One row per counted township in scope, also without any vessel.
select
    area.area_code as township_code,
    count(standing.object_id) as total,
    count(standing.object_id) filter (standing.progress = 'done') as done,
    count(standing.object_id) filter (standing.progress = 'over') as over_count,
    count(standing.object_id) filter (
        standing.object_id is not null and coalesce(standing.progress, 'todo') not in ('done', 'over')
    ) as left_count,
    count(standing.object_id) filter (
        standing.object_id is not null and standing.status is null
    ) as unknown_count,
    count(standing.object_id) filter (standing.progress = 'trouble') as trouble_count,
    max(standing.last_recorded_at) as last_recorded_at
from area
left join
    vessel_standing($operation_id, $as_of, $known_at, $area_code) as standing
    on area.area_code = standing.township_code
where
    area.tier = 'township'
    and area.is_counted
    and ($area_code is null or area.area_code = left($area_code, 9))
group by area.area_code
order by area.area_code
