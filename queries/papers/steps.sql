-- What became of the papers of an operation?
-- $operation_id.
-- One row per step of a paper, the earliest first.
select
    step.paper_id,
    step.step,
    step.step_at,
    step.account_id,
    step.person_id,
    step.series,
    step.year,
    step.number,
    step.version,
    step.sha256,
    step.byte_count,
    step.seal,
    step.event_count,
    step.reason
from paper_step as step
where step.operation_id = $operation_id
order by step.step_at, step.paper_id, step.step
