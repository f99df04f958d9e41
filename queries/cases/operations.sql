-- Which operations were over at a moment, and so are cases?
-- $as_of (UTC).
-- One row per operation that was ended by then, the newest first; the standing watch is none.
select
    operation.operation_id,
    operation.kind,
    operation.name_zh,
    operation.name_en,
    operation.storm_id,
    operation.opened_at,
    operation.closed_at,
    operation.is_synthetic,
    operation.note,
    operation.forgotten_at
from operation
where operation.closed_at <= $as_of and not is_watch(operation.operation_id)
order by operation.closed_at desc
