-- Under which number does the next item of a case stand?
-- $operation_id of the case.
-- One row.
select coalesce(max(try_cast(case_row.key as integer)), 0) + 1 as next_key
from case_row
where case_row.operation_id = $operation_id and case_row.part = 'item'
