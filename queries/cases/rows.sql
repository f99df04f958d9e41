-- What does the case library say beside the ledger?
-- $operation_id of one case, or null for all; $part, or null for all.
-- One row per case, part and key: the row written last, unless it was taken back.
select latest.*
from case_rows() as latest
where
    ($operation_id is null or latest.operation_id = $operation_id) and ($part is null or latest.part = $part)
order by latest.operation_id, latest.part, try_cast(latest.key as integer), latest.key
