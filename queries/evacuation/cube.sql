-- Where do the people of each village and category stand, wherever they are now?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons; is_moved as in evacuation/headline.
-- One row per township, village, category, status and whether they ever moved, with anybody in it.
select
    standing.township_code,
    standing.village_code,
    standing.category,
    standing.status,
    standing.progress,
    standing.is_moved,
    cast(sum(standing.persons) as bigint) as persons
from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
group by all
order by standing.township_code, standing.village_code, standing.category, standing.status, standing.is_moved
