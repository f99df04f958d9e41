-- Which levels were decided on, from when to when, by whom and on what basis?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per decision, the earliest first; level_until is the next decision or the moment.
select
    decided.subject_id as hazard,
    decided.status,
    decided.category as level_code,
    decided.valid_from as level_from,
    decided.valid_to as level_until,
    decided.event_id,
    event.actor,
    event.source,
    event.recorded_at,
    event.payload
from believed($operation_id, 'response', 'level', $as_of, $known_at) as decided
inner join event on decided.event_id = event.event_id
order by decided.valid_from, decided.subject_id
