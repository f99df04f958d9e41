-- How does the table cur stand once the people of an operation are forgotten?
-- $operation_id whose people are forgotten; $salt of the pseudonyms.
-- One row per fact about one object.
select *
from cur
where operation_id <> $operation_id
union all by name
select
    cur.* replace (
        forgotten_subject($salt, cur.subject, cur.subject_id) as subject_id,
        coalesce(named.new_id, 'x~unknown') as event_id
    )
from cur
left join renumbered($operation_id) as named on cur.event_id = named.event_id

where cur.operation_id = $operation_id
