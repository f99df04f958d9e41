-- How does the table span stand once the people of an operation are forgotten?
-- $operation_id whose people are forgotten; $salt of the pseudonyms.
-- One row per span.
select *
from span
where operation_id <> $operation_id
union all by name
select
    span.* replace (
        forgotten_subject($salt, span.subject, span.subject_id) as subject_id,
        coalesce(named.new_id, 'x~unknown') as event_id
    )
from span
left join renumbered($operation_id) as named on span.event_id = named.event_id

where span.operation_id = $operation_id
