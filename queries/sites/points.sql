-- How does every building site stand, where is it, and who answers for it?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per building site of the roster; status and progress are null where nothing is reported.
select *
from site_places($operation_id, $as_of, $known_at, $area_code) as standing
order by standing.township_code, standing.village_code, standing.object_id
