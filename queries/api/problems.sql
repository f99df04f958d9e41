-- What did an import send back or flag?
-- $import_id.
-- One row per problem, in order; at most 1,000.
select import_problem.place, import_problem.value, import_problem.reason
from import_problem
where import_problem.import_id = $import_id
order by import_problem.number
limit 1000
