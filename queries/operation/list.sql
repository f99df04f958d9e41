-- Which operations does the ledger hold?
-- One row per operation, the newest first.
select
    operation.operation_id,
    operation.kind,
    operation.name_zh,
    operation.name_en,
    operation.storm_id,
    operation.roster,
    operation.scenario,
    operation.opened_at,
    operation.closed_at,
    operation.is_synthetic,
    operation.note,
    operation.forgotten_at
from operation
order by operation.opened_at desc
