-- How do the problems of imports stand once the people of an operation are forgotten?
-- $operation_id and the $roster that it reads; $is_alone says that nobody else reads its lists.
-- One row per problem; of the operation's only the field stays.
with ours as (select distinct import_id from imports_to_forget($operation_id, $roster, $is_alone))
select import_problem.*
from import_problem
anti join ours on import_problem.import_id = ours.import_id
union all by name
select
    import_problem.* replace (
        '' as place,
        if(regexp_full_match(import_problem.field, '[a-z_0-9, ]+'), import_problem.field, null) as field,
        forgotten_text(import_problem.value) as value,
        forgotten_text(import_problem.reason) as reason,
        null as suggestion,
        null as original_row
    )
from import_problem
semi join ours on import_problem.import_id = ours.import_id
