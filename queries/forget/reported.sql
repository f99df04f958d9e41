-- How many rows of its own has an operation, table by table?
-- $operation_id and the $roster that it reads; $is_alone says that nobody else reads its lists.
-- One row per table with any.
with ours as (select distinct import_id from imports_to_forget($operation_id, $roster, $is_alone))
select 'event' as register, count(*) as row_count
from event
where operation_id = $operation_id
union all
select 'span', count(*)
from span
where operation_id = $operation_id
union all
select 'cur', count(*)
from cur
where operation_id = $operation_id
union all
select 'flagged', count(*)
from flagged
where operation_id = $operation_id
union all
select 'overruled', count(*)
from overruled
where operation_id = $operation_id
union all
select 'position', count(*)
from position
where operation_id = $operation_id
union all
select 'import_batch', count(*)
from import_batch
semi join ours on import_batch.import_id = ours.import_id
union all
select 'import_problem', count(*)
from import_problem
semi join ours on import_problem.import_id = ours.import_id
union all
select 'case_row', count(*)
from case_row
where operation_id = $operation_id
union all
select 'same_as', count(*)
from same_as
where roster = $roster
union all
select 'api_answer', count(*)
from api_answer
