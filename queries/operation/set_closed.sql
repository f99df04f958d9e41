-- When did an operation end?
-- $operation_id; $closed_at (UTC, on its own clock), or null to go on with it.
-- One row per operation of this identifier.
update operation
set closed_at = $closed_at
where operation_id = $operation_id
