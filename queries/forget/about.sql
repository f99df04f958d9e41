-- Which operation is it, and when was it closed and forgotten?
-- $operation_id.
-- One row per operation of this identifier.
select
    operation.name_zh,
    operation.name_en,
    operation.kind,
    operation.roster,
    operation.opened_at,
    operation.closed_at,
    operation.forgotten_at
from operation
where operation.operation_id = $operation_id
