-- How does one building site stand, where is it, and who answers for it?
-- $operation_id; $as_of, $known_at (UTC); $object_id of the register.
-- One row, or none when the roster of the moment does not list it.
select *
from site_places($operation_id, $as_of, $known_at, null) as standing
where standing.object_id = $object_id
