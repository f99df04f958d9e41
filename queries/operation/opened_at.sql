-- When did an operation begin and end?
-- $operation_id.
-- One row, or none when there is no such operation.
select operation.opened_at, operation.closed_at from operation where operation.operation_id = $operation_id
