-- What does the audit tell of the forgetting of an operation's people?
-- $operation_id.
-- One row per deed that was done, in order.
select audit.noted_at, audit.what, audit.account_id, audit.reason, audit.detail
from audit
where audit.kind = 'purge' and audit.is_done and audit.operation_id = $operation_id
order by audit.seq
