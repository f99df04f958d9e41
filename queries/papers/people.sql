-- Which rows of the roster stand behind the people moved?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county;
-- $category or null for all.
-- One row per evacuee that has moved, as it counts: persons, where it stands now, and the report
-- that says so.
select
    standing.township_code,
    standing.village_code,
    standing.category,
    standing.object_id,
    standing.persons,
    standing.status,
    standing.done_since,
    standing.happened_at,
    standing.event_id
from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
where standing.is_moved and ($category is null or standing.category = $category)
order by standing.township_code, standing.village_code, standing.category, standing.object_id
