-- Which warning signals were issued and lifted?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per issue or lifting, the newest first; signal_until is the next one or the moment.
select
    signal.subject_id as hazard,
    signal.category as colour,
    signal.status,
    signal.valid_from as signal_from,
    signal.valid_to as signal_until,
    event.actor,
    event.source,
    event.payload
from believed($operation_id, 'warning', 'signal', $as_of, $known_at) as signal
inner join event on signal.event_id = event.event_id
order by signal.valid_from desc, signal.subject_id
