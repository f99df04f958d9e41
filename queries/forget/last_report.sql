-- When did the last report of an operation reach the ledger?
-- $operation_id whose people are forgotten.
-- One row; null when nothing was reported.
select max(recorded_at) as reported_at from event where operation_id = $operation_id
