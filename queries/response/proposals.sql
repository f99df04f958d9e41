-- Which levels were proposed, and who decided on each proposal?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per step of a proposal, the newest first.
select
    step.subject_id,
    step.status,
    step.category as level_code,
    step.valid_from as step_at,
    step.event_id,
    event.actor,
    event.source,
    event.payload
from believed($operation_id, 'response', 'proposal', $as_of, $known_at) as step
inner join event on step.event_id = event.event_id
order by step.valid_from desc, step.subject_id
