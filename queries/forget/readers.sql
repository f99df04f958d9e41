-- Who else reads the lists of an operation, as far as he is not forgotten himself?
-- $operation_id and the $roster that it reads.
-- One row per operation.
select operation.operation_id
from operation
where
    operation.roster = $roster and operation.operation_id <> $operation_id and operation.forgotten_at is null
order by operation.operation_id
