-- What did the log hold when a paper was issued?
-- $operation_id, $paper_id.
-- One row per subject, township and hour of learning; of rows beside the log, per import too.
select seal.subject, seal.township_code, seal.hour_at, seal.row_count, seal.digest, seal.import_id
from paper_seal as seal
where seal.operation_id = $operation_id and seal.paper_id = $paper_id
order by seal.subject, seal.township_code nulls first, seal.hour_at, seal.import_id nulls first
