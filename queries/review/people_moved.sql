-- How many people reached a safe place between two instants, of whom and where?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then; $area_code (9 or 12
-- digits) or null for the county.
-- Persons who first arrived inside the span (the first instant included, the last not).
-- One row per township and category with anybody.
select
    standing.township_code,
    standing.category,
    cast(sum(standing.persons) as bigint) as persons,
    min(standing.done_since) as first_at,
    max(standing.done_since) as last_at
from evacuation_standing($operation_id, $until_at, $known_at, $area_code) as standing
where $from_at <= standing.done_since and standing.done_since < $until_at
group by standing.township_code, standing.category
order by persons desc, standing.township_code, standing.category
