-- Which steps towards forgetting an operation's people were taken?
-- One row per step, in order.
select
    purge_step.proposal_id,
    purge_step.noted_at,
    purge_step.step,
    purge_step.operation_id,
    purge_step.account_id,
    purge_step.person_id,
    purge_step.keeps,
    purge_step.reason
from purge_step
order by purge_step.noted_at, purge_step.proposal_id
