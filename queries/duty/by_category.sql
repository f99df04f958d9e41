-- How do the responsible persons on post stand by role?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- On post = duty held in on_post; relieved counts as over; no report counts as unknown, never as done.
-- One row per tier and role that has any.
select
    standing.category,
    standing.tier,
    count(*) as total,
    count(*) filter (standing.progress = 'done') as done,
    count(*) filter (standing.progress = 'over') as over_count,
    count(*) filter (coalesce(standing.progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (standing.status is null) as unknown_count,
    count(*) filter (standing.progress = 'trouble') as trouble_count
from duty_standing($operation_id, $as_of, $known_at, $area_code) as standing
group by standing.category, standing.tier
order by standing.category, standing.tier
