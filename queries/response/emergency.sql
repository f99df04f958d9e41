-- Was an emergency flood period declared or lifted, at whose request and under whom?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per step, the newest first; is_in_force tells of the newest alone.
select
    step.status,
    step.valid_from as step_at,
    step.event_id,
    event.actor,
    event.source,
    event.payload,
    step.status = 'declared'
    and row_number() over (order by step.valid_from desc, step.event_id desc) = 1 as is_in_force
from believed($operation_id, 'response', 'emergency', $as_of, $known_at) as step
inner join event on step.event_id = event.event_id
order by step.valid_from desc, step.event_id desc
