-- How do the building sites stopped stand by kind: with tower cranes, with housed workers, neither?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Stopped = work held in stopped; permitted and resumed count as over; workers are persons: as reported,
-- else as listed.
-- One row per kind that has any.
select
    standing.category,
    count(*) as total,
    count(*) filter (standing.progress = 'done') as done,
    count(*) filter (standing.progress = 'over') as over_count,
    count(*) filter (coalesce(standing.progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (standing.status is null) as unknown_count,
    count(*) filter (standing.progress = 'trouble') as trouble_count
from site_standing($operation_id, $as_of, $known_at, $area_code) as standing
group by standing.category
order by standing.category
