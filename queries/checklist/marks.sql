-- What was said of each action of the checklist, by whom and when?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per report on an action, the earliest first.
select
    said.subject_id as item_id,
    said.status,
    said.valid_from as said_at,
    said.event_id,
    event.actor,
    event.payload
from believed($operation_id, 'action', 'work', $as_of, $known_at) as said
inner join event on said.event_id = event.event_id
order by said.valid_from, said.event_id
