-- How do the vessels in port stand by class?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- In port = berth held in in_port, moored or sheltering_elsewhere; crews are persons: as reported, else as
-- listed.
-- One row per class that has any.
select
    standing.category,
    count(*) as total,
    count(*) filter (standing.progress = 'done') as done,
    count(*) filter (standing.progress = 'over') as over_count,
    count(*) filter (coalesce(standing.progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (standing.status is null) as unknown_count,
    count(*) filter (standing.progress = 'trouble') as trouble_count
from vessel_standing($operation_id, $as_of, $known_at, $area_code) as standing
group by standing.category
order by standing.category
