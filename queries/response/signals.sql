-- Which warning signals of the weather office are in force?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per signal in force.
select
    signal.subject_id as hazard,
    signal.category as colour,
    signal.valid_from as since,
    signal.event_id,
    event.actor,
    event.payload
from held($operation_id, 'warning', 'signal', $as_of, $known_at) as signal
inner join event on signal.event_id = event.event_id
where signal.status = 'issued'
order by case signal.category when 'red' then 1 when 'orange' then 2 when 'yellow' then 3 else 4 end
