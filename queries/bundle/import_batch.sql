-- Which imports brought what an operation reports, its lists and its storm?
-- $operation_id.
-- One row per import.
select import_batch.*
from import_batch
inner join imports_of($operation_id) as named on import_batch.import_id = named.import_id
order by all
