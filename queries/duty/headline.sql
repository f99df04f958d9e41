-- How many responsible persons on post are there, how many are left, of how many is nothing known?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- On post = duty held in on_post; relieved counts as over; no report counts as unknown, never as done.
-- One row.
select
    count(*) as total,
    count(*) filter (standing.progress = 'done') as done,
    count(*) filter (standing.progress = 'over') as over_count,
    count(*) filter (coalesce(standing.progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (standing.status is null) as unknown_count,
    count(*) filter (standing.progress = 'trouble') as trouble_count,
    max(standing.last_recorded_at) as last_recorded_at,
    count(*) filter (standing.status = 'notified') as notified_count,
    count(*) filter (standing.status = 'acknowledged') as acknowledged_count,
    count(*) filter (
        coalesce(standing.progress, 'todo') not in ('done', 'over')
        and coalesce(standing.deputy_status, 'absent') <> 'on_post'
    ) as uncovered_count
from duty_standing($operation_id, $as_of, $known_at, $area_code) as standing
