-- How fast are people moving?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons whose move was first done in the hour, or three hours, that end at the moment, and the number of
-- reports that say so.
-- One row.
select
    cast(
        coalesce(sum(standing.persons) filter (standing.done_since > $as_of - interval 1 hour), 0) as bigint
    ) as moved_1h,
    count(*) filter (standing.done_since > $as_of - interval 1 hour) as reports_1h,
    cast(
        coalesce(sum(standing.persons) filter (standing.done_since > $as_of - interval 3 hour), 0) as bigint
    ) as moved_3h,
    count(*) filter (standing.done_since > $as_of - interval 3 hour) as reports_3h,
    min(standing.done_since) as first_moved_at,
    max(standing.done_since) as last_moved_at
from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
where standing.is_moved
