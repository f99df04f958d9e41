-- Which bytes does the ledger keep of an issued paper?
-- $operation_id, $paper_id.
-- One row per issued paper; none where it never was.
select paper_file.sha256, paper_file.data
from paper_file
where paper_file.operation_id = $operation_id and paper_file.paper_id = $paper_id
