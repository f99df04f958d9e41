-- How does every responsible person stand, where is it, and who answers for it?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per responsible person of the roster; status and progress are null where nothing is reported.
select *
from duty_places($operation_id, $as_of, $known_at, $area_code) as standing
order by standing.township_code, standing.village_code, standing.object_id
