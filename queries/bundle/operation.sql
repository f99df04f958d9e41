-- Which run of a response is it?
-- $operation_id.
-- One row per operation of this identifier.
select operation.* from operation where operation.operation_id = $operation_id
