-- Which set of lists does a run of a response read? $operation_id names the run.
-- One row per run of that name.
select operation.roster
from operation
where operation.operation_id = $operation_id
;
