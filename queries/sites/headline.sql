-- How many building sites stopped are there, how many are left, of how many is nothing known?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Stopped = work held in stopped; permitted and resumed count as over; workers are persons: as reported,
-- else as listed.
-- One row.
select
    count(*) as total,
    count(*) filter (standing.progress = 'done') as done,
    count(*) filter (standing.progress = 'over') as over_count,
    count(*) filter (coalesce(standing.progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (standing.status is null) as unknown_count,
    count(*) filter (standing.progress = 'trouble') as trouble_count,
    max(standing.last_recorded_at) as last_recorded_at,
    count(*) filter (standing.crane_count > 0) as crane_total,
    count(*) filter (standing.crane_count > 0 and standing.crane_status = 'made_safe') as crane_safe,
    count(*) filter (standing.crane_count > 0 and standing.crane_status = 'standing') as crane_unsafe,
    count(*) filter (standing.crane_count > 0 and standing.crane_status is null) as crane_unknown,
    coalesce(sum(standing.workers_persons), 0) as workers_total,
    coalesce(
        sum(standing.workers_persons) filter (standing.workers_status in ('present', 'counted')), 0
    ) as workers_present,
    coalesce(sum(standing.workers_persons) filter (standing.workers_status = 'moved'), 0) as workers_moved,
    coalesce(sum(standing.workers_persons) filter (standing.workers_status is null), 0) as workers_unknown
from site_standing($operation_id, $as_of, $known_at, $area_code) as standing
