-- Beside which reports of losses does a person's name stand, so that no paper may print what was written?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per report with a name of the lists in its text.
select distinct event.event_id
from event
inner join
    listed_names($operation_id) as names on length(names.name) > 1 and contains(event.payload, names.name)
where
    event.operation_id = $operation_id
    and event.subject = 'damage'
    and event.payload is not null
    and event.happened_at <= $as_of
    and event.recorded_at <= $known_at
order by event.event_id
