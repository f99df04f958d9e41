-- How does the table flagged stand once the people of an operation are forgotten?
-- $operation_id whose people are forgotten; $salt of the pseudonyms.
-- One row per report in question.
select *
from flagged
where operation_id <> $operation_id
union all by name
select
    flagged.* replace (
        forgotten_subject($salt, flagged.subject, flagged.subject_id) as subject_id,
        coalesce(named.new_id, 'x~unknown') as event_id
    )
from flagged
left join renumbered($operation_id) as named on flagged.event_id = named.event_id

where flagged.operation_id = $operation_id
