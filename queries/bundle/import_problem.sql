-- What did the imports of an operation send back or flag?
-- $operation_id.
-- One row per problem.
select import_problem.*
from import_problem
inner join imports_of($operation_id) as named on import_problem.import_id = named.import_id
order by all
