-- How does the table overruled stand once the people of an operation are forgotten?
-- $operation_id whose people are forgotten; $salt of the pseudonyms.
-- One row per overruled report.
select *
from overruled
where operation_id <> $operation_id
union all by name
select
    overruled.* replace (
        forgotten_subject($salt, overruled.subject, overruled.subject_id) as subject_id,
        coalesce(named.new_id, 'x~unknown') as event_id,
        coalesce(by_named.new_id, 'x~unknown') as by_event_id
    )
from overruled
left join renumbered($operation_id) as named on overruled.event_id = named.event_id
left join renumbered($operation_id) as by_named on overruled.by_event_id = by_named.event_id
where overruled.operation_id = $operation_id
