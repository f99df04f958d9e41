-- What did an import send back or flag?
-- $import_id the import; $most_count how many rows at most.
-- One row per problem, in the order of the file.
select
    import_problem.number,
    import_problem.place,
    import_problem.field,
    import_problem.value,
    import_problem.reason,
    import_problem.suggestion
from import_problem
where import_problem.import_id = $import_id
order by import_problem.number
limit $most_count
